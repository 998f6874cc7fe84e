/** Registry records as they stand on the wire (CONTRACT 3), one class for each kind. */
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
  @Required(reference(UNSTATED_LIMIT), 'unique among all records') record_id!: string;
  @Required(moment, 'when the sender came to know it') recorded_at!: string;
  @Optional(moment, "the store's own clock, in what it exports: known from then on") received_at?: string;
  @Optional(reference(UNSTATED_LIMIT), 'record_id of the record that this one corrects') supersedes?: string;
}

export class InstitutionDto extends RecordHeadDto {
  @Required(code(30), 'institution（定点医药机构）') fixmedins_code!: string;
  @Required(text()) name!: string;
  @Required(oneOf(['hospital', 'pharmacy']), 'hospital（医疗机构） or pharmacy（零售药店）') type!:
    'hospital' | 'pharmacy';
  @Required(areaCode, 'area（行政区划）') admdvs!: string;
  @Optional(flag, 'whether it is a regional medical centre（区域医疗中心）')
  regional_medical_center?: boolean;
}

export class InstitutionStatusDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(
    oneOf(INSTITUTION_STATUSES),
    'suspended（中止）, terminated（解除）, exit_audit（退出审核）, guidance（辅导期）',
  )
  status!: InstitutionStatus;
  @Required(moment, 'first moment') from!: string;
  @Optional(moment, 'first moment after it; absent: open') until?: string;
  @Required(reference(UNSTATED_LIMIT), 'of the act') document_no!: string;
}

export class DepartmentStatusDto extends RecordHeadDto {
  @Required(code(30)) fixmedins_code!: string;
  @Required(departmentCode(UNSTATED_LIMIT), 'department（科室）, as the institution writes it on its lines')
  dept_codg!: string;
  @Required(oneOf(['suspended'])) status!: 'suspended';
  @Required(moment, 'first moment') from!: string;
  @Optional(moment, 'first moment after it; absent: open') until?: string;
  @Required(reference(UNSTATED_LIMIT), 'of the act') document_no!: string;
}

export class ClinicianDto extends RecordHeadDto {
  @Required(code(30), 'national code（医保医师代码 and its siblings）') code!: string;
  @Required(text()) name!: string;
  @Required(oneOf(CLINICIAN_CATEGORIES), 'what the person is') category!: ClinicianCategory;
}

export class RegistrationDto extends RecordHeadDto {
  @Required(code(30), 'clinician') code!: string;
  @Required(code(30), 'site') fixmedins_code!: string;
  @Required(flag, 'whether it is the main place of practice（主要执业机构）') main_site!: boolean;
  @Required(moment, 'first moment') from!: string;
  @Optional(moment, 'first moment after it; absent: open') until?: string;
  @Optional(moment, 'day of the service commitment（服务承诺书）; absent: none') committed_on?: string;
  @Optional(moment, 'last day of the certificate, inclusive') certificate_until?: string;
}

export class PharmacyPrincipalDto extends RecordHeadDto {
  @Required(code(30), 'pharmacy') fixmedins_code!: string;
  @Required(code(30), 'its principal（主要负责人）') code!: string;
  @Required(moment, 'first moment') from!: string;
  @Optional(moment, 'first moment after it; absent: open') until?: string;
}

export class SanctionDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT), 'of the notice, by which later records name it') document_no!: string;
  @Required(code(30), 'the person') code!: string;
  @Required(oneOf(['suspended', 'terminated'])) status!: 'suspended' | 'terminated';
  @Required(
    oneOf(['person', 'site']),
    'every site of the person, or the one of fixmedins_code; cause points reaches every site',
  )
  scope!: 'person' | 'site';
  @Required(code(30), 'institution where it happened') fixmedins_code!: string;
  @Required(oneOf(SANCTION_CAUSES), 'why') cause!: SanctionCause;
  @Required(moment, 'first moment') from!: string;
  @Optional(moment, 'last day, inclusive; with until, the day before it') last_day?: string;
  @Optional(moment, 'first moment after it; neither end: until restored') until?: string;
  @Optional(wholeNumber(4), 'points of the year that led to it') points?: string;
  @Required(moment, 'when it was decided') decided_at!: string;
  @Optional(moment, 'when the notice was issued') issued_at?: string;
  @Optional(moment, 'when it was delivered to the institution') delivered_at?: string;
  @Optional(moment, 'when the status was maintained in the system') maintained_at?: string;
}

/** What names a sanction by its document, and the person where one document names several (CONTRACT 7 "Sanction"). */
export class DocumentReferenceDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT), 'of the sanction') document_no!: string;
  @Optional(code(30), 'the person, where one document names several') code?: string;
}

export class RestorationDto extends DocumentReferenceDto {
  @Required(moment, 'the sanction ends here') effective_from!: string;
  @Required(moment, 'when it was approved') approved_at!: string;
}

export class RevisionDto extends DocumentReferenceDto {
  @Optional(moment, 'the new last day, inclusive') last_day?: string;
  @Optional(moment, 'the new end, exclusive; one of the two must be there') until?: string;
  @Required(moment, 'when it was approved') approved_at!: string;
}

export class AnnulmentDto extends DocumentReferenceDto {
  @Required(moment, 'when the appeal was upheld; the sanction never was') decided_at!: string;
}

export class DeregistrationDto extends RecordHeadDto {
  @Required(code(30), 'the person') code!: string;
  @Optional(code(30), 'site; absent: everywhere') fixmedins_code?: string;
  @Required(oneOf(DEREGISTRATION_REASONS), 'why') reason!: DeregistrationReason;
  @Required(moment, 'first moment') from!: string;
}

export class WithdrawalDto extends RecordHeadDto {
  @Required(text(LONGEST_REASON), 'why') reason!: string;
  @Required(moment, 'when it was approved') approved_at!: string;
}

export class ExemptionDto extends RecordHeadDto {
  @Required(reference(UNSTATED_LIMIT), 'of the approval') exemption_no!: string;
  @Optional(code(30), 'person that is exempted') code?: string;
  @Optional(code(30), 'institution that is exempted, or where') fixmedins_code?: string;
  @Optional(departmentCode(UNSTATED_LIMIT), 'department that is exempted') dept_codg?: string;
  @Required(moment, 'first moment') from!: string;
  @Required(moment, 'first moment after it') until!: string;
  @Required(text(LONGEST_REASON), 'why') reason!: string;
  @Required(moment, 'when it was approved') approved_at!: string;
}
