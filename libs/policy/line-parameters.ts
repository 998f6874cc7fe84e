/** What varies between texts in deciding a line. */
import type {
  ClinicianCategory,
  FundScope,
  InstitutionStatus,
  SanctionCause,
  Transaction,
} from '@gatekeeper/vocabulary';
import {
  CLINICIAN_CATEGORIES,
  FUND_SCOPES,
  INSTITUTION_STATUSES,
  SANCTION_CAUSES,
  TRANSACTIONS,
} from '@gatekeeper/vocabulary';
import type { KindsOf } from './parameter-kind';
import { listOf, oneOf, text, truth, whole } from './parameter-kind';

/** What a person may be that emergency excuses. */
export const EMERGENCY_EXCUSES = ['suspended', 'terminated', 'not_restored', 'unregistered'] as const;
export type EmergencyExcuse = (typeof EMERGENCY_EXCUSES)[number];

/** What an institution may not claim in its guidance period (政策辅导期). */
export const GUIDANCE_BLOCKS = ['chronic', 'cross_province', 'pharmacy_pooled'] as const;
export type GuidanceBlock = (typeof GUIDANCE_BLOCKS)[number];

export interface LineParameters {
  /** Which money a bar refuses. */
  readonly fundScope: FundScope;
  /** Whether a served period ends by an approved application or by itself. */
  readonly restore: 'application' | 'auto';
  /** Whether the service commitment (服务承诺) must be on file at each site. */
  readonly commitmentRequired: boolean;
  /** Whether a certificate or agreement past its validity bars. */
  readonly certificateChecked: boolean;
  /** What becomes of a line without a clinician's code. */
  readonly onMissingCode: 'reject' | 'accept';
  /** Whose standing bars; who is not named is noted. A pharmacy's principal goes by `personTypes`. */
  readonly checkedRoles: 'ordering' | 'ordering+performing';
  /** Whom the text governs. A pharmacy's principal is checked only under a text that governs principals. */
  readonly personTypes: readonly ClinicianCategory[];
  /** How far a sanction for points reaches beyond the scope its notice names. This registry is one province's. */
  readonly linkScope: 'site' | 'province' | 'nation';
  /** Causes whose sanctions reach only the site where they arose, whatever scope their notice names. */
  readonly siteBoundCauses: readonly SanctionCause[];
  /** Which institution statuses the pack knows; others do not bar under it. */
  readonly institutionStatuses: readonly InstitutionStatus[];
  /** What an institution in guidance may not claim. */
  readonly guidanceBlocks: readonly GuidanceBlock[];
  /** Which of these a regional medical centre may claim all the same. */
  readonly guidanceExceptsCenters: readonly GuidanceBlock[];
  /** Categories that prove emergency by themselves. */
  readonly emergencyCategories: readonly string[];
  /** Categories that only imply emergency: evidence is still needed. */
  readonly impliedEmergencyCategories: readonly string[];
  /** Whom emergency excuses; `unregistered`: unknown, not at this site, without commitment, deregistered other than by death. */
  readonly emergencyException: readonly EmergencyExcuse[];
  /** The text's words for it. */
  readonly emergencyWords: string;
  /** Whether a fee before the change, in a stay that crosses it, is named as such; it is paid either way. */
  readonly inpatientCarveOut: 'none' | 'before_status_change';
  /** What must lie before the change: the fee, or (the whole stay with it) the admission. */
  readonly carveOutClock: 'fee' | 'admission';
  /** Which transactions can be part of a stay. */
  readonly carveOutTransactions: readonly Transaction[];
  /** What becomes of a barred line that the fund has paid. */
  readonly onPaidLine: 'claw_back' | 'reject';
  /** A fee this many hours after the moment of asking is implausible. */
  readonly feeAheadHours: number;
  /** A fee before this day is implausible; `YYYY-MM-DD`. */
  readonly feeEarliestDay: string;
  /** A fee more than this many days before admission is implausible. */
  readonly feeBeforeAdmissionDays: number;
}

const category = text(/^\d{1,6}$/, 'a category code');

export const LINE_PARAMETER_KINDS: KindsOf<LineParameters> = {
  fundScope: oneOf(FUND_SCOPES),
  restore: oneOf(['application', 'auto']),
  commitmentRequired: truth,
  certificateChecked: truth,
  onMissingCode: oneOf(['reject', 'accept']),
  checkedRoles: oneOf(['ordering', 'ordering+performing']),
  personTypes: listOf(oneOf(CLINICIAN_CATEGORIES)),
  linkScope: oneOf(['site', 'province', 'nation']),
  siteBoundCauses: listOf(oneOf(SANCTION_CAUSES)),
  institutionStatuses: listOf(oneOf(INSTITUTION_STATUSES)),
  guidanceBlocks: listOf(oneOf(GUIDANCE_BLOCKS)),
  guidanceExceptsCenters: listOf(oneOf(GUIDANCE_BLOCKS)),
  emergencyCategories: listOf(category),
  impliedEmergencyCategories: listOf(category),
  emergencyException: listOf(oneOf(EMERGENCY_EXCUSES)),
  emergencyWords: text(/^\S.{0,40}$/, 'the words of the text'),
  inpatientCarveOut: oneOf(['none', 'before_status_change']),
  carveOutClock: oneOf(['fee', 'admission']),
  carveOutTransactions: listOf(oneOf(TRANSACTIONS)),
  onPaidLine: oneOf(['claw_back', 'reject']),
  feeAheadHours: whole(0, 8760),
  feeEarliestDay: text(/^\d{4}-\d{2}-\d{2}$/, 'a day, YYYY-MM-DD'),
  feeBeforeAdmissionDays: whole(0, 366),
};
