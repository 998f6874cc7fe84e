import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createPartitionedTables } from './partitioned-tables';

const TABLES = ['line_identity', 'settlement_line', 'decision', 'hold_record', 'payment_notice'];

/**
 * Lines and decisions are cut by fee month, what is current about a line by institution. What is on file moves over;
 * whatever stands on the old tables besides (an operator's view) stops the migration and is named.
 */
export class RoomForYears1767225617000 implements MigrationInterface {
  readonly name = 'RoomForYears1767225617000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE SCHEMA before_room_for_years');
    for (const table of TABLES) await runner.query(`ALTER TABLE ${table} SET SCHEMA before_room_for_years`);
    await createPartitionedTables(runner);
    await runner.query(GRANTS);
    for (const statement of MOVES) await runner.query(statement);
    for (const table of TABLES) await runner.query(`DROP TABLE before_room_for_years.${table}`);
    await runner.query('DROP SCHEMA before_room_for_years');
    await runner.query(GUARD_ASSERTION);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

/** Who might read or write a table of before may do so with its successor; of successions nobody writes by hand. */
const GRANTS = `
  DO $$
  DECLARE
    given record;
  BEGIN
    FOR given IN
      SELECT c.relname, acl.privilege_type, acl.is_grantable,
             CASE acl.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(acl.grantee)) END AS role
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) AS acl
      WHERE n.nspname = 'before_room_for_years' AND c.relkind = 'r' AND acl.grantee <> c.relowner
    LOOP
      EXECUTE format('GRANT %s ON public.%I TO %s', given.privilege_type, given.relname, given.role)
        || CASE WHEN given.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END;
      IF given.relname = 'decision' AND given.privilege_type = 'SELECT' THEN
        EXECUTE format('GRANT SELECT ON public.decision_succession TO %s', given.role);
      END IF;
    END LOOP;
  END $$`;

const SAME_LINE = (a: string, b: string): string =>
  `${a}.fixmedins_code = ${b}.fixmedins_code AND ${a}.mdtrt_id = ${b}.mdtrt_id
   AND ${a}.feedetl_sn = ${b}.feedetl_sn AND ${a}.chrg_bchno = ${b}.chrg_bchno`;

