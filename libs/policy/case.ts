import type { Instant } from '@gatekeeper/calendar';
import type { Interval } from '@gatekeeper/calendar';
import type {
  DeregistrationReason,
  InstitutionStatus,
  Role,
  SanctionCause,
  SettlementLine,
} from '@gatekeeper/vocabulary';
import type { CategoryClass } from './medical-categories';

/** By a document of officers: the line's emergency is proven, or it was none. */
export interface EmergencyFound {
  readonly proven: boolean;
  readonly documentNo: string;
}

/**
 * What an article looks at: the line, and where each person, the institution and the department stood when the fee
 * arose, as known at one moment. Derived by adjudication; articles only read it.
 */
export interface Case {
  readonly line: SettlementLine;
  readonly knownAt: Instant;
  /** What officers found of the emergency, which goes before what the line itself says; `null`: nothing. */
  readonly emergencyFound: EmergencyFound | null;
  /** Whose standing bars. */
  readonly checked: readonly CheckedPerson[];
  /** Whose standing is noted only. */
  readonly noted: readonly CheckedPerson[];
  readonly institution: InstitutionStanding;
  /** What the governing text holds each medical category to be. */
  readonly categories: ReadonlyMap<string, CategoryClass>;
}

/** Why a code stands for no one in the registry. */
export type CodeFault = 'missing' | 'invalid' | 'unknown';

/** What is wrong with a person's place at a site; several may be at once. */
export type SiteFault = 'not_registered' | 'uncommitted' | 'expired' | 'deregistered';

/** Where a person stands at one site at one moment. */
export interface SiteStanding {
  /** Each fault with what it rests on; empty: registered and committed. */
  readonly faults: readonly { readonly fault: SiteFault; readonly evidence: readonly string[] }[];
  /** What a standing without fault rests on. */
  readonly evidence: readonly string[];
  /** Why the person was taken off the register, where that is so. */
  readonly deregistration: DeregistrationReason | null;
}

export interface CheckedPerson {
  readonly role: Role;
  /** Folded. */
  readonly code: string;
  readonly fault: CodeFault | null;
  /** Where the person stands at this site; `null` where only personal standing counts (an outside prescriber). */
  readonly site: SiteStanding | null;
  /** The sanctions on file that reach this site, whenever they run, by document number. */
  readonly sanctions: readonly SanctionOnFile[];
  readonly exemptions: readonly ExemptionOnFile[];
}

/** A sanction with its revisions, restoration and annulment already applied. */
export interface SanctionOnFile {
  readonly documentNo: string;
  readonly status: 'suspended' | 'terminated';
  readonly scope: 'person' | 'site';
  readonly cause: SanctionCause;
  readonly fixmedinsCode: string;
  /** In which it runs. */
  readonly running: Interval;
  /** From its end until it was restored; never, when it was restored by then. */
  readonly served: Interval;
  readonly restoredFrom: Instant | null;
  /** Each step of its notice: the first of the records that spell the act out; `null`: not on file. */
  readonly decidedAt: Instant;
  readonly issuedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly maintainedAt: Instant | null;
  /** From when it was known here. */
  readonly knownFrom: Instant;
  /** Document, interval, reach. */
  readonly evidence: readonly string[];
  /** The same, and from when it was restored, or that it was not. */
  readonly restorationEvidence: readonly string[];
}

export interface ExemptionOnFile {
  readonly exemptionNo: string;
  readonly code: string | null;
  readonly fixmedinsCode: string | null;
  readonly departmentCode: string | null;
  readonly interval: Interval;
  readonly evidence: readonly string[];
}

export interface StatusOnFile<Status> {
  readonly status: Status;
  readonly documentNo: string;
  readonly interval: Interval;
  readonly evidence: readonly string[];
}

export interface InstitutionStanding {
  /** Folded. */
  readonly code: string;
  readonly known: boolean;
  readonly regionalMedicalCenter: boolean;
  /** In force when the fee arose, by document number. */
  readonly statuses: readonly StatusOnFile<InstitutionStatus>[];
  /** Of the line's department, in force when the fee arose. */
  readonly departmentStatuses: readonly StatusOnFile<'suspended'>[];
  readonly exemptions: readonly ExemptionOnFile[];
}
