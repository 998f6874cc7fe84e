/** Who has bars lifted much more often than others: from the figures, never from lines. It is a list to look into, no decision. */
import type { Day } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { dateText } from './fee-months';

/** From when the use of exceptions is listed. */
export interface AbnormalUse {
  /** So many lines at least that a bar stands on, or that are accepted under an exception: fewer say nothing. */
  readonly leastBarred: number;
  /** Of those so many are accepted, in percent. */
  readonly leastSharePercent: number;
  /** And so many times the share of all others together, in percent. */
  readonly timesPeersPercent: number;
}

/**
 * No text gives a number. A reading: half of twenty lines or more, and twice what is usual among those asked with.
 */
export const ABNORMAL_USE: AbnormalUse = { leastBarred: 20, leastSharePercent: 50, timesPeersPercent: 200 };

export const USERS_OF_EXCEPTIONS = ['institution', 'clinician'] as const;
export type UserOfExceptions = (typeof USERS_OF_EXCEPTIONS)[number];

export interface UseAsked extends AbnormalUse {
  readonly by: UserOfExceptions;
  /** Of the days of fees, `[from, until)`. */
  readonly from: Day;
  readonly until: Day;
  readonly within: { readonly areas: readonly string[]; readonly institutions: readonly string[] } | null;
  readonly area?: string | undefined;
  /** The subject after which to begin. */
  readonly after: string | null;
  readonly limit: number;
}

export interface UseOfExceptions {
  readonly subject: string;
  /** Lines that a bar stands on, and those accepted under an exception. */
  readonly barred: number;
  readonly lifted: number;
  /** The same of all others asked with. */
  readonly peersBarred: number;
  readonly peersLifted: number;
}

/** Whose share of lifted lines is out of the ordinary, by subject. Without peers the share alone tells. */
export async function listAbnormalUse(
  client: Queryable,
  asked: UseAsked,
): Promise<readonly UseOfExceptions[]> {
  const { rows } = await client.query<{
    subject: string;
    barred: number;
    lifted: number;
    peers_barred: number;
    peers_lifted: number;
  }>(USE(asked.by === 'institution' ? 'fixmedins_code' : 'ordering_code'), [
    dateText(asked.from),
    dateText(asked.until),
    asked.within?.areas ?? null,
    asked.within?.institutions ?? null,
    asked.area ?? null,
    asked.leastBarred,
    asked.leastSharePercent,
    asked.timesPeersPercent,
    asked.after,
    asked.limit,
  ]);
  return rows.map(({ subject, barred, lifted, peers_barred: peersBarred, peers_lifted: peersLifted }) => ({
    ...{ subject, barred, lifted, peersBarred, peersLifted },
  }));
}

/** Of refunds neither: they only mirror. Of a line that names nobody only the institution is told. */
const COUNTED = (table: string, subject: string): string => `
  SELECT ${subject} AS subject, outcome, lines FROM ${table}
  WHERE fee_day >= $1::date AND fee_day < $2::date
    AND reason <> 'REFUND_MIRRORS_ORIGINAL'
    AND (outcome IN ('reject', 'claw_back') OR (
      outcome = 'accept' AND reason IN ('EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED', 'INPATIENT_BEFORE_STATUS_CHANGE')))
    AND ($3::text[] IS NULL OR EXISTS (SELECT FROM unnest($3::text[]) AS prefix WHERE starts_with(mdtrtarea_admvs, prefix))
         OR fixmedins_code = ANY ($4::text[]))
    AND ($5::text IS NULL OR starts_with(mdtrtarea_admvs, $5)) AND ${subject} <> ''`;

const USE = (subject: string): string => `
  WITH counted AS (
    SELECT subject, sum(lines) AS barred, coalesce(sum(lines) FILTER (WHERE outcome = 'accept'), 0) AS lifted
    FROM (${COUNTED('tally', subject)} UNION ALL ${COUNTED('tally_delta', subject)}) AS lines_of
    GROUP BY subject
  ), beside AS (
    SELECT subject, barred, lifted, sum(barred) OVER () - barred AS peers_barred,
           sum(lifted) OVER () - lifted AS peers_lifted
    FROM counted
  )
  SELECT subject, barred::float8, lifted::float8, peers_barred::float8, peers_lifted::float8 FROM beside
  WHERE barred >= $6::bigint AND lifted * 100 >= barred * $7::bigint
    AND lifted * 100 * peers_barred >= barred * $8::bigint * peers_lifted
    AND ($9::text IS NULL OR subject COLLATE "C" > $9)
  ORDER BY subject COLLATE "C" LIMIT $10`;
