/** Runs of clearing as closing and sealing see them: what was run, what it came to, and the leaves of its lines. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';

const unzipped = promisify(gunzip);
const HASH_BYTES = 32;

export interface ClosingRun {
  /** 64 bits, as decimal text. */
  readonly runId: string;
  readonly area: string;
  readonly areaOf: 'treatment' | 'insurance';
  readonly period: string;
  readonly by: 'settlement' | 'fee';
  readonly knownAt: Instant;
  readonly begunAt: Instant;
  /** Its parts are done, and the tree over their leaves is hashed. */
  readonly done: boolean;
  /** Of the tree over the leaves of its lines, in hex; empty until it is done. */
  readonly root: string;
  /** Of its files. */
  readonly digest: string;
  /** Lines of the period. */
  readonly size: number;
  readonly held: number;
  readonly unexplained: number;
}

/** A line of the period, and the hash of its leaf (RFC 9162). */
export interface RunLeaf {
  /** Its identity, joined with `|`. */
  readonly line: string;
  readonly hash: Buffer;
}

/** An institution's leaves of a run, whatever months they are of. */
export interface InstitutionLeaves {
  readonly fixmedinsCode: string;
  readonly leaves: readonly RunLeaf[];
}

/**
 * The leaves of a run in the order of the tree: of the bytes of fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn. One
 * institution is in memory at a time.
 */
export async function* leavesOfRun(client: Queryable, runId: string): AsyncGenerator<InstitutionLeaves> {
  for (const fixmedinsCode of await institutionsOfRun(client, runId))
    yield { fixmedinsCode, leaves: await leavesOfInstitution(client, runId, fixmedinsCode) };
}

/** One institution's leaves in the order of the tree; none where the run has none of it. */
export async function leavesOfInstitution(
  client: Queryable,
  runId: string,
  fixmedinsCode: string,
): Promise<readonly RunLeaf[]> {
  const { rows } = await client.query<{ leaf_hashes: Buffer; line_keys: Buffer }>(PARTS, [
    runId,
    fixmedinsCode,
  ]);
  const parts = await Promise.all(rows.map(({ leaf_hashes, line_keys }) => leavesOf(leaf_hashes, line_keys)));
  const [only = [], ...others] = parts;
  return others.length === 0 ? only : parts.flat().sort((a, b) => inOrderOfIdentity(a.line, b.line));
}

/** How many leaves each institution has, in the order of the tree. */
export async function leafCounts(
  client: Queryable,
  runId: string,
): Promise<readonly { readonly fixmedinsCode: string; readonly leaves: number }[]> {
  const { rows } = await client.query<{ fixmedins_code: string; bytes: number }>(LEAF_BYTES, [runId]);
  return rows.map(({ fixmedins_code, bytes }) => ({
    fixmedinsCode: fixmedins_code,
    leaves: bytes / HASH_BYTES,
  }));
}

