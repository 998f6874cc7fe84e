import Ajv from 'ajv';
import * as fc from 'fast-check';
import {
  deadLetterHeaders,
  isMalformed,
  messageSchema,
  parseLineMessage,
  parsePaymentNotice,
  parseRegistryRow,
} from '.';
import type { Malformed, MessageName } from '.';
import { goodRecords, REGISTRY_SAMPLES } from './testing/registry-samples';
import {
  anyFieldValue,
  bytesOf,
  fullLine,
  goodLines,
  inpatientLine,
  outpatientLine,
} from './testing/wire-samples';
import type { WireObject } from './testing/wire-samples';

/** Strict: a keyword that JSON Schema does not know is an error. */
const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false, strictTypes: false });
const validators = new Map<MessageName, (value: unknown) => boolean>();
function keeps(name: MessageName, value: unknown): boolean {
  const validate = validators.get(name) ?? ajv.compile(messageSchema(name));
  validators.set(name, validate);
  return validate(value);
}
const taken = (parsed: object | Malformed): boolean => !isMalformed(parsed);
const takesLine = (value: unknown): boolean => taken(parseLineMessage(bytesOf(value)));

const IDENTITY = { fixmedins_code: 'H46020000019', mdtrt_id: 'V1', feedetl_sn: '1' };
const VOID = { op: 'void', ...IDENTITY, voided_at: '2025-06-11 08:00:00' };
const FACT = {
  ...{ op: 'fact', ...IDENTITY, fact: 'emergency_proven' },
  ...{ document_no: 'D-1', approved_at: '2025-06-11' },
};
const NOTICE = {
  ...IDENTITY,
  ...{ setl_id: 'S-1', paid_at: '2025-07-01 10:00:00', fund_pay_amt: '1.20', pool_pay_amt: '-1' },
};
const without = (message: WireObject, ...names: readonly string[]): WireObject =>
  Object.fromEntries(Object.entries(message).filter(([name]) => !names.includes(name)));

describe('a message that is taken keeps its schema, one that is set aside does not', () => {
  it.each<readonly [string, MessageName, WireObject, boolean]>([
    ['a line of every field', 'settlement-line', fullLine, true],
    ['a line of the hospital', 'settlement-line', inpatientLine, true],
    ['with op', 'settlement-line', { ...outpatientLine, op: 'line' }, true],
    ['with a field of its own', 'settlement-line', { ...outpatientLine, of_ours: [1] }, true],
    ['an amount as a number', 'settlement-line', { ...outpatientLine, fund_pay_amt: 1.25 }, true],
    ['an optional field that is null', 'settlement-line', { ...outpatientLine, chrg_bchno: null }, true],
    ['or empty', 'settlement-line', { ...outpatientLine, bilg_dr_codg: '' }, true],
    [
      'a time with its offset',
      'settlement-line',
      { ...outpatientLine, fee_ocur_time: '2025-06-10T08:30:00+08:00' },
      true,
    ],
    [
      'a time with slashes',
      'settlement-line',
      { ...outpatientLine, fee_ocur_time: '2025/6/1 8:30:00' },
      true,
    ],
    [
      'a fee of a day without a clock',
      'settlement-line',
      { ...outpatientLine, fee_ocur_time: '2025-06-10' },
      false,
    ],
    ['no visit', 'settlement-line', without(outpatientLine, 'mdtrt_id'), false],
    ['a stay without admission', 'settlement-line', without(inpatientLine, 'adm_time'), false],
    ['or with an empty one', 'settlement-line', { ...inpatientLine, adm_time: '' }, false],
    ['an area of 5 digits', 'settlement-line', { ...outpatientLine, mdtrtarea_admvs: '46020' }, false],
    ['three decimals', 'settlement-line', { ...outpatientLine, fund_pay_amt: '1.255' }, false],
    ['an exponent', 'settlement-line', { ...outpatientLine, cnt: '1e0' }, false],
    ['a negative price', 'settlement-line', { ...outpatientLine, pric: '-0.01' }, false],
    ['a control character', 'settlement-line', { ...outpatientLine, feedetl_sn: '1\u00852' }, false],
    ['another transaction', 'settlement-line', { ...outpatientLine, infno: '2401' }, false],
    ['a void of a line', 'line-void', VOID, true],
    ['of a settlement', 'line-void', { ...without(VOID, 'feedetl_sn'), setl_id: 'S-1' }, true],
    ['of nothing', 'line-void', without(VOID, 'feedetl_sn'), false],
    ['without a time', 'line-void', without(VOID, 'voided_at'), false],
    ['a fact', 'line-fact', FACT, true],
    ['another fact', 'line-fact', { ...FACT, fact: 'paid' }, false],
    ['a fact without its document', 'line-fact', without(FACT, 'document_no'), false],
  ])('%s: %s', (_, name, message, isTaken) => {
    expect([keeps(name, message), takesLine(message)]).toEqual([isTaken, isTaken]);
  });

  it.each<readonly [string, WireObject, boolean]>([
    ['a notice', NOTICE, true],
    ['with a charge batch', { ...NOTICE, chrg_bchno: 'B' }, true],
    ['of no settlement', without(NOTICE, 'setl_id'), false],
    ['without the pooled part', without(NOTICE, 'pool_pay_amt'), false],
  ])('%s', (_, notice, isTaken) => {
    const isRead = taken(parsePaymentNotice(bytesOf(notice)));
    expect([keeps('payment-notice', notice), isRead]).toEqual([isTaken, isTaken]);
  });

  it('any good line', () => {
    fc.assert(fc.property(goodLines, (line) => keeps('settlement-line', line) === takesLine(line)));
  });

  it('and one with any value in any field, but for what a schema cannot say', () => {
    const fields = fc.constantFrom(...Object.keys(fullLine));
    fc.assert(
      fc.property(goodLines, fields, anyFieldValue, (line, field, value) => {
        fc.pre(!isBeyondSchemas(value));
        const changed = { ...line, [field]: value };
        return keeps('settlement-line', changed) === takesLine(changed);
      }),
    );
  });
});

