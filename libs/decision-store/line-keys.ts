import type { Queryable } from '@gatekeeper/database';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import { compareText, identityKey, KEY_SEPARATOR } from '@gatekeeper/vocabulary';

/** A line of a visit whatever its charge batch: what a refund names as its original. */
export type VisitLine = Pick<LineIdentity, 'fixmedinsCode' | 'visitId' | 'lineNo'>;

/** A visit at an institution, whose lines a void may name. */
export type Visit = Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>;

declare const visitLineKeyBrand: unique symbol;

/** What a line of a visit is looked up by; no key of one line. */
export type VisitLineKey = string & { readonly [visitLineKeyBrand]: true };

export const visitLineKey = (line: VisitLine): VisitLineKey =>
  `${line.fixmedinsCode}${KEY_SEPARATOR}${line.visitId}${KEY_SEPARATOR}${line.lineNo}` as VisitLineKey;

/** The columns of a line's key, as they are read. */
export interface KeyRow {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly chrg_bchno: string;
}

export const identityFrom = (row: KeyRow): LineIdentity => ({
  fixmedinsCode: row.fixmedins_code,
  visitId: row.mdtrt_id,
  chargeBatch: row.chrg_bchno,
  lineNo: row.feedetl_sn,
});

/** The four parts of the keys as arrays, in the order of the primary key: parameters of `unnest`. */
export const keyArrays = (identities: readonly LineIdentity[]): [string[], string[], string[], string[]] => [
  identities.map(({ fixmedinsCode }) => fixmedinsCode),
  identities.map(({ visitId }) => visitId),
  identities.map(({ lineNo }) => lineNo),
  identities.map(({ chargeBatch }) => chargeBatch),
];

export const visitLineArrays = (lines: readonly VisitLine[]): [string[], string[], string[]] => [
  lines.map(({ fixmedinsCode }) => fixmedinsCode),
  lines.map(({ visitId }) => visitId),
  lines.map(({ lineNo }) => lineNo),
];

/**
 * By the keys of their lines; those of one line stay in their order. Whoever updates lines on file goes by it, so that two
 * recording transactions wait for one another, and never each for the other.
 */
export function inKeyOrder<T>(items: readonly T[], lineOf: (item: T) => LineIdentity): readonly T[] {
  if (items.length < 2) return items;
  const keyed = items.map((item) => ({ item, key: identityKey(lineOf(item)) }));
  return keyed.sort((a, b) => compareText(a.key, b.key)).map(({ item }) => item);
}

/**
 * For the rest of the caller's transaction lines that are updated are looked up one key after the other. Left to itself the
 * planner reads partitions whole, up to tables of many millions of lines, because it counts a look-up once for each of them.
 */
export async function lookUpByKey(client: Queryable): Promise<void> {
  await client.query('SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off');
}
