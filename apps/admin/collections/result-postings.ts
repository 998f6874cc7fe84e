/** Posts what a closed run says institutions owe: each run and each period once, all of its institutions in one transaction. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Entry, RaisedClaim } from '@gatekeeper/clearing';
import { claimsRaisedBy, parsePeriod, periodsCorrected, raising, settingOff } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { ADVISORY_LOCKS, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Fen } from '@gatekeeper/vocabulary';
import { addClaimLines, addSetOffs, withLines } from './claim-lines';
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
  /** Whether that text, or one beside it, has damages. */
  readonly knowsDamages: boolean;
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
  readonly runId: string;
  readonly area: string;
  readonly period: string;
  readonly damages: Fen;
}

/** What damages to check are asked of: one run, or institutions page by page. */
export interface DamagesAsked {
  readonly runId: string | null;
  /** `null`: all of them. */
  readonly institutions: readonly string[] | null;
  /** Behind this `placeOf`; `''`: from the first. */
  readonly after: string;
  readonly limit: number | null;
}

/** Where an item stands among the others. */
export const placeOf = ({ fixmedinsCode, area, period, runId }: DamagesToCheck): string =>
  [fixmedinsCode, area, period, runId].join('|');

/**
 * Damages that people must work out anew: they are of the refusals and recoveries that are barred by a status (hainan-institutions-2024
 * art. 5), and corrections say by how much refusals and recoveries change, not whether their lines are barred by one.
 * @returns in the order of institution, area and period
 */
export async function damagesToCheck(
  client: Queryable,
  { runId, institutions, after, limit }: DamagesAsked,
): Promise<readonly DamagesToCheck[]> {
  const { rows } = await client.query<{
    fixmedins_code: string;
    run_id: string;
    area: string;
    period: string;
    damages: string;
  }>(
    `SELECT k.fixmedins_code, k.run_id, k.area, k.period, coalesce((
       SELECT sum(c.amount_fen) FROM collection_claim c JOIN collection_run r USING (run_id)
       WHERE c.fixmedins_code = k.fixmedins_code AND c.kind = 'damages' AND coalesce(c.area, r.area) = k.area
         AND (starts_with(r.period, k.period) OR starts_with(k.period, r.period))), 0)::text AS damages
     FROM collection_damages_check k
     WHERE ($1::text IS NULL OR run_id = $1) AND ($2::text[] IS NULL OR fixmedins_code = ANY ($2))
       AND concat_ws('|', fixmedins_code, area, period, run_id) COLLATE "C" > $3
     ORDER BY concat_ws('|', fixmedins_code, area, period, run_id) COLLATE "C" LIMIT $4`,
    [runId, institutions, after, limit],
  );
  return rows.map((row) => ({
    fixmedinsCode: row.fixmedins_code,
    runId: row.run_id,
    area: row.area,
    period: row.period,
    damages: BigInt(row.damages),
  }));
}

/** Keeps which closed periods a run corrects. @param knowsDamages else only where damages were raised */
async function keepDamagesToCheck(
  client: Queryable,
  results: ResultsOfRun,
  knowsDamages: boolean,
): Promise<void> {
  const corrected = results.institutions.flatMap((institution) =>
    periodsCorrected(institution, results).map((each) => ({
      fixmedinsCode: institution.fixmedinsCode,
      ...each,
    })),
  );
  if (corrected.length === 0) return;
  await client.query(
    `INSERT INTO collection_damages_check (fixmedins_code, run_id, area, period)
     SELECT fixmedins_code, $1, area, period FROM unnest($2::text[], $3::text[], $4::text[]) AS k (fixmedins_code, area, period)
     WHERE $5 OR EXISTS (
       SELECT FROM collection_claim c JOIN collection_run r USING (run_id)
       WHERE c.fixmedins_code = k.fixmedins_code AND c.kind = 'damages' AND coalesce(c.area, r.area) = k.area
         AND (starts_with(r.period, k.period) OR starts_with(k.period, r.period)))`,
    [
      results.runId,
      corrected.map(({ fixmedinsCode }) => fixmedinsCode),
      corrected.map(({ area }) => area),
      corrected.map(({ period }) => period),
      knowsDamages,
    ],
  );
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
    claimsRaisedBy(institution, results).map((raised): ClaimToAdd => ({ fixmedinsCode, raised })),
  );
  await keepDamagesToCheck(client, results, rule.knowsDamages);
  if (claims.length === 0) return;
  const claimIds = await addClaims(client, results.runId, claims);
  await addClaimLines(
    client,
    claims.map(({ raised: { lines } }, index) => ({ claimId: claimIds[index] ?? '', lines: lines ?? [] })),
  );
  const institutions = [...new Set(claims.map(({ fixmedinsCode }) => fixmedinsCode))];
  await client.query(
    `INSERT INTO collection_posting (fixmedins_code, kind, subject, run_id, posted_by, posted_at)
     SELECT fixmedins_code, 'results', $2, $2, $3, $4 FROM unnest($1::text[]) AS posted (fixmedins_code)`,
    [institutions, results.runId, by, timestampText(at)],
  );
  const raised = claims.flatMap(({ fixmedinsCode, raised: claim }, index) =>
    raising(claimIds[index] ?? '', claim).map((entry) => ({ fixmedinsCode, ...entry })),
  );
  const entries = [...raised, ...(await setOffEntries(client, claims, claimIds))];
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
 * What corrections that take back are set against; what of which line is kept. Their institutions are locked first, in the order of their
 * codes: what is collected, objected to or written off meanwhile would be moved twice.
 * @param claimIds of the run's claims, in their order, added and without entries: nothing of a run is set against another claim of it,
 * because they name other lines
 */
