/**
 * What a staged file would do to the registry as it stands, worked out by PostgreSQL in the caller's transaction: nothing
 * of it passes through this process but the corrections, which are read back to be checked. The result is the temporary
 * table `outcome`: the same rows against the same registry give the same one.
 */
import { formatInstant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { isMalformed, parseRegistryRow } from '@gatekeeper/wire';
import { rowProblem } from '../reading/read-item';
import { closeAbsent } from './closing';
import { refuseNamingNobody } from './naming-nobody';
import { isHeld } from './staged-file';
import type { StagedFile } from './staged-file';
import type { Upload } from './transfer';

const HEAD = `'{kind,record_id,recorded_at,received_at,supersedes}'::text[]`;

/** A problem of a whole row, in SQL, as `RowProblem` is written in JSON. */
const problem = (expected: string, got: string): string =>
  `json_build_array(json_build_object('column', NULL, 'code', 'FIELD_INVALID', 'expected', ${expected}, 'got', ${got}))`;

/** Leaves the temporary tables `outcome`, `keyed` and `named`; they end with the transaction. */
export async function workOutEffects(client: Queryable, file: StagedFile): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE outcome (
      place integer, line integer, effect text, subject text, record_id text, supersedes text, body jsonb, problems json
    ) ON COMMIT DROP`);
  await nameRows(client, file);
  await keyRows(client, file);
  if (file.upload.closing !== null) await closeAbsent(client, file, file.upload.closing);
  await refuseNamingNobody(client);
  await checkCorrections(client);
}

/** Rows that name their record: the name says whether it is on file, `supersedes` what it corrects. */
async function nameRows(client: Queryable, { transferId, uploadedAt }: StagedFile): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE named ON COMMIT DROP AS
     SELECT place, line, kind, subject, partner, record_id, supersedes, recorded_at IS NOT NULL AS is_dated,
            jsonb_strip_nulls(stated || jsonb_build_object('kind', kind, 'record_id', record_id, 'supersedes', supersedes,
              'recorded_at', coalesce(recorded_at, $2::text))) AS body
     FROM transfer_row WHERE transfer_id = $1 AND record_id IS NOT NULL`,
    [transferId, formatInstant(uploadedAt)],
  );
  await client.query('ANALYZE named');
  await client.query(`
    INSERT INTO outcome
    SELECT n.place, n.line,
           CASE WHEN clash THEN 'problem' WHEN n.supersedes IS NULL THEN 'add' ELSE 'change' END,
           n.subject, n.record_id, n.supersedes, n.body,
           CASE WHEN clash THEN ${problem(
             `'a record_id of its own: ' || CASE WHEN r.record_id IS NULL THEN 'line ' || n.first_line ELSE 'a record on file' END || ' has it'`,
             `'other content under the same one'`,
           )} END
    FROM (SELECT *, first_value(line) OVER same_name AS first_line, first_value(body) OVER same_name AS first_body,
                 row_number() OVER same_name AS nth
          FROM named WINDOW same_name AS (PARTITION BY record_id ORDER BY place)) n
    LEFT JOIN registry_record r ON r.record_id = n.record_id
    CROSS JOIN LATERAL (
      SELECT (r.record_id IS NOT NULL AND
              CASE WHEN n.is_dated THEN r.body::jsonb <> n.body
                   ELSE r.body::jsonb - 'recorded_at' <> n.body - 'recorded_at' END)
             OR n.body <> n.first_body AS clash
    ) AS compared
    WHERE clash OR (r.record_id IS NULL AND n.nth = 1)`);
}

/** Rows that are found on file by what they are about: a person, an institution, a person at a site over a time. */
async function keyRows(client: Queryable, file: StagedFile): Promise<void> {
  await client.query(
    `CREATE TEMPORARY TABLE keyed ON COMMIT DROP AS
     SELECT place, line, kind, subject, partner, starts, coalesce(ends, 'infinity') AS ends, stated, recorded_at,
            row_number() OVER same_key AS nth, first_value(line) OVER same_key AS first_line,
            first_value(stated) OVER same_key AS first_stated
     FROM transfer_row WHERE transfer_id = $1 AND record_id IS NULL AND problems IS NULL AND kind <> 'departure'
     WINDOW same_key AS (PARTITION BY kind, subject, partner, starts ORDER BY place)`,
    [file.transferId],
  );
  await client.query('ANALYZE keyed');
  await client.query(`
    CREATE TEMPORARY TABLE on_file ON COMMIT DROP AS
    SELECT r.record_id, r.kind, k.subject, r.effective, lower(r.effective) AS starts, r.body::jsonb - ${HEAD} AS fields,
           coalesce(CASE r.kind WHEN 'registration' THEN r.fixmedins_code WHEN 'pharmacy_principal' THEN r.code END, '') AS partner
    FROM (SELECT DISTINCT kind, subject FROM keyed) k
    JOIN registry_subject l ON l.subject = k.subject
    JOIN registry_record r ON r.record_id = l.record_id AND r.kind = k.kind
    WHERE ${isHeld('r')}`);
  await client.query('ANALYZE on_file');
  await matchRows(client);
  await client.query(INSERT_KEYED, [
    file.transferId,
    formatInstant(file.uploadedAt),
    JSON.stringify(defaultsOf(file.upload)),
    file.upload.file.format === 'roster',
  ]);
}

