/** What an agency found of a person and decided to score (记分), and what can be wrong with it. */
import type { Instant } from '@gatekeeper/calendar';

/** One finding (CONTRACT 4). */
export interface Finding {
  readonly findingId: string;
  /** The person's code, folded. */
  readonly code: string;
  /** Where it happened. */
  readonly fixmedinsCode: string;
  /** The inspection (监督检查) it comes from; `null`: findings of one decision share one. */
  readonly inspectionId: string | null;
  /** The act it describes; `null`: an act of its own. */
  readonly actId: string | null;
  /** A code of the pack's catalogue. */
  readonly situation: string;
  /** Chosen inside the catalogue's band; `null` where the catalogue fixes them. */
  readonly points: number | null;
  /** When the penalty or handling was decided: the moment that is scored. */
  readonly decidedAt: Instant;
  readonly documentNo: string | null;
}

/** Why a finding cannot be scored. */
export interface FindingProblem {
  /** Its place among the findings given, from 0. */
  readonly index: number;
  readonly findingId: string;
  readonly field: 'finding_id' | 'code' | 'situation' | 'points' | 'decided_at';
  readonly expected: string;
  /** What stood there; `null`: nothing. */
  readonly got: string | number | null;
}

/** What a reader of the answer ought to look at; the finding counts all the same. */
export interface ScoringWarning {
  readonly findingId: string;
  readonly warning: 'outside_band' | 'below_repeat_band';
  readonly situation: string;
  readonly points: number;
  readonly from: number;
  readonly to: number;
}
