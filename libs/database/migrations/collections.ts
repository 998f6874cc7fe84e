import { Defect } from '@gatekeeper/runtime';
import { AUDIT_SAMPLE_STATEMENTS, AUDIT_SAMPLE_TABLES } from './audit-sample-tables';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What institutions owe the fund by closed runs, as a double-entry ledger in whole fen, and what two people decide about it. All of it is
 * append-only: a balance is a sum of entries, never a number that is written over. A posting balances to 0, of each claim by itself,
 * and leaves no claim below nothing or above its amount; what takes money, writes it off or decides an objection names what one
 * person proposed and another confirmed. Beside it, samples of re-audits and what was found in them.
 */
export class Collections1767225634000 implements MigrationInterface {
  readonly name = 'Collections1767225634000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
    for (const table of TABLES)
      await runner.query(
        `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
         FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
      );
    await runner.query(GRANTS);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const TABLES = [
  'collection_run',
  'collection_claim',
  'collection_objection',
  'collection_proposal',
  'collection_decision',
  'collection_posting',
  'collection_entry',
  ...AUDIT_SAMPLE_TABLES,
];

const STATEMENTS = [
  // A period of an area is posted once, also under a longer or a shorter prefix, and a year where none of its months is.
  `CREATE TABLE collection_run (
     run_id text PRIMARY KEY,
     area text NOT NULL,
     period text NOT NULL,
     months daterange NOT NULL CHECK (NOT isempty(months)),
     pack text NOT NULL,
     edition text NOT NULL,
     objection_working_days smallint CHECK (objection_working_days > 0),
     posted_by text NOT NULL CHECK (posted_by <> ''),
     posted_at timestamptz NOT NULL,
     posted_on date NOT NULL
   )`,
  `CREATE FUNCTION check_collection_run() RETURNS trigger LANGUAGE plpgsql AS $$
   DECLARE
     other record;
   BEGIN
     SELECT area, period INTO other FROM public.collection_run
     WHERE months && NEW.months AND (starts_with(area, NEW.area) OR starts_with(NEW.area, area)) AND run_id <> NEW.run_id
     LIMIT 1;
     IF FOUND THEN
       RAISE EXCEPTION 'period % of area % is posted already, as % of area %', NEW.period, NEW.area, other.period, other.area
         USING ERRCODE = 'exclusion_violation';
     END IF;
     RETURN NEW;
   END $$`,
  `CREATE TRIGGER collection_run_once BEFORE INSERT ON collection_run
   FOR EACH ROW EXECUTE FUNCTION check_collection_run()`,
  `CREATE TABLE collection_claim (
     fixmedins_code text NOT NULL CHECK (fixmedins_code <> ''),
     claim_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     run_id text NOT NULL REFERENCES collection_run,
     kind text NOT NULL CHECK (kind IN ('recovery', 'damages', 'adjustment')),
     corrects text NOT NULL DEFAULT '' CHECK ((corrects <> '') = (kind = 'adjustment')),
     amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
     PRIMARY KEY (fixmedins_code, claim_id),
     UNIQUE (fixmedins_code, run_id, kind, corrects)
   )`,
  `CREATE TABLE collection_objection (
     fixmedins_code text NOT NULL,
     objection_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     claim_id bigint NOT NULL,
     amount_fen bigint NOT NULL CHECK (amount_fen > 0),
     grounds text NOT NULL CHECK (grounds <> ''),
     document_no text,
     filed_by text NOT NULL CHECK (filed_by <> ''),
     filed_at timestamptz NOT NULL,
     PRIMARY KEY (fixmedins_code, objection_id),
     UNIQUE (fixmedins_code, claim_id),
     FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
   )`,
  `CREATE TABLE collection_proposal (
     fixmedins_code text NOT NULL,
     proposal_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     kind text NOT NULL CHECK (kind IN ('netting', 'write_off', 'objection')),
     subject text NOT NULL CHECK (subject <> ''),
     content json NOT NULL,
     digest text NOT NULL,
     reason text,
     proposed_by text NOT NULL CHECK (proposed_by <> ''),
     proposed_at timestamptz NOT NULL,
     PRIMARY KEY (fixmedins_code, proposal_id),
     UNIQUE (fixmedins_code, proposal_id, kind, subject, proposed_by),
     CONSTRAINT collection_proposal_reason CHECK (kind = 'netting' OR reason IS NOT NULL)
   )`,
  `CREATE INDEX collection_proposal_subject ON collection_proposal (fixmedins_code, kind, subject)`,
  `CREATE TABLE collection_decision (
     fixmedins_code text NOT NULL,
     proposal_id bigint NOT NULL,
     kind text NOT NULL,
     subject text NOT NULL,
     outcome text NOT NULL CHECK (outcome IN ('confirmed', 'declined')),
     proposed_by text NOT NULL,
     decided_by text NOT NULL CHECK (decided_by <> ''),
     reason text,
     decided_at timestamptz NOT NULL,
     PRIMARY KEY (fixmedins_code, proposal_id),
     UNIQUE (fixmedins_code, proposal_id, kind, subject, outcome),
     FOREIGN KEY (fixmedins_code, proposal_id, kind, subject, proposed_by)
       REFERENCES collection_proposal (fixmedins_code, proposal_id, kind, subject, proposed_by),
     CONSTRAINT collection_decision_second_person CHECK (decided_by <> proposed_by),
     CONSTRAINT collection_decision_reason CHECK (outcome = 'confirmed' OR reason IS NOT NULL)
   )`,
  // What is posted of a month, an objection or a proposal is posted once. Money moves only by what two people agreed on.
  `CREATE TABLE collection_posting (
     fixmedins_code text NOT NULL,
     posting_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
     kind text NOT NULL CHECK (kind IN ('results', 'objected', 'objection', 'netting', 'write_off')),
     subject text NOT NULL,
     run_id text REFERENCES collection_run,
     objection_id bigint,
     proposal_id bigint,
     agreed text GENERATED ALWAYS AS (CASE WHEN proposal_id IS NULL THEN NULL ELSE 'confirmed' END) STORED,
     posted_by text NOT NULL CHECK (posted_by <> ''),
     posted_at timestamptz NOT NULL,
     posted_in xid8 NOT NULL DEFAULT pg_current_xact_id(),
     PRIMARY KEY (fixmedins_code, posting_id),
     UNIQUE (fixmedins_code, proposal_id),
     CONSTRAINT collection_posting_of_run CHECK ((kind = 'results') = (run_id IS NOT NULL)),
     CONSTRAINT collection_posting_of_objection CHECK ((kind = 'objected') = (objection_id IS NOT NULL)),
     CONSTRAINT collection_posting_agreed CHECK ((kind IN ('objection', 'netting', 'write_off')) = (proposal_id IS NOT NULL)),
     FOREIGN KEY (fixmedins_code, objection_id) REFERENCES collection_objection,
     FOREIGN KEY (fixmedins_code, proposal_id, kind, subject, agreed)
       REFERENCES collection_decision (fixmedins_code, proposal_id, kind, subject, outcome)
   )`,
  `CREATE UNIQUE INDEX collection_posting_once ON collection_posting (fixmedins_code, kind, subject) WHERE kind <> 'write_off'`,
  `CREATE TABLE collection_entry (
     fixmedins_code text NOT NULL,
     posting_id bigint NOT NULL,
     entry_no smallint NOT NULL,
     claim_id bigint NOT NULL,
     account text NOT NULL CHECK (account IN
       ('due', 'suspended', 'collected', 'written_off', 'given_back', 'recovery', 'damages')),
     amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
     PRIMARY KEY (fixmedins_code, posting_id, entry_no),
     FOREIGN KEY (fixmedins_code, posting_id) REFERENCES collection_posting,
     FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
   )`,
  `CREATE INDEX collection_entry_claim ON collection_entry (fixmedins_code, claim_id)`,
  // At the end of the transaction, with the claim locked, so that two at once cannot both take the same money. It locks with its
  // owner's rights: whoever may only add rows may run it.
  `CREATE FUNCTION check_collection_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
   DECLARE
     claimed bigint;
   BEGIN
     SELECT amount_fen INTO claimed FROM collection_claim
     WHERE fixmedins_code = NEW.fixmedins_code AND claim_id = NEW.claim_id FOR UPDATE;
     IF NOT EXISTS (
       SELECT FROM collection_posting
       WHERE fixmedins_code = NEW.fixmedins_code AND posting_id = NEW.posting_id AND posted_in = pg_current_xact_id()
     ) THEN
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
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER collection_entry_balances AFTER INSERT ON collection_entry
   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_entry()`,
  `CREATE FUNCTION check_collection_posting() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF NOT EXISTS (
       SELECT FROM public.collection_entry WHERE fixmedins_code = NEW.fixmedins_code AND posting_id = NEW.posting_id
     ) THEN
       RAISE EXCEPTION 'posting % of % has no entries', NEW.posting_id, NEW.fixmedins_code USING ERRCODE = 'check_violation';
     END IF;
     RETURN NULL;
   END $$`,
  `CREATE CONSTRAINT TRIGGER collection_posting_entered AFTER INSERT ON collection_posting
   DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_posting()`,
  ...AUDIT_SAMPLE_STATEMENTS,
];

/** Whoever may add to the events of cases may add to these; whoever may read those may read these. Nobody is given more. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT acl.privilege_type, acl.is_grantable,
             CASE WHEN acl.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS acl
      WHERE c.oid = 'public.case_event'::regclass AND acl.grantee <> c.relowner
        AND acl.privilege_type IN ('SELECT', 'INSERT')
    LOOP
      EXECUTE format('GRANT %s ON ${TABLES.map((table) => `public.${table}`).join(', ')} TO %s', given.privilege_type, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
    END LOOP;
  END $$`;
