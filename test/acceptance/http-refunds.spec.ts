import { parseTime } from '@gatekeeper/calendar';
import { inTransaction } from '@gatekeeper/database';
import { EMPTY_BATCH } from '@gatekeeper/decision-store';
import { contentOf } from '@gatekeeper/wire';
import { outpatient } from '../regulation/lines';
import { inGoodStanding, sanction } from '../regulation/persons';
import { HOSPITAL } from '../regulation/record-head';
import { describeWith } from '../servers/addresses';
import { migratedDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { answersIn, inShort } from './http-answers';
import type { Doors } from './http-parts';
import { loadRegistry, openDoors, wireLine, wireRefund } from './http-parts';
import { decisionOn, recordedLine } from './stores-parts';

const SUSPENDED_ON = '2025-06-15 10:00:00';

describeWith(['postgres'], 'POST /v1/checks of lines that lean on others', () => {
  let database: FreshDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await migratedDatabase('http-refunds');
    doors = await openDoors(database.url);
    await loadRegistry(doors, [...inGoodStanding(), sanction()]);
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
        [wireRefund('L1'), wireLine({ mdtrtarea_admvs: '141000' })],
        ['hold REFUND_ORIGINAL_UNKNOWN', 'hold PACK_INCOMPLETE'],
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
          newLines: [recordedLine(line, { content: contentOf(outpatient(identity)) })],
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
      doors.parts.decisions.appendNotices(
        client,
        [
          {
            notice: { identity, settlementId: 'S1', paidAt, fundAmount: 8000n, pooledAmount: 7000n },
            source: { topic: 'p', partition: 0, offset: '0' },
          },
        ],
        paidAt,
      ),
    );
    expect(await ask(wireLine({ mdtrt_id: 'V-paid', fee_ocur_time: SUSPENDED_ON }))).toEqual([
      'claw_back CLINICIAN_SUSPENDED',
    ]);
  });
});
