import type { Settled } from '@gatekeeper/adjudication';
import { Defect } from '@gatekeeper/runtime';
import type { ReasonMessage } from '@gatekeeper/wire';
import { decisionMessage, HOLD_TEXTS } from '@gatekeeper/wire';

/** Why there is no answer yet, and what would let there be one. */
export interface EligibilityHold {
  readonly hold_code: string;
  readonly needs: readonly string[];
  readonly text_zh: string;
  readonly text_en: string;
}

/** What `GET /v1/eligibility` answers about a probe. */
export interface ProbeAnswer {
  /** `null`: held. */
  readonly eligible: boolean | null;
  /** What an ordinary, unpaid line would be told; `null`: held. */
  readonly outcome: string | null;
  readonly reasons: readonly ReasonMessage[];
  readonly hold?: EligibilityHold;
  /** `null`: no pack covers the area. */
  readonly pack: string | null;
  readonly edition: string | null;
}

export interface EligibilityAnswer extends ProbeAnswer {
  /** As asked; `null`: not said. */
  readonly code: string | null;
  readonly fixmedins_code: string;
  readonly at: string;
  readonly known_at: string;
  readonly registry_version: number;
}

export function eligibilityAnswer({ decision, held }: Settled): ProbeAnswer {
  if (decision !== null) {
    const { outcome, reasons, pack, edition } = decisionMessage(decision);
    return { eligible: decision.verdict.outcome === 'accept', outcome, reasons, pack, edition };
  }
  if (held === null) throw new Defect('a probe was neither decided nor held');
  const { holdCode, needs, pack, edition } = held.hold;
  const { zh, en } = HOLD_TEXTS[holdCode];
  return {
    eligible: null,
    outcome: null,
    reasons: [],
    hold: { hold_code: holdCode, needs, text_zh: zh, text_en: en },
    pack,
    edition,
  };
}