async function setOffEntries(
  client: Queryable,
  claims: readonly ClaimToAdd[],
  claimIds: readonly string[],
): Promise<readonly (Entry & { readonly fixmedinsCode: string })[]> {
  const corrections = claims.flatMap(({ fixmedinsCode, raised }, index) =>
    raised.corrects === null || raised.amount > 0n
      ? []
      : [
          {
            ...{ fixmedinsCode, claimId: claimIds[index] ?? '', area: raised.area, amount: raised.amount },
            ...{ corrects: raised.corrects, lines: raised.lines ?? [] },
          },
        ],
  );
  const found: (Entry & { readonly fixmedinsCode: string })[] = [];
  for (const fixmedinsCode of new Set(corrections.map((each) => each.fixmedinsCode))) {
    await lockInstitution(client, fixmedinsCode);
    const ofInstitution = corrections.filter((each) => each.fixmedinsCode === fixmedinsCode);
    const asked = ofInstitution.flatMap(({ lines }) => lines.map(({ line }) => line));
    const before = await withLines(client, fixmedinsCode, await claimsOn(client, fixmedinsCode), asked);
    const { entries, lines } = settingOff(ofInstitution, before);
    await addSetOffs(client, lines);
    found.push(...entries.map((entry) => ({ fixmedinsCode, ...entry })));
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
    area: string;
    adds: boolean;
    claim_id: string;
  }>(
    `INSERT INTO collection_claim (fixmedins_code, run_id, kind, corrects, area, amount_fen)
     SELECT fixmedins_code, $1, kind, corrects, area, amount_fen
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) WITH ORDINALITY
       AS claim (fixmedins_code, kind, corrects, area, amount_fen, place)
     ORDER BY place
     RETURNING fixmedins_code, kind, corrects, area, amount_fen > 0 AS adds, claim_id::text`,
    [
      runId,
      claims.map(({ fixmedinsCode }) => fixmedinsCode),
      claims.map(({ raised }) => raised.kind),
      claims.map(({ raised }) => raised.corrects ?? ''),
      claims.map(({ raised }) => raised.area),
      claims.map(({ raised }) => raised.amount.toString()),
    ],
  );
  const numbers = new Map(
    rows.map((row) => [keyOf(row.fixmedins_code, row.kind, row.corrects, row.area, row.adds), row.claim_id]),
  );
  return claims.map(({ fixmedinsCode, raised: { kind, corrects, area, amount } }) => {
    const claimId = numbers.get(keyOf(fixmedinsCode, kind, corrects ?? '', area, amount > 0n));
    if (claimId === undefined) throw new Defect(`a claim on ${fixmedinsCode} was added and gave no number`);
    return claimId;
  });
}

/** What no two claims of a run share. */
const keyOf = (...parts: readonly (string | boolean)[]): string => JSON.stringify(parts);

/** The days of a period's months as a range of the database. */
function monthsOf(text: string): string {
  const period = parsePeriod(text);
  if (period === null) throw new Defect(`no period: ${text}`);
  return `[${formatDay(dayAt(period.from))},${formatDay(dayAt(period.until))})`;
}
