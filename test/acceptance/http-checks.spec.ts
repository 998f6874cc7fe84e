import { institution } from '../regulation/institutions';
import {
  clinician,
  inGoodStanding,
  pharmacyInGoodStanding,
  registration,
  sanction,
} from '../regulation/persons';
import { COLLEAGUE, PHARMACY, PRINCIPAL } from '../regulation/record-head';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { answersIn, inShort } from './http-answers';
import type { Doors } from './http-parts';
import { countRows, loadRegistry, openDoors, wireLine, wireRefund } from './http-parts';

const SUSPENDED_ON = '2025-06-15 10:00:00';
const OTHER_PHARMACY = 'P44010600009';

describeWith(['postgres'], 'POST /v1/checks', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await migratedDatabase('http-checks');
    doors = await openDoors(database.url);
    await loadRegistry(doors, [
      ...inGoodStanding(),
      sanction(),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      ...pharmacyInGoodStanding(),
      institution(OTHER_PHARMACY),
    ]);
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  const ask = async (...lines: readonly object[]): Promise<readonly string[]> => {
    const { status, body } = await doors.check(...lines);
    expect(status).toBe(200);
    return answersIn(body).map(inShort);
  };

  it.each([
    ['before a suspension', {}, 'accept IN_GOOD_STANDING'],
    ['inside it', { fee_ocur_time: SUSPENDED_ON }, 'reject CLINICIAN_SUSPENDED'],
    [
      'inside it, paid',
      { fee_ocur_time: SUSPENDED_ON, paid_at: '2025-06-20' },
      'claw_back CLINICIAN_SUSPENDED',
    ],
    ['after it, not restored', { fee_ocur_time: '2025-09-10 00:00:00' }, 'reject NOT_RESTORED'],
    ['an area whose pack has blanks', { mdtrtarea_admvs: '141000' }, 'hold PACK_INCOMPLETE'],
    [
      'an institution not on file',
      { fixmedins_code: 'H999' },
      'reject NOT_REGISTERED_AT_SITE INSTITUTION_UNKNOWN',
    ],
    ['no clinician', { bilg_dr_codg: '' }, 'reject CODE_MISSING'],
    [
      'an emergency without evidence',
      { fee_ocur_time: SUSPENDED_ON, er_flag: '1' },
      'hold EMERGENCY_EVIDENCE_NEEDED',
    ],
    [
      'a pharmacy',
      { infno: '2102', fixmedins_code: PHARMACY, med_type: '41', bilg_dr_codg: undefined },
      'accept IN_GOOD_STANDING',
    ],
    [
      'a pharmacy without a principal',
      { infno: '2102', fixmedins_code: OTHER_PHARMACY, med_type: '41', bilg_dr_codg: undefined },
      'reject CLINICIAN_UNKNOWN',
    ],
    ['a field missing', { fee_ocur_time: undefined }, 'set_aside fee_ocur_time FIELD_MISSING'],
    ['a number where text is due', { feedetl_sn: 7 }, 'set_aside feedetl_sn FIELD_INVALID'],
  ])('%s', async (_, more, answer) => {
    expect(await ask(wireLine(more))).toEqual([answer]);
  });

  it('a pharmacy is answered for by its principal', async () => {
    await loadRegistry(doors, [
      sanction({ code: PRINCIPAL, documentNo: 'principal', from: '2025-02-01', until: '2025-03-01' }),
    ]);
    const line = wireLine({
      infno: '2102',
      fixmedins_code: PHARMACY,
      med_type: '41',
      bilg_dr_codg: undefined,
      fee_ocur_time: '2025-02-15 08:00:00',
    });
    const { body } = await doors.check(line);
    expect(answersIn(body)[0]?.decision?.reasons[0]).toMatchObject({
      code: 'CLINICIAN_SUSPENDED',
      role: 'principal',
    });
  });

  it.each([
    ['an exponent', '"cnt":1e2', 'set_aside cnt FIELD_INVALID'],
    ['a digit beyond the scale', '"fund_pay_amt":80.001', 'set_aside fund_pay_amt FIELD_INVALID'],
    [
      'more digits than a double holds',
      '"fund_pay_amt":80.0000000000000000001',
      'set_aside fund_pay_amt FIELD_INVALID',
    ],
    ['a plain number', '"fund_pay_amt":80.00', 'accept IN_GOOD_STANDING'],
  ])('a number keeps its text: %s', async (_, member, answer) => {
    const name = /"(\w+)"/.exec(member)?.[1] ?? '';
    const text = JSON.stringify({ lines: [wireLine({ [name]: undefined })] }).replace(
      '"infno"',
      `${member},"infno"`,
    );
    const { body } = await doors.post('/v1/checks', text);
    expect(answersIn(body).map(inShort)).toEqual([answer]);
  });

  const lineText = JSON.stringify(wireLine());
  it.each([
    ['no body', '', 400, 'EMPTY'],
    ['no JSON', '{"lines":', 400, 'NOT_JSON'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 400, 'NOT_UTF8'],
    ['a byte-order mark', `\ufeff{"lines":[${lineText}]}`, 400, 'NOT_JSON'],
    ['a key twice in the body', `{"lines":[${lineText}],"lines":[${lineText}]}`, 400, 'DUPLICATE_KEY'],
    ['a key twice in a line', `{"lines":[${lineText.replace('{', '{"cnt":"1",')}]}`, 400, 'DUPLICATE_KEY'],
    ['deep nesting', '['.repeat(50_000) + ']'.repeat(50_000), 400, 'NOT_JSON'],
    ['a list', '[]', 422, 'NOT_AN_OBJECT'],
    ['a number', '1', 422, 'FIELD_MISSING'],
    ['nothing', 'null', 422, 'NOT_AN_OBJECT'],
    ['no lines', '{}', 422, 'FIELD_MISSING'],
    ['lines of a prototype', `{"__proto__":{"lines":[${lineText}]}}`, 422, 'FIELD_MISSING'],
    ['lines that are no list', '{"lines":{"0":1}}', 422, 'FIELD_INVALID'],
    ['an empty list', '{"lines":[]}', 422, 'FIELD_INVALID'],
    ['1,001 lines', `{"lines":[${Array(1001).fill('1').join()}]}`, 422, 'FIELD_INVALID'],
  ])('refuses %s', async (_, body, status, code) => {
    const answer = await doors.post('/v1/checks', body);
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({ status, errors: [{ code }] });
  });

  it('takes 2 MiB and refuses one byte more', async () => {
    const padded = (bytes: number): string => {
      const body = JSON.stringify({ lines: [wireLine()], padding: '' });
      return body.replace('"padding":""', `"padding":"${'x'.repeat(bytes - Buffer.byteLength(body))}"`);
    };
    expect((await doors.post('/v1/checks', padded(2 * 1024 * 1024))).status).toBe(200);
    const refused = await doors.post('/v1/checks', padded(2 * 1024 * 1024 + 1));
    expect([refused.status, refused.type]).toEqual([413, 'application/problem+json']);
  });

  it('takes 1,000 lines and answers in their order', async () => {
    const lines = Array.from({ length: 1000 }, (_, n) =>
      n % 3 === 0
        ? n
        : wireLine({ feedetl_sn: `n${n}`, ...(n % 3 === 1 ? {} : { fee_ocur_time: SUSPENDED_ON }) }),
    );
    const { body } = await doors.post('/v1/checks', JSON.stringify({ lines }));
    const expected = ['set_aside  NOT_AN_OBJECT', 'accept IN_GOOD_STANDING', 'reject CLINICIAN_SUSPENDED'];
    expect(answersIn(body).map((answer) => `${answer.row} ${inShort(answer)}`)).toEqual(
      lines.map((_, n) => `${n + 1} ${expected[n % 3] ?? ''}`),
    );
  });

  it('records and publishes nothing', async () => {
    const before = await countRows(doors);
    await ask(wireLine(), wireLine({ feedetl_sn: 'L2', mdtrtarea_admvs: '141000' }), wireRefund('L1'), {});
    expect(await countRows(doors)).toEqual(before);
    expect(doors.published).toEqual([]);
  });

  it('counts its answers, apart from the lines of the stream', async () => {
    const { text } = await doors.get('/metrics');
    expect(text).toMatch(/^gatekeeper_check_answers_total\{outcome="claw_back"\} [1-9]/m);
    expect(text).toMatch(/^gatekeeper_check_answers_total\{outcome="set_aside"\} [1-9]/m);
    expect(text).not.toMatch(/^gatekeeper_lines_/m);
  });
});
