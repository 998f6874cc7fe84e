import * as fc from 'fast-check';
import {
  contentOf,
  isMalformed,
  lineFromContent,
  parseJsonExactly,
  parseSettlementLine,
  parseSettlementLineObject,
} from '.';
import { writtenIdentity } from '@gatekeeper/vocabulary';
import { Schema } from './schema';
import { SettlementLineDto } from './settlement-line.dto';
import {
  anyFieldValue,
  bytesOf,
  fullLine,
  goodLines,
  inpatientLine,
  outpatientLine,
} from './testing/wire-samples';
import type { WireObject } from './testing/wire-samples';

const parsed = (line: WireObject) => {
  const result = parseSettlementLine(bytesOf(line));
  if (isMalformed(result)) throw new Error(JSON.stringify(result.problems));
  return result;
};
const problemsOf = (line: WireObject): readonly string[] => {
  const result = parseSettlementLine(bytesOf(line));
  return isMalformed(result) ? result.problems.map(({ path, code }) => `${path} ${code}`) : [];
};

describe('a good line', () => {
  it('carries every field of the contract under its name in the vocabulary', () => {
    expect(parsed(fullLine)).toMatchInlineSnapshot(`
     {
       "accountAmount": 0n,
       "admittedAt": 1357054200000,
       "approvalFlag": "1",
       "chargeBatch": "B-1",
       "departmentCode": "A03.01",
       "departmentName": "心血管内科",
       "emergencyFlag": "1",
       "feeOccurredAt": 1357086118000,
       "fixmedinsCode": "H46020000019",
       "fundAmount": 2n,
       "insuranceArea": "460200",
       "insuranceType": "310",
       "insuredPersonToken": "8449038534b2573d",
       "lineAmount": 3n,
       "lineNo": "147fadb7-2f19-9bce-1fa4-488ebd",
       "localItemCode": "0001",
       "medicalCategory": "11",
       "nationalItemCode": "XA01AB",
       "orderingCode": "D460200000019",
       "orderingName": "张三",
       "originalLineNo": "147fadb7",
       "paidAt": 1357466400000,
       "performingCode": "N460200000019",
       "performingName": "李四",
       "pooledAmount": 2n,
       "quantity": "1.0000",
       "rescueRecordNo": "R-77",
       "sentFixmedinsCode": "H46020000019",
       "settledAt": 1357315200000,
       "settlementId": "S-9",
       "transaction": "2301",
       "treatmentArea": "460200",
       "unitPrice": "0.030000",
       "visitId": "5a0faf2d-fdf3-05af-ad64-80ef93",
     }
    `);
  });

  it.each([
    ['null', { bilg_dr_codg: null, chrg_bchno: null }],
    ['an empty string', { bilg_dr_codg: '', chrg_bchno: '' }],
    ['blanks, an ideographic one among them', { bilg_dr_codg: ' \u3000', chrg_bchno: '\t' }],
  ])('%s is absence', (_, fields) => {
    expect(parsed({ ...outpatientLine, ...fields })).toMatchObject({ orderingCode: null, chargeBatch: '' });
  });

  it('is trimmed', () => {
    expect(parsed({ ...outpatientLine, mdtrt_id: '\u3000v 1\n' }).visitId).toBe('v 1');
  });

  it.each([
    ['30 code points of four bytes each', { mdtrt_id: '𠮷'.repeat(30) }],
    ['200 characters where no limit is stated', { rescue_record_no: 'x'.repeat(200) }],
  ])('may hold %s', (_, fields) => {
    expect(problemsOf({ ...outpatientLine, ...fields })).toEqual([]);
  });
});

