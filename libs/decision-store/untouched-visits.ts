/** Takes visits whose every plain line lies in ranges of fees that nothing touches out of those to be read visit by visit. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END } from '@gatekeeper/calendar';
import { timestampText } from '@gatekeeper/database';
import type { FundScope } from '@gatekeeper/vocabulary';
import type { ClientBase } from 'pg';
import { reasonsFrom } from './stored-decision';

/** As who a person stands on a line; `prescriber`: the ordering one of a pharmacy's. */
export type RangeRole = 'ordering' | 'prescriber' | 'performing';

/** Ranges of fees, of one institution. Those of one kind, of the same terms and code, do not overlap. */
export interface UntouchedRanges {
  /** What the lines of an area say that nothing touches; their place in the list is what the others name. */
  readonly terms: readonly (Interval & {
    readonly area: string;
    readonly fundScope: FundScope;
    /** As `saidText` writes it. */
    readonly inGoodStanding: string;
    readonly nothingClaimed: string;
  })[];
  readonly grounds: readonly (Interval & { readonly terms: number; readonly pharmacy: boolean })[];
  readonly persons: readonly (Interval & {
    readonly terms: number;
    readonly role: RangeRole;
    readonly code: string;
  })[];
  /** As sent: lines of these are touched. */
  readonly departments: readonly string[];
}

/** The list of (code, effect, role) as one text: two answers that say the same have the same. */
export const saidText = (
  reasons: readonly {
    readonly code: string;
    readonly effect: string;
    readonly role: string | null;
  }[],
): string =>
  reasons
    .map(({ code, effect, role }) => [code, effect, ...(role === null ? [] : [role])].join(' '))
    .join(',');

/**
 * Takes the visits that lie in the ranges with every line out of those to be read visit by visit.
 * @returns how many there are
 */
export async function chooseUntouched(
  client: ClientBase,
  fixmedinsCode: string,
  { terms, grounds, persons, departments }: UntouchedRanges,
): Promise<number> {
  await client.query(RANGE_TABLES);
  await client.query(TERMS, [
    terms.map(({ area }) => area),
    ...boundsOf(terms),
    terms.map(({ fundScope }) => fundScope),
    terms.map(({ inGoodStanding }) => inGoodStanding),
    terms.map(({ nothingClaimed }) => nothingClaimed),
  ]);
  await client.query(GROUNDS, [
    grounds.map((each) => each.terms),
    grounds.map(({ pharmacy }) => pharmacy),
    ...boundsOf(grounds),
  ]);
  await client.query(PERSONS, [
    persons.map((each) => each.terms),
    persons.map(({ role }) => role),
    persons.map(({ code }) => code),
    ...boundsOf(persons),
  ]);
  await client.query(SAID, [...(await saidByReasons(client))]);
  await client.query(UNTOUCHED_VISITS, [departments]);
  const { rowCount } = await client.query(TAKEN_OUT, [fixmedinsCode]);
  await client.query('ANALYZE exported_visit');
  return rowCount ?? 0;
}

/** What the decisions say, by their reasons as recorded: the lines of one person share theirs. */
async function saidByReasons(client: ClientBase): Promise<readonly (readonly string[])[]> {
  const { rows } = await client.query<{ reasons: string }>(
    'SELECT DISTINCT reasons FROM plain_line WHERE plain',
  );
  return [
    rows.map(({ reasons }) => reasons),
    rows.map(({ reasons }) => saidText(reasonsFrom(JSON.parse(reasons)))),
  ];
}

const boundsOf = (intervals: readonly Interval[]): readonly (readonly string[])[] => [
  intervals.map(({ from }) => boundText(from)),
  intervals.map(({ until }) => boundText(until)),
];

const boundText = (at: Instant): string => {
  if (at === OPEN_END) return 'infinity';
  return at === BEFORE_ALL ? '-infinity' : timestampText(at);
};

const RANGE_TABLES = `
  CREATE TEMP TABLE untouched_terms (terms integer, area text, begins timestamptz, ends timestamptz, fund_scope text,
    in_good_standing text, nothing_claimed text) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_ground (terms integer, pharmacy boolean, begins timestamptz, ends timestamptz) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_person (terms integer, role text, code text, begins timestamptz, ends timestamptz) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_said (reasons text, said text) ON COMMIT DROP;
  CREATE TEMP TABLE untouched_visit (mdtrt_id text PRIMARY KEY) ON COMMIT DROP`;

const TERMS = `
  INSERT INTO untouched_terms
  SELECT t.place - 1, t.area, t.begins, t.ends, t.fund_scope, t.in_good_standing, t.nothing_claimed
  FROM unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::text[], $5::text[], $6::text[]) WITH ORDINALITY
    AS t (area, begins, ends, fund_scope, in_good_standing, nothing_claimed, place)`;

const GROUNDS = `
  INSERT INTO untouched_ground
  SELECT * FROM unnest($1::integer[], $2::boolean[], $3::timestamptz[], $4::timestamptz[])`;

const PERSONS = `
  INSERT INTO untouched_person
  SELECT * FROM unnest($1::integer[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[])`;

const SAID = 'INSERT INTO untouched_said SELECT * FROM unnest($1::text[], $2::text[])';

/** Which terms are those of a plain line `p`, and what it claims under them. */
export const OF_TERMS = `t.area = p.area AND p.fee_occurred_at >= t.begins AND p.fee_occurred_at < t.ends`;
export const CLAIMED = `CASE t.fund_scope WHEN 'pooled' THEN p.pool_fen ELSE p.fund_fen END`;
const covering = (alias: string): string =>
  `${alias}.terms = t.terms AND p.fee_occurred_at >= ${alias}.begins AND p.fee_occurred_at < ${alias}.ends`;

const UNTOUCHED_VISITS = `
  INSERT INTO untouched_visit
  SELECT p.mdtrt_id
  FROM plain_line p
  LEFT JOIN untouched_said s ON s.reasons = p.reasons
  LEFT JOIN untouched_terms t ON ${OF_TERMS}
  LEFT JOIN untouched_ground g ON ${covering('g')} AND g.pharmacy = (p.infno = '2102')
  LEFT JOIN untouched_person o ON ${covering('o')} AND o.code = p.ordering_code
    AND o.role = CASE p.infno WHEN '2102' THEN 'prescriber' ELSE 'ordering' END
  LEFT JOIN untouched_person q ON ${covering('q')} AND q.code = p.performing_code AND q.role = 'performing'
  GROUP BY p.mdtrt_id
  HAVING bool_and(coalesce(p.plain AND CASE ${CLAIMED}
    WHEN 0 THEN s.said = t.nothing_claimed
    ELSE s.said = t.in_good_standing AND g.terms IS NOT NULL
      AND (p.department_code IS NULL OR p.department_code <> ALL($1::text[]))
      AND (p.performing_code IS NULL OR q.terms IS NOT NULL)
      AND (o.terms IS NOT NULL OR (p.ordering_code IS NULL AND p.infno = '2102'))
    END, false))`;

const TAKEN_OUT = `
  DELETE FROM exported_visit v USING untouched_visit u WHERE v.fixmedins_code = $1 AND v.mdtrt_id = u.mdtrt_id`;
