/** A clinician's whole file (一医一档: guangdong-2025 art. 4 and 50): everything on file of one person at one moment, as known at another. */
import type { Day, Instant, Interval } from '@gatekeeper/calendar';
import type { ParticularsOnFile } from '@gatekeeper/casework';
import type { BothLanguages } from '@gatekeeper/policy';
import type { Measure } from '@gatekeeper/scoring';
import type {
  ClinicianCategory,
  DeregistrationReason,
  RegistrationRecord,
  RegistryRecord,
  SanctionRecord,
} from '@gatekeeper/vocabulary';
import type { SiteStatus } from '../standing/site-status';

export interface PersonFile {
  /** Folded. */
  readonly code: string;
  /** `null`: no clinician record was known. */
  readonly name: string | null;
  readonly category: ClinicianCategory | null;
  /** `null`: none is on file. */
  readonly maskedIdentity: string | null;
  /** The moment the file speaks of. */
  readonly effectiveAt: Instant;
  /** What it rests on was known then. */
  readonly knownAt: Instant;
  readonly sites: readonly SiteOnFile[];
  readonly deregistrations: readonly DeregistrationOnFile[];
  readonly sanctions: readonly SanctionFiled[];
  readonly exemptions: readonly ExemptionFiled[];
  readonly years: readonly YearOnFile[];
  /** `null`: the text of the main site bars nobody from a title review, or no text governs it. */
  readonly titleReview: TitleReviewOnFile | null;
  readonly cases: readonly CaseOnFile[];
  readonly deadlines: readonly DeadlineOnFile[];
  /** Every record known by then, also corrected ones, in the order in which they became known. */
  readonly history: readonly RecordKnown[];
}

export interface SiteOnFile {
  readonly fixmedinsCode: string;
  /** `null`: the institution is not on file. */
  readonly institutionName: string | null;
  readonly area: string | null;
  /** The text that governs there; `null`: none does. */
  readonly pack: { readonly name: string; readonly edition: string } | null;
  readonly status: SiteStatus;
  /** What is stated of the practice there; `null`: nothing was known. */
  readonly particulars: ParticularsOnFile | null;
  readonly registrations: readonly Pick<
    RegistrationRecord,
    'recordId' | 'mainSite' | 'from' | 'until' | 'committedOn' | 'certificateUntil' | 'knownFrom'
  >[];
}

export interface DeregistrationOnFile {
  /** `null`: everywhere. */
  readonly fixmedinsCode: string | null;
  readonly reason: DeregistrationReason;
  readonly from: Instant;
  readonly knownFrom: Instant;
}

/** Where a sanction stands at the moment the file speaks of. */
export type SanctionState = 'annulled' | 'to_come' | 'running' | 'not_restored' | 'over';

export interface SanctionFiled extends Pick<
  SanctionRecord,
  | 'documentNo'
  | 'status'
  | 'scope'
  | 'cause'
  | 'fixmedinsCode'
  | 'points'
  | 'decidedAt'
  | 'issuedAt'
  | 'deliveredAt'
  | 'maintainedAt'
  | 'knownFrom'
> {
  /** As the document says. */
  readonly written: Interval;
  /** As revised and restored; `null` where it was annulled or never ran. */
  readonly running: Interval | null;
  readonly restoredFrom: Instant | null;
  readonly state: SanctionState;
  /** What was decided on it since, in the order in which it became known. */
  readonly changes: readonly SanctionChange[];
}

export type SanctionChange =
  | {
      readonly kind: 'restoration';
      readonly effectiveFrom: Instant;
      readonly approvedAt: Instant;
      readonly knownFrom: Instant;
    }
  | {
      readonly kind: 'revision';
      readonly until: Instant;
      readonly approvedAt: Instant;
      readonly knownFrom: Instant;
    }
  | { readonly kind: 'annulment'; readonly decidedAt: Instant; readonly knownFrom: Instant };

export interface ExemptionFiled extends Interval {
  readonly exemptionNo: string;
  readonly fixmedinsCode: string | null;
  readonly departmentCode: string | null;
  readonly reason: string;
  readonly approvedAt: Instant;
  readonly knownFrom: Instant;
}

/** Whether the person may be reviewed for a title in the year that the file speaks of. */
export interface TitleReviewOnFile {
  readonly year: number;
  readonly barred: boolean;
  /** `hainan-2022 art. 29` */
  readonly article: string | null;
}

/** A natural year's points: what was decided in it, and what its total led to. */
export interface YearOnFile {
  readonly year: number;
  readonly total: number;
  /** Where the text counts down, or grades. */
  readonly remaining: number | null;
  readonly grade: string | null;
  readonly decisions: readonly DecisionOnPoints[];
}

export interface DecisionOnPoints {
  readonly decidedAt: Instant;
  readonly findings: readonly {
    readonly findingId: string;
    readonly situation: string;
    readonly points: number;
    readonly fixmedinsCode: string;
    readonly documentNo: string | null;
  }[];
  readonly yearTotal: number;
  readonly measure: Measure;
  readonly article: string;
}

/** A proceeding about the person: a finding, an appeal, a repair, a restoration. */
export interface CaseOnFile {
  readonly caseId: string;
  readonly kind: string;
  readonly state: string;
  readonly fixmedinsCode: string;
  readonly documentNo: string | null;
  readonly openedAt: Instant;
  readonly steps: readonly { readonly event: string; readonly toState: string; readonly at: Instant }[];
}

export interface DeadlineOnFile {
  readonly name: string;
  readonly text: BothLanguages;
  /** The document or case it belongs to. */
  readonly of: string;
  /** `null`: the working days of that year are not published yet. */
  readonly dueOn: Day | null;
  /** Withdrawn: the measure it belongs to was annulled. */
  readonly state: 'open' | 'met' | 'overdue' | 'withdrawn';
}

/** A record with the stretch of time in which the registry held it. */
export interface RecordKnown {
  readonly record: RegistryRecord;
  /** Until when it was held; open while nothing corrects it, as known then. */
  readonly held: Interval;
}
