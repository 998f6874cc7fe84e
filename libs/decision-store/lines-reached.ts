/** The lines that a change of the registry may turn, found by index in the months concerned. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, earlierOf, laterOf, OPEN_END } from '@gatekeeper/calendar';
import { timestampText } from '@gatekeeper/database';
import { feeMonthOf } from './fee-months';

/** Lines on which a person orders or performs. */
export interface PersonLines {
  /** Folded code. */
  readonly subject: string;
  /** Folded code of an institution: there only. */
  readonly site: string | null;
  readonly fees: Interval;
  /** Only of stays that had not been settled then. */
  readonly openStaysAt: Instant | null;
}

/** Lines of an institution (folded code). */
export interface InstitutionLines {
  readonly subject: string;
  readonly fees: Interval;
}

export interface LinesReached {
  readonly persons: readonly PersonLines[];
  readonly institutions: readonly InstitutionLines[];
}

/** A statement that gives the keys of lines with their months of fees, some more than once; its parameters begin at `first`. */
export interface KeysStatement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Statements for the keys of all lines that are reached: superseded revisions count, what stands is looked at by whoever asks. */
export function linesReached(
  { persons, institutions }: LinesReached,
  first: number,
): readonly KeysStatement[] {
  const at = (place: number): string => `$${first + place}`;
  const statements: KeysStatement[] = [];
  if (persons.length > 0)
    statements.push({
      sql: personsSql(at),
      values: [
        persons.map(({ subject }) => subject),
        ...spans(persons.map(({ fees }) => fees)),
        persons.map(({ site }) => site),
        persons.map(({ openStaysAt }) => (openStaysAt === null ? null : timestampText(openStaysAt))),
      ],
    });
  if (institutions.length > 0)
    statements.push({
      sql: institutionsSql(at),
      values: [institutions.map(({ subject }) => subject), ...spans(institutions.map(({ fees }) => fees))],
    });
  return statements;
}

/** The parameters of spans of fees: their moments, and the months in which these lie. */
function spans(fees: readonly Interval[]): readonly unknown[] {
  return [
    fees.map(({ from }) => momentText(from)),
    fees.map(({ until }) => momentText(until)),
    fees.map(({ from }) => monthText(from)),
    fees.map(({ until }) => monthText(until)),
    // Said once more as constants: by these the planner leaves months out, and takes no lock on them.
    monthText(fees.map(({ from }) => from).reduce(earlierOf)),
    monthText(fees.map(({ until }) => until).reduce(laterOf)),
  ];
}

const endless = (at: Instant): string | null =>
  at === BEFORE_ALL ? '-infinity' : at === OPEN_END ? 'infinity' : null;
const momentText = (at: Instant): string => endless(at) ?? timestampText(at);
const monthText = (at: Instant): string => endless(at) ?? feeMonthOf(at);

const KEYS = 'l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno, l.fee_month';

const within = (at: At): string => `
  l.fee_occurred_at >= reach.fee_from AND l.fee_occurred_at < reach.fee_until
  AND l.fee_month >= reach.month_from AND l.fee_month <= reach.month_until
  AND l.fee_month >= ${at(5)}::date AND l.fee_month <= ${at(6)}::date`;

/** Where a parameter stands. */
type At = (place: number) => string;

const reachOf = (at: At): string => `
  unnest(${at(0)}::text[], ${at(1)}::timestamptz[], ${at(2)}::timestamptz[], ${at(3)}::date[], ${at(4)}::date[]`;

/** Lines on file, and those of detached periods, whose sweeps wait: each has what it is looked for by. */
const ofEither = (where: string): string => `
    SELECT ${KEYS} FROM settlement_line l WHERE ${where}
    UNION ALL
    SELECT ${KEYS} FROM detached_line l WHERE ${where}`;

/** OFFSET keeps the planner from making a join of it, which would read partitions whole. */
const personsSql = (at: At): string => `
  SELECT ${KEYS}
  FROM ${reachOf(at)}, ${at(7)}::text[], ${at(8)}::timestamptz[])
    AS reach (subject, fee_from, fee_until, month_from, month_until, site, open_stays_at)
  CROSS JOIN LATERAL (
    ${ofEither(`l.ordering_code = reach.subject AND ${within(at)}`)}
    UNION ALL
    ${ofEither(`l.performing_code = reach.subject AND ${within(at)}`)}
    OFFSET 0
  ) AS l
  WHERE (reach.site IS NULL OR l.fixmedins_code = reach.site)
    AND (reach.open_stays_at IS NULL OR EXISTS (
      SELECT FROM line_identity i
      WHERE i.fixmedins_code = l.fixmedins_code AND i.mdtrt_id = l.mdtrt_id AND i.feedetl_sn = l.feedetl_sn
        AND i.chrg_bchno = l.chrg_bchno AND (i.settled_at IS NULL OR i.settled_at >= reach.open_stays_at)))`;

const institutionsSql = (at: At): string => `
  SELECT ${KEYS}
  FROM ${reachOf(at)}) AS reach (subject, fee_from, fee_until, month_from, month_until)
  CROSS JOIN LATERAL (
    ${ofEither(`l.fixmedins_code = reach.subject AND ${within(at)}`)}
    OFFSET 0
  ) AS l`;
