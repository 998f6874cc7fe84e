import type { OriginalLine } from '@gatekeeper/adjudication';
import { decide, gatherFacts, neverOnFile, registryTimelines, Views } from '@gatekeeper/adjudication';
import { parseTime } from '@gatekeeper/calendar';
import { inTransaction, migrate } from '@gatekeeper/database';
import { EMPTY_BATCH } from '@gatekeeper/decision-store';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { isRefund } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf, isMalformed, parseSettlementLine } from '@gatekeeper/wire';
import { institution } from '../regulation/institutions';
import {
  clinician,
  inGoodStanding,
  pharmacyInGoodStanding,
  registration,
  sanction,
} from '../regulation/persons';
import { COLLEAGUE, HOSPITAL, PHARMACY, PRINCIPAL } from '../regulation/record-head';
import { describeWith } from '../servers/addresses';
import { freshDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import type { Doors } from './http-parts';
import {
  countRows,
  loadRegistry,
  openDoors,
  sampleLines,
  sampleRegistry,
  wireLine,
  wireRefund,
} from './http-parts';
import { decisionOn, recordedLine } from './stores-parts';

const SUSPENDED_ON = '2025-06-15 10:00:00';
const OTHER_PHARMACY = 'P44010600009';

interface Answer {
  readonly row: number;
  readonly kind: string;
  readonly decision?: {
    readonly decision_id: string;
    readonly outcome: string;
    readonly amounts: unknown;
    readonly reasons: readonly {
      readonly code: string;
      readonly role?: string;
      readonly evidence: unknown;
    }[];
  };
  readonly hold?: { readonly hold_code: string };
  readonly errors?: readonly { readonly path: string; readonly code: string }[];
}

const answersIn = (body: unknown): readonly Answer[] => (body as { answers: readonly Answer[] }).answers;

/** `reject CLINICIAN_SUSPENDED`, `hold PACK_MISSING`, `set_aside cnt FIELD_INVALID`. */
function inShort({ kind, decision, hold, errors }: Answer): string {
  const codes = (decision?.reasons ?? [])
    .map(({ code }) => code)
    .filter((code) => code !== 'OUTSIDE_PACK_IN_FORCE');
  if (decision !== undefined) return [decision.outcome, ...codes].join(' ');
  if (hold !== undefined) return `${kind} ${hold.hold_code}`;
  return [kind, ...(errors ?? []).map(({ path, code }) => `${path} ${code}`)].join(' ');
}

describeWith(['postgres'], 'POST /v1/checks', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await freshDatabase('http-checks');
    await migrate(database.url);
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
    ['an area without a pack', { mdtrtarea_admvs: '460200' }, 'hold PACK_MISSING'],
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

  describe('a refund', () => {
    const barred = { fee_ocur_time: SUSPENDED_ON };
    const mirrored = 'reject REFUND_MIRRORS_ORIGINAL';
    it.each([
      ['after its original', [wireLine(barred), wireRefund('L1')], ['reject CLINICIAN_SUSPENDED', mirrored]],
      ['before its original', [wireRefund('L1'), wireLine(barred)], [mirrored, 'reject CLINICIAN_SUSPENDED']],
      [
        'of a refund',
        [wireRefund('refund-of-L1'), wireRefund('L1'), wireLine(barred)],
        [mirrored, mirrored, 'reject CLINICIAN_SUSPENDED'],
      ],
      [
        'of a line that is held',
        [wireRefund('L1'), wireLine({ mdtrtarea_admvs: '460200' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'hold PACK_MISSING'],
      ],
      ['of a line nobody sent', [wireRefund('L404')], ['hold REFUND_ORIGINAL_UNKNOWN']],
      [
        'of a line of another visit',
        [wireRefund('L1'), wireLine({ mdtrt_id: 'V2' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'accept IN_GOOD_STANDING'],
      ],
      [
        'of a line that cannot be read',
        [wireRefund('L1'), wireLine({ cnt: 'x' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'set_aside cnt FIELD_INVALID'],
      ],
      ['of itself', [wireRefund('self', { feedetl_sn: 'self' })], ['hold REFUND_ORIGINAL_UNKNOWN']],
      [
        'in a ring',
        [wireRefund('b', { feedetl_sn: 'a' }), wireRefund('a', { feedetl_sn: 'b' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'hold REFUND_ORIGINAL_UNKNOWN'],
      ],
      [
        'of one of two lines in other charge batches',
        [wireRefund('L1'), wireLine({ chrg_bchno: 'A' }), wireLine({ chrg_bchno: 'B' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'accept IN_GOOD_STANDING', 'accept IN_GOOD_STANDING'],
      ],
    ])('%s', async (_, lines, answers) => {
      expect(await ask(...lines)).toEqual(answers);
    });

    it('names its original’s decision and bears its own amount', async () => {
      const { body } = await doors.check(wireRefund('L1'), wireLine(barred));
      const [refund, original] = answersIn(body);
      expect(refund?.decision).toMatchObject({
        amounts: { refused: '-70.00', recover: '0.00' },
        reasons: [{ code: 'REFUND_MIRRORS_ORIGINAL', evidence: [original?.decision?.decision_id] }],
      });
    });

    it('finds an original that is on file, which one of the request stands in for', async () => {
      const identity = { fixmedinsCode: HOSPITAL, visitId: 'V-on-file', chargeBatch: '', lineNo: 'L9' };
      const line = { ...identity, revision: 1, contentHash: 'sha256:x' };
      const onFile = decisionOn(line, 'decision-on-file');
      await inTransaction(doors.parts.dataSource, (client) =>
        doors.parts.decisions.append(client, {
          ...EMPTY_BATCH,
          newLines: [recordedLine(line)],
          decisions: [onFile],
        }),
      );
      const refund = wireRefund('L9', { mdtrt_id: 'V-on-file' });
      const alone = await doors.check(refund);
      expect(answersIn(alone.body)[0]?.decision).toMatchObject({
        outcome: 'reject',
        reasons: [{ evidence: ['decision-on-file'] }],
      });
      expect(await ask(refund, wireLine({ mdtrt_id: 'V-on-file', feedetl_sn: 'L9' }))).toEqual([
        'accept REFUND_MIRRORS_ORIGINAL',
        'accept IN_GOOD_STANDING',
      ]);
    });
  });

  it('a payment notice on file makes a barred line a claw-back', async () => {
    const identity = { fixmedinsCode: HOSPITAL, visitId: 'V-paid', chargeBatch: '', lineNo: 'L1' };
    const paidAt = parseTime('2025-06-20')!.instant;
    await inTransaction(doors.parts.dataSource, (client) =>
      doors.parts.decisions.append(client, {
        ...EMPTY_BATCH,
        payments: [{ identity, paidAt, settlementId: 'S1' }],
      }),
    );
    expect(await ask(wireLine({ mdtrt_id: 'V-paid', fee_ocur_time: SUSPENDED_ON }))).toEqual([
      'claw_back CLINICIAN_SUSPENDED',
    ]);
  });

  it('records and publishes nothing', async () => {
    const before = await countRows(doors);
    await ask(wireLine(), wireLine({ feedetl_sn: 'L2', mdtrtarea_admvs: '460200' }), wireRefund('L1'), {});
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

describeWith(['postgres'], 'POST /v1/checks on the sample', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await freshDatabase('http-sample');
    await migrate(database.url);
    doors = await openDoors(database.url);
    await loadRegistry(doors, sampleRegistry());
  });
  afterAll(async () => {
    await doors.close();
    await database.drop();
  });

  it('answers every line as decide does, as known at the moment the answer names', async () => {
    const timelines = registryTimelines(sampleRegistry());
    const rows = sampleLines();
    let compared = 0;
    for (let start = 0; start < rows.length; start += 1000) {
      const some = rows.slice(start, start + 1000);
      const { body } = await doors.post('/v1/checks', `{"lines":[${some.join()}]}`);
      const { known_at } = body as { known_at: string };
      const knownAt = parseTime(known_at)!.instant;
      const expected = some.map((row) => idOrHold(lineIn(row), knownAt));
      expect(answersIn(body).map(({ decision, hold }) => decision?.decision_id ?? hold?.hold_code)).toEqual(
        expected,
      );
      compared += expected.length;
    }
    expect(compared).toBe(2314);

    function idOrHold(line: SettlementLine, knownAt: Parameters<Views['person']>[1]): string {
      const original: OriginalLine = { kind: 'unknown' };
      const facts = gatherFacts(
        line,
        { knownAt, paymentNoticed: false, original },
        (subject) => timelines.get(subject) ?? neverOnFile(subject),
        new Views(),
      );
      if ('unread' in facts) throw new Error('a registry at hand answers for every subject');
      const answer = decide(line, facts, doors.parts.policy);
      const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
      const revision = {
        fixmedinsCode,
        visitId,
        chargeBatch,
        lineNo,
        revision: 1,
        contentHash: contentHash(line),
      };
      return answer.kind === 'hold' ? answer.holdCode : decisionIdOf(revision, answer, null);
    }
  });
});

function lineIn(row: string): SettlementLine {
  const line = parseSettlementLine(Buffer.from(row));
  if (isMalformed(line) || isRefund(line))
    throw new Error('the sample holds good lines, none of them a refund');
  return line;
}
