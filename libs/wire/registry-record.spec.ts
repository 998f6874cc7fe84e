import { OPEN_END } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import * as fc from 'fast-check';
import { encodeRegistryRecord, isMalformed, parseRegistryRow, registryCodec } from '.';
import { goodRecords, REGISTRY_SAMPLES } from './testing/registry-samples';
import { bytesOf } from './testing/wire-samples';
import type { WireObject } from './testing/wire-samples';

const parsed = (wire: WireObject): RegistryRecord => {
  const record = parseRegistryRow(bytesOf(wire));
  if (isMalformed(record)) throw new Error(JSON.stringify(record.problems));
  return record;
};
const problemsOf = (wire: unknown): readonly string[] => {
  const record = parseRegistryRow(bytesOf(wire));
  return isMalformed(record) ? record.problems.map(({ path, code }) => `${path} ${code}`) : [];
};
const at = (text: string): number => Date.parse(text.length === 10 ? `${text}T00:00:00+08:00` : text);

const { sanction, revision, exemption, registration, institution, clinician } = REGISTRY_SAMPLES;
const KINDS = Object.entries(REGISTRY_SAMPLES);

describe('each kind', () => {
  it.each(KINDS)('%s needs its required fields and no other', (_, wire) => {
    expect(problemsOf(wire)).toEqual([]);
    const alternatives = ['kind', 'last_day', 'code'];
    for (const field of Object.keys(wire).filter((name) => !alternatives.includes(name))) {
      expect(problemsOf({ ...wire, [field]: null })).toEqual([`${field} FIELD_MISSING`]);
    }
  });

  it.each(['clinician', 'registration', 'pharmacy_principal', 'sanction', 'deregistration'] as const)(
    '%s needs the code of its person',
    (kind) => expect(problemsOf({ ...REGISTRY_SAMPLES[kind], code: '' })).toEqual(['code FIELD_MISSING']),
  );

  it.each(['restoration', 'revision', 'annulment'] as const)(
    '%s may name one person of its document',
    (kind) => {
      expect(parsed(REGISTRY_SAMPLES[kind])).toMatchObject({ documentNo: 'D-1', code: null });
      expect(parsed({ ...REGISTRY_SAMPLES[kind], code: 'd1' })).toMatchObject({ code: 'D1' });
    },
  );

  it.each<readonly [string, unknown, string]>([
    ['no kind', { record_id: 'r' }, 'kind FIELD_MISSING'],
    ['an unknown kind', { ...clinician, kind: 'malformed' }, 'kind FIELD_INVALID'],
    ['an inherited name as kind', { ...clinician, kind: 'constructor' }, 'kind FIELD_INVALID'],
    ['a list', [clinician], ' NOT_AN_OBJECT'],
    ['an unknown status', { ...sanction, status: 'paused' }, 'status FIELD_INVALID'],
    ['an unknown cause', { ...sanction, cause: 'mood' }, 'cause FIELD_INVALID'],
    ['a flag in words', { ...registration, main_site: 'true' }, 'main_site FIELD_INVALID'],
    ['an area of five digits', { ...institution, admdvs: '46020' }, 'admdvs FIELD_INVALID'],
    ['points with decimals', { ...sanction, points: 1.5 }, 'points FIELD_INVALID'],
    ['points below zero', { ...sanction, points: -1 }, 'points FIELD_INVALID'],
    ['a day that does not exist', { ...sanction, from: '2017-02-29' }, 'from FIELD_INVALID'],
    ['a record that supersedes itself', { ...sanction, supersedes: 'r1' }, 'supersedes FIELD_INVALID'],
    ['an exemption of nothing', { ...exemption, code: null, dept_codg: 'A' }, 'code FIELD_MISSING'],
    ['a revision without an end', { ...revision, last_day: null }, 'last_day FIELD_MISSING'],
  ])('%s is refused', (_, wire, problem) => expect(problemsOf(wire)).toEqual([problem]));

  it('names all problems at once', () => {
    expect(problemsOf({ ...sanction, scope: 1, points: 'x', record_id: '' })).toEqual([
      'scope FIELD_INVALID',
      'points FIELD_INVALID',
      'record_id FIELD_MISSING',
    ]);
  });

  it('ignores unknown fields', () => expect(parsed({ ...sanction, remark: {} })).toEqual(parsed(sanction)));

  it('folds codes and keeps names', () => {
    expect(parsed({ ...clinician, code: 'ｄ460200000001 ' })).toMatchObject({
      code: 'D460200000001',
      name: '张三',
    });
    expect(parsed({ ...exemption, fixmedins_code: 'h1', dept_codg: 'a1' })).toMatchObject({
      fixmedinsCode: 'H1',
      departmentCode: 'A1',
    });
  });

  it.each([
    [{}, null, '2017-01-01T09:00:00+08:00'],
    [{ received_at: '2017-03-01' }, '2017-03-01', '2017-03-01'],
  ])('with %j is known from when it was received, else recorded', (fields, receivedAt, knownFrom) => {
    expect(parsed({ ...sanction, ...fields })).toMatchObject({
      receivedAt: receivedAt === null ? null : at(receivedAt),
      knownFrom: at(knownFrom),
    });
  });

  it('a time of commitment is cut to its day', () => {
    expect(parsed({ ...registration, committed_on: '2017-01-01 23:59:59' })).toEqual(
      parsed({ ...registration, committed_on: '2017-01-01' }),
    );
  });
});

