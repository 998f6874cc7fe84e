/** Runs of clearing from before their roots were kept. */
import { migrate, poolOf } from '@gatekeeper/database';
import { findClosingRun, finishRun, treeBlocksOf } from '@gatekeeper/decision-store';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';

const NAME = 'ClearingRoots1767225640000';
const ROOT = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);

describeWith(['postgres'], 'a database from before runs kept their roots', () => {
  let database: EarlierDatabase;
  beforeAll(async () => {
    database = await databaseBefore('clearing_roots', NAME);
  });
  afterAll(async () => {
    await database.drop();
  });

  const sql = (text: string) => poolOf(database.dataSource).query<{ run_id: string }>(text);
  const ran = async (terms: string): Promise<string> => {
    const { rows } = await sql(
      `INSERT INTO clearing_run (terms, area, area_of, period, counted_by, known_at, done, digest, lines, held, unexplained)
       VALUES ('${terms}', '44', 'treatment', '2025-06', 'settlement', now(), true, 'd', 1, 0, 0) RETURNING run_id::text`,
    );
    return rows[0]?.run_id ?? '';
  };

  it('one that was proposed has the root it was proposed with, and stays as it is; another gets one when it is finished again', async () => {
    const [proposed, other] = [await ran('a'), await ran('b')];
    await sql(
      `INSERT INTO closing_proposal (area, period, kind, counted_by, area_of, run_id, known_at, digest, size, root, held, proposed_by)
       SELECT area, period, 'soft', counted_by, area_of, run_id, known_at, digest, lines, '${ROOT}', held, 'one'
       FROM clearing_run WHERE run_id = ${proposed}`,
    );
    expect(await migrate(database.url)).toContain(NAME);
    const pool = poolOf(database.dataSource);
    const told = async (runId: string): Promise<unknown> => {
      const run = await findClosingRun(pool, runId);
      return [run?.done, run?.root, (await treeBlocksOf(pool, runId))?.length ?? null];
    };
    expect([await told(proposed), await told(other)]).toEqual([
      [true, ROOT, null],
      [false, '', null],
    ]);
    const finished = { digest: 'd', lines: 1, held: 0, unexplained: 0, treeBlocks: Buffer.alloc(32) };
    await finishRun(pool, proposed, { ...finished, root: ROOT });
    await finishRun(pool, other, { ...finished, root: OTHER });
    expect([await told(proposed), await told(other)]).toEqual([
      [true, ROOT, null],
      [true, OTHER, 1],
    ]);
    await expect(finishRun(pool, proposed, { ...finished, root: OTHER })).rejects.toThrow(
      'it stays as it is',
    );
  });
});
