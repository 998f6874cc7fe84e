/** Registry records as they stand on the wire (FORMATS 3), one class for each kind. */
import {
  CLINICIAN_CATEGORIES,
  DEREGISTRATION_REASONS,
  INSTITUTION_STATUSES,
  SANCTION_CAUSES,
} from '@gatekeeper/vocabulary';
import type {
  ClinicianCategory,
  DeregistrationReason,
  InstitutionStatus,
  SanctionCause,
} from '@gatekeeper/vocabulary';
import { code, departmentCode, reference } from './code-text';
import { areaCode, flag, moment, oneOf, text, UNSTATED_LIMIT, wholeNumber } from './field-rule';
import { Optional, Required } from './schema';

const LONGEST_REASON = 1000;

export class RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT)) record_id!: string;
  @Required(moment) recorded_at!: string;
  @Optional(moment) received_at?: string;
  @Optional(reference(UNSTATED_LIMIT)) supersedes?: string;
}

export class InstitutionDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(text()) name!: string;
  @Required(oneOf(['hospital', 'pharmacy'])) type!: 'hospital' | 'pharmacy';
  @Required(areaCode) admdvs!: string;
  @Optional(flag) regional_medical_center?: boolean;
}

export class InstitutionStatusDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(oneOf(INSTITUTION_STATUSES)) status!: InstitutionStatus;
  @Required(moment) from!: string;
  @Optional(moment) until?: string;
  @Required(reference(UNSTATED_LIMIT)) document_no!: string;
}

export class DepartmentStatusDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(departmentCode(UNSTATED_LIMIT)) dept_codg!: string;
  @Required(oneOf(['suspended'])) status!: 'suspended';
  @Required(moment) from!: string;
  @Optional(moment) until?: string;
  @Required(reference(UNSTATED_LIMIT)) document_no!: string;
}

export class ClinicianDto extends RecordHeadDto {
  @Required(code(30)) code!: string;
  @Required(text()) name!: string;
  @Required(oneOf(CLINICIAN_CATEGORIES)) category!: ClinicianCategory;
}

export class RegistrationDto extends RecordHeadDto {
  @Required(code(30)) code!: string;
  @Required(code(30)) fixmedins_code!: string;
  @Required(flag) main_site!: boolean;
  @Required(moment) from!: string;
  @Optional(moment) until?: string;
  @Optional(moment) committed_on?: string;
  @Optional(moment) certificate_until?: string;
}

export class PharmacyPrincipalDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(code(30)) code!: string;
  @Required(moment) from!: string;
  @Optional(moment) until?: string;
}

export class SanctionDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT)) document_no!: string;
  @Required(code(30)) code!: string;
  @Required(oneOf(['suspended', 'terminated'])) status!: 'suspended' | 'terminated';
  @Required(oneOf(['person', 'site'])) scope!: 'person' | 'site';
  @Required(code(30)) fixmedins_code!: string;
  @Required(oneOf(SANCTION_CAUSES)) cause!: SanctionCause;
  @Required(moment) from!: string;
  @Optional(moment) last_day?: string;
  @Optional(moment) until?: string;
  @Optional(wholeNumber(4)) points?: string;
  @Required(moment) decided_at!: string;
  @Optional(moment) issued_at?: string;
  @Optional(moment) delivered_at?: string;
  @Optional(moment) maintained_at?: string;
}

/** What names a sanction by its document, and the person where one document names several (FORMATS 7 "Sanction"). */
export class DocumentReferenceDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT)) document_no!: string;
  @Optional(code(30)) code?: string;
}

export class RestorationDto extends DocumentReferenceDto {
  @Required(moment) effective_from!: string;
  @Required(moment) approved_at!: string;
}

export class RevisionDto extends DocumentReferenceDto {
  @Optional(moment) last_day?: string;
  @Optional(moment) until?: string;
  @Required(moment) approved_at!: string;
}

export class AnnulmentDto extends DocumentReferenceDto {
  @Required(moment) decided_at!: string;
}

export class DeregistrationDto extends RecordHeadDto {
  @Required(code(30)) code!: string;
  @Optional(code(30)) fixmedins_code?: string;
  @Required(oneOf(DEREGISTRATION_REASONS)) reason!: DeregistrationReason;
  @Required(moment) from!: string;
}

export class WithdrawalDto extends RecordHeadDto {
  @Required(text(LONGEST_REASON)) reason!: string;
  @Required(moment) approved_at!: string;
}

export class ExemptionDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT)) exemption_no!: string;
  @Optional(code(30)) code?: string;
  @Optional(code(30)) fixmedins_code?: string;
  @Optional(departmentCode(UNSTATED_LIMIT)) dept_codg?: string;
  @Required(moment) from!: string;
  @Required(moment) until!: string;
  @Required(text(LONGEST_REASON)) reason!: string;
  @Required(moment) approved_at!: string;
}
