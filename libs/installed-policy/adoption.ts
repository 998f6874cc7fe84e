/** The policies that an installation has adopted, one after another; the last one holds (CONTRACT 6). */
import { instantOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { epochMsOf, inTransaction, poolOf } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import {
  editionsText,
  loadPolicy,
  packMapText,
  parsePackMap,
  parseValuesFile,
  valuesText,
} from '@gatekeeper/wire';
import type { LoadedPolicy, PolicyToLoad, StatedPolicy } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';

/** One adopted policy as it is kept: canonical texts, so that the same policy is the same text. */
export interface Adoption {
  /** The area map of CONTRACT 5. */
  readonly map: string;
  /** Pack → parameter → value. */
  readonly values: string;
  /** Pack → its editions then. */
  readonly editions: string;
  readonly adoptedAt: Instant;
  readonly adoptedBy: string;
}

/** What is to be adopted, with what it decides by. */
export interface PolicyAdopted {
  readonly texts: Pick<Adoption, 'map' | 'values' | 'editions'>;
  readonly loaded: LoadedPolicy;
}

interface AdoptionRow {
  area_map: string;
  pack_values: string;
  editions: string;
  adopted_at_ms: number;
  adopted_by: string;
}

const ADOPTIONS = `
  SELECT area_map::text AS area_map, pack_values::text AS pack_values, editions::text AS editions,
         ${epochMsOf('adopted_at')} AS adopted_at_ms, adopted_by
  FROM installation_policy`;

const adoptionFrom = (row: AdoptionRow): Adoption => ({
  map: row.area_map,
  values: row.pack_values,
  editions: row.editions,
  adoptedAt: instantOf(row.adopted_at_ms),
  adoptedBy: row.adopted_by,
});

/** `null`: none was adopted yet. @throws an outage */
export async function newestAdoption(client: Queryable): Promise<Adoption | null> {
  const { rows } = await client.query<AdoptionRow>(`${ADOPTIONS} ORDER BY adoption DESC LIMIT 1`);
  const [row] = rows;
  return row === undefined ? null : adoptionFrom(row);
}

/** All of them, the first adopted first. @throws an outage */
export async function allAdoptions(client: Queryable): Promise<readonly Adoption[]> {
  const { rows } = await client.query<AdoptionRow>(`${ADOPTIONS} ORDER BY adoption`);
  return rows.map(adoptionFrom);
}

/** What is stated, and where nothing is stated what holds; each problem of the two together in words. */
export function policyToAdopt(
  stated: StatedPolicy,
  holding: Adoption | null,
):
  | { readonly ok: true; readonly value: PolicyAdopted }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const kept: PolicyToLoad = holding === null ? {} : { map: mapOf(holding), values: valuesOf(holding) };
  const map = stated.map ?? kept.map;
  const values = stated.values ?? kept.values ?? new Map<string, never>();
  const read = loadPolicy({ values, ...(map === undefined ? {} : { map }) });
  if (!read.ok)
    return { ok: false, problems: read.problems.map(({ field, reason }) => `${field} ${reason}`) };
  const loaded = read.value;
  const texts = { map: packMapText(loaded.map), values: valuesText(values), editions: editionsText(loaded) };
  return { ok: true, value: { loaded, texts } };
}

/**
 * Adopts a policy unless it holds already. Whoever adopts at the same time comes before or after.
 * @returns whether it was written. @throws an outage
 */
export async function adoptPolicy(
  dataSource: DataSource,
  { texts }: PolicyAdopted,
  adoptedBy: string,
): Promise<boolean> {
  return inTransaction(dataSource, async (client) => {
    await client.query('LOCK TABLE installation_policy IN SHARE ROW EXCLUSIVE MODE');
    const holding = await newestAdoption(client);
    if (holding !== null && isSame(holding, texts)) return false;
    await insert(client, texts, adoptedBy);
    return true;
  });
}

/**
 * Adopts a policy where none was adopted yet.
 * @returns the one that holds from then on, this or another's. @throws an outage
 */
export async function firstPolicy(
  dataSource: DataSource,
  { texts }: PolicyAdopted,
  adoptedBy: string,
): Promise<Adoption> {
  const holding = await newestAdoption(poolOf(dataSource));
  if (holding !== null) return holding;
  return inTransaction(dataSource, async (client) => {
    await client.query('LOCK TABLE installation_policy IN SHARE ROW EXCLUSIVE MODE');
    if ((await newestAdoption(client)) === null) await insert(client, texts, adoptedBy);
    const first = await newestAdoption(client);
    if (first === null) throw new Defect('a policy was adopted and is not there');
    return first;
  });
}

const isSame = (one: PolicyAdopted['texts'], other: PolicyAdopted['texts']): boolean =>
  one.map === other.map && one.values === other.values && one.editions === other.editions;

async function insert(client: Queryable, texts: PolicyAdopted['texts'], adoptedBy: string): Promise<void> {
  await client.query(
    `INSERT INTO installation_policy (area_map, pack_values, editions, adopted_by, adopted_at)
     VALUES ($1, $2, $3, $4, date_trunc('milliseconds', clock_timestamp()))`,
    [texts.map, texts.values, texts.editions, adoptedBy],
  );
}

/** A kept map. @throws a defect where this system cannot have written it. */
const mapOf = ({ map }: Adoption): NonNullable<PolicyToLoad['map']> => kept('map', parsePackMap(map));
const valuesOf = ({ values }: Adoption): NonNullable<PolicyToLoad['values']> =>
  kept('values', parseValuesFile(values));

function kept<Value>(
  what: string,
  read: { readonly ok: true; readonly value: Value } | { readonly ok: false },
): Value {
  if (read.ok) return read.value;
  throw new Defect(`the ${what} of the adopted policy cannot be read`);
}