describe('decimals', () => {
  it.each([
    ['1', '1.0000'],
    ['1.5', '1.5000'],
    ['-20', '-20.0000'],
    ['1.2345', '1.2345'],
    ['1.234500000', '1.2345'],
    ['007', '7.0000'],
    ['0', '0.0000'],
    ['-0', '0.0000'],
    ['-0.00', '0.0000'],
    ['99999999999999.9999', '99999999999999.9999'],
  ])('cnt %s is %s', (cnt, quantity) => expect(parsed({ ...outpatientLine, cnt }).quantity).toBe(quantity));

  it.each([
    ['12', 1200n],
    ['12.3', 1230n],
    ['12.34', 1234n],
    ['12.3400', 1234n],
    ['-12.34', -1234n],
    ['-0.01', -1n],
    ['-0', 0n],
    ['99999999999999.99', 9999999999999999n],
  ])('pool_pay_amt %s is %s fen', (amount, fen) =>
    expect(parsed({ ...outpatientLine, pool_pay_amt: amount }).pooledAmount).toBe(fen),
  );

  it.each([
    '1e2',
    '1E2',
    'NaN',
    'Infinity',
    '-Infinity',
    '0x10',
    '1,000.00',
    '+1',
    '.5',
    '5.',
    '-',
    '--1',
    '1.005',
    '1.2.3',
    '１２',
    '١٢',
    '100000000000000',
    '1 000',
    'null',
    '1.',
    '0.00000000001',
    true,
    false,
    [],
    {},
    [1],
  ])('pool_pay_amt %j is refused', (amount) => {
    expect(problemsOf({ ...outpatientLine, pool_pay_amt: amount })).toEqual(['pool_pay_amt FIELD_INVALID']);
  });

  it.each([
    ['12.34', 1234n],
    ['12.30', 1230n],
    ['-0', 0n],
    ['99999999999999.99', 9999999999999999n],
    ['1e2', 'pool_pay_amt FIELD_INVALID'],
    ['0.30000000000000001', 'pool_pay_amt FIELD_INVALID'],
    ['12345678901234567890', 'pool_pay_amt FIELD_INVALID'],
  ])('the JSON number %s is taken by its text', (number, outcome) => {
    const text = JSON.stringify({ ...outpatientLine, pool_pay_amt: '@' }).replace('"@"', number);
    const line = parseSettlementLine(Buffer.from(text));
    expect(isMalformed(line) ? `${line.problems[0].path} ${line.problems[0].code}` : line.pooledAmount).toBe(
      outcome,
    );
  });

  it.each([
    ['-0.01', ['pric FIELD_INVALID']],
    ['-0', []],
    ['0.0000001', ['pric FIELD_INVALID']],
    ['0.000001', []],
  ])('pric %s: %j', (pric, problems) => expect(problemsOf({ ...outpatientLine, pric })).toEqual(problems));
});

describe('times', () => {
  it.each([
    ['2013-01-02 08:21:58', '2013-01-02T08:21:58+08:00'],
    ['2013/1/2 8:21:58', '2013-01-02T08:21:58+08:00'],
    ['2013-01-02T00:21:58Z', '2013-01-02T08:21:58+08:00'],
    ['2013-01-01T18:21:58-06:00', '2013-01-02T08:21:58+08:00'],
    ['2012-02-29 00:00:00.125', '2012-02-29T00:00:00.125+08:00'],
  ])('fee_ocur_time %s is %s', (feeOccurTime, written) => {
    expect(contentOf(parsed({ ...outpatientLine, fee_ocur_time: feeOccurTime }))).toContain(
      `"fee_ocur_time":"${written}"`,
    );
  });

  it.each([
    ['fee_ocur_time', '2013-01-02'],
    ['fee_ocur_time', '2013-02-29 00:00:00'],
    ['fee_ocur_time', '2013-01-02 24:00:00'],
    ['fee_ocur_time', '2013-01-02 08:60:00'],
    ['fee_ocur_time', '20130102082158'],
    ['fee_ocur_time', '1357086118'],
    ['fee_ocur_time', '9999-12-31 23:59:59-12:00'],
    ['fee_ocur_time', '0000-12-31 23:59:59'],
    ['adm_time', '2013-01-02'],
    ['setl_time', 'yesterday'],
    ['paid_at', '2013-13-01'],
  ])('%s %s is refused', (field, written) => {
    expect(problemsOf({ ...outpatientLine, [field]: written })).toEqual([`${field} FIELD_INVALID`]);
  });

  it.each(['setl_time', 'paid_at'])('%s may be a bare date', (field) => {
    expect(problemsOf({ ...outpatientLine, [field]: '2013-01-02' })).toEqual([]);
  });
});

describe('characters that nobody sees', () => {
  it.each([
    'bilg_dr_name',
    'orders_dr_name',
    'bilg_dept_name',
    'med_list_codg',
    'medins_list_codg',
    'hosp_appr_flag',
  ])('are dropped from %s, which never decides, and counted', (field) => {
    let dropped = 0;
    const wire = { ...outpatientLine, [field]: '\u202E王\u0000小\u200B明\u00AD\uFEFF' };
    const line = parseSettlementLine(bytesOf(wire), undefined, undefined, (count) => (dropped += count));
    expect(line).toEqual(parseSettlementLine(bytesOf({ ...outpatientLine, [field]: '王小明' })));
    expect(dropped).toBe(5);
  });

  it('alone leave nothing in a name', () => {
    expect(parseSettlementLine(bytesOf({ ...outpatientLine, bilg_dr_name: '\u200B\u0001' }))).toMatchObject({
      orderingName: null,
    });
  });

  it('stay in a code that decides: it is nobody’s', () => {
    expect(
      parseSettlementLine(bytesOf({ ...outpatientLine, bilg_dr_codg: 'D310100000003\u200B' })),
    ).toMatchObject({
      orderingCode: 'D310100000003\u200B',
    });
  });
});

