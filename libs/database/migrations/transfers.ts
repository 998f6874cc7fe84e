import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files on their way into the registry: what was uploaded, what it would do, who proposed and who approved it. */
export class Transfers1767225607000 implements MigrationInterface {
  readonly name = 'Transfers1767225607000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TRANSFER, BY_STATE, ROW, CHANGE, GUARD]) await runner.query(statement);
    await runner.query(`
      CREATE TRIGGER transfer_guarded BEFORE UPDATE ON transfer
      FOR EACH ROW EXECUTE FUNCTION guard_transfer()`);
    await runner.query(`
      CREATE TRIGGER transfer_kept BEFORE DELETE OR TRUNCATE ON transfer
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const TRANSFER = `
  CREATE TABLE transfer (
    transfer_id uuid PRIMARY KEY,
    state text NOT NULL,
    upload json NOT NULL,
    institution text,
    uploaded_by text NOT NULL,
    uploaded_at timestamptz NOT NULL,
    rows_read integer NOT NULL,
    bad_rows integer NOT NULL,
    previewed_version bigint,
    outcome text,
    summary json,
    closing_confirmed_by text,
    leave_out_bad_rows boolean,
    proposed_by text,
    proposed_at timestamptz,
    approved_by text,
    approved_at timestamptz,
    ended_by text,
    ended_at timestamptz,
    ended_because text,
    applied_version bigint,
    CONSTRAINT transfer_state CHECK (
      state IN ('uploaded', 'previewed', 'proposed', 'approved', 'applied', 'rejected', 'failed')),
    CONSTRAINT transfer_second_person CHECK (approved_by <> proposed_by AND approved_by <> uploaded_by),
    CONSTRAINT transfer_previewed CHECK (
      state IN ('uploaded', 'rejected', 'failed') OR (outcome IS NOT NULL AND summary IS NOT NULL)),
    CONSTRAINT transfer_proposed CHECK (state NOT IN ('proposed', 'approved', 'applied') OR proposed_by IS NOT NULL),
    CONSTRAINT transfer_approved CHECK (
      (state IN ('approved', 'applied')) <= (approved_by IS NOT NULL AND proposed_by IS NOT NULL)),
    CONSTRAINT transfer_applied CHECK ((state = 'applied') = (applied_version IS NOT NULL))
  )`;

const BY_STATE = `CREATE INDEX transfer_waiting ON transfer (uploaded_at) WHERE state IN ('uploaded', 'approved')`;

const ROW = `
  CREATE TABLE transfer_row (
    transfer_id uuid NOT NULL,
    place integer NOT NULL,
    line integer NOT NULL,
    kind text,
    subject text,
    partner text,
    starts timestamptz,
    ends timestamptz,
    record_id text,
    recorded_at text,
    supersedes text,
    stated jsonb,
    sealed_identity text,
    problems json,
    PRIMARY KEY (transfer_id, place)
  )`;

const CHANGE = `
  CREATE TABLE transfer_change (
    transfer_id uuid NOT NULL,
    place integer NOT NULL,
    line integer NOT NULL,
    effect text NOT NULL,
    subject text,
    record_id text,
    supersedes text,
    body jsonb,
    problems json,
    PRIMARY KEY (transfer_id, place),
    CONSTRAINT transfer_change_effect CHECK (effect IN ('add', 'change', 'close', 'problem'))
  )`;

const GUARD = `
  CREATE FUNCTION guard_transfer() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF (OLD.state, NEW.state) NOT IN (
      ('uploaded', 'previewed'), ('uploaded', 'rejected'), ('uploaded', 'failed'),
      ('previewed', 'previewed'), ('previewed', 'proposed'), ('previewed', 'rejected'),
      ('proposed', 'approved'), ('proposed', 'rejected'),
      ('approved', 'applied'), ('approved', 'failed')
    ) OR (NEW.transfer_id, NEW.upload::text, NEW.uploaded_by) IS DISTINCT FROM
         (OLD.transfer_id, OLD.upload::text, OLD.uploaded_by)
      OR (OLD.outcome IS NOT NULL AND NEW.outcome IS DISTINCT FROM OLD.outcome)
      OR (OLD.proposed_by IS NOT NULL AND NEW.proposed_by IS DISTINCT FROM OLD.proposed_by)
      OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
    THEN
      RAISE EXCEPTION 'transfer % does not go from % to % like this', OLD.transfer_id, OLD.state, NEW.state
        USING ERRCODE = 'restrict_violation', HINT = 'upload the file again';
    END IF;
    RETURN NEW;
  END $$`;
