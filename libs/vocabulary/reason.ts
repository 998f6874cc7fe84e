/** Reason and hold codes, in the order in which reasons are listed (CONTRACT 2). */
export const BAR_CODES = [
  'CODE_MISSING',
  'CODE_INVALID',
  'CLINICIAN_UNKNOWN',
  'NOT_REGISTERED_AT_SITE',
  'COMMITMENT_MISSING',
  'REGISTRATION_EXPIRED',
  'DEREGISTERED',
  'CLINICIAN_SUSPENDED',
  'CLINICIAN_TERMINATED',
  'NOT_RESTORED',
  'INSTITUTION_UNKNOWN',
  'INSTITUTION_SUSPENDED',
  'INSTITUTION_TERMINATED',
  'INSTITUTION_EXIT_AUDIT',
  'INSTITUTION_GUIDANCE',
  'DEPARTMENT_SUSPENDED',
] as const;
export type BarCode = (typeof BAR_CODES)[number];

export const LIFT_CODES = ['EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED'] as const;

export const NOTE_CODES = [
  'INPATIENT_BEFORE_STATUS_CHANGE',
  'NO_FUND_MONEY',
  'REFUND_MIRRORS_ORIGINAL',
  'IN_GOOD_STANDING',
  'OUTSIDE_PACK_IN_FORCE',
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];

/** What can lift a bar; that a stay began before the change is a note under most readings, and lifts under one. */
export type LiftCode = (typeof LIFT_CODES)[number] | 'INPATIENT_BEFORE_STATUS_CHANGE';

export type ReasonCode = BarCode | LiftCode | NoteCode;
export const REASON_CODES: readonly ReasonCode[] = [...BAR_CODES, ...LIFT_CODES, ...NOTE_CODES];

export const HOLD_CODES = [
  'PACK_MISSING',
  'PACK_INCOMPLETE',
  'REFUND_ORIGINAL_UNKNOWN',
  'DATE_IMPLAUSIBLE',
  'EMERGENCY_EVIDENCE_NEEDED',
  'AMOUNTS_CONTRADICT',
  'REFUND_EXCEEDS_ORIGINAL',
  'MED_TYPE_UNKNOWN',
] as const;
export type HoldCode = (typeof HOLD_CODES)[number];

/** In which part a person stands on the line: who ordered, who performed, a pharmacy's principal. In listing order. */
export const ROLES = ['ordering', 'performing', 'principal'] as const;
export type Role = (typeof ROLES)[number];

export const EFFECTS = ['bars', 'lifts', 'notes'] as const;
export type Effect = (typeof EFFECTS)[number];

/** Why, in one entry: the rule that speaks and what it rests on. */
export interface Reason {
  readonly code: ReasonCode;
  readonly effect: Effect;
  /** Only on reasons about a person. */
  readonly role: Role | null;
  /** `guangdong-2025 art. 15`. */
  readonly article: string;
  readonly evidence: readonly string[];
}
