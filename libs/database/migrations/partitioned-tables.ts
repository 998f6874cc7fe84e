import type { QueryRunner } from 'typeorm';

/** How many partitions a table that is cut by institution has; fixed, because changing it rewrites the table. */
export const FOR_EVERY_LINE = 16;
/** Few lines wait, and few decisions are superseded. */
const FOR_FEW_LINES = 4;
/** What lies outside has one partition on each side: dates that no fee of an installation has, but senders write. */
const FIRST_MONTH = '2000-01-01';
const PAST_LAST_MONTH = '2100-01-01';

/** Creates the tables of lines, cut by fee month or by institution; part of `RoomForYears1767225617000`. */
export async function createPartitionedTables(runner: QueryRunner): Promise<void> {
  for (const statement of TABLES) await runner.query(statement);
  await cutByInstitution(runner, 'line_identity', FOR_EVERY_LINE, KEPT);
  await cutByInstitution(runner, 'payment_notice', FOR_EVERY_LINE, APPEND_ONLY);
  await cutByInstitution(runner, 'hold_record', FOR_FEW_LINES, KEPT);
  await cutByInstitution(runner, 'decision_succession', FOR_FEW_LINES, APPEND_ONLY);
  await cutByFeeMonth(runner, 'settlement_line');
  await cutByFeeMonth(runner, 'decision');
  await runner.query(RECORD_SUCCESSION);
  await runner.query(`
    CREATE TRIGGER decision_supersedes_once AFTER INSERT ON decision
    FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL) EXECUTE FUNCTION record_succession()`);
  await runner.query(MAKE_FEE_MONTH);
}

interface Guard {
  readonly name: string;
  readonly refused: string;
}
export const APPEND_ONLY: Guard = { name: 'append_only', refused: 'UPDATE OR DELETE OR TRUNCATE' };
const KEPT: Guard = { name: 'kept', refused: 'DELETE OR TRUNCATE' };

/** Makes the partitions of a table that is cut by a hash of the institution, each guarded like the table itself. */
export async function cutByInstitution(
  runner: QueryRunner,
  table: string,
  modulus: number,
  guard: Guard,
): Promise<void> {
  await guardTable(runner, table, table, guard);
  for (let remainder = 0; remainder < modulus; remainder++) {
    const partition = `${table}_${remainder}`;
    await runner.query(`
      CREATE TABLE ${partition} PARTITION OF ${table} FOR VALUES WITH (MODULUS ${modulus}, REMAINDER ${remainder})`);
    await guardTable(runner, table, partition, guard);
  }
}

async function cutByFeeMonth(runner: QueryRunner, table: string): Promise<void> {
  await guardTable(runner, table, table, APPEND_ONLY);
  const edges = [
    ['before_2000', `FROM (MINVALUE) TO ('${FIRST_MONTH}')`],
    ['from_2100', `FROM ('${PAST_LAST_MONTH}') TO (MAXVALUE)`],
  ];
  for (const [name, bounds] of edges) {
    const partition = `${table}_${name}`;
    await runner.query(`CREATE TABLE ${partition} PARTITION OF ${table} FOR VALUES ${bounds}`);
    await guardTable(runner, table, partition, APPEND_ONLY);
  }
}

/** A statement's trigger on the parent does not fire for what is sent to a partition: each has its own. */
async function guardTable(runner: QueryRunner, table: string, on: string, guard: Guard): Promise<void> {
  await runner.query(`
    CREATE TRIGGER ${table}_${guard.name} BEFORE ${guard.refused} ON ${on}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`);
}

