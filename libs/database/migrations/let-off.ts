import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What an upheld objection lets off is an account of its own, because it was never collected: a correction that takes the same money
 * back later is set against it, and against whatever else of its period was not collected, before anything is given back. The
 * database refuses a correction that is not, and more given back than was collected of an institution's recoveries.
 */
export class LetOff1767225644000 implements MigrationInterface {
  readonly name = 'LetOff1767225644000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const STATEMENTS = [
  `ALTER TABLE collection_posting DROP CONSTRAINT collection_posting_kind_check,
     ADD CONSTRAINT collection_posting_kind_check
       CHECK (kind IN ('results', 'objected', 'objection', 'netting', 'write_off', 'restated'))`,
  `ALTER TABLE collection_entry DROP CONSTRAINT collection_entry_account_check,
     ADD CONSTRAINT collection_entry_account_check CHECK (account IN
       ('due', 'suspended', 'collected', 'written_off', 'let_off', 'given_back', 'recovery', 'damages'))`,
  `CREATE OR REPLACE FUNCTION check_collection_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
   DECLARE
     claimed bigint;
     claim_kind text;
     closed text;
     posting_kind text;
   BEGIN
     SELECT amount_fen, kind, corrects INTO claimed, claim_kind, closed FROM collection_claim
     WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id FOR UPDATE;
     SELECT kind INTO posting_kind FROM collection_posting
     WHERE fixmedins_code = NEW.fixmedins_code AND posting_id = NEW.posting_id AND posted_in = pg_current_xact_id();
     IF NOT FOUND THEN
       RAISE EXCEPTION 'posting % of % is written whole, in one transaction', NEW.posting_id, NEW.fixmedins_code
         USING ERRCODE = 'check_violation';
     END IF;
     IF (
       SELECT sum(amount_fen) FROM collection_entry
       WHERE fixmedins_code = NEW.fixmedins_code AND posting_id = NEW.posting_id AND claim_id = NEW.claim_id
     ) <> 0 THEN
       RAISE EXCEPTION 'posting % of % does not balance to 0, of claim %', NEW.posting_id, NEW.fixmedins_code, NEW.claim_id
         USING ERRCODE = 'check_violation';
     END IF;
     IF EXISTS (
       SELECT FROM collection_entry WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id
       GROUP BY account HAVING CASE
         WHEN account IN ('recovery', 'damages') THEN sum(amount_fen) <> -claimed
         ELSE sum(amount_fen) * sign(claimed) * (CASE WHEN account = 'given_back' AND claimed < 0 THEN -1 ELSE 1 END) < 0
           OR abs(sum(amount_fen)) > abs(claimed) END
     ) THEN
       RAISE EXCEPTION 'claim % of % would go below nothing, or above its amount', NEW.claim_id, NEW.fixmedins_code
         USING ERRCODE = 'check_violation';
     END IF;
     IF posting_kind = 'objection' AND NEW.account = 'given_back' THEN
       RAISE EXCEPTION 'an objection lets claim % of % off: what was not collected is not given back', NEW.claim_id, NEW.fixmedins_code
         USING ERRCODE = 'check_violation';
     END IF;
     IF posting_kind = 'results' AND claim_kind = 'adjustment' AND claimed < 0 AND NEW.account = 'due' AND (
       SELECT sum(amount_fen) FROM collection_entry
       WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id AND account = 'due'
     ) < 0 AND EXISTS (
       SELECT FROM collection_claim c JOIN collection_run r USING (run_id) JOIN collection_entry e USING (fixmedins_code, claim_id)
       WHERE c.fixmedins_code = NEW.fixmedins_code AND c.amount_fen > 0 AND c.kind <> 'damages'
         AND (starts_with(coalesce(nullif(c.corrects, ''), r.period), closed)
           OR starts_with(closed, coalesce(nullif(c.corrects, ''), r.period)))
         AND e.account IN ('let_off', 'written_off', 'due', 'suspended')
       GROUP BY c.claim_id, e.account HAVING sum(e.amount_fen) > 0
     ) THEN
       RAISE EXCEPTION 'correction % of % would give back what was not collected of %', NEW.claim_id, NEW.fixmedins_code, closed
         USING ERRCODE = 'check_violation';
     END IF;
     IF NEW.account = 'collected' AND NEW.amount_fen < 0 AND claim_kind <> 'damages' THEN
       PERFORM pg_advisory_xact_lock(hashtext('collection of an institution'), hashtext(NEW.fixmedins_code));
       IF (
         SELECT sum(e.amount_fen) FROM collection_entry e JOIN collection_claim c USING (fixmedins_code, claim_id)
         WHERE e.fixmedins_code = NEW.fixmedins_code AND e.account = 'collected' AND c.kind <> 'damages'
       ) < 0 THEN
         RAISE EXCEPTION 'more would be given back to % than was collected', NEW.fixmedins_code
           USING ERRCODE = 'check_violation';
       END IF;
     END IF;
     RETURN NULL;
   END $$`,
  // Objections that were upheld before were posted as given back, which nothing had been.
  `WITH upheld AS (
     SELECT e.fixmedins_code, e.claim_id, sum(e.amount_fen)::bigint AS fen
     FROM collection_entry e JOIN collection_posting p USING (fixmedins_code, posting_id)
     WHERE p.kind = 'objection' AND e.account = 'given_back' GROUP BY e.fixmedins_code, e.claim_id
   ), posted AS (
     INSERT INTO collection_posting (fixmedins_code, kind, subject, posted_by, posted_at)
     SELECT DISTINCT fixmedins_code, 'restated', 'let_off', 'migration', now() FROM upheld
     RETURNING fixmedins_code, posting_id
   )
   INSERT INTO collection_entry (fixmedins_code, posting_id, entry_no, claim_id, account, amount_fen)
   SELECT fixmedins_code, posting_id, row_number() OVER (PARTITION BY fixmedins_code), claim_id, account, amount
   FROM upheld JOIN posted USING (fixmedins_code)
   CROSS JOIN LATERAL (VALUES ('given_back', -fen), ('let_off', fen)) AS entry (account, amount)`,
  // Checked here, so that a migration after this one may alter the tables.
  `SET CONSTRAINTS ALL IMMEDIATE`,
  `SET CONSTRAINTS ALL DEFERRED`,
];
