/** What each kind of registry record becomes once its fields are good: codes folded, days as instants, absences named. */
import { OPEN_END } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { foldCode } from '@gatekeeper/vocabulary';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, malformedBy } from './problem';
import type { Malformed, Problem } from './problem';
import {
  problemsOfExemption,
  problemsOfRevision,
  problemsOfSupersedes,
  problemsOfWithdrawal,
} from './registry-consistency';
import * as dtos from './registry.dto';
import { afterLastDay, endOf, problemsOfEnds } from './registry-interval';
import { Schema } from './schema';
import { writtenDay, writtenInstant } from './written-instant';

/** Whether a record comes through a door, where codes are judged, or out of a store, which may hold older ones. */
export type RecordSource = 'door' | 'store';
type ReadRecord = (value: unknown, from: RecordSource) => RegistryRecord | Malformed;

const instantOrNone = (text: string | undefined): Instant | null =>
  text === undefined ? null : writtenInstant(text);
const codeOrNone = (text: string | undefined): string | null => (text === undefined ? null : foldCode(text));

function headOf(dto: dtos.RecordHeadDto) {
  const recordedAt = writtenInstant(dto.recorded_at);
  const receivedAt = instantOrNone(dto.received_at);
  return {
    recordId: dto.record_id,
    recordedAt,
    receivedAt,
    knownFrom: receivedAt ?? recordedAt,
    supersedes: dto.supersedes ?? null,
  };
}

const ofDocument = (dto: dtos.DocumentReferenceDto) => ({
  ...headOf(dto),
  documentNo: dto.document_no,
  code: codeOrNone(dto.code),
});

/** A kind's schema, what it becomes, and what may be wrong between its fields. */
function kind<Dto extends dtos.RecordHeadDto>(
  dto: new () => Dto,
  becomes: (dto: Dto) => RegistryRecord,
  problemsBetween: (dto: Dto) => readonly Problem[] = () => [],
): ReadRecord {
  const schemas = { door: new Schema(dto), store: new Schema(dto, (stated) => stated.asKept ?? stated) };
  return (value, from) => {
    const read = schemas[from].read(value);
    if (isMalformed(read)) return read;
    return malformedBy([...problemsOfSupersedes(read), ...problemsBetween(read)]) ?? becomes(read);
  };
}

/** By kind: reads a parsed JSON object into a record, or names everything that is wrong with it. */
export const REGISTRY_KINDS = {
  institution: kind(dtos.InstitutionDto, (dto) => ({
    kind: 'institution',
    ...headOf(dto),
    fixmedinsCode: foldCode(dto.fixmedins_code),
    name: dto.name,
    type: dto.type,
    area: dto.admdvs,
    regionalMedicalCenter: dto.regional_medical_center ?? false,
  })),
  institution_status: kind(
    dtos.InstitutionStatusDto,
    (dto) => ({
      kind: 'institution_status',
      ...headOf(dto),
      fixmedinsCode: foldCode(dto.fixmedins_code),
      status: dto.status,
      from: writtenInstant(dto.from),
      until: endOf(dto),
      documentNo: dto.document_no,
    }),
    problemsOfEnds,
  ),
  department_status: kind(
    dtos.DepartmentStatusDto,
    (dto) => ({
      kind: 'department_status',
      ...headOf(dto),
      fixmedinsCode: foldCode(dto.fixmedins_code),
      departmentCode: foldCode(dto.dept_codg),
      status: dto.status,
      from: writtenInstant(dto.from),
      until: endOf(dto),
      documentNo: dto.document_no,
    }),
    problemsOfEnds,
  ),
  clinician: kind(dtos.ClinicianDto, (dto) => ({
    kind: 'clinician',
    ...headOf(dto),
    code: foldCode(dto.code),
    name: dto.name,
    category: dto.category,
  })),
  registration: kind(
    dtos.RegistrationDto,
    (dto) => ({
      kind: 'registration',
      ...headOf(dto),
      code: foldCode(dto.code),
      fixmedinsCode: foldCode(dto.fixmedins_code),
      mainSite: dto.main_site,
      from: writtenInstant(dto.from),
      until: endOf(dto),
      committedOn: dto.committed_on === undefined ? null : writtenDay(dto.committed_on),
      certificateUntil: dto.certificate_until === undefined ? OPEN_END : afterLastDay(dto.certificate_until),
    }),
    problemsOfEnds,
  ),
  pharmacy_principal: kind(
    dtos.PharmacyPrincipalDto,
    (dto) => ({
      kind: 'pharmacy_principal',
      ...headOf(dto),
      fixmedinsCode: foldCode(dto.fixmedins_code),
      code: foldCode(dto.code),
      from: writtenInstant(dto.from),
      until: endOf(dto),
    }),
    problemsOfEnds,
  ),
  sanction: kind(
    dtos.SanctionDto,
    (dto) => ({
      kind: 'sanction',
      ...headOf(dto),
      documentNo: dto.document_no,
      code: foldCode(dto.code),
      status: dto.status,
      scope: dto.scope,
      fixmedinsCode: foldCode(dto.fixmedins_code),
      cause: dto.cause,
      from: writtenInstant(dto.from),
      until: endOf(dto),
      points: dto.points === undefined ? null : Number(dto.points),
      decidedAt: writtenInstant(dto.decided_at),
      issuedAt: instantOrNone(dto.issued_at),
      deliveredAt: instantOrNone(dto.delivered_at),
      maintainedAt: instantOrNone(dto.maintained_at),
    }),
    problemsOfEnds,
  ),
  restoration: kind(dtos.RestorationDto, (dto) => ({
    kind: 'restoration',
    ...ofDocument(dto),
    effectiveFrom: writtenInstant(dto.effective_from),
    approvedAt: writtenInstant(dto.approved_at),
  })),
  revision: kind(
    dtos.RevisionDto,
    (dto) => ({
      kind: 'revision',
      ...ofDocument(dto),
      until: endOf(dto),
      approvedAt: writtenInstant(dto.approved_at),
    }),
    problemsOfRevision,
  ),
  annulment: kind(dtos.AnnulmentDto, (dto) => ({
    kind: 'annulment',
    ...ofDocument(dto),
    decidedAt: writtenInstant(dto.decided_at),
  })),
  deregistration: kind(dtos.DeregistrationDto, (dto) => ({
    kind: 'deregistration',
    ...headOf(dto),
    code: foldCode(dto.code),
    fixmedinsCode: codeOrNone(dto.fixmedins_code),
    reason: dto.reason,
    from: writtenInstant(dto.from),
  })),
  withdrawal: kind(
    dtos.WithdrawalDto,
    (dto) => ({
      kind: 'withdrawal',
      ...headOf(dto),
      reason: dto.reason,
      approvedAt: writtenInstant(dto.approved_at),
    }),
    problemsOfWithdrawal,
  ),
  exemption: kind(
    dtos.ExemptionDto,
    (dto) => ({
      kind: 'exemption',
      ...headOf(dto),
      exemptionNo: dto.exemption_no,
      code: codeOrNone(dto.code),
      fixmedinsCode: codeOrNone(dto.fixmedins_code),
      departmentCode: codeOrNone(dto.dept_codg),
      from: writtenInstant(dto.from),
      until: endOf(dto),
      reason: dto.reason,
      approvedAt: writtenInstant(dto.approved_at),
    }),
    problemsOfExemption,
  ),
} satisfies Readonly<Record<RegistryRecord['kind'], ReadRecord>>;

export type RegistryKind = keyof typeof REGISTRY_KINDS;
