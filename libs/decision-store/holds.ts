import type { ClientBase } from 'pg';
import { copyRows, timestampText } from '@gatekeeper/database';
import type { HeldLine, LineRevision } from '@gatekeeper/vocabulary';
import { append, identityKey } from '@gatekeeper/vocabulary';
import { inKeyOrder, lookUpByKey } from './line-keys';
import type { HoldRelease, RecordedBatch } from './recorded-batch';
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
  'publication_id',
  'publication_place',
  'release_publication_id',
  'release_place',
  'fund_fen',
  'pool_fen',
];

/** A release with its place in the publication; `null`: told nobody. */
interface PlacedRelease extends HoldRelease {
  readonly place: number | null;
}

const revisionKey = (line: LineRevision): string => `${identityKey(line)}|${line.revision}`;

/**
 * Ends holds and writes new ones. A revision may be held and released several times in a batch: its first release ends the
 * hold on file, where there is one, each other the hold of this very batch that comes next, which is then written as ended.
 * @returns the holds of the batch that stay open.
 * @throws LineRaced when a release finds no hold to end.
 */
export async function recordHolds(
  client: ClientBase,
  { holds, releases, publication }: Pick<RecordedBatch, 'holds' | 'releases' | 'publication'>,
): Promise<readonly HeldLine[]> {
  const publicationId = publication?.publicationId ?? null;
  const pending = new Map<string, PlacedRelease[]>();
  releases.forEach((release, n) =>
    append(pending, revisionKey(release.line), { ...release, place: publication?.releases[n] ?? null }),
  );
  const first = [...pending.values()].flatMap((ofRevision) => ofRevision.slice(0, 1));
  for (const key of await releaseOnFile(client, first, publicationId)) pending.get(key)?.shift();
  const open: HeldLine[] = [];
  const rows = holds.map((held, n) => {
    const release = pending.get(revisionKey(held.line))?.shift();
    if (release === undefined) open.push(held);
    return [
      ...rowOf(held, release),
      ...placesOf(publicationId, publication?.holds[n], release),
      held.amounts?.fundAmount.toString() ?? null,
      held.amounts?.pooledAmount.toString() ?? null,
    ];
  });
  if ([...pending.values()].some((left) => left.length > 0))
    throw new LineRaced('a hold to be released is no longer open');
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

const placesOf = (
  publicationId: string | null,
  place: number | undefined,
  release: PlacedRelease | undefined,
): (string | null)[] => {
  const releasePlace = release?.place ?? null;
  return [
    publicationId,
    place === undefined ? null : String(place),
    releasePlace === null ? null : publicationId,
    releasePlace === null ? null : String(releasePlace),
  ];
};

/** @returns the revisions whose hold was on file and has now ended. */
async function releaseOnFile(
  client: ClientBase,
  placed: readonly PlacedRelease[],
  publicationId: string | null,
): Promise<Set<string>> {
  if (placed.length === 0) return new Set();
  const releases = inKeyOrder(placed, ({ line }) => line);
  await lookUpByKey(client);
  const { rows } = await client.query<{ place: number }>(RELEASE_HOLDS, [
    releases.map(({ line }) => line.fixmedinsCode),
    releases.map(({ line }) => line.visitId),
    releases.map(({ line }) => line.lineNo),
    releases.map(({ line }) => line.chargeBatch),
    releases.map(({ line }) => line.revision),
    releases.map(({ releasedBy }) => releasedBy),
    releases.map(({ place }) => place),
    publicationId,
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
  SET released_by = r.released_by, released_at = date_trunc('milliseconds', clock_timestamp()),
    release_publication_id = CASE WHEN r.said_at IS NOT NULL THEN $8::bigint END, release_place = r.said_at
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::text[], $7::integer[])
    WITH ORDINALITY
    AS r (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, released_by, said_at, place)
  WHERE h.fixmedins_code = r.fixmedins_code AND h.mdtrt_id = r.mdtrt_id AND h.feedetl_sn = r.feedetl_sn
    AND h.chrg_bchno = r.chrg_bchno AND h.revision = r.revision AND h.released_at IS NULL
  RETURNING r.place::float8 AS place`;
