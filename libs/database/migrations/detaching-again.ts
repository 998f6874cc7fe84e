import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A period of which all had been taken out that could be is detached again, for what something kept back at first: while that goes
 * on it has not ended, and everybody who records lines keeps the visits that he adds to.
 */
export class DetachingAgain1767225652000 implements MigrationInterface {
  readonly name = 'DetachingAgain1767225652000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(GUARD);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const GUARD = `
  CREATE OR REPLACE FUNCTION guard_period_detachment() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF OLD.attached_at IS NULL
       AND (OLD.detached_at IS NULL OR NEW.detached_at = OLD.detached_at
         OR NEW.detached_at IS NULL AND NEW.attached_at IS NULL)
       AND (OLD.detachment_id, OLD.closing_id, OLD.origin, OLD.folder_digest, OLD.first_month, OLD.last_month,
            OLD.corrected_at, OLD.lines, OLD.detached_by, OLD.reason, OLD.begun_at)
         IS NOT DISTINCT FROM
           (NEW.detachment_id, NEW.closing_id, NEW.origin, NEW.folder_digest, NEW.first_month, NEW.last_month,
            NEW.corrected_at, NEW.lines, NEW.detached_by, NEW.reason, NEW.begun_at)
       AND (NEW.attached_at IS NULL
         OR NOT EXISTS (SELECT FROM public.detached_line WHERE detachment_id = NEW.detachment_id)) THEN
      RETURN NEW;
    END IF;
    RAISE EXCEPTION 'detachment % does not change so', OLD.detachment_id USING ERRCODE = 'restrict_violation';
  END $$`;
