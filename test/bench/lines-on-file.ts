/** Any number of lines on file, decided and paid, without the years it would take to stream them: one that was streamed, many times over. */
import { poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { recordOf } from '../gatekeeper/inputs';
import { lineRow, personRows, recordRow } from '../gatekeeper/rows';

const INSTITUTIONS = 50;
const CLINICIANS = 10_000;
const FIRST_MONTH = '2025-01-01';
const MONTHS = 12;
const LINES_AT_ONCE = 250_000;

const institution = (n: number): string => `H4401990${String(n).padStart(4, '0')}`;
const clinician = (n: number): string => `D44019901${String(n).padStart(4, '0')}`;
/** One of those who share the copies of nobody in particular. */
export const clinicianOfCopies = clinician;
/** One whose lines are all touched at once. */
export const manyLinesOf = (n: number): string => `D44019902${String(n).padStart(4, '0')}`;
export const SITE_OF_MANY = institution(0);

/** The line that is multiplied. */
export const TEMPLATE = lineRow({
  fixmedins_code: institution(0),
  bilg_dr_codg: clinician(0),
  fee_ocur_time: '2025-07-01 09:30:00',
});

/** Institutions, and everybody of whom there are lines, in good standing; `many`: how many have lines by the hundred thousand. */
export async function registerAll(dataSource: DataSource, many: number): Promise<void> {
  const rows = [
    ...Array.from({ length: INSTITUTIONS }, (_, n) =>
      recordRow(`institution-${n}`, {
        ...{ kind: 'institution', fixmedins_code: institution(n), name: `医院${n}` },
        ...{ type: 'hospital', admdvs: '440100' },
      }),
    ),
    ...Array.from({ length: CLINICIANS }, (_, n) =>
      personRows(clinician(n), `医师${n}`, 'doctor', institution(n % INSTITUTIONS)),
    ).flat(),
    ...Array.from({ length: many }, (_, n) =>
      personRows(manyLinesOf(n), `主任${n}`, 'doctor', SITE_OF_MANY),
    ).flat(),
  ];
  const written = await new RegistryStore(dataSource, registryCodec).append(rows.map(recordOf), {
    asRecorded: true,
  });
  if (written.kind !== 'appended') throw new Error(`the registry was not taken: ${written.kind}`);
}

/**
 * Copies the line that was streamed, each copy paid, of a visit of its own, spread over the institutions and a year.
 * @param of all copies are this clinician's, at the first institution; `null`: spread over all others
 */
export async function multiply(
  dataSource: DataSource,
  name: string,
  lines: number,
  of: string | null,
): Promise<void> {
  const pool = poolOf(dataSource);
  for (let month = 0; month < MONTHS; month++)
    await pool.query(`SELECT make_fee_month(($1::date + make_interval(months => $2))::date)`, [
      FIRST_MONTH,
      month,
    ]);
  const client = await pool.connect();
  try {
    await client.query('SET statement_timeout = 0; SET synchronous_commit = off');
    for (let from = 0; from < lines; from += LINES_AT_ONCE) {
      const until = Math.min(lines, from + LINES_AT_ONCE);
      for (const statement of [LINES, IDENTITIES, DECISIONS])
        await client.query(statement(name, from, until, of), []);
    }
    await client.query('ANALYZE settlement_line, line_identity, decision');
  } finally {
    client.release(true);
  }
}

/** What differs from copy to copy. */
const copies = (name: string, from: number, until: number, of: string | null): string => `
  SELECT n, '${name}-' || n AS visit,
         ${of === null ? `'H4401990' || lpad((n % ${INSTITUTIONS})::text, 4, '0')` : `'${SITE_OF_MANY}'`} AS site,
         ${of === null ? `'D44019901' || lpad((n % ${CLINICIANS})::text, 4, '0')` : `'${of}'`} AS doctor,
         md5('${name}' || n) AS decision_id,
         (date '${FIRST_MONTH}' + make_interval(months => (n % ${MONTHS})::int))::date AS month
  FROM generate_series(${from}, ${until - 1}) AS n`;

type Statement = (name: string, from: number, until: number, of: string | null) => string;

const FEE = `(c.month + time '09:30') AT TIME ZONE INTERVAL '8 hours'`;
const CONTENT = `
  replace(replace(replace(replace(t.content, '"${institution(0)}"', '"' || c.site || '"'),
    '"${clinician(0)}"', '"' || c.doctor || '"'), '"V-1"', '"' || c.visit || '"'), '2025-07-01', c.month::text)`;
const TEMPLATE_OF = (table: string): string =>
  `${table} t WHERE t.fixmedins_code = '${institution(0)}' AND t.mdtrt_id = 'V-1'`;

const LINES: Statement = (...args) => `
  INSERT INTO settlement_line
  SELECT c.site, c.visit, t.feedetl_sn, t.chrg_bchno, 1, c.month, t.content_hash, ${CONTENT}, ${FEE}, t.received_at, c.doctor, NULL,
         NULL, ${FEE} + interval '1 day', ${FEE} + interval '5 days', t.source_topic, t.source_partition, t.source_offset
  FROM (${copies(...args)}) AS c, ${TEMPLATE_OF('settlement_line')}`;

const IDENTITIES: Statement = (...args) => `
  INSERT INTO line_identity (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, fee_month, decision_id,
                             decision_month, outcome, held, settled_at, paid_at, arrived_in, arrived_offset)
  SELECT c.site, c.visit, t.feedetl_sn, t.chrg_bchno, 1, t.content_hash, c.month, c.decision_id, c.month, t.outcome, false,
         ${FEE} + interval '1 day', ${FEE} + interval '5 days', t.arrived_in, t.arrived_offset
  FROM (${copies(...args)}) AS c, ${TEMPLATE_OF('line_identity')}`;

const DECISIONS: Statement = (...args) => `
  INSERT INTO decision
  SELECT c.site, c.decision_id, c.month, c.visit, t.feedetl_sn, t.chrg_bchno, 1, t.content_hash, t.outcome, t.reasons, 0, 0,
         t.liable, t.fund_scope, t.pack, t.edition, NULL, t.registry_version, t.known_at, t.decided_at, t.trigger,
         t.publication_id, t.publication_place
  FROM (${copies(...args)}) AS c, ${TEMPLATE_OF('decision')}`;
