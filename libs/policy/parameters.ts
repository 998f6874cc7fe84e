import type { FundScope, InstitutionStatus, SanctionCause } from '@gatekeeper/vocabulary';
import { FUND_SCOPES, INSTITUTION_STATUSES, SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import type { ParameterKind } from './parameter-kind';
import { listOf, oneOf, text, truth, whole } from './parameter-kind';

/** Classes of medical categories (医疗类别, RULES 4.4). */
export const CATEGORY_CLASSES = [
  'outpatient',
  'emergency',
  'chronic',
  'inpatient',
  'inpatient_from_emergency',
  'day_surgery',
  'pharmacy',
  'maternity',
  'other',
] as const;
export type CategoryClass = (typeof CATEGORY_CLASSES)[number];

/** What varies between texts and decides lines. A pack sets each of them, or inherits it, or does not load. */
export interface Parameters {
  /** Which money a bar refuses. */
  readonly fundScope: FundScope;
  /** Whether a served period ends by itself or by an approved application. */
  readonly restoration: 'application' | 'automatic';
  /** Whether the service commitment (服务承诺) must be on file at each site. */
  readonly commitmentRequired: boolean;
  /** Whether a certificate or agreement past its validity bars. */
  readonly certificateChecked: boolean;
  /** Whether a line without a clinician's code is barred. */
  readonly missingCodeBars: boolean;
  /** Whether the performing clinician's standing bars, or is only noted. */
  readonly performingBars: boolean;
  /** Whether a sanction for points reaches every site, whatever scope its notice names. */
  readonly pointsReachEverySite: boolean;
  /** Causes whose sanctions reach only the site where they arose, whatever scope their notice names. */
  readonly siteBoundCauses: readonly SanctionCause[];
  /** Which institution statuses the pack knows; others do not bar under it. */
  readonly institutionStatuses: readonly InstitutionStatus[];
  /** Categories that prove emergency by themselves. */
  readonly emergencyCategories: readonly string[];
  /** Categories that only imply emergency: evidence is still needed. */
  readonly impliedEmergencyCategories: readonly string[];
  readonly emergencyLiftsSuspended: boolean;
  readonly emergencyLiftsTerminated: boolean;
  readonly emergencyLiftsNotRestored: boolean;
  /** Never registered, unknown, without commitment, deregistered other than by death. */
  readonly emergencyLiftsUnregistered: boolean;
  /** Whether a fee before the change, in a stay that crosses it, is noted as such. */
  readonly notesStayAcrossChange: boolean;
  /** A fee this many hours after the moment of asking is implausible. */
  readonly feeAheadHours: number;
  /** A fee before this day is implausible; `YYYY-MM-DD`. */
  readonly feeEarliestDay: string;
  /** A fee more than this many days before admission is implausible. */
  readonly feeBeforeAdmissionDays: number;
}

export type ParameterName = keyof Parameters;

/** How each parameter is written (`--set pack.parameter=value`) and what it may be. */
export const PARAMETER_KINDS: { readonly [Name in ParameterName]: ParameterKind<Parameters[Name]> } = {
  fundScope: oneOf(FUND_SCOPES),
  restoration: oneOf(['application', 'automatic'] as const),
  commitmentRequired: truth,
  certificateChecked: truth,
  missingCodeBars: truth,
  performingBars: truth,
  pointsReachEverySite: truth,
  siteBoundCauses: listOf(oneOf(SANCTION_CAUSES)),
  institutionStatuses: listOf(oneOf(INSTITUTION_STATUSES)),
  emergencyCategories: listOf(text(/^\d{1,6}$/, 'a category code')),
  impliedEmergencyCategories: listOf(text(/^\d{1,6}$/, 'a category code')),
  emergencyLiftsSuspended: truth,
  emergencyLiftsTerminated: truth,
  emergencyLiftsNotRestored: truth,
  emergencyLiftsUnregistered: truth,
  notesStayAcrossChange: truth,
  feeAheadHours: whole(0, 8760),
  feeEarliestDay: text(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD'),
  feeBeforeAdmissionDays: whole(0, 366),
};

export const PARAMETER_NAMES = Object.keys(PARAMETER_KINDS) as ParameterName[];
