/** Posts what a closed run says institutions owe: each run and each period once, all of its institutions in one transaction. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Entry, RaisedClaim } from '@gatekeeper/clearing';
import { claimsRaisedBy, parsePeriod, raising, settingOffAll, withEntries } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Fen } from '@gatekeeper/vocabulary';
import { claimsOn, lockInstitution } from './collection-store';
import type { ResultsOfRun } from './run-results';

/** A run that was posted. */
export interface PostedRun {
  readonly runId: string;
  readonly area: string;
  readonly period: string;
}

/** How claims of a run may be objected to, and by which text. */
export interface ObjectionRule {
  readonly pack: string;
  readonly edition: string;
  readonly workingDays: number | 'none';
}

export interface PostedFigures {
  readonly institutions: number;
  readonly claims: number;
  readonly due: Fen;
  /** Unsigned. */
  readonly givenBack: Fen;
}

/** Keeps other runs from being posted until the transaction ends. */
export async function lockResults(client: Queryable): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.collectionResults]);
}

/** The run posted of any of these months in an area that holds this one or lies in it; `null`: none is. */
export async function postedRunOf(
  client: Queryable,
  { area, period }: Pick<ResultsOfRun, 'area' | 'period'>,
): Promise<PostedRun | null> {
  const { rows } = await client.query<{ run_id: string; area: string; period: string }>(
    `SELECT run_id, area, period FROM collection_run
     WHERE months && $2::daterange AND (starts_with(area, $1) OR starts_with($1, area)) ORDER BY posted_at LIMIT 1`,
    [area, monthsOf(period)],
  );
  const [row] = rows;
  return row === undefined ? null : { runId: row.run_id, area: row.area, period: row.period };
}

