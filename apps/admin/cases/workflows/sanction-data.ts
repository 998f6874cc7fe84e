import type { Day } from '@gatekeeper/calendar';
import type { BearerOfDelay, Finding } from '@gatekeeper/scoring';
import type { ScoreMessage } from '@gatekeeper/wire';
import { parseFindingObject } from '@gatekeeper/wire';
import { isMalformed } from '@gatekeeper/wire';
import { Defect } from '@gatekeeper/runtime';
import type { CaseFile } from '../case-file';
import { dayIn } from './written-days';

/** A finding as it is kept: the fields of CONTRACT 4. */
export interface StoredFinding {
  readonly finding_id: string;
  readonly code: string;
  readonly fixmedins_code: string;
  readonly inspection_id?: string;
  readonly act_id?: string;
  readonly situation: string;
  readonly points?: number;
  readonly decided_at: string;
}

/** What was proposed, and once approved, ordered. Days as `YYYY-MM-DD`, both inside. */
export interface Measure {
  readonly measure: 'inform' | 'suspended' | 'terminated';
  readonly scope: 'person' | 'site';
  readonly cause: string;
  readonly from: string | null;
  readonly last_day: string | null;
}

export interface SanctionData {
  readonly occasion: 'agreement_handling' | 'penalty';
  /** The day of the agency's decision, or on which the penalty decision was received. */
  readonly occasion_on: string;
  readonly decided_at: string;
  readonly dept_codg: string | null;
  readonly violation: string;
  readonly findings: readonly StoredFinding[];
  readonly score?: ScoreMessage;
  readonly proposed?: Measure;
  /** The registry's record as it stands now, with the days added so far. */
  readonly record_id?: string;
  readonly issued_on?: string;
  readonly delivery_form?: 'paper' | 'platform';
  readonly delivered_on?: string;
  readonly maintained_on?: string;
  /** Days on which the platform showed another status than the one ordered, and who bears them; `null`: not known yet. */
  readonly days_behind?: number;
  readonly delay_borne_by?: BearerOfDelay | null;
  /** After the notice: talks with the person and trainings, in the order in which they were recorded. */
  readonly talks?: readonly { readonly held_on: string; readonly held_by: string; readonly record: string }[];
  readonly trainings?: readonly {
    readonly held_on: string;
    readonly held_by: string;
    readonly subject: string;
  }[];
  /** Suspensions in one department reach the number from which its own suspension is to be proposed. */
  readonly department_to_be_proposed?: boolean;
}

/** The status a measure orders, and when. `lastDay` is `null` where it runs until the person is restored. */
export interface Ordered {
  readonly status: 'suspended' | 'terminated';
  readonly firstDay: Day;
  readonly lastDay: Day | null;
}

/**
 * What a measure orders, by the measure itself: one without a last day is no less one. `null`: to inform changes no status.
 * @throws a defect where it has no first day: a proposal has one.
 */
export function orderedBy({ measure, from, last_day: last }: Measure): Ordered | null {
  if (measure === 'inform') return null;
  if (from === null) throw new Defect(`a measure on file has no first day: ${measure}`);
  return { status: measure, firstDay: dayIn(from), lastDay: last === null ? null : dayIn(last) };
}

export const SANCTION_KIND = 'sanction';

/** The data of another case of this kind. */
export const sanctionDataOf = (file: CaseFile): SanctionData | null =>
  file.kind === SANCTION_KIND ? (file.data as SanctionData) : null;

export { isDecided } from '@gatekeeper/casework';

/** A kept finding. @throws a defect where it cannot be read: it was checked when it came. */
export function findingOf(stored: StoredFinding): Finding {
  const { points, ...others } = stored;
  const read = parseFindingObject(points === undefined ? others : { ...others, points: String(points) });
  if (isMalformed(read)) throw new Defect('a finding on file cannot be read');
  return read;
}
