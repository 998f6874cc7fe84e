import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Claims know in the books of which area they are, corrections and objections which lines they name, and what of a line was set against
 * a claim is kept. So nothing of one area is set against another's, nothing let off of one line is taken for another's, and nothing of
 * a line is set off twice: the database refuses all three. Damages that rest on corrected lines are kept until people have seen them.
 */
export class LedgerLines1767225656000 implements MigrationInterface {
  readonly name = 'LedgerLines1767225656000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    for (const table of APPEND_ONLY)
      await runner.query(
        `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      );
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const APPEND_ONLY = [
  'collection_claim_line',
  'collection_objection_line',
  'collection_set_off',
  'collection_damages_check',
];

const STATEMENTS = [
  // NULL: raised before areas were told, in the books of its run's area.
  `ALTER TABLE collection_claim ADD COLUMN area text,
     DROP CONSTRAINT collection_claim_fixmedins_code_run_id_kind_corrects_key`,
  `CREATE UNIQUE INDEX collection_claim_once ON collection_claim
     (fixmedins_code, run_id, kind, corrects, coalesce(area, ''), (amount_fen > 0))`,
  `CREATE TABLE collection_claim_line (
     fixmedins_code text NOT NULL,
     claim_id bigint NOT NULL,
     mdtrt_id text NOT NULL,
     chrg_bchno text NOT NULL,
     feedetl_sn text NOT NULL,
     amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
     PRIMARY KEY (fixmedins_code, claim_id, mdtrt_id, chrg_bchno, feedetl_sn),
     FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
   )`,
  `CREATE TABLE collection_objection_line (
     fixmedins_code text NOT NULL,
     objection_id bigint NOT NULL,
     mdtrt_id text NOT NULL,
     chrg_bchno text NOT NULL,
     feedetl_sn text NOT NULL,
     amount_fen bigint NOT NULL CHECK (amount_fen > 0),
     PRIMARY KEY (fixmedins_code, objection_id, mdtrt_id, chrg_bchno, feedetl_sn),
     FOREIGN KEY (fixmedins_code, objection_id) REFERENCES collection_objection
   )`,
  `CREATE TABLE collection_set_off (
     fixmedins_code text NOT NULL,
     set_off_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     correction_id bigint NOT NULL,
     claim_id bigint NOT NULL,
     account text NOT NULL CHECK (account IN ('let_off', 'written_off', 'due', 'suspended', 'collected')),
     mdtrt_id text NOT NULL,
     chrg_bchno text NOT NULL,
     feedetl_sn text NOT NULL,
     amount_fen bigint NOT NULL CHECK (amount_fen > 0),
     PRIMARY KEY (fixmedins_code, set_off_id),
     FOREIGN KEY (fixmedins_code, correction_id) REFERENCES collection_claim,
     FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
   )`,
  `CREATE INDEX collection_set_off_claim ON collection_set_off (fixmedins_code, claim_id, mdtrt_id, chrg_bchno, feedetl_sn)`,
  `CREATE INDEX collection_set_off_correction ON collection_set_off
     (fixmedins_code, correction_id, mdtrt_id, chrg_bchno, feedetl_sn)`,
  `CREATE TABLE collection_damages_check (
     fixmedins_code text NOT NULL CHECK (fixmedins_code <> ''),
     run_id text NOT NULL REFERENCES collection_run,
     area text NOT NULL,
     period text NOT NULL,
     PRIMARY KEY (fixmedins_code, run_id, area, period)
   )`,
  // What objections that stand still name of a claim: suspended or let off for their lines alone.
  `CREATE FUNCTION objected_by_line(institution text, claim bigint) RETURNS bigint LANGUAGE sql STABLE
     SECURITY DEFINER SET search_path = public, pg_temp AS $$
     SELECT coalesce(sum(l.amount_fen - coalesce((
       SELECT sum(s.amount_fen) FROM collection_set_off s
       WHERE s.fixmedins_code = o.fixmedins_code AND s.claim_id = o.claim_id AND s.account IN ('let_off', 'suspended')
         AND (s.mdtrt_id, s.chrg_bchno, s.feedetl_sn) = (l.mdtrt_id, l.chrg_bchno, l.feedetl_sn)), 0)), 0)::bigint
     FROM collection_objection o JOIN collection_objection_line l USING (fixmedins_code, objection_id)
     WHERE o.fixmedins_code = institution AND o.claim_id = claim AND NOT EXISTS (
       SELECT FROM collection_decision d JOIN collection_proposal p USING (fixmedins_code, proposal_id)
       WHERE d.fixmedins_code = o.fixmedins_code AND d.kind = 'objection' AND d.subject = o.objection_id::text
         AND d.outcome = 'confirmed' AND p.content ->> 'outcome' = 'refused')
   $$`,
  `CREATE FUNCTION check_collection_set_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
   DECLARE
     correction record;
     against record;
     named bigint;
     claimed bigint;
     taken bigint;
   BEGIN
     SELECT c.amount_fen, c.corrects, coalesce(c.area, r.area) AS area INTO correction
     FROM collection_claim c JOIN collection_run r USING (run_id)
     WHERE c.fixmedins_code = NEW.fixmedins_code AND c.claim_id = NEW.correction_id;
     SELECT c.amount_fen, c.kind, coalesce(nullif(c.corrects, ''), r.period) AS period, coalesce(c.area, r.area) AS area INTO against
     FROM collection_claim c JOIN collection_run r USING (run_id)
     WHERE c.fixmedins_code = NEW.fixmedins_code AND c.claim_id = NEW.claim_id FOR UPDATE OF c;
     IF against.area <> correction.area OR against.kind = 'damages' OR against.amount_fen < 0 OR correction.amount_fen > 0
       OR NOT (starts_with(against.period, correction.corrects) OR starts_with(correction.corrects, against.period)) THEN
       RAISE EXCEPTION 'correction % of % is set against claim % of other books', NEW.correction_id, NEW.fixmedins_code, NEW.claim_id
         USING ERRCODE = 'check_violation';
     END IF;
     SELECT sum(amount_fen) INTO taken FROM collection_set_off
     WHERE fixmedins_code = NEW.fixmedins_code AND correction_id = NEW.correction_id
       AND (mdtrt_id, chrg_bchno, feedetl_sn) = (NEW.mdtrt_id, NEW.chrg_bchno, NEW.feedetl_sn);
     SELECT -amount_fen INTO claimed FROM collection_claim_line
     WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.correction_id
       AND (mdtrt_id, chrg_bchno, feedetl_sn) = (NEW.mdtrt_id, NEW.chrg_bchno, NEW.feedetl_sn);
     IF claimed IS NULL OR taken > claimed THEN
       RAISE EXCEPTION 'correction % of % sets off more of a line than it takes back', NEW.correction_id, NEW.fixmedins_code
         USING ERRCODE = 'check_violation';
     END IF;
     SELECT sum(amount_fen) INTO taken FROM collection_set_off
     WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id
       AND (mdtrt_id, chrg_bchno, feedetl_sn) = (NEW.mdtrt_id, NEW.chrg_bchno, NEW.feedetl_sn);
     SELECT amount_fen INTO named FROM collection_claim_line
     WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id
       AND (mdtrt_id, chrg_bchno, feedetl_sn) = (NEW.mdtrt_id, NEW.chrg_bchno, NEW.feedetl_sn);
     IF taken > named OR (named IS NULL AND EXISTS (
       SELECT FROM collection_claim_line WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id
     )) THEN
       RAISE EXCEPTION 'more of a line is set against claim % of % than it names', NEW.claim_id, NEW.fixmedins_code
         USING ERRCODE = 'check_violation';
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER collection_set_off_within AFTER INSERT ON collection_set_off
   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_set_off()`,
  `CREATE OR REPLACE FUNCTION check_collection_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
   DECLARE
     claimed bigint;
     claim_kind text;
     closed text;
     books text;
     posting_kind text;
     named bigint;
   BEGIN
     SELECT c.amount_fen, c.kind, c.corrects, coalesce(c.area, r.area) INTO claimed, claim_kind, closed, books
     FROM collection_claim c JOIN collection_run r USING (run_id)
     WHERE c.fixmedins_code = NEW.fixmedins_code AND c.claim_id = NEW.claim_id FOR UPDATE OF c;
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
     IF NEW.account IN ('let_off', 'suspended') AND NEW.amount_fen < 0 THEN
       named := objected_by_line(NEW.fixmedins_code, NEW.claim_id);
       IF named > 0 AND (
         SELECT sum(amount_fen) FROM collection_entry
         WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id AND account IN ('let_off', 'suspended')
       ) < named THEN
         RAISE EXCEPTION 'what was objected to of other lines of claim % of % would be set off', NEW.claim_id, NEW.fixmedins_code
           USING ERRCODE = 'check_violation';
       END IF;
     END IF;
     IF posting_kind = 'results' AND claim_kind = 'adjustment' AND claimed < 0 AND NEW.account = 'due' AND (
       SELECT sum(amount_fen) FROM collection_entry
       WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id AND account = 'due'
     ) < -coalesce((
       SELECT sum(amount_fen) FROM collection_set_off
       WHERE fixmedins_code = NEW.fixmedins_code AND correction_id = NEW.claim_id AND account = 'collected'), 0)
     AND EXISTS (
       SELECT FROM collection_claim c JOIN collection_run r USING (run_id) JOIN collection_entry e USING (fixmedins_code, claim_id)
       WHERE c.fixmedins_code = NEW.fixmedins_code AND c.amount_fen > 0 AND c.kind <> 'damages' AND coalesce(c.area, r.area) = books
         AND (starts_with(coalesce(nullif(c.corrects, ''), r.period), closed)
           OR starts_with(closed, coalesce(nullif(c.corrects, ''), r.period)))
         AND e.account IN ('let_off', 'written_off', 'due', 'suspended')
         AND NOT EXISTS (
           SELECT FROM collection_claim_line l WHERE l.fixmedins_code = c.fixmedins_code AND l.claim_id = c.claim_id)
       GROUP BY c.claim_id HAVING sum(e.amount_fen) > objected_by_line(NEW.fixmedins_code, c.claim_id)
     ) THEN
       RAISE EXCEPTION 'correction % of % would give back what was not collected of %', NEW.claim_id, NEW.fixmedins_code, closed
         USING ERRCODE = 'check_violation';
     END IF;
     IF NEW.account = 'collected' AND NEW.amount_fen < 0 AND claim_kind <> 'damages' THEN
       PERFORM pg_advisory_xact_lock(hashtext('collection of an institution'), hashtext(NEW.fixmedins_code));
       IF (
         SELECT sum(e.amount_fen) FROM collection_entry e JOIN collection_claim c USING (fixmedins_code, claim_id)
         JOIN collection_run r USING (run_id)
         WHERE e.fixmedins_code = NEW.fixmedins_code AND e.account = 'collected' AND c.kind <> 'damages'
           AND coalesce(c.area, r.area) = books
       ) < 0 THEN
         RAISE EXCEPTION 'more would be given back to % than was collected', NEW.fixmedins_code
           USING ERRCODE = 'check_violation';
       END IF;
     END IF;
     RETURN NULL;
   END $$`,
];
