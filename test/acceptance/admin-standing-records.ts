/** A small registry for the suites of files and feeds: two hospitals of Guangdong, a doctor at both, a colleague, one who left. */
export const HOSPITAL = 'H44010000001';
export const OTHER_HOSPITAL = 'H44030000001';
export const DOCTOR = 'D440100000001';
export const COLLEAGUE = 'D440100000002';
export const LEAVER = 'D440100000003';
export const DOCUMENT = '粤医保处〔2026〕7号';

const head = (recordId: string, recordedAt = '2025-01-01 00:00:00') => ({
  record_id: recordId,
  recorded_at: recordedAt,
});

const institution = (recordId: string, code: string, name: string, area: string) => ({
  kind: 'institution',
  ...head(recordId),
  fixmedins_code: code,
  name,
  type: 'hospital',
  admdvs: area,
});

const person = (recordId: string, code: string, name: string) => ({
  kind: 'clinician',
  ...head(recordId),
  code,
  name,
  category: 'doctor',
});

const registration = (recordId: string, code: string, site: string, committedOn?: string) => ({
  kind: 'registration',
  ...head(recordId),
  code,
  fixmedins_code: site,
  main_site: site === HOSPITAL,
  from: '2025-01-01',
  ...(committedOn === undefined ? {} : { committed_on: committedOn }),
});

/** Suspended for points from 2026-02-10 to 2026-05-09, known from 2026-02-06; delivered, not maintained. */
export const SANCTION = {
  kind: 'sanction',
  ...head('s1', '2026-02-06 10:00:00'),
  document_no: DOCUMENT,
  code: DOCTOR,
  status: 'suspended',
  scope: 'person',
  fixmedins_code: HOSPITAL,
  cause: 'points',
  from: '2026-02-10',
  last_day: '2026-05-09',
  decided_at: '2026-02-05 09:00:00',
  issued_at: '2026-02-06 09:00:00',
  delivered_at: '2026-02-09 09:00:00',
};

export const RECORDS: readonly object[] = [
  institution('i1', HOSPITAL, '广州市第一医院', '440100'),
  institution('i2', OTHER_HOSPITAL, '深圳市第二医院', '440300'),
  person('c1', DOCTOR, '陈龑'),
  person('c2', COLLEAGUE, '李某'),
  person('c3', LEAVER, '王某'),
  registration('r1', DOCTOR, HOSPITAL, '2025-01-01'),
  registration('r2', DOCTOR, OTHER_HOSPITAL, '2025-01-01'),
  registration('r3', COLLEAGUE, HOSPITAL),
  registration('r4', LEAVER, HOSPITAL, '2025-01-01'),
  {
    kind: 'deregistration',
    ...head('d1', '2025-12-01 00:00:00'),
    code: LEAVER,
    reason: 'left',
    from: '2025-12-01',
  },
  SANCTION,
];
