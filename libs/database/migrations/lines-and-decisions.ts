import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lines, decisions and holds. `fixmedins_code` leads every key: the tables can be distributed by institution, and no
 * statement of the stream joins across institutions. `line_identity` holds what is current and may change; the history
 * beside it is append-only.
 */
export class LinesAndDecisions1767225601000 implements MigrationInterface {
  readonly name = 'LinesAndDecisions1767225601000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE line_identity (
        fixmedins_code text NOT NULL,
        mdtrt_id text NOT NULL,
        feedetl_sn text NOT NULL,
        chrg_bchno text NOT NULL,
        revision integer NOT NULL,
        content_hash text NOT NULL,
        init_feedetl_sn text,
        decision_id text,
        outcome text,
        held boolean NOT NULL,
        paid_at timestamptz,
        PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
      )`);
    await runner.query(`
      CREATE INDEX line_identity_refund_of ON line_identity (fixmedins_code, mdtrt_id, init_feedetl_sn)
      WHERE init_feedetl_sn IS NOT NULL`);
    await runner.query(`
      CREATE TABLE settlement_line (
        fixmedins_code text NOT NULL,
        mdtrt_id text NOT NULL,
        feedetl_sn text NOT NULL,
        chrg_bchno text NOT NULL,
        revision integer NOT NULL,
        content_hash text NOT NULL,
        content text NOT NULL,
        fee_month date NOT NULL,
        fee_occurred_at timestamptz NOT NULL,
        ordering_code text,
        performing_code text,
        setl_id text,
        settled_at timestamptz,
        paid_at timestamptz,
        source_topic text NOT NULL,
        source_partition integer NOT NULL,
        source_offset bigint NOT NULL,
        PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision)
      )`);
    await runner.query(`
      CREATE INDEX settlement_line_ordering ON settlement_line (ordering_code, fee_occurred_at)
      WHERE ordering_code IS NOT NULL`);
    await runner.query(`
      CREATE INDEX settlement_line_performing ON settlement_line (performing_code, fee_occurred_at)
      WHERE performing_code IS NOT NULL`);
    await runner.query(`
      CREATE TABLE decision (
        fixmedins_code text NOT NULL,
        decision_id text NOT NULL,
        mdtrt_id text NOT NULL,
        feedetl_sn text NOT NULL,
        chrg_bchno text NOT NULL,
        revision integer NOT NULL,
        content_hash text NOT NULL,
        outcome text NOT NULL,
        reasons json NOT NULL,
        refused_fen bigint NOT NULL,
        recover_fen bigint NOT NULL,
        liable text NOT NULL,
        fund_scope text NOT NULL,
        pack text NOT NULL,
        edition text NOT NULL,
        supersedes text,
        registry_version bigint NOT NULL,
        known_at timestamptz NOT NULL,
        decided_at timestamptz NOT NULL,
        trigger text NOT NULL,
        PRIMARY KEY (fixmedins_code, decision_id)
      )`);
    await runner.query(`
      CREATE TABLE hold_record (
        fixmedins_code text NOT NULL,
        hold_id bigint GENERATED ALWAYS AS IDENTITY,
        mdtrt_id text NOT NULL,
        feedetl_sn text NOT NULL,
        chrg_bchno text NOT NULL,
        revision integer NOT NULL,
        content_hash text NOT NULL,
        hold_code text NOT NULL,
        needs json NOT NULL,
        pack text,
        edition text,
        known_at timestamptz NOT NULL,
        since timestamptz NOT NULL,
        released_by text,
        released_at timestamptz,
        PRIMARY KEY (fixmedins_code, hold_id)
      )`);
    // One line waits once at most: a second open hold is a race lost.
    await runner.query(`
      CREATE UNIQUE INDEX hold_record_open ON hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
      WHERE released_at IS NULL`);
    await runner.query(`
      CREATE TABLE payment_notice (
        fixmedins_code text NOT NULL,
        mdtrt_id text NOT NULL,
        feedetl_sn text NOT NULL,
        chrg_bchno text NOT NULL,
        setl_id text NOT NULL,
        paid_at timestamptz NOT NULL,
        PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id)
      )`);

    for (const table of ['settlement_line', 'decision', 'payment_notice']) {
      await runner.query(`
        CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
    for (const table of ['line_identity', 'hold_record']) {
      await runner.query(`
        CREATE TRIGGER ${table}_kept BEFORE DELETE OR TRUNCATE ON ${table}
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
    }
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}
