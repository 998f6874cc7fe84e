/**
 * Each name is listed: a door made with `export *` compiles to an object that V8 keeps as a dictionary, and every call
 * through it, several times for each line, then costs a look-up.
 */
export { formatCitation } from './citation';
export type { Citation } from './citation';
export { enteredBy, speakingOfNobody, spokenOf } from './on-file';
export { foldCode, isMissingCode, isNationalCode } from './codes';
export { LIABLE, OUTCOMES, FUND_SCOPES, LOSS_BEARERS, LOSS_CAUSES, TRIGGERS } from './decision';
export type {
  Outcome,
  FundScope,
  Liable,
  LossBearer,
  LossCause,
  BorneBy,
  Trigger,
  Verdict,
  Hold,
  Answer,
  Decision,
  HeldLine,
} from './decision';
export { leadingReason } from './leading-reason';
export { TRANSACTIONS, EMERGENCY_FLAGS, isRefund, identityKey, KEY_SEPARATOR, writtenIdentity } from './line';
export type {
  Transaction,
  EmergencyFlag,
  LineIdentity,
  SettlementLine,
  LineRevision,
  IdentityKey,
  MessageKey,
} from './line';
export { EVERY_LINE, OFFICER_FACTS } from './line-news';
export type { FactMessage, OfficerFact, PaymentNotice, StatedSettlement, VoidMessage } from './line-news';
export { formatFen, isNegative, scaledInteger } from './money';
export type { Fen, ExactDecimal } from './money';
export { BAR_CODES, LIFT_CODES, NOTE_CODES, REASON_CODES, HOLD_CODES, ROLES, EFFECTS } from './reason';
export type { BarCode, LiftCode, NoteCode, ReasonCode, HoldCode, Role, Effect, Reason } from './reason';
export {
  INSTITUTION_STATUSES,
  CLINICIAN_CATEGORIES,
  SANCTION_CAUSES,
  DEREGISTRATION_REASONS,
  subjectOf,
  isSanctionReference,
} from './registry';
export type {
  InstitutionRecord,
  InstitutionStatus,
  InstitutionStatusRecord,
  DepartmentStatusRecord,
  ClinicianCategory,
  ClinicianRecord,
  RegistrationRecord,
  PharmacyPrincipalRecord,
  SanctionCause,
  SanctionRecord,
  RestorationRecord,
  RevisionRecord,
  AnnulmentRecord,
  DeregistrationReason,
  DeregistrationRecord,
  ExemptionRecord,
  WithdrawalRecord,
  RegistryRecord,
  RegistryRecordKind,
  SanctionReference,
} from './registry';
export { VOID_REASON } from './tally';
export type { TalliedLine, Tally, TallyKey, TallyMoney } from './tally';
export { knownNow } from './timeline';
export type { SubjectTimeline } from './timeline';
export { compareBytes, compareText } from './text-order';
export { append } from './grouping';
