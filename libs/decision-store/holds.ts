import type { ClientBase } from 'pg';
import { copyRows, timestampText } from '@gatekeeper/database';
import type { HeldLine, LineRevision } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { lookUpByKey } from './line-keys';
import type { HoldRelease } from './recorded-batch';
import { LineRaced } from './recorded-batch';

const HOLD_COLUMNS = [
  'fixmedins_code',
  'mdtrt_id',
  'feedetl_sn',
  'chrg_bchno',
  'revision',
  'content_hash',
  'hold_code',
  'needs',
  'pack',
  'edition',
  'known_at',
  'since',
  'released_by',
  'released_at',
];

const revisionKey = (line: LineRevision): string => `${identityKey(line)}|${line.revision}`;

/**
 * Ends holds and writes new ones. A release ends the hold on file for that revision; where there is none, it ends one of
 * this very batch, which is then written as ended.
 * @returns the holds of the batch that stay open.
 * @throws LineRaced when a release finds no hold to end.
 */
export async function recordHolds(
  client: ClientBase,
  holds: readonly HeldLine[],
  releases: readonly HoldRelease[],
): Promise<readonly HeldLine[]> {
  const released = await releaseOnFile(client, releases);
  const pending = new Map<string, HoldRelease>();
  for (const release of releases) {
    const key = revisionKey(release.line);
    if (!released.delete(key)) pending.set(key, release);
  }
  const open: HeldLine[] = [];
  const rows = holds.map((held) => {
    const key = revisionKey(held.line);
    const release = pending.get(key);
    pending.delete(key);
    if (release === undefined) open.push(held);
    return rowOf(held, release);
  });
  if (pending.size > 0) throw new LineRaced('a hold to be released is no longer open');
  if (rows.length > 0) await copyRows(client, 'hold_record', HOLD_COLUMNS, rows);
  return open;
}

function rowOf(
  { line, hold, knownAt, since }: HeldLine,
  release: HoldRelease | undefined,
): (string | null)[] {
  return [
    line.fixmedinsCode,
    line.visitId,
    line.lineNo,
    line.chargeBatch,
    String(line.revision),
    line.contentHash,
    hold.holdCode,
    JSON.stringify(hold.needs),
    hold.pack,
    hold.edition,
    timestampText(knownAt),
    timestampText(since),
    release?.releasedBy ?? null,
    release === undefined ? null : timestampText(knownAt),
  ];
}

/** @returns the revisions whose hold was on file and has now ended. */
async function releaseOnFile(client: ClientBase, releases: readonly HoldRelease[]): Promise<Set<string>> {
  if (releases.length === 0) return new Set();
  await lookUpByKey(client);
  const { rows } = await client.query<{ place: number }>(RELEASE_HOLDS, [
    releases.map(({ line }) => line.fixmedinsCode),
    releases.map(({ line }) => line.visitId),
    releases.map(({ line }) => line.lineNo),
    releases.map(({ line }) => line.chargeBatch),
    releases.map(({ line }) => line.revision),
    releases.map(({ releasedBy }) => releasedBy),
  ]);
  const released = new Set<string>();
  for (const { place } of rows) {
    const release = releases[place - 1];
    if (release !== undefined) released.add(revisionKey(release.line));
  }
  return released;
}

const RELEASE_HOLDS = `
  UPDATE hold_record h
  SET released_by = r.released_by, released_at = date_trunc('milliseconds', clock_timestamp())
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[]) WITH ORDINALITY
    AS r (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, released_by, place)
  WHERE h.fixmedins_code = r.fixmedins_code AND h.mdtrt_id = r.mdtrt_id AND h.feedetl_sn = r.feedetl_sn
    AND h.chrg_bchno = r.chrg_bchno AND h.revision = r.revision AND h.released_at IS NULL
  RETURNING r.place::float8 AS place`;
