import type { Instant } from '@gatekeeper/calendar';
import { isAfter } from '@gatekeeper/calendar';
import type { Liable, Outcome } from '@gatekeeper/vocabulary';
import type { BarOnLine } from './bars';

/**
 * Who bears the loss. A refused line is the institution's. A recovered one is nobody's only when every bar that stands
 * is a sanction whose notice was delivered after the fee arose: nobody there could have known (guangdong-2025 art. 39,
 * N34 art. 46 put late maintenance on the institution). A notice without a day of delivery does not excuse.
 */
export function liableFor(outcome: Outcome, standing: readonly BarOnLine[], feeOccurredAt: Instant): Liable {
  switch (outcome) {
    case 'accept':
    case 'void':
      return 'none';
    case 'reject':
      return 'institution';
    case 'claw_back':
      return standing.every(({ finding: { sanction } }) =>
        deliveredAfter(sanction?.deliveredAt ?? null, feeOccurredAt),
      )
        ? 'none'
        : 'institution';
  }
}

const deliveredAfter = (deliveredAt: Instant | null, feeOccurredAt: Instant): boolean =>
  deliveredAt !== null && isAfter(deliveredAt, feeOccurredAt);
