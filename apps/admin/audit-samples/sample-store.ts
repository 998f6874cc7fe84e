/** Samples of re-audits in PostgreSQL: what was published, drawn and found; append-only. */
import type { Instant } from '@gatekeeper/calendar';
import { instantOf } from '@gatekeeper/calendar';
import type { FrameData } from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { StoredFields } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { DrawnLine, LineResult } from './sample-file';

export interface PublishedSample {
  readonly runId: string;
  readonly area: string;
  readonly period: string;
  readonly frameDigest: string;
  readonly seed: string;
  readonly pack: string;
  readonly edition: string;
  readonly strata: readonly FrameData[];
  readonly publishedBy: string;
  readonly publishedAt: Instant;
}

export interface AuditSample extends PublishedSample {
  readonly sampleId: string;
  /** Lines that were drawn and entered. */
  readonly drawn: number;
  /** Lines that have their result. */
  readonly found: number;
}

/** @returns its number. @throws a unique violation where the frame was drawn from before */
export async function addSample(client: Queryable, sample: PublishedSample): Promise<string> {
  const { rows } = await client.query<{ sample_id: string }>(
    `INSERT INTO audit_sample
       (run_id, area, period, frame_digest, seed, pack, edition, strata, published_by, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING sample_id::text`,
    [
      sample.runId,
      sample.area,
      sample.period,
      sample.frameDigest,
      sample.seed,
      sample.pack,
      sample.edition,
      JSON.stringify(sample.strata),
      sample.publishedBy,
      timestampText(sample.publishedAt),
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Defect('a sample was added and gave no row');
  return row.sample_id;
}

interface SampleRow {
  sample_id: string;
  run_id: string;
  area: string;
  period: string;
  frame_digest: string;
  seed: string;
  pack: string;
  edition: string;
  strata: unknown;
  published_by: string;
  published_ms: number;
  drawn: number;
  found: number;
}

const SAMPLES = `
  SELECT sample_id::text, run_id, area, period, frame_digest, seed, pack, edition, strata, published_by,
         ${epochMsOf('published_at')} AS published_ms,
         (SELECT count(*)::integer FROM audit_sample_line l WHERE l.sample_id = s.sample_id) AS drawn,
         (SELECT count(*)::integer FROM audit_sample_result r WHERE r.sample_id = s.sample_id) AS found
  FROM audit_sample s`;

/** `null`: not on file. */
export async function findSample(client: Queryable, sampleId: string): Promise<AuditSample | null> {
  const { rows } = await client.query<SampleRow>(`${SAMPLES} WHERE sample_id = $1`, [sampleId]);
  const [row] = rows;
  return row === undefined ? null : sampleFrom(row);
}

/** The latest first: samples of areas that begin with one of these. @param before the number of a sample; those before it */
export async function samplesIn(
  client: Queryable,
  areas: readonly string[],
  before: string,
  limit: number,
): Promise<readonly AuditSample[]> {
  const { rows } = await client.query<SampleRow>(
    `${SAMPLES} WHERE sample_id < $2 AND EXISTS (SELECT FROM unnest($1::text[]) AS of WHERE starts_with(area, of))
     ORDER BY sample_id DESC LIMIT $3`,
    [areas, before, limit],
  );
  return rows.map(sampleFrom);
}

const sampleFrom = (row: SampleRow): AuditSample => ({
  sampleId: row.sample_id,
  runId: row.run_id,
  area: row.area,
  period: row.period,
  frameDigest: row.frame_digest,
  seed: row.seed,
  pack: row.pack,
  edition: row.edition,
  strata: framesFrom(row.strata),
  publishedBy: row.published_by,
  publishedAt: instantOf(row.published_ms),
  drawn: row.drawn,
  found: row.found,
});

/** @throws a defect where the database holds what this version does not write */
export function framesFrom(json: unknown): readonly FrameData[] {
  if (!Array.isArray(json)) throw new Defect('frames that are no list');
  return json.map((item: unknown) => {
    const frame = new StoredFields(item, 'frame of a sample');
    return {
      stratum: frame.text('stratum'),
      lines: frame.integer('lines'),
      amount: frame.text('amount'),
      least: frame.integer('least'),
      digest: frame.text('digest'),
    };
  });
}

/** @throws a unique violation where a line or a rank stands twice */
export async function addLines(
  client: Queryable,
  sampleId: string,
  lines: readonly DrawnLine[],
): Promise<void> {
  await client.query(
    `INSERT INTO audit_sample_line
       (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn, stratum, rank, amount_fen)
     SELECT fixmedins_code, $1, mdtrt_id, chrg_bchno, feedetl_sn, stratum, rank, amount_fen
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::bigint[])
       AS line (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, stratum, rank, amount_fen)`,
    [
      sampleId,
      ...keyArrays(lines),
      lines.map(({ stratum }) => stratum),
      lines.map(({ rank }) => rank),
      lines.map(({ amount }) => amount.toString()),
    ],
  );
}

const keyArrays = (keys: readonly LineIdentity[]): readonly (readonly string[])[] => [
  keys.map(({ fixmedinsCode }) => fixmedinsCode),
  keys.map(({ visitId }) => visitId),
  keys.map(({ chargeBatch }) => chargeBatch),
  keys.map(({ lineNo }) => lineNo),
];

/** A line of these results that cannot be entered, by its place among them. */
export interface UnfitResult {
  readonly place: number;
  readonly why: 'not_of_the_sample' | 'entered_before' | 'more_than_claimed';
}

/** Of these results, those that cannot be entered. */
export async function unfitResults(
  client: Queryable,
  sampleId: string,
  results: readonly LineResult[],
): Promise<readonly UnfitResult[]> {
  const { rows } = await client.query<UnfitResult>(
    `SELECT place::integer, CASE WHEN l.sample_id IS NULL THEN 'not_of_the_sample' WHEN r.sample_id IS NOT NULL THEN 'entered_before'
       ELSE 'more_than_claimed' END AS why
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) WITH ORDINALITY
       AS asked (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, found_fen, place)
     LEFT JOIN (SELECT * FROM audit_sample_line WHERE sample_id = $1) l USING (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn)
     LEFT JOIN (SELECT * FROM audit_sample_result WHERE sample_id = $1) r USING (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn)
     WHERE l.sample_id IS NULL OR r.sample_id IS NOT NULL OR found_fen > l.amount_fen
     ORDER BY place`,
    [sampleId, ...keyArrays(results), results.map(({ wrong, statusHit }) => (wrong + statusHit).toString())],
  );
  return rows;
}

export async function addResults(
  client: Queryable,
  sampleId: string,
  results: readonly LineResult[],
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  await client.query(
    `INSERT INTO audit_sample_result (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen,
                                      wrong_fen, status_hit_fen, note, entered_by, entered_at)
     SELECT fixmedins_code, l.sample_id, mdtrt_id, chrg_bchno, feedetl_sn, l.amount_fen, wrong_fen, status_hit_fen, note, $9, $10
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::text[])
       AS found (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn, wrong_fen, status_hit_fen, note)
     JOIN audit_sample_line l USING (fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn) WHERE l.sample_id = $1`,
    [
      sampleId,
      ...keyArrays(results),
      results.map(({ wrong }) => wrong.toString()),
      results.map(({ statusHit }) => statusHit.toString()),
      results.map(({ note }) => note),
      by,
      timestampText(at),
    ],
  );
}

/** What was found of the lines of each stratum; `null`: a line without its result. @param fixmedinsCode `null`: of all institutions */
export async function foundBy(
  client: Queryable,
  sampleId: string,
  fixmedinsCode: string | null,
): Promise<ReadonlyMap<string, readonly ({ readonly wrong: bigint; readonly statusHit: bigint } | null)[]>> {
  const { rows } = await client.query<{
    stratum: string;
    found: readonly { wrong: string | null; status_hit: string | null }[];
  }>(
    `SELECT stratum, json_agg(json_build_object('wrong', wrong_fen::text, 'status_hit', status_hit_fen::text) ORDER BY rank) AS found
     FROM audit_sample_line l LEFT JOIN audit_sample_result r
       USING (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn)
     WHERE l.sample_id = $1 AND ($2::text IS NULL OR l.fixmedins_code = $2) GROUP BY stratum`,
    [sampleId, fixmedinsCode],
  );
  return new Map(
    rows.map(({ stratum, found }) => [
      stratum,
      found.map(({ wrong, status_hit: statusHit }) =>
        wrong === null || statusHit === null ? null : { wrong: BigInt(wrong), statusHit: BigInt(statusHit) },
      ),
    ]),
  );
}