/** What was posted of a run. */
export async function figuresOfRun(client: Queryable, runId: string): Promise<PostedFigures> {
  const { rows } = await client.query<{
    institutions: number;
    claims: number;
    due: string;
    given_back: string;
  }>(
    `SELECT count(DISTINCT fixmedins_code)::integer AS institutions, count(*)::integer AS claims,
            coalesce(sum(amount_fen) FILTER (WHERE amount_fen > 0), 0)::text AS due,
            coalesce(-sum(amount_fen) FILTER (WHERE amount_fen < 0), 0)::text AS given_back
     FROM collection_claim WHERE run_id = $1`,
    [runId],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('sums gave no row');
  return {
    institutions: row.institutions,
    claims: row.claims,
    due: BigInt(row.due),
    givenBack: BigInt(row.given_back),
  };
}

/** A closed period that a run corrects, and the damages that were raised of it. */
export interface DamagesToCheck {
  readonly fixmedinsCode: string;
  readonly period: string;
  readonly damages: Fen;
}

/**
 * Damages that people must work out anew: corrections say by how much refusals and recoveries change, not whether their lines are
 * barred by a status, which is what damages are taken of.
 * @returns in the order of institution and period
 */
export async function damagesToCheck(
  client: Queryable,
  { institutions }: Pick<ResultsOfRun, 'institutions'>,
): Promise<readonly DamagesToCheck[]> {
  const corrected = institutions.flatMap(({ fixmedinsCode, adjustments }) =>
    adjustments.map(({ period }) => ({ fixmedinsCode, period })),
  );
  const { rows } = await client.query<{ fixmedins_code: string; period: string; damages: string }>(
    `SELECT fixmedins_code, corrected.period, coalesce(sum(amount_fen) FILTER (
       WHERE starts_with(raised.period, corrected.period) OR starts_with(corrected.period, raised.period)), 0)::text AS damages
     FROM unnest($1::text[], $2::text[]) AS corrected (fixmedins_code, period)
     LEFT JOIN (
       SELECT fixmedins_code, period, amount_fen FROM collection_claim JOIN collection_run USING (run_id) WHERE kind = 'damages'
     ) AS raised USING (fixmedins_code)
     GROUP BY fixmedins_code, corrected.period ORDER BY fixmedins_code COLLATE "C", corrected.period`,
    [corrected.map(({ fixmedinsCode }) => fixmedinsCode), corrected.map(({ period }) => period)],
  );
  return rows.map((row) => ({
    fixmedinsCode: row.fixmedins_code,
    period: row.period,
    damages: BigInt(row.damages),
  }));
}

interface ClaimToAdd {
  readonly fixmedinsCode: string;
  readonly raised: RaisedClaim;
}

/** The lock of `lockResults` is held, and the run is not posted. */
export async function postResults(
  client: Queryable,
  results: ResultsOfRun,
  rule: ObjectionRule,
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  await client.query(
    `INSERT INTO collection_run
       (run_id, area, period, months, pack, edition, objection_working_days, posted_by, posted_at, posted_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      results.runId,
      results.area,
      results.period,
      monthsOf(results.period),
      rule.pack,
      rule.edition,
      rule.workingDays === 'none' ? null : rule.workingDays,
      by,
      timestampText(at),
      formatDay(dayAt(at)),
    ],
  );
  const claims = results.institutions.flatMap(({ fixmedinsCode, ...institution }) =>
    claimsRaisedBy(institution).map((raised): ClaimToAdd => ({ fixmedinsCode, raised })),
  );
  if (claims.length === 0) return;
  const claimIds = await addClaims(client, results.runId, claims);
  const institutions = [...new Set(claims.map(({ fixmedinsCode }) => fixmedinsCode))];
  await client.query(
    `INSERT INTO collection_posting (fixmedins_code, kind, subject, run_id, posted_by, posted_at)
     SELECT fixmedins_code, 'results', $2, $2, $3, $4 FROM unnest($1::text[]) AS posted (fixmedins_code)`,
    [institutions, results.runId, by, timestampText(at)],
  );
  const raised = claims.flatMap(({ fixmedinsCode, raised: claim }, index) =>
    raising(claimIds[index] ?? '', claim).map((entry) => ({ fixmedinsCode, ...entry })),
  );
  const entries = [...raised, ...(await setOffEntries(client, claims, new Set(claimIds)))];
  await client.query(
    `INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
     SELECT fixmedins_code, posting_id, row_number() OVER (PARTITION BY fixmedins_code), claim_id, account, amount_fen
     FROM unnest($1::text[], $2::bigint[], $3::text[], $4::bigint[]) AS entry (fixmedins_code, claim_id, account, amount_fen)
     JOIN collection_posting p USING (fixmedins_code) WHERE p.kind = 'results' AND p.subject = $5`,
    [
      entries.map(({ fixmedinsCode }) => fixmedinsCode),
      entries.map(({ claimId }) => claimId),
      entries.map(({ account }) => account),
      entries.map(({ amount }) => amount.toString()),
      results.runId,
    ],
  );
}

/**
 * What corrections that take back are set against. Their institutions are locked first, in the order of their codes: what is collected,
 * objected to or written off meanwhile would be moved twice.
 * @param claimIds of the run's claims, added and without entries
 */
async function setOffEntries(
  client: Queryable,
  claims: readonly ClaimToAdd[],
  claimIds: ReadonlySet<string>,
): Promise<readonly (Entry & { readonly fixmedinsCode: string })[]> {
  const takenBack = claims.filter(({ raised }) => raised.corrects !== null && raised.amount < 0n);
  const found: (Entry & { readonly fixmedinsCode: string })[] = [];
  for (const fixmedinsCode of new Set(takenBack.map((claim) => claim.fixmedinsCode))) {
    await lockInstitution(client, fixmedinsCode);
    const all = await claimsOn(client, fixmedinsCode);
    const added = all.filter(({ claimId }) => claimIds.has(claimId));
    const raised = withEntries(
      added,
      added.flatMap((claim) => raising(claim.claimId, claim)),
    );
    const before = all.filter(({ claimId }) => !claimIds.has(claimId));
    found.push(...settingOffAll(raised, before).map((entry) => ({ fixmedinsCode, ...entry })));
  }
  return found;
}

/** @returns their numbers, in the order given */
async function addClaims(
  client: Queryable,
  runId: string,
  claims: readonly ClaimToAdd[],
): Promise<readonly string[]> {
  const { rows } = await client.query<{
    fixmedins_code: string;
    kind: string;
    corrects: string;
    claim_id: string;
  }>(
    `INSERT INTO collection_claim (fixmedins_code, run_id, kind, corrects, amount_fen)
     SELECT fixmedins_code, $1, kind, corrects, amount_fen
     FROM unnest($2::text[], $3::text[], $4::text[], $5::bigint[]) WITH ORDINALITY
       AS claim (fixmedins_code, kind, corrects, amount_fen, place)
     ORDER BY place
     RETURNING fixmedins_code, kind, corrects, claim_id::text`,
    [
      runId,
      claims.map(({ fixmedinsCode }) => fixmedinsCode),
      claims.map(({ raised }) => raised.kind),
      claims.map(({ raised }) => raised.corrects ?? ''),
      claims.map(({ raised }) => raised.amount.toString()),
    ],
  );
  const numbers = new Map(
    rows.map((row) => [keyOf(row.fixmedins_code, row.kind, row.corrects), row.claim_id]),
  );
  return claims.map(({ fixmedinsCode, raised: { kind, corrects } }) => {
    const claimId = numbers.get(keyOf(fixmedinsCode, kind, corrects ?? ''));
    if (claimId === undefined) throw new Defect(`a claim on ${fixmedinsCode} was added and gave no number`);
    return claimId;
  });
}

const keyOf = (fixmedinsCode: string, kind: string, corrects: string): string =>
  JSON.stringify([fixmedinsCode, kind, corrects]);

/** The days of a period's months as a range of the database. */
function monthsOf(text: string): string {
  const period = parsePeriod(text);
  if (period === null) throw new Defect(`no period: ${text}`);
  return `[${formatDay(dayAt(period.from))},${formatDay(dayAt(period.until))})`;
}
