/** Objections that were upheld before what they let off was an account of its own. */
import { migrate, poolOf } from '@gatekeeper/database';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

const NAME = 'LetOff1767225644000';

describeWith(
  ['postgres'],
  'a ledger from before what is let off was told apart from what is given back',
  () => {
    let database: EarlierDatabase;
    beforeAll(async () => {
      database = await databaseBefore('let_off', NAME);
    });
    afterAll(async () => {
      await database.drop();
    });
    const rows = async (text: string): Promise<readonly unknown[]> =>
      (await poolOf(database.dataSource).query<Record<string, string>>(text)).rows;

    const claim = (id: string, of: string, amount: number): string =>
      `INSERT INTO collection_claim (fixmedins_code, run_id, kind, corrects, amount_fen) VALUES ('${id}', '1', ${of}, ${amount});`;
    const posting = (id: string, columns: string, values: string, entries: readonly string[]): string =>
      `INSERT INTO collection_posting (fixmedins_code, posted_by, posted_at, ${columns}) VALUES ('${id}', 'one', now(), ${values});
     INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
     SELECT fixmedins_code, (SELECT max(posting_id) FROM collection_posting), no, claim_id, account, amount
     FROM collection_claim, (VALUES ${entries.map((entry, index) => `(${index}, ${entry})`).join(', ')}) AS entry (no, account, amount)
     WHERE fixmedins_code = '${id}';`;

    it('has them in that account, by a posting that adds; what corrections gave back stays given back', async () => {
      await rows(`DO $$ BEGIN
      INSERT INTO collection_run (run_id, area, period, months, pack, edition, objection_working_days, posted_by, posted_at, posted_on)
      VALUES ('1', '44', '2025-06', '[2025-06-01,2025-07-01)', 'p', '1', 10, 'one', now(), current_date);
      ${claim('upheld', "'recovery', ''", 100)} ${claim('corrected', "'adjustment', '2025-05'", -30)}
      ${posting('upheld', 'kind, subject, run_id', "'results', '1', '1'", ["'due', 100", "'recovery', -100"])}
      ${posting('corrected', 'kind, subject, run_id', "'results', '1', '1'", ["'due', -30", "'given_back', 30"])}
      INSERT INTO collection_objection (fixmedins_code, claim_id, amount_fen, grounds, filed_by, filed_at)
      SELECT fixmedins_code, claim_id, 60, 'g', 'office', now() FROM collection_claim WHERE fixmedins_code = 'upheld';
      ${posting('upheld', 'kind, subject, objection_id', "'objected', '1', (SELECT max(objection_id) FROM collection_objection)", ["'due', -60", "'suspended', 60"])}
      INSERT INTO collection_proposal (fixmedins_code, kind, subject, content, digest, reason, proposed_by, proposed_at)
      VALUES ('upheld', 'objection', '1', '{}', 'd', 'r', 'one', now());
      INSERT INTO collection_decision (fixmedins_code, proposal_id, kind, subject, outcome, proposed_by, decided_by, decided_at)
      SELECT fixmedins_code, proposal_id, kind, subject, 'confirmed', proposed_by, 'two', now() FROM collection_proposal;
      ${posting('upheld', 'kind, subject, proposal_id', "'objection', '1', (SELECT max(proposal_id) FROM collection_proposal)", ["'suspended', -60", "'given_back', 60"])}
    END $$`);
      expect(await migrate(database.url)).toContain(NAME);
      expect(
        await rows(
          `SELECT fixmedins_code AS code, account, sum(amount_fen)::integer AS fen FROM collection_entry
         GROUP BY fixmedins_code, account HAVING sum(amount_fen) <> 0 ORDER BY 1, 2`,
        ),
      ).toEqual([
        { code: 'corrected', account: 'due', fen: -30 },
        { code: 'corrected', account: 'given_back', fen: 30 },
        { code: 'upheld', account: 'due', fen: 40 },
        { code: 'upheld', account: 'let_off', fen: 60 },
        { code: 'upheld', account: 'recovery', fen: -100 },
      ]);
      expect(await rows(`SELECT kind, subject FROM collection_posting WHERE kind = 'restated'`)).toEqual([
        { kind: 'restated', subject: 'let_off' },
      ]);
    });
  },
);
