/** The lines that proposed records would reach, read from one snapshot. */
import type { Reach } from '@gatekeeper/adjudication';
import { reachOf, reachThroughPharmacies } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { readByCursor } from '@gatekeeper/database';
import { identityFrom, linesReached } from '@gatekeeper/decision-store';
import type { KeyRow, KeysStatement, LinesReached } from '@gatekeeper/decision-store';
import { principalPlacesOf } from '@gatekeeper/registry-store';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { Proposal } from './proposal';

const SUBJECTS_AT_ONCE = 500;
const LINES_AT_ONCE = 500;

/** What the proposal, received at this moment, can turn: later than all that is on file. */
export async function reachOfProposal(
  registry: RegistryStore,
  client: Queryable,
  proposal: Proposal,
  receivedAt: Instant,
): Promise<readonly Reach[]> {
  const overlay = proposal.overlay({ receivedAt, heldFrom: receivedAt });
  const { subjects } = proposal;
  const reaches: Reach[] = [];
  for (let from = 0; from < subjects.length; from += SUBJECTS_AT_ONCE) {
    const page = subjects.slice(from, from + SUBJECTS_AT_ONCE);
    const places = await principalPlacesOf(client, page);
    for (const timeline of (await registry.timelines(page, client)).values()) {
      const own = reachOf(overlay(timeline), receivedAt);
      const at = [...(places.get(timeline.subject) ?? []), ...proposal.placesOf(timeline.subject)];
      reaches.push(...own, ...reachThroughPharmacies(own, at));
    }
  }
  return reaches;
}

/** What is looked for because of it. */
export const reachedBy = (reaches: readonly Reach[]): LinesReached => ({
  persons: reaches.filter((reach) => reach.kind === 'person'),
  institutions: reaches.filter((reach) => reach.kind === 'institution'),
});

/** One statement for the keys of all lines that are reached, each once; `null`: none is. */
export function keysReached(reaches: readonly Reach[]): KeysStatement | null {
  const { persons, institutions } = reachedBy(reaches);
  const [ofPersons] = linesReached({ persons, institutions: [] }, 1);
  const values = ofPersons?.values ?? [];
  const [ofInstitutions] = linesReached({ persons: [], institutions }, values.length + 1);
  const parts = [ofPersons, ofInstitutions].flatMap((part) => (part === undefined ? [] : [part]));
  if (parts.length === 0) return null;
  return {
    sql: `SELECT DISTINCT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
          FROM (${parts.map(({ sql }) => sql).join(' UNION ALL ')}) AS reached`,
    values: parts.flatMap((part) => part.values),
  };
}

/** The lines in the order of their keys, in pages. The caller's transaction holds the cursor. */
export async function* linesAt(
  client: Queryable,
  { sql, values }: KeysStatement,
): AsyncGenerator<readonly LineIdentity[]> {
  // All of them are read: a plan for the first few costs most.
  await client.query('SET LOCAL cursor_tuple_fraction = 1');
  const inOrder = `${sql} ORDER BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno`;
  const pages = readByCursor<KeyRow>(client, 'reached_lines', inOrder, values, LINES_AT_ONCE);
  for await (const rows of pages) yield rows.map(identityFrom);
}

/** So many of the lines, drawn evenly and always the same, and how many there are in all. */
export async function sampleOf(
  client: Queryable,
  { sql, values }: KeysStatement,
  atMost: number,
): Promise<{ readonly lines: readonly LineIdentity[]; readonly count: number }> {
  const { rows } = await client.query<KeyRow & { count: number }>(
    `SELECT reached.*, (count(*) OVER ())::float8 AS count FROM (${sql}) AS reached
     ORDER BY hashtext(mdtrt_id), hashtext(feedetl_sn), fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno LIMIT ${atMost}`,
    [...values],
  );
  return { lines: rows.map(identityFrom), count: rows[0]?.count ?? 0 };
}
