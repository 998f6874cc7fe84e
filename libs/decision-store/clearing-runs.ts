/** Runs of clearing and their parts: a part is done or not, so that a run that broke off goes on where it stood. */
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';
import type { Instant } from '@gatekeeper/calendar';

/** What a run is known by. */
export interface RunToBegin {
  /** JSON of everything that its files follow from beside what is on file: the same terms are one run. */
  readonly terms: string;
  readonly area: string;
  readonly areaOf: 'treatment' | 'insurance';
  readonly period: string;
  readonly by: 'settlement' | 'fee';
  readonly knownAt: Instant;
}

export interface PartKey {
  /** 64 bits, as decimal text. */
  readonly runId: string;
  readonly fixmedinsCode: string;
  /** `2025-06`. */
  readonly month: string;
}

/** What a part comes to. */
export interface PartDone {
  /** JSON. */
  readonly result: string;
  /** Gzip of JSON: its rows. */
  readonly rows: Buffer;
  readonly unexplained: number;
  /** 32 bytes for each line of the period, in the order of the bytes of its identity. */
  readonly leafHashes: Buffer;
  /** Gzip of these identities, a line each. */
  readonly lineKeys: Buffer;
}

/** The run of these terms, if it was begun. */
export async function findRun(client: Queryable, terms: string): Promise<string | null> {
  const { rows } = await client.query<{ run_id: string }>(
    'SELECT run_id::text FROM clearing_run WHERE terms = $1',
    [terms],
  );
  return rows[0]?.run_id ?? null;
}

/** Begins a run with all its parts, in the caller's transaction; of two who begin the same one the second finds the first's. */
export async function beginRun(
  client: Queryable,
  { terms, area, areaOf, period, by, knownAt }: RunToBegin,
  parts: readonly Pick<PartKey, 'fixmedinsCode' | 'month'>[],
): Promise<string> {
  const { rows } = await client.query<{ run_id: string }>(
    `INSERT INTO clearing_run (terms, area, area_of, period, counted_by, known_at)
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (terms) DO NOTHING RETURNING run_id::text`,
    [terms, area, areaOf, period, by, timestampText(knownAt)],
  );
  const begun = rows[0]?.run_id;
  if (begun === undefined) {
    const other = await findRun(client, terms);
    if (other === null) throw new Error('a run of these terms is there and cannot be found');
    return other;
  }
  await client.query(
    `INSERT INTO clearing_part (run_id, fixmedins_code, month)
     SELECT $1, code, month FROM unnest($2::text[], $3::text[]) AS part (code, month)`,
    [begun, parts.map(({ fixmedinsCode }) => fixmedinsCode), parts.map(({ month }) => month)],
  );
  return begun;
}

export async function termsOfRun(client: Queryable, runId: string): Promise<string | null> {
  const { rows } = await client.query<{ terms: string }>('SELECT terms FROM clearing_run WHERE run_id = $1', [
    runId,
  ]);
  return rows[0]?.terms ?? null;
}

/** Parts that are not done, month by month: what one part reads of a month lies among what the next one does. */
export async function partsToDo(client: Queryable, runId: string): Promise<readonly PartKey[]> {
  const { rows } = await client.query<{ fixmedins_code: string; month: string }>(
    `SELECT fixmedins_code, month FROM clearing_part WHERE run_id = $1 AND done_at IS NULL
     ORDER BY month, fixmedins_code COLLATE "C"`,
    [runId],
  );
  return rows.map(({ fixmedins_code, month }) => ({ runId, fixmedinsCode: fixmedins_code, month }));
}

export async function countParts(
  client: Queryable,
  runId: string,
): Promise<{ readonly parts: number; readonly done: number }> {
  const { rows } = await client.query<{ parts: number; done: number }>(
    `SELECT count(*)::float8 AS parts, count(done_at)::float8 AS done FROM clearing_part WHERE run_id = $1`,
    [runId],
  );
  return rows[0] ?? { parts: 0, done: 0 };
}

/** Takes a part for the caller's transaction. `false`: it is done, or another has it. */
export async function takePart(
  client: Queryable,
  { runId, fixmedinsCode, month }: PartKey,
): Promise<boolean> {
  const { rows } = await client.query(
    `SELECT FROM clearing_part WHERE run_id = $1 AND fixmedins_code = $2 AND month = $3 AND done_at IS NULL
     FOR UPDATE SKIP LOCKED`,
    [runId, fixmedinsCode, month],
  );
  return rows.length === 1;
}

/** Writes what a part came to, in the transaction that took it. */
export async function finishPart(
  client: Queryable,
  { runId, fixmedinsCode, month }: PartKey,
  { result, rows, unexplained, leafHashes, lineKeys }: PartDone,
): Promise<void> {
  await client.query(
    `UPDATE clearing_part SET done_at = date_trunc('milliseconds', clock_timestamp()), result = $4, rows = $5,
       unexplained = $6, leaf_hashes = $7, line_keys = $8
     WHERE run_id = $1 AND fixmedins_code = $2 AND month = $3`,
    [runId, fixmedinsCode, month, result, rows, unexplained, leafHashes, lineKeys],
  );
}

/** What the parts came to, one after the other. */
export async function* partsDone(
  client: Queryable,
  runId: string,
): AsyncGenerator<Pick<PartDone, 'result' | 'rows' | 'unexplained'>> {
  const { rows: keys } = await client.query<{ fixmedins_code: string; month: string }>(
    `SELECT fixmedins_code, month FROM clearing_part WHERE run_id = $1 ORDER BY fixmedins_code COLLATE "C", month`,
    [runId],
  );
  for (const { fixmedins_code, month } of keys) {
    const { rows } = await client.query<{ result: string; rows: Buffer; unexplained: string }>(
      `SELECT result, rows, unexplained::text FROM clearing_part
       WHERE run_id = $1 AND fixmedins_code = $2 AND month = $3 AND done_at IS NOT NULL`,
      [runId, fixmedins_code, month],
    );
    const [part] = rows;
    if (part === undefined) throw new Error(`a part of run ${runId} is not done`);
    yield { result: part.result, rows: part.rows, unexplained: Number(part.unexplained) };
  }
}

/** Says what a run came to. Said again it is the same. */
export async function finishRun(
  client: Queryable,
  runId: string,
  {
    digest,
    lines,
    held,
    unexplained,
    root,
    treeBlocks,
  }: {
    readonly digest: string;
    readonly lines: number;
    readonly held: number;
    readonly unexplained: number;
    /** Of the tree over the leaves of its lines, in hex. */
    readonly root: string;
    /** Roots of the tree's blocks in order, 32 bytes each. */
    readonly treeBlocks: Buffer;
  },
): Promise<void> {
  await client.query(
    `UPDATE clearing_run SET done = true, digest = $2, lines = $3, held = $4, unexplained = $5, root = $6,
       tree_blocks = CASE WHEN root IS NULL THEN $7 ELSE tree_blocks END
     WHERE run_id = $1`,
    [runId, digest, lines, held, unexplained, root, treeBlocks],
  );
}

/** Parts of all runs that are not done. */
export async function partsWaiting(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ waiting: number }>(
    'SELECT count(*)::float8 AS waiting FROM clearing_part WHERE done_at IS NULL',
  );
  return rows[0]?.waiting ?? 0;
}
