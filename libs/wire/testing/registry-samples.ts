/** Registry records of every kind as they stand on the wire: a plain one each, and good ones of any content. */
import { flawOfCode } from '../code-text';
import * as fc from 'fast-check';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { WireObject } from './wire-samples';

const head = { record_id: 'r1', recorded_at: '2017-01-01 09:00:00' };

/** By kind, with no optional field. */
export const REGISTRY_SAMPLES: Readonly<Record<RegistryRecord['kind'], WireObject>> = {
  institution: {
    kind: 'institution',
    ...head,
    fixmedins_code: 'H46020000001',
    name: '海南医院',
    type: 'hospital',
    admdvs: '460200',
  },
  institution_status: {
    kind: 'institution_status',
    ...head,
    fixmedins_code: 'H46020000001',
    status: 'exit_audit',
    from: '2017-01-19',
    document_no: 'D-1',
  },
  department_status: {
    kind: 'department_status',
    ...head,
    fixmedins_code: 'H46020000001',
    dept_codg: 'a03.01',
    status: 'suspended',
    from: '2017-01-19',
    document_no: 'D-1',
  },
  clinician: { kind: 'clinician', ...head, code: 'd460200000001', name: '张三', category: 'doctor' },
  registration: {
    kind: 'registration',
    ...head,
    code: 'D460200000001',
    fixmedins_code: 'H46020000001',
    main_site: true,
    from: '2012-01-01',
  },
  pharmacy_principal: {
    kind: 'pharmacy_principal',
    ...head,
    fixmedins_code: 'P46020000001',
    code: 'HY460200000001',
    from: '2012-01-01',
  },
  sanction: {
    kind: 'sanction',
    ...head,
    document_no: 'D-1',
    code: 'D460200000001',
    status: 'suspended',
    scope: 'person',
    fixmedins_code: 'H46020000001',
    cause: 'points',
    from: '2017-01-19',
    decided_at: '2017-01-18',
  },
  restoration: {
    kind: 'restoration',
    ...head,
    document_no: 'D-1',
    effective_from: '2017-06-01',
    approved_at: '2017-05-30',
  },
  revision: {
    kind: 'revision',
    ...head,
    document_no: 'D-1',
    last_day: '2017-05-31',
    approved_at: '2017-05-30',
  },
  annulment: { kind: 'annulment', ...head, document_no: 'D-1', decided_at: '2017-05-30' },
  deregistration: {
    kind: 'deregistration',
    ...head,
    code: 'D460200000001',
    reason: 'left',
    from: '2017-06-01',
  },
  withdrawal: {
    kind: 'withdrawal',
    ...head,
    supersedes: 'r0',
    reason: '误报',
    approved_at: '2017-05-30',
  },
  exemption: {
    kind: 'exemption',
    ...head,
    exemption_no: 'E-1',
    code: 'D460200000001',
    from: '2017-06-01',
    until: '2017-07-01',
    reason: '唯一的血液透析医师',
    approved_at: '2017-05-30',
  },
};

const two = (n: number): string => String(n).padStart(2, '0');
const day = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, dayOfMonth]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfMonth)}`);
const time = fc.oneof(
  day,
  fc.constant('9999-12-31'),
  fc.tuple(day, fc.constantFrom('00:00:00', '08:30:00', '23:59:59.999')).map((parts) => parts.join(' ')),
);
const word = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 30 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !/[\p{Cc}\p{Cs}]/u.test(text));
const codeText = word.filter((text) => flawOfCode(text) === null);

/** Values for the optional and the free fields of any kind; a start before every end. */
const fields = fc.record(
  {
    record_id: codeText,
    received_at: time,
    supersedes: codeText,
    code: codeText,
    fixmedins_code: codeText,
    dept_codg: codeText,
    name: word,
    document_no: codeText,
    regional_medical_center: fc.boolean(),
    from: fc.constant('0001-01-01'),
    until: time,
    committed_on: time,
    certificate_until: time,
    points: fc.integer({ min: 0, max: 9999 }),
    decided_at: time,
    issued_at: time,
    delivered_at: time,
    maintained_at: time,
    effective_from: time,
    approved_at: time,
  },
  { requiredKeys: ['from'] },
);

/** Good records of every kind. A sanction or revision has one of its two ends; nothing supersedes itself. */
export const goodRecords: fc.Arbitrary<WireObject> = fc
  .tuple(fc.constantFrom(...Object.values(REGISTRY_SAMPLES)), fields, time, fc.boolean())
  .map(([sample, some, lastDay, byLastDay]): WireObject => {
    const takesLastDay = sample['kind'] === 'sanction' || sample['kind'] === 'revision';
    const ends = takesLastDay && byLastDay ? { until: null, last_day: lastDay } : { last_day: null };
    const { until = lastDay, ...others } = some;
    return { ...sample, until, ...others, ...ends };
  })
  .filter((record) => record['supersedes'] !== record['record_id']);
