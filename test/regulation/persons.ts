/** Records of persons: registered and committed since 2012, not sanctioned, unless said. */
import { OPEN_END } from '@gatekeeper/calendar';
import type {
  AnnulmentRecord,
  ClinicianRecord,
  DeregistrationRecord,
  ExemptionRecord,
  RegistrationRecord,
  RegistryRecord,
  RestorationRecord,
  RevisionRecord,
  SanctionRecord,
} from '@gatekeeper/vocabulary';
import { institution, principal } from './institutions';
import type { Options } from './record-head';
import { DOCTOR, endOf, head, HOSPITAL, PHARMACY, PRINCIPAL } from './record-head';
import { at, dayOn } from './times';

export const clinician = (code = DOCTOR): ClinicianRecord => ({
  ...head(),
  kind: 'clinician',
  code,
  name: '',
  category: 'doctor',
});

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

export const deregistration = ({
  from = '2025-03-01',
  ...more
}: Options<DeregistrationRecord> = {}): DeregistrationRecord => ({
  ...head(),
  kind: 'deregistration',
  code: DOCTOR,
  fixmedinsCode: null,
  reason: 'left',
  from: at(from),
  ...(more as Partial<DeregistrationRecord>),
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