/** A month that is missing fails on NOT NULL: a decision of no line would be lost otherwise. */
const MOVES = [
  `SELECT make_fee_month(fee_month)
   FROM (SELECT DISTINCT fee_month FROM before_room_for_years.settlement_line) AS month ORDER BY fee_month`,
  // When a revision was taken in is told by the first thing said about it.
  `INSERT INTO settlement_line (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month, content_hash, content,
     fee_occurred_at, received_at, ordering_code, performing_code, setl_id, settled_at, paid_at, source_topic,
     source_partition, source_offset)
   SELECT l.fixmedins_code, l.mdtrt_id, l.feedetl_sn, l.chrg_bchno, l.revision, l.fee_month, l.content_hash, l.content,
     l.fee_occurred_at, coalesce(said.known_at, date_trunc('milliseconds', now())), l.ordering_code, l.performing_code,
     l.setl_id, l.settled_at, l.paid_at, l.source_topic, l.source_partition, l.source_offset
   FROM before_room_for_years.settlement_line l
   LEFT JOIN (
     SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, min(known_at) AS known_at
     FROM (
       SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, known_at FROM before_room_for_years.decision
       UNION ALL
       SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, known_at FROM before_room_for_years.hold_record
     ) AS answer
     GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision
   ) AS said ON ${SAME_LINE('said', 'l')} AND said.revision = l.revision`,
  `INSERT INTO decision (fixmedins_code, decision_id, fee_month, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash,
     outcome, reasons, refused_fen, recover_fen, liable, fund_scope, pack, edition, supersedes, registry_version, known_at,
     decided_at, trigger)
   SELECT d.fixmedins_code, d.decision_id, l.fee_month, d.mdtrt_id, d.feedetl_sn, d.chrg_bchno, d.revision, d.content_hash,
     d.outcome, d.reasons, d.refused_fen, d.recover_fen, d.liable, d.fund_scope, d.pack, d.edition, d.supersedes,
     d.registry_version, d.known_at, d.decided_at, d.trigger
   FROM before_room_for_years.decision d
   LEFT JOIN before_room_for_years.settlement_line l ON ${SAME_LINE('l', 'd')} AND l.revision = d.revision`,
  `INSERT INTO hold_record (fixmedins_code, hold_id, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, hold_code,
     needs, pack, edition, known_at, since, released_by, released_at)
   OVERRIDING SYSTEM VALUE
   SELECT fixmedins_code, hold_id, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, hold_code,
     needs, pack, edition, known_at, since, released_by, released_at
   FROM before_room_for_years.hold_record`,
  `SELECT setval(pg_get_serial_sequence('public.hold_record', 'hold_id'), greatest(max(hold_id), 1), max(hold_id) IS NOT NULL)
   FROM hold_record`,
  // What a notice led to tells when it was known; one that led to nothing came after its line, and not before it was paid.
  `INSERT INTO payment_notice (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id, paid_at, received_at)
   SELECT n.fixmedins_code, n.mdtrt_id, n.feedetl_sn, n.chrg_bchno, n.setl_id, n.paid_at, coalesce(
     led_to.known_at, least(greatest(n.paid_at, line.received_at), date_trunc('milliseconds', now())))
   FROM before_room_for_years.payment_notice n
   LEFT JOIN (
     SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, min(known_at) AS known_at
     FROM before_room_for_years.decision WHERE trigger = 'payment'
     GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
   ) AS led_to ON ${SAME_LINE('led_to', 'n')}
   LEFT JOIN (
     SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, min(received_at) AS received_at
     FROM settlement_line GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
   ) AS line ON ${SAME_LINE('line', 'n')}`,
  `INSERT INTO line_identity (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash, fee_month,
     init_feedetl_sn, decision_id, decision_month, outcome, held, setl_id, settled_at, paid_at)
   SELECT i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno, i.revision, i.content_hash, l.fee_month,
     i.init_feedetl_sn, i.decision_id, d.fee_month, i.outcome, i.held, coalesce(stated.setl_id, noticed.setl_id),
     stated.settled_at, i.paid_at
   FROM before_room_for_years.line_identity i
   LEFT JOIN before_room_for_years.settlement_line l ON ${SAME_LINE('l', 'i')} AND l.revision = i.revision
   LEFT JOIN decision d ON d.fixmedins_code = i.fixmedins_code AND d.decision_id = i.decision_id
   LEFT JOIN (
     SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno,
       (array_agg(setl_id ORDER BY revision DESC) FILTER (WHERE setl_id IS NOT NULL))[1] AS setl_id,
       (array_agg(settled_at ORDER BY revision DESC) FILTER (WHERE settled_at IS NOT NULL))[1] AS settled_at
     FROM before_room_for_years.settlement_line
     GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
   ) AS stated ON ${SAME_LINE('stated', 'i')}
   LEFT JOIN (
     SELECT fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, (array_agg(setl_id ORDER BY paid_at DESC))[1] AS setl_id
     FROM before_room_for_years.payment_notice WHERE setl_id <> ''
     GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno
   ) AS noticed ON ${SAME_LINE('noticed', 'i')}`,
];

/** As before; but whether anything was decided, which now asks every month, is asked only where it matters. */
const GUARD_ASSERTION = `
  CREATE OR REPLACE FUNCTION guard_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'INSERT' THEN
      IF NEW.chain = registry_chain(NEW.record_id) AND NEW.effective =
         (SELECT coalesce(effective, '(,)') FROM registry_record WHERE record_id = NEW.record_id) THEN
        RETURN NEW;
      END IF;
      RAISE EXCEPTION 'record % is not of chain %, or not effective then', NEW.record_id, NEW.chain
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.record_id = OLD.record_id AND NEW.effective = OLD.effective THEN
      IF NEW.chain = OLD.chain AND NOT isempty(OLD.recorded)
         AND (isempty(NEW.recorded) OR (lower(NEW.recorded) = lower(OLD.recorded) AND NOT upper_inf(NEW.recorded)
              AND (upper_inf(OLD.recorded) OR upper(NEW.recorded) < upper(OLD.recorded)))) THEN
        IF upper_inf(OLD.recorded) THEN
          RETURN NEW;
        ELSIF NOT EXISTS (SELECT FROM decision) THEN
          RETURN NEW;
        END IF;
      END IF;
      IF NEW.chain <> OLD.chain AND NEW.chain = registry_chain(OLD.chain) AND NEW.recorded <@ OLD.recorded
         AND (CASE WHEN isempty(NEW.recorded) THEN NOT upper_inf(OLD.recorded)
             ELSE upper(NEW.recorded) IS NOT DISTINCT FROM upper(OLD.recorded) END) THEN
        RETURN NEW;
      END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
      USING ERRCODE = 'restrict_violation', HINT = 'an assertion is closed once, by a record that supersedes';
  END $$`;
