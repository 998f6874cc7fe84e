/** What a case from a finding to a measure keeps. */
import type { DayText, MomentText } from '@gatekeeper/calendar';
import type { BearerOfDelay } from '@gatekeeper/scoring';
import type { CaseData } from './case-data';
import { asKept } from './case-data';
import type { CaseFile } from './case-file';
import {
  dayText,
  either,
  flag,
  listOf,
  momentText,
  number,
  objectOf,
  oneOf,
  optional,
  orNull,
  pairOf,
  text,
} from './shape';
import type { Shape } from './shape';

/** A finding as it is kept: the fields of CONTRACT 4. */
export interface KeptFinding {
  readonly finding_id: string;
  readonly code: string;
  readonly fixmedins_code: string;
  readonly inspection_id?: string;
  readonly act_id?: string;
  readonly situation: string;
  readonly points?: number;
  readonly decided_at: MomentText;
}

/** A score as it is kept: the fields of CONTRACT 4. */
export interface KeptScore {
  readonly code: string;
  readonly year: number;
  readonly counted: readonly { readonly finding_id: string; readonly points: number }[];
  readonly year_total: number;
  readonly outcome: 'none' | 'inform' | 'suspend' | 'terminate';
  readonly months?: number;
  readonly month_range?: readonly [from: number, to: number];
  readonly bar_years?: number | readonly [from: number, to: number];
  readonly from?: string;
  readonly last_day?: string;
  readonly remaining?: number;
  readonly grade?: string;
  readonly article: string;
  readonly edition: string;
  readonly decided_at: string;
  readonly warnings?: readonly string[];
}

/** What was proposed, and once approved, ordered. Both days inside. */
export interface KeptMeasure {
  readonly measure: 'inform' | 'suspended' | 'terminated';
  readonly scope: 'person' | 'site';
  readonly cause: string;
  readonly from: DayText | null;
  readonly last_day: DayText | null;
}

export interface SanctionData {
  readonly occasion: 'agreement_handling' | 'penalty';
  /** The day of the agency's decision, or on which the penalty decision was received. */
  readonly occasion_on: DayText;
  readonly decided_at: MomentText;
  readonly dept_codg: string | null;
  readonly violation: string;
  readonly findings: readonly KeptFinding[];
  readonly score?: KeptScore;
  readonly proposed?: KeptMeasure;
  /** The registry's record as it stands now, with the days added so far. */
  readonly record_id?: string;
  readonly issued_on?: DayText;
  readonly delivery_form?: 'paper' | 'platform';
  readonly delivered_on?: DayText;
  readonly maintained_on?: DayText;
  /** Days on which the platform showed another status than the one ordered, and who bears them; `null`: not known yet. */
  readonly days_behind?: number;
  readonly delay_borne_by?: BearerOfDelay | null;
  /** After the notice: talks with the person and trainings, in the order in which they were recorded. */
  readonly talks?: readonly Talk[];
  readonly trainings?: readonly Training[];
  /** Suspensions in one department reach the number from which its own suspension is to be proposed. */
  readonly department_to_be_proposed?: boolean;
}

export interface Talk {
  readonly held_on: DayText;
  readonly held_by: string;
  readonly record: string;
}

export interface Training {
  readonly held_on: DayText;
  readonly held_by: string;
  readonly subject: string;
}

const finding: Shape<KeptFinding> = objectOf<KeptFinding>({
  finding_id: text,
  code: text,
  fixmedins_code: text,
  inspection_id: optional(text),
  act_id: optional(text),
  situation: text,
  points: optional(number),
  decided_at: momentText,
});

const score: Shape<KeptScore> = objectOf<KeptScore>({
  code: text,
  year: number,
  counted: listOf(objectOf<KeptScore['counted'][number]>({ finding_id: text, points: number })),
  year_total: number,
  outcome: oneOf(['none', 'inform', 'suspend', 'terminate']),
  months: optional(number),
  month_range: optional(pairOf(number)),
  bar_years: optional(either(number, pairOf(number))),
  from: optional(text),
  last_day: optional(text),
  remaining: optional(number),
  grade: optional(text),
  article: text,
  edition: text,
  decided_at: text,
  warnings: optional(listOf(text)),
});

const measure: Shape<KeptMeasure> = objectOf<KeptMeasure>({
  measure: oneOf(['inform', 'suspended', 'terminated']),
  scope: oneOf(['person', 'site']),
  cause: text,
  from: orNull(dayText),
  last_day: orNull(dayText),
});

export const SANCTION_DATA: CaseData<SanctionData> = {
  kind: 'sanction',
  versions: [
    asKept(
      objectOf<SanctionData>({
        occasion: oneOf(['agreement_handling', 'penalty']),
        occasion_on: dayText,
        decided_at: momentText,
        dept_codg: orNull(text),
        violation: text,
        findings: listOf(finding),
        score: optional(score),
        proposed: optional(measure),
        record_id: optional(text),
        issued_on: optional(dayText),
        delivery_form: optional(oneOf(['paper', 'platform'])),
        delivered_on: optional(dayText),
        maintained_on: optional(dayText),
        days_behind: optional(number),
        delay_borne_by: optional(orNull(oneOf(['nobody', 'institution', 'not_regulated']))),
        talks: optional(listOf(objectOf<Talk>({ held_on: dayText, held_by: text, record: text }))),
        trainings: optional(listOf(objectOf<Training>({ held_on: dayText, held_by: text, subject: text }))),
        department_to_be_proposed: optional(flag),
      }),
    ),
  ],
};

const COUNTING_STATES: ReadonlySet<string> = new Set(['approved', 'issued', 'delivered', 'maintained']);

/** Whether what a case found was decided upon: then its findings count. */
export const isDecided = ({ state }: Pick<CaseFile, 'state'>): boolean => COUNTING_STATES.has(state);
