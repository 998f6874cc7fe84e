/** The ledger of divergences: each is written down before it is repaired, and its end when it was. */
import { inTransaction, isOutage, poolOf } from '@gatekeeper/database';
import type { DataSource } from 'typeorm';
import type { Divergence } from './judge';

export type FoundBy = 'sample' | 'scan' | 'rebuild';

/** Counting must not hold up repairing. */
const COUNT_WITHIN = '5s';

export class SyncLedger {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Writes down what was found, but for what is open already. With each goes how many decisions in force about its subject
   * were recorded since the registry's version was committed: those that a reader who trusted Redis would have got wrong.
   * @returns those that are new.
   */
  async open(found: readonly Divergence[], foundBy: FoundBy): Promise<readonly Divergence[]> {
    if (found.length === 0) return [];
    const decisions = await this.decisionsSince(found);
    const { rows } = await poolOf(this.dataSource).query<{ subject: string; kind: string }>(OPEN, [
      found.map(({ subject }) => subject),
      found.map(({ kind }) => kind),
      found.map(({ cachedVersion }) => cachedVersion),
      found.map(({ timeline }) => timeline.version),
      found.map(({ subject }) => decisions?.get(subject) ?? null),
      foundBy,
    ]);
    const opened = new Set(rows.map(({ subject, kind }) => `${kind} ${subject}`));
    return found.filter(({ subject, kind }) => opened.has(`${kind} ${subject}`));
  }

  /** Subjects with a divergence that is not repaired yet, the longest known first. */
  async openSubjects(limit: number): Promise<readonly string[]> {
    const { rows } = await poolOf(this.dataSource).query<{ subject: string }>(
      `SELECT subject FROM sync_divergence WHERE repaired_at IS NULL
       GROUP BY subject ORDER BY min(divergence_id) LIMIT $1`,
      [limit],
    );
    return rows.map(({ subject }) => subject);
  }

  /** Ends what is open of these subjects: Redis has the registry's timeline of them. */
  async close(subjects: readonly string[]): Promise<void> {
    if (subjects.length === 0) return;
    await poolOf(this.dataSource).query(
      `UPDATE sync_divergence SET repaired_at = clock_timestamp()
       WHERE repaired_at IS NULL AND subject = ANY ($1::text[])`,
      [subjects],
    );
  }

  /** By subject; `null` when it could not be counted in time. */
  private async decisionsSince(found: readonly Divergence[]): Promise<ReadonlyMap<string, number> | null> {
    const onFile = found.filter(({ timeline }) => timeline.version > 0);
    try {
      return await inTransaction(this.dataSource, async (client) => {
        await client.query(`SET LOCAL statement_timeout = '${COUNT_WITHIN}'`);
        const { rows } = await client.query<{ subject: string; decisions: number }>(DECISIONS_SINCE, [
          onFile.map(({ subject }) => subject),
          onFile.map(({ timeline }) => timeline.version),
        ]);
        return new Map(rows.map(({ subject, decisions }) => [subject, decisions]));
      });
    } catch (error) {
      if (isOutage(error)) return null;
      throw error;
    }
  }
}

const OPEN = `
  INSERT INTO sync_divergence
    (subject, kind, cached_version, registry_version, decisions_since, found_by, found_at)
  SELECT subject, kind, cached_version, registry_version, decisions_since, $6, clock_timestamp()
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
    AS found (subject, kind, cached_version, registry_version, decisions_since)
  ON CONFLICT (subject, kind) WHERE repaired_at IS NULL DO NOTHING
  RETURNING subject, kind`;

/** A person's by the lines that name it, an institution's by its own; the decision in force of each line. */
const DECISIONS_SINCE = `
  WITH asked AS (
    SELECT v.subject, c.received_at
    FROM unnest($1::text[], $2::bigint[]) AS v (subject, version) JOIN registry_commit c USING (version)
  ), line AS (
    SELECT a.subject, a.received_at, l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno
    FROM asked a JOIN settlement_line l ON l.ordering_code = a.subject
    UNION
    SELECT a.subject, a.received_at, l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno
    FROM asked a JOIN settlement_line l ON l.performing_code = a.subject
    UNION
    SELECT a.subject, a.received_at, i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno
    FROM asked a JOIN line_identity i ON i.fixmedins_code = a.subject
  ), counted AS (
    SELECT line.subject, count(*)::float8 AS decisions
    FROM line
    JOIN line_identity i USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
    JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
      AND d.fee_month = i.decision_month
    WHERE d.known_at >= line.received_at
    GROUP BY line.subject
  )
  SELECT asked.subject, coalesce(counted.decisions, 0) AS decisions
  FROM asked LEFT JOIN counted USING (subject)`;
