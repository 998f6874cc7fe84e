import type { LineIdentity } from '@gatekeeper/vocabulary';
import { KEY_SEPARATOR } from '@gatekeeper/vocabulary';

/** A line of a visit whatever its charge batch: what a refund names as its original. */
export type VisitLine = Pick<LineIdentity, 'fixmedinsCode' | 'visitId' | 'lineNo'>;

declare const visitLineKeyBrand: unique symbol;

/** What a line of a visit is looked up by; no key of one line. */
export type VisitLineKey = string & { readonly [visitLineKeyBrand]: true };

export const visitLineKey = (line: VisitLine): VisitLineKey =>
  `${line.fixmedinsCode}${KEY_SEPARATOR}${line.visitId}${KEY_SEPARATOR}${line.lineNo}` as VisitLineKey;

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
 * Each institution once, as a parameter of `fixmedins_code = ANY (…)`: a join with `unnest` alone tells the planner
 * nothing, and it would open every partition.
 */
export const institutionsOf = (lines: readonly Pick<LineIdentity, 'fixmedinsCode'>[]): string[] => [
  ...new Set(lines.map(({ fixmedinsCode }) => fixmedinsCode)),
];
