import type { Day, Instant } from '@gatekeeper/calendar';

/**
 * Registry records as they are kept (CONTRACT 3), trusted: built only by `parseRegistryRecord`. Whole days are already
 * instants: `until` is exclusive everywhere, `OPEN_END` where none is on file. Codes are folded.
 */
interface RecordHead {
  readonly recordId: string;
  /** The sender's claim of when it was known. */
  readonly recordedAt: Instant;
  /** The store's own clock when it took the record in; `null` in a file that never passed through a store. */
  readonly receivedAt: Instant | null;
  /** `receivedAt`, or without it `recordedAt`: the record is known at T when `knownFrom ≤ T`. */
  readonly knownFrom: Instant;
  readonly supersedes: string | null;
}

export interface InstitutionRecord extends RecordHead {
  readonly kind: 'institution';
  readonly fixmedinsCode: string;
  readonly name: string;
  readonly type: 'hospital' | 'pharmacy';
  readonly area: string;
  readonly regionalMedicalCenter: boolean;
}

export const INSTITUTION_STATUSES = ['suspended', 'terminated', 'exit_audit', 'guidance'] as const;
export type InstitutionStatus = (typeof INSTITUTION_STATUSES)[number];

export interface InstitutionStatusRecord extends RecordHead {
  readonly kind: 'institution_status';
  readonly fixmedinsCode: string;
  readonly status: InstitutionStatus;
  readonly from: Instant;
  readonly until: Instant;
  readonly documentNo: string;
}

export interface DepartmentStatusRecord extends RecordHead {
  readonly kind: 'department_status';
  readonly fixmedinsCode: string;
  readonly departmentCode: string;
  readonly status: 'suspended';
  readonly from: Instant;
  readonly until: Instant;
  readonly documentNo: string;
}

export const CLINICIAN_CATEGORIES = [
  'doctor',
  'nurse',
  'pharmacist',
  'technician',
  'auditor',
  'pharmacy_principal',
] as const;
export type ClinicianCategory = (typeof CLINICIAN_CATEGORIES)[number];

export interface ClinicianRecord extends RecordHead {
  readonly kind: 'clinician';
  readonly code: string;
  readonly name: string;
  readonly category: ClinicianCategory;
}

export interface RegistrationRecord extends RecordHead {
  readonly kind: 'registration';
  readonly code: string;
  readonly fixmedinsCode: string;
  readonly mainSite: boolean;
  readonly from: Instant;
  readonly until: Instant;
  /** The day of the service commitment (服务承诺); `null` is no commitment. */
  readonly committedOn: Day | null;
  /** Exclusive end of the certificate or agreement; `OPEN_END` where none is stated. */
  readonly certificateUntil: Instant;
}

export interface PharmacyPrincipalRecord extends RecordHead {
  readonly kind: 'pharmacy_principal';
  readonly fixmedinsCode: string;
  readonly code: string;
  readonly from: Instant;
  readonly until: Instant;
}

export const SANCTION_CAUSES = [
  'points',
  'discipline',
  'practice_order',
  'certificate',
  'institution',
  'department',
  'other',
] as const;
export type SanctionCause = (typeof SANCTION_CAUSES)[number];

export interface SanctionRecord extends RecordHead {
  readonly kind: 'sanction';
  readonly documentNo: string;
  readonly code: string;
  readonly status: 'suspended' | 'terminated';
  readonly scope: 'person' | 'site';
  /** Where it happened. */
  readonly fixmedinsCode: string;
  readonly cause: SanctionCause;
  readonly from: Instant;
  readonly until: Instant;
  readonly points: number | null;
  readonly decidedAt: Instant;
  readonly issuedAt: Instant | null;
  readonly deliveredAt: Instant | null;
  readonly maintainedAt: Instant | null;
}

/** What names a sanction by its document, and the person where one document names several. */
interface DocumentReference extends RecordHead {
  readonly documentNo: string;
  readonly code: string | null;
}

export interface RestorationRecord extends DocumentReference {
  readonly kind: 'restoration';
  readonly effectiveFrom: Instant;
  readonly approvedAt: Instant;
}

export interface RevisionRecord extends DocumentReference {
  readonly kind: 'revision';
  readonly until: Instant;
  readonly approvedAt: Instant;
}

export interface AnnulmentRecord extends DocumentReference {
  readonly kind: 'annulment';
  readonly decidedAt: Instant;
}

export const DEREGISTRATION_REASONS = ['left', 'retired', 'deceased', 'licence_cancelled', 'other'] as const;
export type DeregistrationReason = (typeof DEREGISTRATION_REASONS)[number];

export interface DeregistrationRecord extends RecordHead {
  readonly kind: 'deregistration';
  readonly code: string;
  /** `null`: everywhere. */
  readonly fixmedinsCode: string | null;
  readonly reason: DeregistrationReason;
  readonly from: Instant;
}

/**
 * The record that `supersedes` names (never `null` here), of any kind, counts as never stated from then on. What that one
 * had superseded or withdrawn stays so until it is stated again.
 */
export interface WithdrawalRecord extends RecordHead {
  readonly kind: 'withdrawal';
  readonly reason: string;
  readonly approvedAt: Instant;
}

export interface ExemptionRecord extends RecordHead {
  readonly kind: 'exemption';
  readonly exemptionNo: string;
  readonly code: string | null;
  readonly fixmedinsCode: string | null;
  readonly departmentCode: string | null;
  readonly from: Instant;
  readonly until: Instant;
  readonly reason: string;
  readonly approvedAt: Instant;
}

export type RegistryRecord =
  | InstitutionRecord
  | InstitutionStatusRecord
  | DepartmentStatusRecord
  | ClinicianRecord
  | RegistrationRecord
  | PharmacyPrincipalRecord
  | SanctionRecord
  | RestorationRecord
  | RevisionRecord
  | AnnulmentRecord
  | DeregistrationRecord
  | WithdrawalRecord
  | ExemptionRecord;

export type RegistryRecordKind = RegistryRecord['kind'];

/**
 * Whose timeline a record belongs to: the folded code of a person or of an institution. References to a document
 * (restoration, revision, annulment) belong to the persons their document names, which only a registry can tell: `null`.
 * A withdrawal says nothing of anybody: it ends the record it names, on that record's timeline.
 */
export function subjectOf(record: RegistryRecord): string | null {
  switch (record.kind) {
    case 'institution':
    case 'institution_status':
    case 'department_status':
    case 'pharmacy_principal':
      return record.fixmedinsCode;
    case 'clinician':
    case 'registration':
    case 'sanction':
    case 'deregistration':
      return record.code;
    case 'exemption':
      return record.code ?? record.fixmedinsCode;
    case 'restoration':
    case 'revision':
    case 'annulment':
      return record.code;
    case 'withdrawal':
      return null;
  }
}

/** A record that names a sanction by its document number. */
export type SanctionReference = RestorationRecord | RevisionRecord | AnnulmentRecord;

export const isSanctionReference = (record: RegistryRecord): record is SanctionReference =>
  record.kind === 'restoration' || record.kind === 'revision' || record.kind === 'annulment';