describe('the institution', () => {
  it('is folded in the identity and kept as it came in the content', () => {
    const written = ' ｈ31010000001 ';
    const line = parseSettlementLine(bytesOf({ ...outpatientLine, fixmedins_code: written }));
    if (isMalformed(line)) throw new Error('a good line is refused');
    expect(writtenIdentity(line)).toMatch(/^H31010000001\|/);
    expect(JSON.parse(contentOf(line))).toMatchObject({ fixmedins_code: 'ｈ31010000001' });
    const payment = { settlementId: line.settlementId, settledAt: line.settledAt, paidAt: line.paidAt };
    expect(lineFromContent(contentOf(line), payment)).toEqual(line);
  });
});

describe('other fields', () => {
  it.each<readonly [string, unknown]>([
    ['infno', '2208'],
    ['mdtrt_id', 'x'.repeat(31)],
    ['mdtrt_id', '𠮷'.repeat(31)],
    ['mdtrt_id', 'a\u0000b'],
    ['mdtrt_id', 'a\u0085b'],
    ['mdtrt_id', 'a\ud800b'],
    ['mdtrt_id', 17],
    ['mdtrt_id', true],
    ['mdtrt_id', ['v']],
    ['psn_token', 'x'.repeat(65)],
    ['psn_token', '11010519491231002X'],
    ['med_type', '1234567'],
    ['mdtrtarea_admvs', '46020'],
    ['mdtrtarea_admvs', '4602000'],
    ['insuplc_admdvs', '46020a'],
    ['bilg_dr_name', 'x'.repeat(51)],
    ['rescue_record_no', 'x'.repeat(201)],
    ['er_flag', '4'],
    ['er_flag', 1],
  ])('%s %j is refused', (field, value) => {
    expect(problemsOf({ ...outpatientLine, [field]: value })).toEqual([`${field} FIELD_INVALID`]);
  });

  it.each([
    ['outpatient', outpatientLine, []],
    ['inpatient', { ...inpatientLine, adm_time: '' }, ['adm_time FIELD_MISSING']],
    ['inpatient', inpatientLine, []],
  ])('admission of an %s line', (_, line, problems) => expect(problemsOf(line)).toEqual(problems));

  it('are all named when several are wrong, in the order of the contract', () => {
    const { psn_token: _, ...line } = outpatientLine;
    expect(problemsOf({ ...line, pool_pay_amt: 'x', infno: '1', cnt: null })).toEqual([
      'infno FIELD_INVALID',
      'psn_token FIELD_MISSING',
      'cnt FIELD_MISSING',
      'pool_pay_amt FIELD_INVALID',
    ]);
  });
});

describe('unknown fields', () => {
  const told = (line: WireObject): readonly string[] => {
    const names: string[] = [];
    parseSettlementLine(bytesOf(line), undefined, (unknown) => names.push(...unknown));
    return names;
  };

  it('are named to whoever counts them', () => {
    expect(told(outpatientLine)).toEqual([]);
    expect(told({ ...outpatientLine, hospital_note: 'x', extra: { deep: [1] } })).toEqual([
      'hospital_note',
      'extra',
    ]);
  });

  it.each(['{"er_flag":"1","kind":"malformed"}', '"x"'])(
    '__proto__ and constructor holding %s are two of them',
    (value) => {
      const text = JSON.stringify(outpatientLine).replace(
        '{',
        `{"__proto__":${value},"constructor":${value},`,
      );
      expect(parseSettlementLine(Buffer.from(text))).toEqual(parsed(outpatientLine));
    },
  );

  it('leave the content as it is', () => {
    expect(contentOf(parsed({ ...outpatientLine, extra: 1 }))).toBe(contentOf(parsed(outpatientLine)));
  });
});

it('a value parsed exactly gives the same line as its bytes', () => {
  const read = parseJsonExactly(JSON.stringify(fullLine));
  expect(read.ok && parseSettlementLineObject(read.value)).toEqual(parsed(fullLine));
});

it('good lines of every shape are taken, and loaded back from their content with nothing lost', () => {
  fc.assert(
    fc.property(goodLines, (wire) => {
      const line = parsed(wire);
      const content = contentOf(line);
      expect(lineFromContent(content, line)).toEqual(line);
      expect(contentOf(lineFromContent(content, line))).toBe(content);
    }),
    { numRuns: 300 },
  );
});

it('a stored content that cannot have been written is a defect', () => {
  expect(() => lineFromContent('[]', { settlementId: null, settledAt: null, paidAt: null })).toThrow(
    'Stored line content',
  );
});

it('the compiled schema says yes exactly when class-validator finds nothing', () => {
  const schema = new Schema(SettlementLineDto);
  const fields = [...Object.keys(fullLine)];
  fc.assert(
    fc.property(
      goodLines,
      fc.dictionary(fc.constantFrom(...fields), anyFieldValue, { maxKeys: 3 }),
      (good, spoiled) => {
        const candidate = schema.candidateOf({ ...good, ...spoiled });
        expect(schema.problemsOf(candidate).length === 0).toBe(schema.isKept(candidate));
      },
    ),
    { numRuns: 1000 },
  );
});