/** The record on file that each row is about: of the same start, else one of the same time; equal content comes first. */
async function matchRows(client: Queryable): Promise<void> {
  await client.query(`
    CREATE TEMPORARY TABLE matched ON COMMIT DROP AS
    SELECT place, bool_or(same) AS same, count(*) FILTER (WHERE exact) AS exact, count(*) AS candidates,
           (array_agg(record_id ORDER BY exact DESC, record_id))[1] AS record_id,
           (array_agg(fields ORDER BY exact DESC, record_id))[1] AS fields
    FROM (
      SELECT k.place, o.record_id, o.fields, jsonb_strip_nulls(o.fields || k.stated) = o.fields AS same,
             k.starts IS NOT DISTINCT FROM o.starts AS exact
      FROM keyed k JOIN on_file o ON o.kind = k.kind AND o.subject = k.subject AND o.partner = k.partner
        AND (k.starts IS NOT DISTINCT FROM o.starts OR o.effective && tstzrange(k.starts, k.ends))
      WHERE k.nth = 1
    ) AS candidate
    GROUP BY place`);
  await client.query('ANALYZE matched');
}

/** What a file leaves open of a registration that is new. */
const defaultsOf = ({ file }: Upload): Readonly<Record<string, boolean>> =>
  file.format === 'roster' ? { main_site: file.mainSite } : {};

const REPEATED = problem(
  `'one row of it: line ' || first_line || ' states the same registration, person or institution'`,
  `'other content'`,
);
const AMBIGUOUS = problem(
  `'the record_id that it corrects, in supersedes: ' || candidates || ' records on file are of the same time'`,
  `'a row without it'`,
);
const SHARED = problem(`'one row for each record on file'`, `'a second row that corrects ' || target`);
const GONE = problem(
  `'a registration that begins after the deregistration on file, from ' || gone_from`,
  `'one that began before it'`,
);

/** $1 transfer, $2 its moment, $3 what a new registration gets besides, $4 whether the rows say who is registered now. */
const INSERT_KEYED = `
  INSERT INTO outcome
  SELECT place, line,
         CASE WHEN problems IS NOT NULL THEN 'problem' WHEN target IS NULL THEN 'add' ELSE 'change' END,
         subject, record_id, target,
         jsonb_strip_nulls(CASE WHEN target IS NULL
           THEN CASE kind WHEN 'registration' THEN $3::jsonb ELSE '{}' END || stated ELSE fields || stated END
           || jsonb_build_object('kind', kind, 'record_id', record_id, 'supersedes', target,
                'recorded_at', coalesce(recorded_at, $2::text))),
         problems
  FROM (
    SELECT *, CASE
      WHEN nth > 1 THEN ${REPEATED}
      WHEN gone_from IS NOT NULL THEN ${GONE}
      WHEN NOT same AND (exact > 1 OR (exact = 0 AND candidates > 1)) THEN ${AMBIGUOUS}
      WHEN target IS NOT NULL AND row_number() OVER (PARTITION BY target ORDER BY place) > 1 THEN ${SHARED}
    END AS problems
    FROM (
      SELECT k.*, m.fields, m.exact, m.candidates, coalesce(m.same, false) AS same, gone.gone_from,
             CASE WHEN m.same THEN NULL ELSE m.record_id END AS target,
             'T' || $1::uuid || '-' || k.place AS record_id
      FROM keyed k LEFT JOIN matched m USING (place)
      LEFT JOIN LATERAL (
        SELECT min(lower(d.effective)) AS gone_from
        FROM registry_subject l JOIN registry_record d ON d.record_id = l.record_id AND d.kind = 'deregistration'
        WHERE $4::boolean AND k.kind = 'registration' AND l.subject = k.subject
          AND coalesce(d.fixmedins_code, k.partner) = k.partner AND lower(d.effective) >= k.starts
          AND lower(d.effective) < k.ends AND ${isHeld('d')}
      ) AS gone ON true
    ) AS found
  ) AS judged
  WHERE problems IS NOT NULL OR NOT (same OR nth > 1)
     OR (nth > 1 AND stated <> first_stated)`;

const PAGE = 2_000;

/** What a file and a record on file say together may contradict itself: an end before the start. */
async function checkCorrections(client: Queryable): Promise<void> {
  for (let after = 0; ;) {
    const { rows } = await client.query<{ place: number; body: string }>(
      `SELECT place, body::text AS body FROM outcome WHERE effect IN ('add', 'change') AND supersedes IS NOT NULL AND place > $1
       ORDER BY place LIMIT $2`,
      [after, PAGE],
    );
    for (const { place, body } of rows) {
      const record = parseRegistryRow(Buffer.from(body, 'utf8'));
      if (!isMalformed(record)) continue;
      const problems = record.problems.map((each) => rowProblem(each));
      await client.query(`UPDATE outcome SET effect = 'problem', problems = $2 WHERE place = $1`, [
        place,
        JSON.stringify(problems),
      ]);
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.place;
  }
}