const TABLES = [
  `CREATE TABLE line_identity (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     revision integer NOT NULL,
     content_hash text NOT NULL,
     fee_month date NOT NULL,
     init_feedetl_sn text,
     decision_id text,
     decision_month date,
     outcome text,
     held boolean NOT NULL,
     setl_id text,
     settled_at timestamptz,
     settlement_month date GENERATED ALWAYS AS (
       coalesce(date_trunc('month', settled_at AT TIME ZONE INTERVAL '8 hours')::date, fee_month)
     ) STORED,
     paid_at timestamptz,
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno),
     CONSTRAINT line_identity_decision CHECK ((decision_id IS NULL) = (decision_month IS NULL))
   ) PARTITION BY HASH (fixmedins_code)`,
  `CREATE INDEX line_identity_refund_of ON line_identity (fixmedins_code, mdtrt_id, init_feedetl_sn)
   WHERE init_feedetl_sn IS NOT NULL`,
  `CREATE INDEX line_identity_settlement ON line_identity (fixmedins_code, settlement_month)`,
  `CREATE TABLE settlement_line (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     revision integer NOT NULL,
     fee_month date NOT NULL,
     content_hash text NOT NULL,
     content text NOT NULL,
     fee_occurred_at timestamptz NOT NULL,
     received_at timestamptz NOT NULL,
     ordering_code text,
     performing_code text,
     setl_id text,
     settled_at timestamptz,
     paid_at timestamptz,
     source_topic text NOT NULL,
     source_partition integer NOT NULL,
     source_offset bigint NOT NULL,
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month)
   ) PARTITION BY RANGE (fee_month)`,
  `CREATE INDEX settlement_line_ordering ON settlement_line (ordering_code, fee_occurred_at)
   WHERE ordering_code IS NOT NULL`,
  `CREATE INDEX settlement_line_performing ON settlement_line (performing_code, fee_occurred_at)
   WHERE performing_code IS NOT NULL`,
  `CREATE TABLE decision (
     fixmedins_code text NOT NULL,
     decision_id text NOT NULL,
     fee_month date NOT NULL,
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
     PRIMARY KEY (fixmedins_code, decision_id, fee_month)
   ) PARTITION BY RANGE (fee_month)`,
  `CREATE TABLE decision_succession (
     fixmedins_code text NOT NULL,
     supersedes text NOT NULL,
     decision_id text NOT NULL,
     fee_month date NOT NULL,
     PRIMARY KEY (fixmedins_code, supersedes)
   ) PARTITION BY HASH (fixmedins_code)`,
  `CREATE TABLE hold_record (
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
   ) PARTITION BY HASH (fixmedins_code)`,
  // One line waits once at most: a second open hold is a race lost.
  `CREATE UNIQUE INDEX hold_record_open ON hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
   WHERE released_at IS NULL`,
  `CREATE TABLE payment_notice (
     fixmedins_code text NOT NULL,
     mdtrt_id text NOT NULL,
     feedetl_sn text NOT NULL,
     chrg_bchno text NOT NULL,
     setl_id text NOT NULL,
     paid_at timestamptz NOT NULL,
     received_at timestamptz NOT NULL,
     PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id)
   ) PARTITION BY HASH (fixmedins_code)`,
];

/** The owner's rights: whoever records needs none on the table of successions, and so cannot write it by hand. */
const RECORD_SUCCESSION = `
  CREATE FUNCTION record_succession() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    INSERT INTO decision_succession (fixmedins_code, supersedes, decision_id, fee_month)
    VALUES (NEW.fixmedins_code, NEW.supersedes, NEW.decision_id, NEW.fee_month);
    RETURN NULL;
  END $$`;

/**
 * Makes the partitions of one month where they are missing, whatever became of another session that tried. It is attached,
 * not created in place: attaching waits for no reader and no writer of the parent.
 */
const MAKE_FEE_MONTH = `
  CREATE FUNCTION make_fee_month(of_month date) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    first_day date := date_trunc('month', of_month::timestamp)::date;
    parent text;
    month_table text;
    made boolean := false;
  BEGIN
    IF NOT has_table_privilege(session_user, 'settlement_line', 'INSERT') THEN
      RAISE EXCEPTION '% may not record lines', session_user USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF first_day < '${FIRST_MONTH}' OR first_day >= '${PAST_LAST_MONTH}' THEN
      RETURN false;
    END IF;
    PERFORM pg_advisory_xact_lock(4710060);
    FOREACH parent IN ARRAY ARRAY['settlement_line', 'decision'] LOOP
      month_table := parent || to_char(first_day, '_YYYY_MM');
      IF EXISTS (
        SELECT FROM pg_inherits WHERE inhparent = parent::regclass AND inhrelid = to_regclass(month_table)
      ) THEN
        CONTINUE;
      END IF;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', month_table, parent);
      EXECUTE format(
        'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
        parent || '_append_only', month_table);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        parent, month_table, first_day, (first_day + interval '1 month')::date);
      made := true;
    END LOOP;
    RETURN made;
  END $$`;
