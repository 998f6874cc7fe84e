/** Numbers of notices (文号), `琼医保支付〔2025〕17号`: one gapless series for each issuing agency and year. */
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { timestampText } from '@gatekeeper/database';

/** Who issues the notices of an area, and how its numbers begin. */
export interface IssuingAgency {
  /** An area code or a prefix of one: `46`, `4601`, `460108`. */
  readonly area: string;
  readonly agencyName: string;
  /** What stands before the year: `琼医保支付`. */
  readonly prefix: string;
}

/** What a number is taken for. */
export interface NumberWanted {
  /** The area of the institution where it happened, or of the agency itself: the nearest agency above it issues. */
  readonly area: string;
  /** Of the day of issue, in Shanghai. */
  readonly year: number;
  /** The case, or whatever else the notice belongs to. */
  readonly takenFor: string;
  readonly takenAt: Instant;
}

export interface NumberTaken {
  readonly kind: 'taken';
  readonly noticeNumber: string;
  readonly number: number;
  readonly agency: IssuingAgency;
}

/** No agency is on file for the area or above it: nothing was taken. */
export interface NoAgency {
  readonly kind: 'no_agency';
  readonly area: string;
}

/**
 * The next number, inside the caller's transaction: when that is rolled back the number was never given out, so the series
 * has no gap. Takers of one agency wait for each other until the end of their transactions.
 */
export async function takeNoticeNumber(
  client: Queryable,
  { area, year, takenFor, takenAt }: NumberWanted,
): Promise<NumberTaken | NoAgency> {
  const agency = await lockAgencyOf(client, area);
  if (agency === null) return { kind: 'no_agency', area };
  const { rows } = await client.query<{ number: number; notice_number: string }>(TAKE, [
    agency.prefix,
    year,
    takenFor,
    timestampText(takenAt),
  ]);
  const [row] = rows;
  if (row === undefined) throw new Error('an INSERT of one row returned none');
  return { kind: 'taken', noticeNumber: row.notice_number, number: row.number, agency };
}

const TAKE = `
  INSERT INTO notice_number (prefix, year, number, notice_number, taken_for, taken_at)
  SELECT $1, $2::integer, following.number, $1 || '〔' || $2::integer || '〕' || following.number || '号', $3, $4::timestamptz
  FROM (SELECT coalesce(max(number), 0) + 1 AS number FROM notice_number WHERE prefix = $1 AND year = $2::integer) AS following
  RETURNING number, notice_number`;

interface AgencyRow {
  readonly area: string;
  readonly agency_name: string;
  readonly prefix: string;
}

const agencyOfRow = ({ area, agency_name, prefix }: AgencyRow): IssuingAgency => ({
  area,
  agencyName: agency_name,
  prefix,
});

const NEAREST = `
  SELECT area, agency_name, prefix FROM issuing_agency
  WHERE starts_with($1, area) ORDER BY length(area) DESC LIMIT 1`;

/** Locks the series: whoever takes the next number waits for this transaction's end, and then reads what it took. */
async function lockAgencyOf(client: Queryable, area: string): Promise<IssuingAgency | null> {
  const { rows } = await client.query<AgencyRow>(`${NEAREST} FOR UPDATE`, [area]);
  return rows[0] === undefined ? null : agencyOfRow(rows[0]);
}

/** The agency that issues for an area; `null` where none is on file. */
export async function issuingAgencyOf(client: Queryable, area: string): Promise<IssuingAgency | null> {
  const { rows } = await client.query<AgencyRow>(NEAREST, [area]);
  return rows[0] === undefined ? null : agencyOfRow(rows[0]);
}

/** Every agency, by area. */
export async function issuingAgencies(client: Queryable): Promise<readonly IssuingAgency[]> {
  const { rows } = await client.query<AgencyRow>(
    'SELECT area, agency_name, prefix FROM issuing_agency ORDER BY area',
  );
  return rows.map(agencyOfRow);
}

/**
 * Names the agency of an area, or renames it; a new prefix begins a series of its own. Inside the caller's transaction.
 * `prefix_taken`: the prefix is or once was another area's, and nothing was changed.
 */
export async function nameIssuingAgency(
  client: Queryable,
  { area, agencyName, prefix }: IssuingAgency,
): Promise<'named' | 'prefix_taken'> {
  await client.query(
    'INSERT INTO notice_prefix (prefix, area) VALUES ($1, $2) ON CONFLICT (prefix) DO NOTHING',
    [prefix, area],
  );
  const { rows } = await client.query<{ area: string }>('SELECT area FROM notice_prefix WHERE prefix = $1', [
    prefix,
  ]);
  if (rows[0]?.area !== area) return 'prefix_taken';
  await client.query(
    `INSERT INTO issuing_agency (area, agency_name, prefix) VALUES ($1, $2, $3)
     ON CONFLICT (area) DO UPDATE SET agency_name = excluded.agency_name, prefix = excluded.prefix`,
    [area, agencyName, prefix],
  );
  return 'named';
}