/** White space that is taken off, characters that are dropped, half a character, a day that does not exist. */
const isBeyondSchemas = (value: unknown): boolean =>
  typeof value === 'string' &&
  (value !== value.trim() ||
    /[\p{Cs}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(value) ||
    value.startsWith('2013-02-29'));

describe('registry records of every kind', () => {
  const takes = (record: WireObject): boolean => taken(parseRegistryRow(bytesOf(record)));

  it.each(Object.entries(REGISTRY_SAMPLES))('%s: whole, and without any one of its fields', (_, sample) => {
    for (const record of [sample, ...Object.keys(sample).map((name) => without(sample, name))])
      expect([Object.keys(record), keeps('registry-record', record)]).toEqual([
        Object.keys(record),
        takes(record),
      ]);
  });

  it('any good record', () => {
    fc.assert(fc.property(goodRecords, (record) => keeps('registry-record', record)));
  });

  it.each<readonly [string, WireObject]>([
    ['of another kind', { ...REGISTRY_SAMPLES.sanction, kind: 'fine' }],
    ['of the other kind of status', { ...REGISTRY_SAMPLES.sanction, status: 'warned' }],
    ['points in words', { ...REGISTRY_SAMPLES.sanction, points: 'nine' }],
    ['a flag in words', { ...REGISTRY_SAMPLES.registration, main_site: 'yes' }],
    ['an exemption of nobody', without(REGISTRY_SAMPLES.exemption, 'code')],
    ['a revision of nothing', without(REGISTRY_SAMPLES.revision, 'last_day')],
  ])('%s: neither', (_, record) => {
    expect([keeps('registry-record', record), takes(record)]).toEqual([false, false]);
  });
});

const HASH = 'ab'.repeat(32);
const FRAME = {
  ...{ fixmedins_code: 'H46020000019', mdtrt_id: 'V1', chrg_bchno: '', feedetl_sn: '1' },
  ...{ revision: 1, content_hash: `sha256:${HASH}` },
};
const HEAD = { size: 3, root: HASH };
const SEAL = {
  ...{ origin: '44/2025-06', ...HEAD, hash: 'sha256', known_at: '2025-07-05T00:00:00+08:00' },
  ...{ previous: HEAD, log: HEAD, consistency: [], key_id: HASH, signature: HASH + HASH },
};
const FINDING = {
  ...{ finding_id: 'F1', code: 'D460100000001', fixmedins_code: 'H46010000001' },
  ...{ situation: 'HI22-17-2', decided_at: '2025-06-10 09:00:00' },
};

describe('what is written beside decisions, and other files', () => {
  it('the headers of a dead letter', () => {
    const read = parsePaymentNotice(bytesOf({ ...NOTICE, paid_at: '2025-02-30' }));
    if (!isMalformed(read)) throw new Error('it was taken');
    const headers = deadLetterHeaders(read, { topic: 'settlement.payments.v1', partition: 3, offset: '17' });
    expect(keeps('dead-letter-headers', headers)).toBe(true);
    expect(keeps('dead-letter-headers', { ...headers, 'bytes-kept': '7' })).toBe(true);
    expect(keeps('dead-letter-headers', { ...headers, 'error-code': 'BAD' })).toBe(false);
    expect(keeps('dead-letter-headers', without(headers, 'source-offset'))).toBe(false);
  });

  it.each<readonly [string, MessageName, unknown, boolean]>([
    ['a release', 'hold-release', { line: FRAME, released_by: '0'.repeat(32) }, true],
    ['by nothing', 'hold-release', { line: FRAME }, false],
    ['of a line without its content', 'hold-release', { line: {}, released_by: '0'.repeat(32) }, false],
    ['a seal', 'seal', SEAL, true],
    ['by another hash', 'seal', { ...SEAL, hash: 'sha1' }, false],
    ['whose log has no root', 'seal', { ...SEAL, log: { size: 1 } }, false],
    ['a proof', 'line-proof', { line: FRAME, index: 0, size: 3, path: [HASH] }, true],
    ['of half a hash', 'line-proof', { line: FRAME, index: 0, size: 3, path: ['ab'] }, false],
    ['a finding', 'finding', FINDING, true],
    ['of fixed points', 'finding', { ...FINDING, points: '4' }, true],
    ['of half a point', 'finding', { ...FINDING, points: 0.5 }, false],
    [
      'an area map',
      'pack-map',
      { '46': ['hainan-2022', { pack: 'linfen', from: '2025-01-01' }], '': [] },
      true,
    ],
    ['of a name', 'pack-map', { hainan: ['hainan-2022'] }, false],
    ['with a key of its own', 'pack-map', { '46': [{ pack: 'linfen', since: '2025-01-01' }] }, false],
    ['values', 'pack-values', { linfen: { certificateValidityYears: 3, more: 'x' } }, true],
    ['a list as a value', 'pack-values', { linfen: { certificateValidityYears: [3] } }, false],
  ])('%s: %s', (_, name, message, isKept) => expect(keeps(name, message)).toBe(isKept));
});
