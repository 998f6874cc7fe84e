/** Says facts in the field's words and asks for a decision on them. Everything is in good standing unless said. */
import type { Instant } from '@gatekeeper/calendar';
import { OPEN_END, parseDay, parseTime } from '@gatekeeper/calendar';
import type { OriginalLine } from '@gatekeeper/adjudication';
import { Views, decide, gatherFacts, neverOnFile, registryTimelines, subjectsOf } from '@gatekeeper/adjudication';
import type { AreaMap, SetValues } from '@gatekeeper/policy';
import { PACKS, bindPolicy, loadPacks, withSetValues } from '@gatekeeper/policy';
import type {
  AnnulmentRecord,
  Answer,
  ClinicianRecord,
  DepartmentStatusRecord,
  DeregistrationRecord,
  ExemptionRecord,
  InstitutionRecord,
  InstitutionStatusRecord,
  PharmacyPrincipalRecord,
  RegistrationRecord,
  RegistryRecord,
  RestorationRecord,
  RevisionRecord,
  SanctionRecord,
  SettlementLine,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';

export const HOSPITAL = 'H44010600001';
export const OTHER_HOSPITAL = 'H44010600002';
export const PHARMACY = 'P44010600003';
export const DOCTOR = 'D440106000001';
export const COLLEAGUE = 'D440106000002';
export const PRINCIPAL = 'HY440106000003';

/** Reads a time as it would stand on the wire. */
export function at(written: string): Instant {
  const read = parseTime(written);
  if (read === null) throw new Error(`a test names a time that does not exist: ${written}`);
  return read.instant;
}

const dayOn = (written: string) => {
  const day = parseDay(written);
  if (day === null) throw new Error(`a test names a day that does not exist: ${written}`);
  return day;
};

let serial = 0;
const KNOWN_LONG_AGO = at('2012-01-01 00:00:00');

/** The head every record has; later options overwrite it. */
function head(recordedAt = KNOWN_LONG_AGO) {
  serial += 1;
  return { recordId: `t${String(serial).padStart(6, '0')}`, recordedAt, receivedAt: null, knownFrom: recordedAt, supersedes: null };
}

type Options<Kind extends RegistryRecord> = Partial<Omit<Kind, 'kind' | 'from' | 'until'>> & { from?: string; until?: string | null };

const endOf = (until: string | null | undefined): Instant => (until == null ? OPEN_END : at(until));

export const institution = (fixmedinsCode = HOSPITAL, more: Partial<InstitutionRecord> = {}): InstitutionRecord => ({
  ...head(),
  kind: 'institution',
  fixmedinsCode,
  name: '',
  type: fixmedinsCode.startsWith('P') ? 'pharmacy' : 'hospital',
  area: '440106',
  regionalMedicalCenter: false,
  ...more,
});

export const clinician = (code = DOCTOR): ClinicianRecord => ({ ...head(), kind: 'clinician', code, name: '', category: 'doctor' });

export const registration = ({
  from = '2012-01-01',
  until = null,
  committed = '2012-01-01',
  ...more
}: Options<RegistrationRecord> & { committed?: string | null } = {}): RegistrationRecord => ({
  ...head(),
  kind: 'registration',
  code: DOCTOR,
  fixmedinsCode: HOSPITAL,
  mainSite: true,
  from: at(from),
  until: endOf(until),
  committedOn: committed === null ? null : dayOn(committed),
  certificateUntil: OPEN_END,
  ...more,
});

export const sanction = ({
  from = '2025-06-10',
  until = '2025-09-10',
  ...more
}: Options<SanctionRecord> = {}): SanctionRecord => ({
  ...head(),
  kind: 'sanction',
  documentNo: '粤医保处〔2025〕1号',
  code: DOCTOR,
  status: 'suspended',
  scope: 'person',
  fixmedinsCode: HOSPITAL,
  cause: 'points',
  from: at(from),
  until: endOf(until),
  points: null,
  decidedAt: at('2025-06-05'),
  issuedAt: null,
  deliveredAt: null,
  maintainedAt: null,
  ...more,
});

const reference = { documentNo: '粤医保处〔2025〕1号', code: null };

export const restoration = (from: string, more: Partial<RestorationRecord> = {}): RestorationRecord => ({
  ...head(),
  kind: 'restoration',
  ...reference,
  effectiveFrom: at(from),
  approvedAt: at(from),
  ...more,
});

export const revision = (until: string, more: Partial<RevisionRecord> = {}): RevisionRecord => ({
  ...head(),
  kind: 'revision',
  ...reference,
  until: at(until),
  approvedAt: at(until),
  ...more,
});

export const annulment = (more: Partial<AnnulmentRecord> = {}): AnnulmentRecord => ({
  ...head(),
  kind: 'annulment',
  ...reference,
  decidedAt: at('2025-07-01'),
  ...more,
});

export const deregistration = ({ from = '2025-03-01', ...more }: Options<DeregistrationRecord> = {}): DeregistrationRecord => ({
  ...head(),
  kind: 'deregistration',
  code: DOCTOR,
  fixmedinsCode: null,
  reason: 'left',
  from: at(from),
  ...(more as Partial<DeregistrationRecord>),
});

export const institutionStatus = ({
  from = '2025-06-10',
  until = null,
  ...more
}: Options<InstitutionStatusRecord> = {}): InstitutionStatusRecord => ({
  ...head(),
  kind: 'institution_status',
  fixmedinsCode: HOSPITAL,
  status: 'suspended',
  documentNo: '机构1号',
  from: at(from),
  until: endOf(until),
  ...more,
});

export const departmentStatus = ({
  from = '2025-06-10',
  until = null,
  ...more
}: Options<DepartmentStatusRecord> = {}): DepartmentStatusRecord => ({
  ...head(),
  kind: 'department_status',
  fixmedinsCode: HOSPITAL,
  departmentCode: 'A03.02',
  status: 'suspended',
  documentNo: '科室1号',
  from: at(from),
  until: endOf(until),
  ...more,
});

export const principal = ({ from = '2012-01-01', until = null, ...more }: Options<PharmacyPrincipalRecord> = {}): PharmacyPrincipalRecord => ({
  ...head(),
  kind: 'pharmacy_principal',
  fixmedinsCode: PHARMACY,
  code: PRINCIPAL,
  from: at(from),
  until: endOf(until),
  ...more,
});

export const exemption = ({
  from = '2025-01-01',
  until = '2026-01-01',
  ...more
}: Options<ExemptionRecord> = {}): ExemptionRecord => ({
  ...head(),
  kind: 'exemption',
  exemptionNo: '免1号',
  code: null,
  fixmedinsCode: null,
  departmentCode: null,
  from: at(from),
  until: endOf(until),
  reason: '',
  approvedAt: at('2025-01-01'),
  ...more,
});

/** A doctor in good standing at one hospital. */
export const inGoodStanding = (): readonly RegistryRecord[] => [institution(), clinician(), registration()];

/** A pharmacy whose principal is in good standing. */
export const pharmacyInGoodStanding = (): readonly RegistryRecord[] => [
  institution(PHARMACY),
  clinician(PRINCIPAL),
  registration({ code: PRINCIPAL, fixmedinsCode: PHARMACY }),
  principal(),
];

type LineOptions = Partial<Omit<SettlementLine, 'feeOccurredAt' | 'admittedAt' | 'settledAt' | 'paidAt'>> & {
  feeOccurredAt?: string;
  admittedAt?: string | null;
  settledAt?: string | null;
  paidAt?: string | null;
};

const whenSaid = (written: string | null | undefined): Instant | null => (written == null ? null : at(written));

/** An ordinary outpatient line of 100.00, of which 80.00 fund money and 70.00 pooled. */
export const outpatient = ({ feeOccurredAt = '2025-06-15 10:00:00', admittedAt, settledAt, paidAt, ...more }: LineOptions = {}): SettlementLine => ({
  transaction: '2204',
  fixmedinsCode: HOSPITAL,
  visitId: 'V1',
  chargeBatch: '',
  lineNo: 'L1',
  originalLineNo: null,
  insuredPersonToken: 'p1',
  medicalCategory: '11',
  insuranceType: '310',
  treatmentArea: '440106',
  insuranceArea: '440106',
  orderingCode: DOCTOR,
  orderingName: null,
  performingCode: null,
  performingName: null,
  departmentCode: null,
  departmentName: null,
  nationalItemCode: null,
  localItemCode: null,
  quantity: '1.0000',
  unitPrice: '100.000000',
  lineAmount: 10000n,
  fundAmount: 8000n,
  pooledAmount: 7000n,
  accountAmount: 1000n,
  approvalFlag: '1',
  emergencyFlag: null,
  rescueRecordNo: null,
  settlementId: null,
  feeOccurredAt: at(feeOccurredAt),
  admittedAt: whenSaid(admittedAt),
  settledAt: whenSaid(settledAt),
  paidAt: whenSaid(paidAt),
  ...more,
});

export const inpatient = (more: LineOptions = {}): SettlementLine =>
  outpatient({ transaction: '2301', medicalCategory: '21', admittedAt: '2025-06-01 08:00:00', ...more });

export const pharmacy = (more: LineOptions = {}): SettlementLine =>
  outpatient({ transaction: '2102', medicalCategory: '41', fixmedinsCode: PHARMACY, orderingCode: null, ...more });

export const refundOf = (original: string | null, more: LineOptions = {}): SettlementLine =>
  outpatient({
    lineNo: 'R1',
    originalLineNo: original,
    quantity: '-1.0000',
    lineAmount: -10000n,
    fundAmount: -8000n,
    pooledAmount: -7000n,
    accountAmount: -1000n,
    ...more,
  });

/** Timelines of a whole registry; a subject it does not hold is known to be absent. */
export function timelinesOf(records: readonly RegistryRecord[]): (subject: string) => SubjectTimeline {
  const timelines = registryTimelines(records);
  return (subject) => timelines.get(subject) ?? neverOnFile(subject);
}

export interface Question {
  readonly line: SettlementLine;
  readonly registry: readonly RegistryRecord[];
  readonly pack?: string;
  readonly knownAt?: string;
  readonly original?: OriginalLine;
  readonly paymentNoticed?: boolean;
  readonly values?: SetValues;
  readonly map?: AreaMap;
}

/** The answer of the code that ships, under one pack for every area unless a map is given. */
export function ask({
  line,
  registry,
  pack = 'guangdong-2025',
  knownAt = '2026-01-01 00:00:00',
  original = { kind: 'unknown' },
  paymentNoticed = false,
  values = new Map(),
  map = new Map([['', [{ pack, dated: null }]]]),
}: Question): Answer {
  const set = withSetValues(PACKS, values);
  const { packs, problems } = loadPacks(set.packs, (_, edition) => edition.number);
  if (problems.length + set.problems.length > 0) throw new Error(JSON.stringify([...problems, ...set.problems]));
  const facts = gatherFacts(line, { knownAt: at(knownAt), paymentNoticed, original }, timelinesOf(registry), new Views());
  if ('unread' in facts) throw new Error(`the timeline of ${facts.unread} was not read, of ${subjectsOf(line).join()}`);
  return decide(line, facts, bindPolicy(map, packs));
}

/** An answer in one line: `reject CLINICIAN_SUSPENDED`, `hold PACK_MISSING`; notes on the text's force left out. */
export function inShort(answer: Answer): string {
  if (answer.kind === 'hold') return `hold ${answer.holdCode}`;
  const codes = answer.reasons
    .filter(({ code }) => code !== 'OUTSIDE_PACK_IN_FORCE')
    .map(({ code, effect, role }) => `${effect === 'bars' ? '' : effect === 'lifts' ? '+' : '~'}${code}${role === null || role === 'ordering' ? '' : `(${role})`}`);
  return [answer.outcome, ...codes].join(' ');
}