describe('ends', () => {
  it.each<readonly [string, WireObject, WireObject, number]>([
    ['none', sanction, {}, OPEN_END],
    ['null', sanction, { until: null, last_day: null }, OPEN_END],
    ['a last day is inclusive', sanction, { last_day: '2017-02-28' }, at('2017-03-01')],
    ['a last day with a clock is that day', sanction, { last_day: '2017-02-28 23:59:59' }, at('2017-03-01')],
    ['until is exclusive', sanction, { until: '2017-03-01' }, at('2017-03-01')],
    ['until with a clock', sanction, { until: '2017-03-01 12:00:00' }, at('2017-03-01T12:00:00+08:00')],
    ['both, in agreement', sanction, { until: '2017-03-01', last_day: '2017-02-28' }, at('2017-03-01')],
    ['at the start: never', sanction, { until: '2017-01-19' }, at('2017-01-19')],
    ['last day before the start: never', sanction, { last_day: '2017-01-18' }, at('2017-01-19')],
    ['the last day that can be written', sanction, { last_day: '9999-12-31' }, at('9999-12-31') + 86_400_000],
    ['a revision by last day', revision, {}, at('2017-06-01')],
    ['a revision by until', revision, { last_day: null, until: '2017-05-31' }, at('2017-05-31')],
    ['a registration', registration, { until: '2018-01-01' }, at('2018-01-01')],
  ])('%s', (_, wire, fields, until) => expect(parsed({ ...wire, ...fields })).toMatchObject({ until }));

  it.each<readonly [string, WireObject, WireObject, string]>([
    [
      'two that disagree',
      sanction,
      { until: '2017-02-28', last_day: '2017-02-28' },
      'last_day FIELD_INVALID',
    ],
    ['one before the start', sanction, { until: '2017-01-18 23:59:59' }, 'until FIELD_INVALID'],
    ['a last day two days before the start', sanction, { last_day: '2017-01-17' }, 'last_day FIELD_INVALID'],
    [
      'a registration that ends before it starts',
      registration,
      { until: '2011-12-31' },
      'until FIELD_INVALID',
    ],
    ['an exemption that ends before it starts', exemption, { until: '2017-05-31' }, 'until FIELD_INVALID'],
    ['a revision with two that disagree', revision, { until: '2017-05-31' }, 'last_day FIELD_INVALID'],
  ])('%s are refused', (_, wire, fields, problem) =>
    expect(problemsOf({ ...wire, ...fields })).toEqual([problem]),
  );

  it.each([
    ['2030-12-31', at('2031-01-01')],
    ['2030-12-31 08:00:00', at('2031-01-01')],
    ['9999-12-31', at('9999-12-31') + 86_400_000],
    [null, OPEN_END],
  ])('a certificate until %s runs through that day', (certificate, certificateUntil) => {
    expect(parsed({ ...registration, certificate_until: certificate })).toMatchObject({ certificateUntil });
  });
});

describe('the text a store keeps', () => {
  it.each(KINDS)('of a plain %s is read as the same record', (_, wire) => {
    expect(registryCodec.decode(encodeRegistryRecord(parsed(wire)))).toEqual(parsed(wire));
  });

  it('of any good record is read as the same record, and written the same again', () => {
    fc.assert(
      fc.property(goodRecords, (wire) => {
        const record = parsed(wire);
        const text = encodeRegistryRecord(record);
        expect(registryCodec.decode(text)).toEqual(record);
        expect(encodeRegistryRecord(registryCodec.decode(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['', '{', '{"kind":"sanction"}'])('cannot be %j', (text) =>
    expect(() => registryCodec.decode(text)).toThrow('stored registry record'),
  );
});