/** The roots of the blocks of a run's tree; `null`: it is from before they were kept. */
export async function treeBlocksOf(client: Queryable, runId: string): Promise<readonly Buffer[] | null> {
  const { rows } = await client.query<{ tree_blocks: Buffer | null }>(
    'SELECT tree_blocks FROM clearing_run WHERE run_id = $1',
    [runId],
  );
  const blocks = rows[0]?.tree_blocks ?? null;
  if (blocks === null) return null;
  return Array.from({ length: blocks.length / HASH_BYTES }, (_, at) =>
    blocks.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** A line whose leaf is another in a later run; `null`: the period did not have it, or no longer has. */
export interface ChangedLeaf {
  readonly line: string;
  readonly was: Buffer | null;
  readonly now: Buffer | null;
}

/** What a later run of the same period changed, in the order of the tree; institutions with the same leaves are not read. */
export async function* changedLeaves(
  client: Queryable,
  earlierRunId: string,
  laterRunId: string,
): AsyncGenerator<readonly ChangedLeaf[]> {
  const { rows } = await client.query<{ fixmedins_code: string }>(CHANGED, [earlierRunId, laterRunId]);
  for (const { fixmedins_code } of rows) {
    const before = await leavesOfInstitution(client, earlierRunId, fixmedins_code);
    const changed = changedBetween(before, await leavesOfInstitution(client, laterRunId, fixmedins_code));
    if (changed.length > 0) yield changed;
  }
}

function changedBetween(before: readonly RunLeaf[], after: readonly RunLeaf[]): readonly ChangedLeaf[] {
  const was = new Map(before.map(({ line, hash }) => [line, hash]));
  const changed: ChangedLeaf[] = [];
  for (const { line, hash } of after) {
    const earlier = was.get(line) ?? null;
    was.delete(line);
    if (earlier === null || !earlier.equals(hash)) changed.push({ line, was: earlier, now: hash });
  }
  for (const [line, hash] of was) changed.push({ line, was: hash, now: null });
  return changed.sort((a, b) => inOrderOfIdentity(a.line, b.line));
}

async function leavesOf(hashes: Buffer, keys: Buffer): Promise<readonly RunLeaf[]> {
  const text = (await unzipped(keys)).toString('utf8');
  const lines = text === '' ? [] : text.replace(/\n$/, '').split('\n');
  if (lines.length * HASH_BYTES !== hashes.length)
    throw new Defect(`a part of a run has ${lines.length} lines and ${hashes.length} bytes of their leaves`);
  return lines.map((line, at) => ({ line, hash: hashes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES) }));
}

/** Part by part: a joined text would put `A|1` behind `AB|1`. */
function inOrderOfIdentity(one: string, other: string): number {
  const [mine, theirs] = [one.split('|'), other.split('|')];
  for (const [at, part] of mine.entries()) {
    const order = byBytes(part, theirs[at] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

const byBytes = (one: string, other: string): number =>
  Buffer.compare(Buffer.from(one, 'utf8'), Buffer.from(other, 'utf8'));

/** `null`: there is no such run. */
export async function findClosingRun(client: Queryable, runId: string): Promise<ClosingRun | null> {
  const { rows } = await client.query<RunRow>(RUN, [runId]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    ...{ runId: row.run_id, area: row.area, areaOf: row.area_of, period: row.period, by: row.counted_by },
    knownAt: instantOf(row.known_at_ms),
    begunAt: instantOf(row.begun_at_ms),
    ...{
      done: row.done,
      root: row.root,
      digest: row.digest,
      size: row.size,
      held: row.held,
      unexplained: row.unexplained,
    },
  };
}

/** Institutions with lines of the period, in the order of their bytes. */
export async function institutionsOfRun(client: Queryable, runId: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ fixmedins_code: string }>(INSTITUTIONS, [runId]);
  return rows.map(({ fixmedins_code }) => fixmedins_code);
}

interface RunRow {
  run_id: string;
  area: string;
  area_of: ClosingRun['areaOf'];
  period: string;
  counted_by: ClosingRun['by'];
  known_at_ms: number;
  begun_at_ms: number;
  done: boolean;
  root: string;
  digest: string;
  size: number;
  held: number;
  unexplained: number;
}

const RUN = `
  SELECT run_id::text, area, area_of, period, counted_by, ${epochMsOf('known_at')} AS known_at_ms,
    ${epochMsOf('begun_at')} AS begun_at_ms, done AND root IS NOT NULL AS done, coalesce(root, '') AS root,
    coalesce(digest, '') AS digest, coalesce(lines, 0)::float8 AS size,
    coalesce(held, 0)::float8 AS held, coalesce(unexplained, 0)::float8 AS unexplained
  FROM clearing_run WHERE run_id = $1`;

const INSTITUTIONS = `
  SELECT DISTINCT fixmedins_code COLLATE "C" AS fixmedins_code FROM clearing_part
  WHERE run_id = $1 AND leaf_hashes <> '' ORDER BY 1`;

/** A leaf names its line: a month of an institution with the same leaves has the same lines. */
const CHANGED = `
  SELECT DISTINCT fixmedins_code COLLATE "C" AS fixmedins_code FROM (
    SELECT fixmedins_code, month, sha256(leaf_hashes) AS leaves FROM clearing_part
    WHERE run_id IN ($1, $2) AND leaf_hashes <> ''
  ) AS part
  GROUP BY fixmedins_code, month, leaves HAVING count(*) < 2 ORDER BY 1`;

const LEAF_BYTES = `
  SELECT fixmedins_code COLLATE "C" AS fixmedins_code, sum(octet_length(leaf_hashes))::float8 AS bytes FROM clearing_part
  WHERE run_id = $1 AND leaf_hashes <> '' GROUP BY 1 ORDER BY 1`;

const PARTS = `
  SELECT leaf_hashes, line_keys FROM clearing_part
  WHERE run_id = $1 AND fixmedins_code = $2 AND leaf_hashes <> '' ORDER BY month`;
