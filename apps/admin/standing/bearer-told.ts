/** Who bears what the fund lost while the platform was behind an order (guangdong-2025 art. 39; N34 art. 46), as it is told. */
import type { UnpublishedYear } from '@gatekeeper/calendar';
import type { BearerOfDelay } from '@gatekeeper/scoring';

export const BEARERS = ['nobody', 'institution', 'not_regulated'] as const satisfies readonly BearerOfDelay[];

/** `null`: not known yet, because the limit to maintain in time falls into a year without a published working calendar. */
export const bearerTold = (bearer: BearerOfDelay | UnpublishedYear): BearerOfDelay | null =>
  typeof bearer === 'object' ? null : bearer;
