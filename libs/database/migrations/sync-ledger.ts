import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Redis against the registry: divergences, scans, samples, rebuilds. */
export class SyncLedger1767225604000 implements MigrationInterface {
  readonly name = 'SyncLedger1767225604000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sync_divergence (
        divergence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        subject text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('missing', 'behind', 'ahead', 'corrupt', 'orphan')),
        found_by text NOT NULL CHECK (found_by IN ('sample', 'scan', 'rebuild')),
        found_at timestamptz NOT NULL,
        cached_version bigint,
        registry_version bigint NOT NULL,
        decisions_since bigint,
        repaired_at timestamptz
      )`);
    await runner.query(`
      CREATE INDEX sync_divergence_found ON sync_divergence (found_at)`);
    await runner.query(`
      CREATE UNIQUE INDEX sync_divergence_open ON sync_divergence (subject, kind) WHERE repaired_at IS NULL`);
    await runner.query(`
      CREATE TABLE sync_scan (
        scan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        subjects bigint NOT NULL,
        entries bigint NOT NULL,
        divergences bigint NOT NULL
      )`);
    await runner.query(`
      CREATE INDEX sync_scan_ended ON sync_scan (ended_at)`);
    await runner.query(`
      CREATE TABLE sync_sample (
        singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
        started_at timestamptz NOT NULL,
        ended_at timestamptz NOT NULL,
        subjects bigint NOT NULL,
        divergences bigint NOT NULL,
        rounds bigint NOT NULL,
        subjects_in_all bigint NOT NULL
      ) WITH (fillfactor = 50)`);
    await runner.query(`
      CREATE TABLE sync_rebuild (
        rebuild_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        started_at timestamptz,
        phase text NOT NULL CHECK (phase IN ('requested', 'writing', 'removing', 'done')),
        after_subject text,
        subjects_in_all bigint,
        subjects_written bigint NOT NULL,
        entries_removed bigint NOT NULL,
        ended_at timestamptz
      )`);
    await runner.query(`
      CREATE UNIQUE INDEX sync_rebuild_unfinished ON sync_rebuild ((ended_at IS NULL)) WHERE ended_at IS NULL`);
    await runner.query(`
      CREATE TRIGGER sync_divergence_kept BEFORE DELETE OR TRUNCATE ON sync_divergence
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER sync_divergence_unchanged
        BEFORE UPDATE OF divergence_id, subject, kind, found_by, found_at, cached_version, registry_version, decisions_since
        ON sync_divergence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER sync_divergence_repaired_once BEFORE UPDATE ON sync_divergence
        FOR EACH ROW WHEN (OLD.repaired_at IS NOT NULL) EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER sync_scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sync_scan
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    await runner.query(`
      CREATE TRIGGER sync_rebuild_kept BEFORE DELETE OR TRUNCATE ON sync_rebuild
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
