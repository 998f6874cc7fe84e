-- The whole schema as the migrations leave it, for reading and review. A test compares the two.

-- Trusted: whoever may create in the database may create it. It lets a text stand in an exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Registry of record ------------------------------------------------------------------------------------------------

-- The numbers of writes: taken when a write begins, as its version is when it is committed.
CREATE SEQUENCE registry_write_id;

-- One row for each registry write: it makes visible what carries its write_id. Stamped once more by its own transaction.
CREATE TABLE registry_commit (
  version bigint PRIMARY KEY,
  received_at timestamptz NOT NULL UNIQUE, -- the store's own clock; later than the known_at of every earlier decision
  as_recorded boolean NOT NULL,            -- first load of history: its records are known from recorded_at on
  write_id bigint NOT NULL UNIQUE
);

-- Append-only; to be read through registry_record. `write_id` names a row of registry_commit: without a foreign key,
-- because that row is written last, and what is prepared in bulk is not visible before.
CREATE TABLE registry_record_written (
  record_id text CONSTRAINT registry_record_pkey PRIMARY KEY,
  kind text NOT NULL,
  body text NOT NULL,               -- the record as its sender wrote it, canonical
  recorded_at timestamptz NOT NULL, -- the sender's claim
  write_id bigint NOT NULL,
  supersedes text,                  -- a record_id, which may not be on file yet
  document_no text,                 -- of sanctions, restorations, revisions, annulments
  code text,                        -- the person it names; NULL in these: all whom the document sanctions
  fixmedins_code text,              -- the institution it names
  name text,                        -- of a clinician or an institution
  area text,                        -- of an institution
  effective tstzrange               -- when it holds; NULL: always
);
CREATE INDEX registry_record_write ON registry_record_written (write_id);
CREATE INDEX registry_record_corrections ON registry_record_written (write_id) WHERE supersedes IS NOT NULL;
CREATE INDEX registry_record_supersedes ON registry_record_written (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX registry_record_document ON registry_record_written (document_no) WHERE document_no IS NOT NULL;
CREATE INDEX registry_record_registered_at ON registry_record_written (fixmedins_code, code COLLATE "C")
  WHERE kind = 'registration';
CREATE INDEX registry_record_sites ON registry_record_written (code COLLATE "C")
  WHERE kind IN ('registration', 'pharmacy_principal');
-- For checks: registrations without a commitment, and those with a certificate by its last day.
CREATE INDEX registry_record_uncommitted ON registry_record_written (fixmedins_code, code COLLATE "C")
  WHERE kind = 'registration' AND (body::json ->> 'committed_on') IS NULL;
CREATE INDEX registry_record_certificate ON registry_record_written
  (fixmedins_code, (body::json ->> 'certificate_until') COLLATE "C")
  WHERE kind = 'registration' AND (body::json ->> 'certificate_until') IS NOT NULL;
CREATE INDEX registry_record_sanctioned_at ON registry_record_written (fixmedins_code) WHERE kind = 'sanction';
CREATE INDEX registry_record_clinician ON registry_record_written (code COLLATE "C") WHERE kind = 'clinician';
CREATE INDEX registry_record_institution ON registry_record_written (fixmedins_code COLLATE "C") WHERE kind = 'institution';
CREATE INDEX registry_record_area ON registry_record_written (area COLLATE "C", fixmedins_code COLLATE "C")
  WHERE kind = 'institution';
-- By the characters of the name: a word of Chinese has no spaces, and often a single one.
CREATE INDEX registry_record_name ON registry_record_written USING gin (string_to_array(lower(name), NULL))
  WHERE name IS NOT NULL;

-- Every record that was committed, and since when it is known.
CREATE VIEW registry_record AS
SELECT w.record_id, w.kind, w.body, w.recorded_at, c.version, w.supersedes, w.document_no, w.code, w.fixmedins_code,
       w.name, w.area, w.effective,
       CASE WHEN c.as_recorded THEN w.recorded_at ELSE c.received_at END AS known_from
FROM registry_record_written w JOIN registry_commit c ON c.write_id = w.write_id;

-- The records of each chain of corrections: one truth for each moment, held at each moment. Closed once, by a correction.
CREATE TABLE registry_assertion (
  record_id text PRIMARY KEY REFERENCES registry_record_written,
  chain text NOT NULL,              -- the record_id of its first, which may not be on file yet
  effective tstzrange NOT NULL,
  recorded tstzrange NOT NULL,      -- while it was held in this chain; empty: its correction was known first
  CONSTRAINT registry_assertion_one_truth
    EXCLUDE USING gist (chain WITH =, effective WITH &&, recorded WITH &&)
);
CREATE INDEX registry_assertion_chain ON registry_assertion (chain);

-- The chain a record is of: the first record it corrects, through all corrections between; of a ring its least.
CREATE FUNCTION registry_chain(of_record text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  here text := of_record;
  corrected text;
  named text;
  walked text[] := '{}';
BEGIN
  LOOP
    IF here = ANY (walked) THEN
      -- A ring keeps the name it has; a new one is named after its least.
      RETURN (SELECT coalesce(min(r.record COLLATE "C") FILTER (WHERE a.chain = r.record), min(r.record COLLATE "C"))
              FROM unnest(walked[array_position(walked, here):]) AS r (record)
              LEFT JOIN registry_assertion a ON a.record_id = r.record);
    END IF;
    walked := walked || here;
    SELECT chain INTO named FROM registry_assertion WHERE record_id = here;
    IF named IS NOT NULL AND named <> here THEN
      here := named;
      CONTINUE;
    END IF;
    SELECT supersedes INTO corrected FROM registry_record WHERE record_id = here;
    IF corrected IS NULL THEN
      RETURN here;
    END IF;
    here := corrected;
  END LOOP;
END $$;

-- Since when a record and all it corrects, directly or not, are known.
CREATE FUNCTION registry_joined_at(of_record text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  WITH RECURSIVE way_up (record_id, supersedes, version, recorded_at) AS (
    SELECT record_id, supersedes, version, recorded_at FROM registry_record WHERE record_id = of_record
    UNION
    SELECT r.record_id, r.supersedes, r.version, r.recorded_at
    FROM way_up JOIN registry_record r ON r.record_id = way_up.supersedes
  )
  SELECT max(CASE WHEN c.as_recorded THEN w.recorded_at ELSE c.received_at END)
  FROM way_up w JOIN registry_commit c ON c.version = w.version
$$;

-- Whose timelines a record belongs to, and by which write; to be read through registry_subject. What is committed stands once.
CREATE TABLE registry_subject_written (
  subject text NOT NULL,
  record_id text NOT NULL CONSTRAINT registry_subject_record_id_fkey REFERENCES registry_record_written,
  write_id bigint NOT NULL,
  CONSTRAINT registry_subject_pkey PRIMARY KEY (subject, record_id, write_id)
);
CREATE INDEX registry_subject_record ON registry_subject_written (record_id);
CREATE VIEW registry_subject AS
SELECT w.subject, w.record_id, c.version
FROM registry_subject_written w JOIN registry_commit c ON c.write_id = w.write_id;

-- The last write that touched each subject; derived, rewritten in place. Of a bulk write it is behind until that is folded in.
CREATE TABLE subject_version (
  subject text PRIMARY KEY,
  version bigint NOT NULL
);

-- Bulk writes that are prepared (no version yet), or committed and not yet folded into subject_version.
CREATE TABLE registry_bulk (
  write_id bigint PRIMARY KEY,
  version bigint
);

-- Whose timelines each write changes: a queue, not history. Of a committed write they go when every sink has passed them.
CREATE TABLE registry_change (
  write_id bigint NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (write_id, subject)
);
-- How far each sink is: through all of a write, or up to one of its subjects.
CREATE TABLE relay_cursor (
  sink text PRIMARY KEY,
  version bigint NOT NULL,
  subject text
);

-- The latest known_at handed out on each connection: registry writes stamp themselves later than all of them.
CREATE TABLE recording_moment (
  backend integer PRIMARY KEY,
  known_at timestamptz NOT NULL
) WITH (fillfactor = 20);

-- Lines and decisions: the institution is in every key ---------------------------------------------------------------
--
-- What grows with the years is cut: lines and decisions by fee month (range; a month is made when it is needed, by
-- `make_fee_month`), what is current about a line by institution (hash). A line's identity has no month and may move to
-- another on a re-upload: `line_identity` names the months in which its revision and its decision lie.

-- What is current about a line; rewritten in place, never removed.
CREATE TABLE line_identity (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL, -- '' where the sender has none
  revision integer NOT NULL,
  content_hash text NOT NULL,
  fee_month date NOT NULL,  -- of the current revision: its row of settlement_line
  init_feedetl_sn text,     -- of a refund: the line it reverses
  decision_id text,         -- the current decision
  decision_month date,      -- and its fee_month: after a re-upload that is held, an earlier revision's
  outcome text,             -- and its outcome
  held boolean NOT NULL,
  setl_id text,             -- the latest stated, by whichever revision or resend
  settled_at timestamptz,
  settlement_month date GENERATED ALWAYS AS (
    coalesce(date_trunc('month', settled_at AT TIME ZONE INTERVAL '8 hours')::date, fee_month)
  ) STORED,
  paid_at timestamptz,      -- likewise; all three are forgotten when the line is withdrawn
  arrived_in bigint NOT NULL DEFAULT 0,     -- the publication that its first message went into, and that message's offset:
  arrived_offset bigint NOT NULL DEFAULT 0, -- in which order identities first came
  has_news boolean NOT NULL DEFAULT false,  -- whether a void or a fact named it: line_news
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno),
  CONSTRAINT line_identity_decision CHECK ((decision_id IS NULL) = (decision_month IS NULL))
) PARTITION BY HASH (fixmedins_code);
CREATE INDEX line_identity_refund_of ON line_identity (fixmedins_code, mdtrt_id, init_feedetl_sn)
  WHERE init_feedetl_sn IS NOT NULL;
CREATE INDEX line_identity_settlement ON line_identity (fixmedins_code, settlement_month);
-- Few lines: those that an earlier moment may show in another month.
CREATE INDEX line_identity_moved ON line_identity (fixmedins_code) WHERE has_news OR revision > 1;

-- Every revision of every line; append-only. Which revision is the current one, and that there is one row of each,
-- line_identity says.
CREATE TABLE settlement_line (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL,
  fee_month date NOT NULL,  -- first day of the month in China
  content_hash text NOT NULL,
  content text NOT NULL,    -- canonical; what content_hash is of
  fee_occurred_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL, -- the known_at at which it was taken
  ordering_code text,       -- folded
  performing_code text,
  setl_id text,
  settled_at timestamptz,
  paid_at timestamptz,      -- as this revision said when it came
  source_topic text NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month)
) PARTITION BY RANGE (fee_month);
CREATE INDEX settlement_line_ordering ON settlement_line (ordering_code, fee_occurred_at)
  WHERE ordering_code IS NOT NULL;
CREATE INDEX settlement_line_performing ON settlement_line (performing_code, fee_occurred_at)
  WHERE performing_code IS NOT NULL;
CREATE TABLE settlement_line_before_2000 PARTITION OF settlement_line FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE settlement_line_from_2100 PARTITION OF settlement_line FOR VALUES FROM ('2100-01-01') TO (MAXVALUE);

-- Every decision; append-only.
CREATE TABLE decision (
  fixmedins_code text NOT NULL,
  decision_id text NOT NULL,
  fee_month date NOT NULL,  -- of the revision that it is about
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL,
  content_hash text NOT NULL,
  outcome text NOT NULL,
  reasons json NOT NULL,    -- json, not jsonb: kept as written
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
  publication_id bigint,    -- what it was to be published with, and in which place there; NULL: from before
  publication_place integer,
  liability json,           -- of a claw-back: who bears it, bar by bar; outside decision_id
  PRIMARY KEY (fixmedins_code, decision_id, fee_month)
) PARTITION BY RANGE (fee_month);
-- Rows lie in the order of their publications, more or less: a summary of ranges finds them and costs COPY next to nothing.
CREATE INDEX decision_publication ON decision USING brin (publication_id)
  WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX decision_known ON decision USING brin (known_at) WITH (pages_per_range = 32, autosummarize = on);
-- Few decisions bar; an accepted line costs this nothing.
CREATE INDEX decision_barred ON decision (fixmedins_code, decision_id) WHERE outcome IN ('reject', 'claw_back');
CREATE TABLE decision_before_2000 PARTITION OF decision FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE decision_from_2100 PARTITION OF decision FOR VALUES FROM ('2100-01-01') TO (MAXVALUE);

-- What superseded what, in whatever months the two lie: a decision is superseded once at most. Written by the trigger
-- on `decision` alone.
CREATE TABLE decision_succession (
  fixmedins_code text NOT NULL,
  supersedes text NOT NULL,
  decision_id text NOT NULL, -- the one that supersedes
  fee_month date NOT NULL,   -- and its month
  PRIMARY KEY (fixmedins_code, supersedes)
) PARTITION BY HASH (fixmedins_code);

-- Lines that wait, and waited. One that was released is closed, not removed.
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
  released_by text,         -- a decision_id; NULL with released_at: another revision or hold took its place
  released_at timestamptz,
  publication_id bigint,    -- as of a decision
  publication_place integer,
  release_publication_id bigint, -- the same of its release; NULL where that is told nobody
  release_place integer,
  fund_fen bigint,          -- fund_pay_amt and pool_pay_amt of the revision; NULL: from before, and ended
  pool_fen bigint,
  PRIMARY KEY (fixmedins_code, hold_id)
) PARTITION BY HASH (fixmedins_code);
CREATE INDEX hold_record_publication ON hold_record USING brin (publication_id, release_publication_id)
  WITH (pages_per_range = 32, autosummarize = on);
CREATE UNIQUE INDEX hold_record_open ON hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  WHERE released_at IS NULL;

-- Those that wait, the longest waiting first, with all that their figures add up.
CREATE INDEX hold_record_waiting ON hold_record (since, fixmedins_code, hold_id)
  INCLUDE (hold_code, fund_fen, pool_fen) WHERE released_at IS NULL;

-- Those that ended with a decision, by when: it may correct a closed period.
CREATE INDEX hold_record_released ON hold_record (released_at) WHERE released_by IS NOT NULL;

-- By which policy (map, editions, values) all that wait were asked last; append-only.
CREATE TABLE holds_asked (
  holds_asked_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  policy text NOT NULL,
  asked_at timestamptz NOT NULL
);

CREATE SEQUENCE payment_notice_id;

-- What the fund says it paid, also of a line that has not come yet; append-only.
CREATE TABLE payment_notice (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  setl_id text NOT NULL,
  paid_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL, -- the known_at at which it was taken
  notice_id bigint NOT NULL DEFAULT nextval('payment_notice_id'),
  fund_fen bigint,          -- without amounts: stated by a resend before there were notices, and no notice
  pooled_fen bigint,
  source_topic text,
  source_partition integer,
  source_offset bigint,
  CONSTRAINT payment_notice_amounts CHECK ((fund_fen IS NULL) = (pooled_fen IS NULL)),
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, notice_id)
) PARTITION BY HASH (fixmedins_code);

-- Voids of lines, and what officers found about them, as they came; append-only.
CREATE TABLE line_news_message (
  message_id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('void', 'fact')),
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  chrg_bchno text,
  feedetl_sn text,
  setl_id text,
  stated_at timestamptz NOT NULL, -- voided_at, approved_at
  fact text,
  document_no text,
  reason text,
  received_at timestamptz NOT NULL,
  source_topic text NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  CHECK (kind = 'void' OR (fact IS NOT NULL AND document_no IS NOT NULL AND feedetl_sn IS NOT NULL)),
  CHECK (kind = 'fact' OR feedetl_sn IS NOT NULL OR setl_id IS NOT NULL)
);

-- What resends state of settlement and payment, each when it was taken: line_identity keeps the latest alone. Append-only.
CREATE TABLE settlement_restated (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL, -- whose content the resend brought again, and its month
  fee_month date NOT NULL,
  setl_id text,
  settled_at timestamptz,
  paid_at timestamptz,
  received_at timestamptz NOT NULL, -- the known_at at which it was taken
  source_topic text NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, received_at, source_topic, source_partition, source_offset)
) PARTITION BY HASH (fixmedins_code);
CREATE INDEX settlement_restated_settled ON settlement_restated (settled_at) WHERE settled_at IS NOT NULL;

-- Which lines on file each of them named, at which revision, and whether a void withdrew them then; append-only.
CREATE TABLE line_news (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  message_id bigint NOT NULL,
  revision integer NOT NULL,
  withdrew boolean NOT NULL,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, message_id)
) PARTITION BY HASH (fixmedins_code);

DO $$
DECLARE
  cut record;
BEGIN
  FOR cut IN
    SELECT table_name, modulus, remainder
    FROM (VALUES ('line_identity', 16), ('payment_notice', 16), ('line_news', 16), ('settlement_restated', 16), ('hold_record', 4), ('decision_succession', 4))
      AS by_institution (table_name, modulus), generate_series(0, modulus - 1) AS remainder
  LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES WITH (MODULUS %s, REMAINDER %s)',
      cut.table_name || '_' || cut.remainder, cut.table_name, cut.modulus, cut.remainder);
  END LOOP;
END $$;

-- How far each partition is recorded; rewritten in place. Recorded is before published, and published before committed
-- at the broker: what is read again is what lies below it, by topic id and offset alone.
CREATE TABLE stream_position (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  topic_id text,            -- NULL: from before topics were known by id
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

-- What is recorded and may not be published yet: one row a recording transaction, removed once all of it is published.
CREATE TABLE publication (
  topic text NOT NULL,
  partition integer NOT NULL,
  publication_id bigint GENERATED BY DEFAULT AS IDENTITY, -- drawn behind the lock of the position: in order in a partition
  topic_id text NOT NULL,
  first_offset bigint NOT NULL,
  next_offset bigint NOT NULL,
  fee_month_first date,     -- of the lines that its decisions and holds are about; NULL: of none
  fee_month_last date,
  messages integer NOT NULL,
  dispositions json NOT NULL, -- first dispositions of its messages, counted once it is published
  superseded json NOT NULL,   -- later decisions, by trigger
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  PRIMARY KEY (topic, partition, publication_id)
);

-- What a publication says again to a message that was sent again; removed with it.
CREATE TABLE publication_repeat (
  publication_id bigint NOT NULL,
  place integer NOT NULL,
  to_topic text NOT NULL,
  message_key text NOT NULL,
  message text NOT NULL,
  PRIMARY KEY (publication_id, place)
);

-- What was said of holds when a publication went out again; what stands of them is said once more, later.
CREATE TABLE hold_said_again (
  hold_said_again_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  message text NOT NULL,    -- of the holds topic, as it was said
  kept_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Lines to be asked again because something behind them was recorded; written with the news, removed by the transaction that
-- asks the line.
CREATE TABLE line_due (
  due_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  seen_in xid8,             -- drawn when its news was seen committed: transactions below it may have missed the news
  only_refunds boolean NOT NULL DEFAULT false, -- asked because of refunds that may have been recorded meanwhile
  trigger text NOT NULL DEFAULT 'payment' CHECK (trigger IN ('payment', 'status_change')) -- of what asking comes to
);

-- What is learned late: registry writes, each with the lines that are still to be asked again because of it -----------

-- Where a registry write moves more paid money than may move by itself: what two people are asked for.
CREATE TABLE sweep_plan (
  plan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version bigint NOT NULL,  -- of the registry write
  state text NOT NULL,
  figures json NOT NULL,    -- as they were when its lines were selected
  digest text NOT NULL,     -- of the figures and of every line with its answer
  proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  reverted_version bigint UNIQUE, -- of the registry write that took back what the plan's said
  CONSTRAINT sweep_plan_state CHECK (state IN ('proposed', 'approved', 'running', 'done', 'refused')),
  CONSTRAINT sweep_plan_reverted CHECK (reverted_version IS NULL OR state = 'done')
);
CREATE INDEX sweep_plan_open ON sweep_plan (plan_id) WHERE state IN ('proposed', 'approved', 'running');

CREATE TABLE sweep_plan_line (
  plan_id bigint NOT NULL REFERENCES sweep_plan,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  before text NOT NULL,     -- what stood when it was selected, and what it would become
  after text NOT NULL,
  fee_month date NOT NULL,
  refused_fen bigint NOT NULL, -- by how much the line's amounts change
  recover_fen bigint NOT NULL,
  given_back_fen bigint NOT NULL,
  excluded boolean NOT NULL, -- from other sweeps: while the plan is open, and once refused until a later write touches it
  PRIMARY KEY (plan_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
);
CREATE UNIQUE INDEX sweep_plan_line_once ON sweep_plan_line (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  WHERE excluded;

-- Who did what about a plan, for which digest; two who approve after the last refresh let it run.
CREATE TABLE sweep_plan_act (
  act_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  plan_id bigint NOT NULL REFERENCES sweep_plan,
  act text NOT NULL,
  digest text NOT NULL,
  by_whom text NOT NULL,
  reason text,
  at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT sweep_plan_act_kind CHECK (act IN ('approve', 'refuse', 'refresh', 'revert'))
);
CREATE INDEX sweep_plan_act_plan ON sweep_plan_act (plan_id, act_id);

CREATE TABLE sweep (
  sweep_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version bigint NOT NULL,  -- of the registry write
  asked_before timestamptz NOT NULL, -- lines decided by what was known before then are asked: the write's moment, or a later one at which something it says begins
  stage text NOT NULL,
  reverts bigint REFERENCES sweep_plan, -- the plan that the write takes back: it waits for nobody
  examined bigint NOT NULL DEFAULT 0,   -- lines
  unchanged bigint NOT NULL DEFAULT 0,
  moved_fen bigint NOT NULL DEFAULT 0,  -- paid money, recoveries and givings-back added
  UNIQUE (version, asked_before),
  CONSTRAINT sweep_stage CHECK (stage IN ('new', 'collecting', 'asking', 'done'))
) WITH (fillfactor = 50);
CREATE INDEX sweep_open ON sweep (sweep_id) WHERE stage <> 'done';

-- Whose lines are still to be looked for.
CREATE TABLE sweep_subject (
  sweep_id bigint NOT NULL REFERENCES sweep,
  subject text NOT NULL,
  PRIMARY KEY (sweep_id, subject)
);

-- due: to be asked. paid: asked, and would move paid money, which is added up first. turn: to be asked, whatever moves.
-- planned: in a plan of this sweep. excluded: in a plan of another one, and asked when that ends. failed: by a defect.
CREATE TABLE sweep_line (
  sweep_id bigint NOT NULL REFERENCES sweep,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  fee_month date NOT NULL,  -- of its content, or of an earlier one: in that order they are asked
  trigger text NOT NULL,
  state text NOT NULL,
  plan_id bigint REFERENCES sweep_plan,
  PRIMARY KEY (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno),
  CONSTRAINT sweep_line_state CHECK (state IN ('due', 'paid', 'turn', 'planned', 'excluded', 'failed', 'detached')),
  CONSTRAINT sweep_line_plan CHECK ((state IN ('planned', 'excluded')) <= (plan_id IS NOT NULL))
);
-- What the paid lines of a sweep, and the refunds that follow them, would become, as it was when they were asked and added up.
CREATE TABLE sweep_turn (
  sweep_id bigint NOT NULL REFERENCES sweep,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  before text NOT NULL,
  after text NOT NULL,
  fee_month date NOT NULL,
  refused_fen bigint NOT NULL,
  recover_fen bigint NOT NULL,
  given_back_fen bigint NOT NULL,
  turning boolean NOT NULL,  -- added up: it is being turned
  PRIMARY KEY (sweep_id, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
);
CREATE INDEX sweep_line_detached ON sweep_line (fixmedins_code, mdtrt_id) WHERE state = 'detached';
CREATE INDEX sweep_line_to_do ON sweep_line (sweep_id, fee_month, fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  WHERE state IN ('due', 'turn');
CREATE INDEX sweep_line_plan ON sweep_line (plan_id) WHERE plan_id IS NOT NULL;
-- Runs of clearing. The same terms are one run, however often it is begun or broken off.
CREATE TABLE clearing_run (
  run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  terms text NOT NULL UNIQUE, -- JSON: all that its files follow from, beside what is on file
  area text NOT NULL,
  area_of text NOT NULL CHECK (area_of IN ('treatment', 'insurance')),
  period text NOT NULL,
  counted_by text NOT NULL CHECK (counted_by IN ('settlement', 'fee')),
  known_at timestamptz NOT NULL,
  begun_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  done boolean NOT NULL DEFAULT false,
  digest text,              -- of its files
  lines bigint,             -- of the period
  held bigint,
  unexplained bigint,       -- lines that differ for no cause
  root text,                -- of the tree over the leaves of its lines; NULL with done: from before it was kept
  tree_blocks bytea,        -- roots of its blocks of 1,024 leaves, 32 bytes each, in order; NULL with root: from before
  CONSTRAINT clearing_run_root CHECK (root IS NULL OR done AND root ~ '^[0-9a-f]{64}$'),
  CONSTRAINT clearing_run_blocks CHECK (tree_blocks IS NULL OR root IS NOT NULL),
  CONSTRAINT clearing_run_done CHECK (done = (digest IS NOT NULL AND lines IS NOT NULL AND held IS NOT NULL AND unexplained IS NOT NULL))
);

-- A part of a run is done or not: what it came to is written in one step.
CREATE TABLE clearing_part (
  run_id bigint NOT NULL REFERENCES clearing_run,
  fixmedins_code text NOT NULL,
  month text NOT NULL,
  done_at timestamptz,
  result text,              -- JSON: counts and money
  rows bytea,               -- gzip of JSON: rows of the files that have one for each line concerned
  unexplained bigint,
  leaf_hashes bytea NOT NULL DEFAULT '', -- RFC 9162: 32 bytes for each line of the period, in the order of the bytes of its identity
  line_keys bytea NOT NULL DEFAULT '',   -- gzip: these identities, a line each, joined with |
  PRIMARY KEY (run_id, fixmedins_code, month),
  CONSTRAINT clearing_part_done CHECK ((done_at IS NULL) = (result IS NULL) AND (done_at IS NULL) = (rows IS NULL)
    AND (done_at IS NULL) = (unexplained IS NULL))
);
CREATE INDEX clearing_part_to_do ON clearing_part (run_id) WHERE done_at IS NULL;

-- What one person proposes to close: a run of a period that is done, copied as it is. Append-only, like all that follows.
CREATE TABLE closing_proposal (
  closing_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area text NOT NULL CHECK (area ~ '^[0-9]{1,6}$'),
  period text NOT NULL CHECK (period ~ '^20[0-9]{2}(-(0[1-9]|1[0-2]))?$'),
  kind text NOT NULL CHECK (kind IN ('soft', 'hard')),
  counted_by text NOT NULL CHECK (counted_by IN ('settlement', 'fee')),
  area_of text NOT NULL CHECK (area_of IN ('treatment', 'insurance')),
  run_id bigint NOT NULL REFERENCES clearing_run,
  known_at timestamptz NOT NULL,
  digest text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  held bigint NOT NULL CHECK (held >= 0),
  reason text,
  proposed_by text NOT NULL CHECK (proposed_by <> ''),
  proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  UNIQUE (closing_id, proposed_by)
);
CREATE INDEX closing_proposal_period ON closing_proposal (area, period, closing_id);
CREATE INDEX closing_proposal_run ON closing_proposal (run_id);

CREATE TABLE closing_refusal (
  closing_id bigint PRIMARY KEY REFERENCES closing_proposal,
  refused_by text NOT NULL CHECK (refused_by <> ''),
  reason text NOT NULL,
  refused_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
);

-- Why a soft closing may be made with open holds, or made anew, and until when; it stands once another person approved it.
CREATE TABLE closing_exception (
  exception_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area text NOT NULL CHECK (area ~ '^[0-9]{1,6}$'),
  period text NOT NULL CHECK (period ~ '^20[0-9]{2}(-(0[1-9]|1[0-2]))?$'),
  reason text NOT NULL CHECK (reason <> ''),
  ends_at timestamptz NOT NULL,
  proposed_by text NOT NULL CHECK (proposed_by <> ''),
  proposed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  UNIQUE (exception_id, proposed_by),
  CONSTRAINT closing_exception_ends CHECK (ends_at > proposed_at)
);
CREATE INDEX closing_exception_period ON closing_exception (area, period, exception_id);

CREATE TABLE closing_exception_act (
  exception_id bigint NOT NULL,
  act text NOT NULL CHECK (act IN ('approve', 'refuse', 'take_back')),
  proposed_by text NOT NULL,
  by_whom text NOT NULL CHECK (by_whom <> ''),
  reason text,
  at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  PRIMARY KEY (exception_id, act),
  FOREIGN KEY (exception_id, proposed_by) REFERENCES closing_exception (exception_id, proposed_by),
  CONSTRAINT closing_exception_second_person CHECK (act <> 'approve' OR by_whom <> proposed_by)
);

-- What two people closed. A period closed anew, or for good, is a row that replaces another; the last one stands.
CREATE TABLE closed_period (
  closing_id bigint PRIMARY KEY,
  area text NOT NULL CHECK (area ~ '^[0-9]{1,6}$'),
  period text NOT NULL CHECK (period ~ '^20[0-9]{2}(-(0[1-9]|1[0-2]))?$'),
  kind text NOT NULL CHECK (kind IN ('soft', 'hard')),
  counted_by text NOT NULL CHECK (counted_by IN ('settlement', 'fee')),
  area_of text NOT NULL CHECK (area_of IN ('treatment', 'insurance')),
  run_id bigint NOT NULL REFERENCES clearing_run,
  known_at timestamptz NOT NULL,
  digest text NOT NULL,
  size bigint NOT NULL CHECK (size >= 0),
  root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  held bigint NOT NULL CHECK (held >= 0),
  proposed_by text NOT NULL,
  approved_by text NOT NULL CHECK (approved_by <> ''),
  closed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  replaces bigint UNIQUE REFERENCES closed_period,
  exception_id bigint REFERENCES closing_exception,
  FOREIGN KEY (closing_id, proposed_by) REFERENCES closing_proposal (closing_id, proposed_by),
  CONSTRAINT closed_period_second_person CHECK (approved_by <> proposed_by),
  CONSTRAINT closed_period_holds CHECK (held = 0 OR kind = 'soft' AND exception_id IS NOT NULL)
);
CREATE UNIQUE INDEX closed_period_first ON closed_period (area, period) WHERE replaces IS NULL;

-- What a closing in place of another changed: lines whose leaf is another, or that the period gained or lost.
CREATE TABLE closing_change (
  closing_id bigint NOT NULL REFERENCES closed_period,
  position bigint NOT NULL,
  line text NOT NULL,
  was text,                 -- leaf hashes in hex; NULL: the period did not have the line
  becomes text,             -- NULL: it no longer has it
  PRIMARY KEY (closing_id, position),
  CONSTRAINT closing_change_differs CHECK (was IS DISTINCT FROM becomes)
);

-- One log an area: each seal behind the one before. `seal` is JSON, as it is given out.
CREATE TABLE period_seal (
  area text NOT NULL,
  position integer NOT NULL CHECK (position >= 0),
  origin text NOT NULL UNIQUE,
  closing_id bigint NOT NULL UNIQUE REFERENCES closed_period,
  seal text NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  PRIMARY KEY (area, position)
);

-- Sealed periods kept as Parquet and not in the live tables; attached again where attached_at says so.
CREATE TABLE period_detachment (
  detachment_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  closing_id bigint NOT NULL REFERENCES closed_period,
  origin text NOT NULL,      -- <area>/<period>
  folder_digest text NOT NULL CHECK (folder_digest ~ '^[0-9a-f]{64}$'), -- of the folder's manifest: all its bytes follow from it
  first_month date NOT NULL, -- the first and the last month in which a line of it ever lay
  last_month date NOT NULL,
  corrected_at timestamptz,  -- when a line of it was last decided after its closing; NULL: none was
  lines bigint NOT NULL CHECK (lines >= 0), -- of the period
  detached_by text NOT NULL CHECK (detached_by <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  begun_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  detached_at timestamptz,   -- once all went that was to go
  attached_by text CHECK (attached_by <> ''),
  attached_at timestamptz,
  CONSTRAINT period_detachment_attached CHECK ((attached_by IS NULL) = (attached_at IS NULL))
);
CREATE UNIQUE INDEX period_detachment_standing ON period_detachment (origin) WHERE attached_at IS NULL;
-- Stands for a row of settlement_line, and for the decisions on it, that lie in a detached period: by what sweeps look for lines.
CREATE TABLE detached_line (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL,
  fee_month date NOT NULL,
  fee_occurred_at timestamptz NOT NULL,
  ordering_code text,
  performing_code text,
  decisions integer NOT NULL, -- how many went with it
  detachment_id bigint NOT NULL REFERENCES period_detachment,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision)
);
CREATE INDEX detached_line_ordering ON detached_line (ordering_code, fee_occurred_at) WHERE ordering_code IS NOT NULL;
CREATE INDEX detached_line_performing ON detached_line (performing_code, fee_occurred_at)
  WHERE performing_code IS NOT NULL;
CREATE INDEX detached_line_institution ON detached_line (fixmedins_code, fee_occurred_at);
CREATE INDEX detached_line_of ON detached_line (detachment_id);
-- Messages of the lines topic about a visit of which something is detached, as they came.
CREATE TABLE waiting_message (
  message_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  topic text NOT NULL,
  partition integer NOT NULL,
  message_offset bigint NOT NULL,
  message_key bytea,
  value bytea NOT NULL,
  sent_at text NOT NULL,     -- as producer or broker stamped it
  kept_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp())
);
CREATE INDEX waiting_message_visit ON waiting_message (fixmedins_code, mdtrt_id, message_id);

-- Figures that lines are counted in, each line once by what stands on it; the sum of tally and tally_delta.
CREATE TABLE tally (
  fixmedins_code text NOT NULL,
  fee_day date NOT NULL,         -- in China
  mdtrtarea_admvs text NOT NULL, -- of treatment
  outcome text NOT NULL,         -- 'held': a line that waits counts as that only
  reason text NOT NULL,          -- the leading reason; of a line that waits its hold code, of one withdrawn 'VOID'
  pack text NOT NULL,            -- '' where none was chosen
  ordering_code text NOT NULL,   -- of lines that wait, are barred, or are accepted under an exception; else ''
  lines bigint NOT NULL,
  claimed_fen bigint NOT NULL,   -- in the decision's scope
  refused_fen bigint NOT NULL,
  recover_fen bigint NOT NULL,
  held_fund_fen bigint NOT NULL, -- of lines that wait: all fund money, and the pooled part of it
  held_pooled_fen bigint NOT NULL,
  PRIMARY KEY (fixmedins_code, fee_day, mdtrtarea_admvs, outcome, reason, pack, ordering_code)
) WITH (fillfactor = 70);
CREATE INDEX tally_fee_day ON tally (fee_day);

-- What recording transactions changed the figures by: appended, and folded into tally behind them. No key, so that COPY
-- pays for none.
CREATE TABLE tally_delta (
  fixmedins_code text NOT NULL,
  fee_day date NOT NULL,
  mdtrtarea_admvs text NOT NULL,
  outcome text NOT NULL,
  reason text NOT NULL,
  pack text NOT NULL,
  ordering_code text NOT NULL,
  lines bigint NOT NULL,
  claimed_fen bigint NOT NULL,
  refused_fen bigint NOT NULL,
  recover_fen bigint NOT NULL,
  held_fund_fen bigint NOT NULL,
  held_pooled_fen bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);

-- Lines accepted under an exception (emergency, a stay that began before the change, an approved exemption): entered with
-- one row, and left with another when they no longer are. The sum of a line's rows is 1 or 0. Append-only.
CREATE TABLE carve_out (
  fixmedins_code text NOT NULL,
  entry_id bigint GENERATED ALWAYS AS IDENTITY,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL,
  decision_id text NOT NULL,     -- the acceptance
  fee_day date NOT NULL,         -- in China
  mdtrtarea_admvs text NOT NULL,
  ordering_code text NOT NULL,   -- folded; '' where the line names nobody
  lift text NOT NULL,            -- the leading one of lifts
  pack text NOT NULL,
  lifts json NOT NULL,           -- the reasons that lift, with article and evidence
  bars json NOT NULL,            -- the codes they lift
  lines smallint NOT NULL,       -- 1: entered; -1: left
  amount_fen bigint NOT NULL,    -- in scope, with the sign of lines
  left_for text,                 -- the outcome that stands instead, or 'held'
  received_at timestamptz NOT NULL,
  PRIMARY KEY (fixmedins_code, entry_id),
  CONSTRAINT carve_out_lines CHECK (lines IN (1, -1)),
  CONSTRAINT carve_out_left CHECK ((lines = -1) = (left_for IS NOT NULL))
);
CREATE INDEX carve_out_line ON carve_out (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, entry_id);
CREATE INDEX carve_out_fee_day ON carve_out (fee_day);

-- What looks odd among lines on file, for people to look into: derived, and found anew when lines change.
CREATE TABLE signal (
  fixmedins_code text NOT NULL,
  signal_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  area text NOT NULL,    -- of the institution
  subject text NOT NULL, -- the clinician; '' where it is about the institution
  beside text NOT NULL,  -- the colleague, or the other institution; '' where there is none
  from_day date NOT NULL,
  until_day date NOT NULL,
  figures json NOT NULL,
  evidence json NOT NULL,
  found_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  PRIMARY KEY (fixmedins_code, signal_id),
  CONSTRAINT signal_once UNIQUE (fixmedins_code, kind, from_day, subject, beside),
  CONSTRAINT signal_kind CHECK (kind IN ('volume_moved', 'two_sites', 'placeholder_codes'))
);
CREATE INDEX signal_from_day ON signal (from_day);
CREATE INDEX signal_beside ON signal (beside, from_day) WHERE kind = 'two_sites';

-- Days of institutions to be looked at: put there by whatever folds changes of figures, taken out by whoever looks.
CREATE TABLE signal_due (
  fixmedins_code text NOT NULL,
  fee_day date NOT NULL,
  is_taken boolean NOT NULL DEFAULT false, -- somebody looks at it, since due_since; what changes meanwhile is another row
  due_since timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (fixmedins_code, fee_day, is_taken)
);
CREATE INDEX signal_due_since ON signal_due (due_since);

-- Up to which registry write days were put there.
CREATE TABLE signal_cursor (
  is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
  registry_version bigint NOT NULL
);

-- Lines that time alone turns, and from when on: written by the transaction that answers them, moved to line_due when reached.
CREATE TABLE line_turning (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  at timestamptz NOT NULL,
  trigger text NOT NULL CHECK (trigger IN ('payment', 'status_change')),
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
);
CREATE INDEX line_turning_at ON line_turning (at);

-- What was never read, and topics that began anew: kept until somebody answers for them.
CREATE TABLE stream_gap (
  gap_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('skipped', 'topic_made_anew', 'log_shortened')),
  topic text NOT NULL,
  topic_id text NOT NULL,
  partition integer NOT NULL,
  from_offset bigint NOT NULL,
  until_offset bigint NOT NULL,
  seen_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  acknowledged_at timestamptz,
  acknowledged_by text,
  reason text,
  CHECK ((acknowledged_at IS NULL) = (acknowledged_by IS NULL) AND (acknowledged_at IS NULL) = (reason IS NULL))
);
CREATE INDEX stream_gap_open ON stream_gap (gap_id) WHERE acknowledged_at IS NULL;

-- Messages whose bytes the dead-letter topic does not take, and those that a defect of ours put aside.
CREATE TABLE set_aside_message (
  set_aside_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  topic_id text NOT NULL,
  partition integer NOT NULL,
  message_offset bigint NOT NULL,
  error_code text NOT NULL,
  problems json NOT NULL,
  message_key bytea,
  headers json NOT NULL,    -- names to base64
  value_bytes bigint,       -- NULL: a tombstone
  publication_id bigint,    -- goes out with it; NULL: was read again and again until it went out
  kept_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  UNIQUE (topic, topic_id, partition, message_offset)
);
CREATE INDEX set_aside_message_publication ON set_aside_message (publication_id) WHERE publication_id IS NOT NULL;
CREATE TABLE set_aside_bytes (
  set_aside_id bigint NOT NULL REFERENCES set_aside_message ON DELETE CASCADE,
  place integer NOT NULL,
  bytes bytea STORAGE EXTERNAL NOT NULL,
  PRIMARY KEY (set_aside_id, place)
);

-- Cases ---------------------------------------------------------------------------------------------------------------

-- Who did what, hash-chained: each hash is of the previous one and of the entry's own text; append-only.
CREATE TABLE audit_entry (
  seq bigint PRIMARY KEY,
  entry json NOT NULL,      -- json, not jsonb: what was hashed, as written
  previous_hash text NOT NULL,
  hash text NOT NULL
);
CREATE INDEX audit_entry_subject ON audit_entry ((entry ->> 'subject'), seq);

-- Where each case stands; rewritten in place, its history is in case_event.
CREATE TABLE case_file (
  case_id text PRIMARY KEY,
  kind text NOT NULL,       -- of the workflow
  state text NOT NULL,
  version integer NOT NULL, -- the seq of its last event
  fixmedins_code text NOT NULL, -- where it happened, or who applies
  clinician_code text,
  area text NOT NULL,       -- of the institution, when the case was opened
  pack text NOT NULL,       -- that governs it
  document_no text,
  data json NOT NULL,
  proposed_by text,         -- of an act that waits for a second person
  opened_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE INDEX case_file_institution ON case_file (fixmedins_code, kind, opened_at);
CREATE INDEX case_file_clinician ON case_file (clinician_code, kind, opened_at) WHERE clinician_code IS NOT NULL;
CREATE INDEX case_file_document ON case_file (document_no) WHERE document_no IS NOT NULL;

-- Every step of every case; append-only. What moves money takes two people, or an emergency that is reviewed.
CREATE TABLE case_event (
  case_id text NOT NULL REFERENCES case_file,
  seq integer NOT NULL,
  event text NOT NULL,
  from_state text,
  to_state text NOT NULL,
  actor text NOT NULL,      -- a user, or `system`
  at timestamptz NOT NULL,
  input json NOT NULL,
  record_ids text[] NOT NULL, -- what it wrote to the registry
  moves_money boolean NOT NULL,
  proposed_by text,
  emergency boolean NOT NULL,
  PRIMARY KEY (case_id, seq),
  UNIQUE (case_id, seq, actor),
  CONSTRAINT case_event_second_person
    CHECK (NOT moves_money OR emergency OR (proposed_by IS NOT NULL AND proposed_by <> actor)),
  CONSTRAINT case_event_emergency_moves_money CHECK (NOT emergency OR moves_money)
);

CREATE INDEX case_event_at ON case_event (at);

-- Bodies of steps name days as `YYYY-MM-DD` or `YYYY/M/D`. No calendar of PostgreSQL has a year 0.
CREATE FUNCTION written_day(written text) RETURNS date LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT make_date(nullif(split_part(translate(written, '/', '-'), '-', 1)::integer, 0),
                   split_part(translate(written, '/', '-'), '-', 2)::integer,
                   split_part(translate(written, '/', '-'), '-', 3)::integer)
$$;
-- Steps that say on which day they were done.
CREATE INDEX case_event_acted_on ON case_event
  (written_day(coalesce(input ->> 'issued_on', input ->> 'delivered_on', input ->> 'maintained_on')))
  WHERE event IN ('issue', 'deliver', 'maintain');

-- The second person's look at an act done in an emergency; append-only.
CREATE TABLE case_review (
  case_id text NOT NULL,
  seq integer NOT NULL,
  acted_by text NOT NULL,
  reviewed_by text NOT NULL,
  at timestamptz NOT NULL,
  upheld boolean NOT NULL,
  reasons text NOT NULL,
  PRIMARY KEY (case_id, seq),
  FOREIGN KEY (case_id, seq, acted_by) REFERENCES case_event (case_id, seq, actor),
  CONSTRAINT case_review_second_person CHECK (reviewed_by <> acted_by)
);

-- By when somebody must act; rewritten in place.
CREATE TABLE case_deadline (
  case_id text NOT NULL REFERENCES case_file,
  name text NOT NULL,
  due_on date,              -- until its 24:00; NULL with unpublished_year: no calendar is published for the year yet
  unpublished_year integer,
  borne_by text NOT NULL,   -- a role
  met_at timestamptz,
  withdrawn_at timestamptz, -- when the measure it belongs to was annulled, or its act taken back
  PRIMARY KEY (case_id, name),
  CHECK (due_on IS NULL OR unpublished_year IS NULL),
  CONSTRAINT case_deadline_met_or_withdrawn CHECK (met_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX case_deadline_open ON case_deadline (due_on) WHERE met_at IS NULL AND withdrawn_at IS NULL;

-- What two officers agreed on about a line, until it is said on the lines topic; kept with when it was.
CREATE TABLE line_fact_outbox (
  fact_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  case_id text NOT NULL UNIQUE REFERENCES case_file,
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  sent_fixmedins_code text NOT NULL, -- as the sender of the line writes it: the messages of a visit go by it
  fact text NOT NULL CHECK (fact IN ('emergency_proven', 'emergency_refuted', 'date_confirmed')),
  document_no text NOT NULL,
  approved_at timestamptz NOT NULL,
  tried_at timestamptz,     -- when it was last about to be published
  sent_at timestamptz       -- when every in-sync replica had it; NULL: it waits
);
CREATE INDEX line_fact_outbox_waiting ON line_fact_outbox (fact_id) WHERE sent_at IS NULL;

-- Reports on handling that were sent: which figures, as known when; append-only.
CREATE TABLE handling_submission (
  submission_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area text NOT NULL,
  month date NOT NULL,      -- its first day
  known_at timestamptz NOT NULL,
  figures_hash text NOT NULL,
  sent_on date NOT NULL,
  due_on date,              -- until its 24:00; NULL: the text sets no day
  timeliness text NOT NULL CHECK (timeliness IN ('in_time', 'late', 'no_limit')),
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  UNIQUE (area, month, known_at, figures_hash),
  CHECK ((due_on IS NULL) = (timeliness = 'no_limit'))
);

-- Access ------------------------------------------------------------------------------------------------------------

-- A user as it stands: rewritten by the transaction that writes its event, never removed.
CREATE TABLE admin_user (
  user_id uuid PRIMARY KEY,
  login text NOT NULL UNIQUE,
  display_name text NOT NULL,
  state text NOT NULL,
  roles text[] NOT NULL,
  areas text[] NOT NULL,
  institutions text[] NOT NULL,
  clinician_code text,
  oidc_subject text UNIQUE,
  approval bigint,
  proposal bigint,
  CONSTRAINT admin_user_state CHECK (state IN ('applied', 'active', 'refused', 'revoked')),
  CONSTRAINT admin_user_approved CHECK (cardinality(roles) = 0 OR approval IS NOT NULL),
  CONSTRAINT admin_user_administrator_alone
    CHECK (NOT ('user_administrator' = ANY (roles)) OR cardinality(roles) = 1),
  CONSTRAINT admin_user_clinician_alone
    CHECK (NOT ('clinician' = ANY (roles)) OR (cardinality(roles) = 1 AND clinician_code IS NOT NULL)),
  CONSTRAINT admin_user_institution_only
    CHECK (NOT (roles && '{institution_office,department_officer,clinician}') OR cardinality(areas) = 0),
  CONSTRAINT admin_user_posts_separated
    CHECK (NOT (roles @> '{scorer,reviewer}' OR roles @> '{scorer,settlement_auditor}'))
);

-- What became of each user; append-only. Whoever proposed something does not decide it, and nobody decides on oneself.
CREATE TABLE user_event (
  event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES admin_user,
  kind text NOT NULL,
  acted_by text NOT NULL,
  happened_at timestamptz NOT NULL,
  configuration json,
  reason text,
  proposal bigint,
  proposed_by text,
  UNIQUE (event_id, user_id),
  UNIQUE (event_id, user_id, acted_by),
  FOREIGN KEY (proposal, user_id, proposed_by) REFERENCES user_event (event_id, user_id, acted_by),
  CONSTRAINT user_event_kind CHECK (kind IN (
    'founded', 'applied', 'change_proposed', 'approved', 'refused', 'configured', 'revoked',
    'one_time_token_issued', 'password_set', 'password_changed', 'locked_out', 'sessions_ended')),
  CONSTRAINT user_event_decides CHECK ((kind IN ('approved', 'refused')) = (proposal IS NOT NULL AND proposed_by IS NOT NULL)),
  CONSTRAINT user_event_second_person CHECK (acted_by <> proposed_by),
  CONSTRAINT user_event_not_oneself CHECK (
    kind NOT IN ('applied', 'change_proposed', 'approved', 'refused') OR acted_by <> user_id::text)
);
CREATE INDEX user_event_of_user ON user_event (user_id, event_id);
CREATE UNIQUE INDEX user_event_decided_once ON user_event (proposal) WHERE proposal IS NOT NULL;
ALTER TABLE admin_user
  ADD FOREIGN KEY (approval, user_id) REFERENCES user_event (event_id, user_id),
  ADD FOREIGN KEY (proposal, user_id) REFERENCES user_event (event_id, user_id);

-- Argon2id, rewritten in place.
CREATE TABLE user_password (
  user_id uuid PRIMARY KEY REFERENCES admin_user,
  hash text NOT NULL,
  set_at timestamptz NOT NULL
);

-- Counted before a password is looked at, for any login, known or not.
CREATE TABLE sign_in_attempt (
  login_hash bytea PRIMARY KEY,
  attempts integer NOT NULL,
  last_at timestamptz NOT NULL,
  locked_until timestamptz
);

-- To set a password with; removed once used.
CREATE TABLE one_time_token (
  token_hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES admin_user,
  expires_at timestamptz NOT NULL
);
CREATE INDEX one_time_token_user ON one_time_token (user_id);

-- What one sign-in led to. Tokens themselves are kept nowhere, only their SHA-256.
CREATE TABLE session_family (
  family_id uuid PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES admin_user,
  started_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  ended_because text
);
CREATE INDEX session_family_user ON session_family (user_id);
CREATE INDEX session_family_ends ON session_family (ends_at);
CREATE TABLE session_token (
  token_hash bytea PRIMARY KEY,
  family_id uuid NOT NULL REFERENCES session_family ON DELETE CASCADE,
  kind text NOT NULL CHECK (kind IN ('access', 'refresh')),
  expires_at timestamptz NOT NULL,
  used_at timestamptz
);
CREATE INDEX session_token_family ON session_token (family_id);

-- Handed out for an ID token; removed once used.
CREATE TABLE oidc_nonce (
  nonce_hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);

-- Identity numbers, AES-256-GCM; append-only: the highest revision of a code is current.
CREATE TABLE person_identity (
  code text NOT NULL,
  revision integer NOT NULL,
  key_id text NOT NULL,
  nonce bytea NOT NULL,
  cipher_text bytea NOT NULL,
  tag bytea NOT NULL,
  index_key_id text NOT NULL,
  blind_index bytea NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  PRIMARY KEY (code, revision)
);
CREATE INDEX person_identity_blind ON person_identity (blind_index);
CREATE UNIQUE INDEX person_identity_nonce ON person_identity (key_id, nonce);

-- Phone numbers, in the same way; nobody is looked for by one.
CREATE TABLE person_phone (
  code text NOT NULL,
  revision integer NOT NULL,
  key_id text NOT NULL,
  nonce bytea NOT NULL,
  cipher_text bytea NOT NULL,
  tag bytea NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  PRIMARY KEY (code, revision)
);
CREATE UNIQUE INDEX person_phone_nonce ON person_phone (key_id, nonce);

-- What registrations state of the practice beside the registry's record; append-only, the highest revision is current.
CREATE TABLE registration_particulars (
  code text NOT NULL,
  fixmedins_code text NOT NULL,
  revision integer NOT NULL CHECK (revision > 0),
  fields json NOT NULL,
  recorded_at timestamptz NOT NULL,
  recorded_by text NOT NULL,
  PRIMARY KEY (code, fixmedins_code, revision)
);

-- The numbers of notices (文号) --------------------------------------------------------------------------------------

-- A prefix is one area's for good: another's numbers can never read like it. Append-only.
CREATE TABLE notice_prefix (
  prefix text PRIMARY KEY,
  area text NOT NULL,
  UNIQUE (prefix, area)
);

-- Who issues notices for an area; its row is the lock of its series.
CREATE TABLE issuing_agency (
  area text PRIMARY KEY,
  agency_name text NOT NULL,
  prefix text NOT NULL,
  FOREIGN KEY (prefix, area) REFERENCES notice_prefix (prefix, area)
);

-- Every number ever given out; append-only. Each but the first needs the one before it: the database refuses a gap.
CREATE TABLE notice_number (
  prefix text NOT NULL REFERENCES notice_prefix (prefix),
  year integer NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  previous integer GENERATED ALWAYS AS (nullif(number - 1, 0)) STORED,
  notice_number text NOT NULL UNIQUE,
  taken_for text NOT NULL,
  taken_at timestamptz NOT NULL,
  PRIMARY KEY (prefix, year, number),
  FOREIGN KEY (prefix, year, previous) REFERENCES notice_number (prefix, year, number)
);
-- Redis against the registry ------------------------------------------------------------------------------------------

-- Every entry in Redis that was found not to be what the registry says. Kept; only its end is written later, once.
CREATE TABLE sync_divergence (
  divergence_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('missing', 'behind', 'ahead', 'corrupt', 'orphan')),
  found_by text NOT NULL CHECK (found_by IN ('sample', 'scan', 'rebuild')),
  found_at timestamptz NOT NULL,
  cached_version bigint,            -- NULL: there is no entry, or it cannot be read
  registry_version bigint NOT NULL, -- of the subject; 0: never on file
  decisions_since bigint,           -- recorded about the subject since that version; NULL: not counted in time
  repaired_at timestamptz
);
CREATE INDEX sync_divergence_found ON sync_divergence (found_at);
CREATE UNIQUE INDEX sync_divergence_open ON sync_divergence (subject, kind) WHERE repaired_at IS NULL;

-- Every scan of all subjects, once it has come to its end; append-only.
CREATE TABLE sync_scan (
  scan_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  started_at timestamptz NOT NULL,
  ended_at timestamptz NOT NULL,
  subjects bigint NOT NULL,    -- looked at
  entries bigint NOT NULL,     -- looked at in Redis, for subjects that are not on file
  divergences bigint NOT NULL
);
CREATE INDEX sync_scan_ended ON sync_scan (ended_at);

-- The sample rounds, in one row rewritten in place: there are too many of them to keep each.
CREATE TABLE sync_sample (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  started_at timestamptz NOT NULL, -- of the last round
  ended_at timestamptz NOT NULL,
  subjects bigint NOT NULL,
  divergences bigint NOT NULL,
  rounds bigint NOT NULL,          -- all there ever were
  subjects_in_all bigint NOT NULL
) WITH (fillfactor = 50);

-- Rebuilds of Redis from the registry: how far each is; kept.
CREATE TABLE sync_rebuild (
  rebuild_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL,
  started_at timestamptz,
  phase text NOT NULL CHECK (phase IN ('requested', 'writing', 'removing', 'done')),
  after_subject text,              -- the last subject written: where to go on
  subjects_in_all bigint,          -- on file when it started
  subjects_written bigint NOT NULL,
  entries_removed bigint NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX sync_rebuild_unfinished ON sync_rebuild ((ended_at IS NULL)) WHERE ended_at IS NULL;

-- History is kept ---------------------------------------------------------------------------------------------------

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'write a new row that supersedes the old one';
END $$;

-- What was prepared and never committed may go; nothing else.
CREATE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM registry_commit WHERE write_id = OLD.write_id)
     OR NOT EXISTS (SELECT FROM registry_bulk WHERE write_id = OLD.write_id) THEN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
      USING ERRCODE = 'restrict_violation', HINT = 'write a new row that supersedes the old one';
  END IF;
  RETURN OLD;
END $$;

-- A write is stamped when it begins to be committed, and once more, later, behind the fence.
CREATE FUNCTION guard_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.version, NEW.write_id, NEW.as_recorded) = (OLD.version, OLD.write_id, OLD.as_recorded)
     AND NEW.received_at >= OLD.received_at AND OLD.xmin = pg_current_xact_id()::xid THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'a write is stamped in its own transaction';
END $$;

CREATE TRIGGER registry_commit_stamped BEFORE UPDATE ON registry_commit
  FOR EACH ROW EXECUTE FUNCTION guard_commit();
CREATE TRIGGER registry_commit_append_only BEFORE DELETE OR TRUNCATE ON registry_commit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_record_append_only BEFORE UPDATE OR TRUNCATE ON registry_record_written
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_record_kept BEFORE DELETE ON registry_record_written
  FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER registry_subject_append_only BEFORE UPDATE OR TRUNCATE ON registry_subject_written
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- A statement's trigger on a table that is cut does not fire for what is sent to one of its partitions: each has its own.
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT table_name, guard, events, relid::regclass AS partition
    FROM (VALUES
      ('decision_succession', 'append_only', 'UPDATE OR DELETE OR TRUNCATE'),
      ('payment_notice', 'append_only', 'UPDATE OR DELETE OR TRUNCATE'),
      ('line_news', 'append_only', 'UPDATE OR DELETE OR TRUNCATE'),
      ('settlement_restated', 'append_only', 'UPDATE OR DELETE OR TRUNCATE'),
      ('line_identity', 'kept', 'DELETE OR TRUNCATE'),
      ('hold_record', 'kept', 'DELETE OR TRUNCATE')) AS guarded (table_name, guard, events),
      pg_partition_tree(table_name::regclass)
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE %s ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()',
      kept.table_name || '_' || kept.guard, kept.events, kept.partition);
  END LOOP;
END $$;
CREATE TRIGGER registry_subject_kept BEFORE DELETE ON registry_subject_written
  FOR EACH ROW EXECUTE FUNCTION refuse_removal();
CREATE TRIGGER stream_gap_kept BEFORE DELETE OR TRUNCATE ON stream_gap
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_news_message_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON line_news_message
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sweep_plan_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sweep_plan_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sweep_plan_kept BEFORE DELETE OR TRUNCATE ON sweep_plan
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION guard_sweep_plan() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.version <> OLD.version OR OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
    ('proposed', 'approved'), ('proposed', 'refused'), ('approved', 'refused'), ('approved', 'proposed'),
    ('approved', 'running'), ('running', 'done'), ('proposed', 'done')
  ) OR OLD.state <> 'proposed' AND NEW.digest <> OLD.digest AND NEW.state <> 'proposed' THEN
    RAISE EXCEPTION 'plan % does not go from % to % like this', OLD.plan_id, OLD.state, NEW.state
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.reverted_version IS NOT NULL AND NEW.reverted_version IS DISTINCT FROM OLD.reverted_version THEN
    RAISE EXCEPTION 'plan % is reverted once', OLD.plan_id USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'proposed' AND NEW.state = 'done' AND EXISTS (
    SELECT FROM sweep_plan_line WHERE plan_id = NEW.plan_id
  ) THEN
    RAISE EXCEPTION 'plan % has lines to turn', NEW.plan_id USING ERRCODE = 'restrict_violation';
  END IF;
  IF OLD.state = 'proposed' AND NEW.state = 'approved' AND (
    SELECT count(DISTINCT by_whom) FROM sweep_plan_act
    WHERE plan_id = NEW.plan_id AND act = 'approve' AND digest = NEW.digest AND act_id > (
      SELECT coalesce(max(act_id), 0) FROM sweep_plan_act WHERE plan_id = NEW.plan_id AND act = 'refresh')
  ) < 2 THEN
    RAISE EXCEPTION 'plan % is not approved by two', NEW.plan_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER sweep_plan_guarded BEFORE UPDATE ON sweep_plan FOR EACH ROW EXECUTE FUNCTION guard_sweep_plan();
-- Whoever closes, excepts or seals comes one at a time: these wait for the advisory lock of closings, whoever writes.
CREATE FUNCTION guard_closing_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW IS DISTINCT FROM OLD AND EXISTS (SELECT FROM public.closing_proposal WHERE run_id = OLD.run_id) THEN
    RAISE EXCEPTION 'run % is closed on, or proposed to be: it stays as it is', OLD.run_id
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER clearing_run_kept BEFORE UPDATE OR DELETE ON clearing_run
  FOR EACH ROW EXECUTE FUNCTION guard_closing_run();
CREATE TRIGGER clearing_part_kept BEFORE UPDATE OR DELETE ON clearing_part
  FOR EACH ROW EXECUTE FUNCTION guard_closing_run();
CREATE FUNCTION guard_closing_refusal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(4710067);
  IF EXISTS (SELECT FROM public.closed_period WHERE closing_id = NEW.closing_id) THEN
    RAISE EXCEPTION 'closing % was agreed to', NEW.closing_id USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closing_refusal_guarded BEFORE INSERT ON closing_refusal
  FOR EACH ROW EXECUTE FUNCTION guard_closing_refusal();
CREATE FUNCTION guard_closing_exception_act() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text[];
BEGIN
  PERFORM pg_advisory_xact_lock(4710067);
  before := ARRAY(SELECT act FROM public.closing_exception_act WHERE exception_id = NEW.exception_id ORDER BY act);
  IF NEW.act = 'take_back' AND before = ARRAY['approve'] OR NEW.act <> 'take_back' AND before = ARRAY[]::text[] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'exception % does not go from % to %', NEW.exception_id, before, NEW.act
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER closing_exception_act_guarded BEFORE INSERT ON closing_exception_act
  FOR EACH ROW EXECUTE FUNCTION guard_closing_exception_act();
CREATE FUNCTION guard_closed_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  proposed public.closing_proposal;
  earlier public.closed_period;
BEGIN
  PERFORM pg_advisory_xact_lock(4710067);
  SELECT * INTO proposed FROM public.closing_proposal WHERE closing_id = NEW.closing_id;
  IF (proposed.area, proposed.period, proposed.kind, proposed.counted_by, proposed.area_of, proposed.run_id,
      proposed.known_at, proposed.digest, proposed.size, proposed.root, proposed.held)
     IS DISTINCT FROM (NEW.area, NEW.period, NEW.kind, NEW.counted_by, NEW.area_of, NEW.run_id,
      NEW.known_at, NEW.digest, NEW.size, NEW.root, NEW.held) THEN
    RAISE EXCEPTION 'closing % is not what was proposed', NEW.closing_id USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM public.closing_refusal WHERE closing_id = NEW.closing_id) THEN
    RAISE EXCEPTION 'closing % was refused', NEW.closing_id USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.exception_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM public.closing_exception e JOIN public.closing_exception_act a USING (exception_id)
    WHERE exception_id = NEW.exception_id AND (e.area, e.period) = (NEW.area, NEW.period) AND e.ends_at > NEW.closed_at
    GROUP BY exception_id HAVING array_agg(a.act) = ARRAY['approve']
  ) THEN
    RAISE EXCEPTION 'exception % does not stand for % %', NEW.exception_id, NEW.area, NEW.period
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.replaces IS NULL THEN
    RETURN NEW;
  END IF;
  SELECT * INTO earlier FROM public.closed_period WHERE closing_id = NEW.replaces;
  IF (earlier.area, earlier.period) IS DISTINCT FROM (NEW.area, NEW.period) OR earlier.kind = 'hard'
     OR earlier.run_id = NEW.run_id AND NEW.kind <> 'hard'
     OR earlier.run_id <> NEW.run_id AND (NEW.exception_id IS NULL
       OR EXISTS (SELECT FROM public.period_seal WHERE origin = NEW.area || '/' || NEW.period)) THEN
    RAISE EXCEPTION 'closing % does not replace closing %', NEW.closing_id, NEW.replaces
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed_period_guarded BEFORE INSERT ON closed_period
  FOR EACH ROW EXECUTE FUNCTION guard_closed_period();
CREATE FUNCTION guard_period_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed public.closed_period;
BEGIN
  PERFORM pg_advisory_xact_lock(4710067);
  SELECT * INTO closed FROM public.closed_period WHERE closing_id = NEW.closing_id;
  IF NEW.area <> closed.area OR NEW.origin <> closed.area || '/' || closed.period
     OR EXISTS (SELECT FROM public.closed_period WHERE replaces = NEW.closing_id) THEN
    RAISE EXCEPTION '% is not closed by closing %', NEW.origin, NEW.closing_id USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.position <> (SELECT count(*) FROM public.period_seal WHERE area = NEW.area) THEN
    RAISE EXCEPTION 'the log of area % does not go on at %', NEW.area, NEW.position
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_seal_guarded BEFORE INSERT ON period_seal
  FOR EACH ROW EXECUTE FUNCTION guard_period_seal();
CREATE TRIGGER closing_proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_proposal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_refusal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_refusal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_exception_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_exception
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_exception_act_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_exception_act
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_period_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_period
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closing_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closing_change
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON period_seal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_review_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_review
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handling_submission_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON handling_submission
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_fact_outbox_kept BEFORE DELETE OR TRUNCATE ON line_fact_outbox
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_file_kept BEFORE DELETE OR TRUNCATE ON case_file
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER holds_asked_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON holds_asked
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER user_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON user_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_identity_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_identity
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER person_phone_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_phone
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registration_particulars_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON registration_particulars FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER admin_user_kept BEFORE DELETE OR TRUNCATE ON admin_user
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The owner's rights: whoever records needs none on the table of successions, and so cannot write it by hand.
-- A decision that comes back with its period is already its predecessor's successor.
CREATE FUNCTION record_succession() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT FROM decision_succession s
    WHERE s.fixmedins_code = NEW.fixmedins_code AND s.supersedes = NEW.supersedes AND s.decision_id = NEW.decision_id
      AND s.fee_month = NEW.fee_month
  ) THEN
    RETURN NULL;
  END IF;
  INSERT INTO decision_succession (fixmedins_code, supersedes, decision_id, fee_month)
  VALUES (NEW.fixmedins_code, NEW.supersedes, NEW.decision_id, NEW.fee_month);
  RETURN NULL;
END $$;
CREATE TRIGGER decision_supersedes_once AFTER INSERT ON decision
  FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL) EXECUTE FUNCTION record_succession();

-- Makes the partitions of one month where they are missing; true when it did. They are attached, not created in place:
-- attaching waits for no reader and no writer of the parent. Whoever may record lines may call it.
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
  IF first_day < '2000-01-01' OR first_day >= '2100-01-01' THEN
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
      'CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_detaching()',
      parent || '_append_only', month_table);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
      parent, month_table, first_day, (first_day + interval '1 month')::date);
    made := true;
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION guard_period_detachment() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER period_detachment_guarded BEFORE UPDATE ON period_detachment
  FOR EACH ROW EXECUTE FUNCTION guard_period_detachment();
CREATE TRIGGER period_detachment_kept BEFORE DELETE OR TRUNCATE ON period_detachment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION guard_detached_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  next_id text;
  next_month date;
  at_revision integer;
  before_id text;
  back integer := 0;
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.settlement_line l
    WHERE l.fixmedins_code = OLD.fixmedins_code AND l.mdtrt_id = OLD.mdtrt_id AND l.feedetl_sn = OLD.feedetl_sn
      AND l.chrg_bchno = OLD.chrg_bchno AND l.revision = OLD.revision AND l.fee_month = OLD.fee_month
  ) THEN
    RAISE EXCEPTION 'a detached line is not attached: its row is not on file' USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT i.decision_id, i.decision_month INTO next_id, next_month FROM public.line_identity i
  WHERE i.fixmedins_code = OLD.fixmedins_code AND i.mdtrt_id = OLD.mdtrt_id AND i.feedetl_sn = OLD.feedetl_sn
    AND i.chrg_bchno = OLD.chrg_bchno;
  WHILE next_id IS NOT NULL LOOP
    SELECT d.revision, d.supersedes INTO at_revision, before_id FROM public.decision d
    WHERE d.fixmedins_code = OLD.fixmedins_code AND d.decision_id = next_id AND d.fee_month = next_month;
    IF NOT FOUND THEN
      SELECT d.revision, d.supersedes, d.fee_month INTO at_revision, before_id, next_month FROM public.decision d
      WHERE d.fixmedins_code = OLD.fixmedins_code AND d.decision_id = next_id;
    END IF;
    EXIT WHEN at_revision IS NULL OR at_revision < OLD.revision;
    IF at_revision = OLD.revision THEN
      back := back + 1;
    END IF;
    next_id := before_id;
  END LOOP;
  IF back = OLD.decisions THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a detached line is not attached: % of its % decisions are on file', back, OLD.decisions
    USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER detached_line_kept BEFORE DELETE ON detached_line
  FOR EACH ROW EXECUTE FUNCTION guard_detached_line();
CREATE TRIGGER detached_line_unchanged BEFORE UPDATE OR TRUNCATE ON detached_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_unless_detached() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM public.detached_line d
    WHERE d.fixmedins_code = OLD.fixmedins_code AND d.mdtrt_id = OLD.mdtrt_id AND d.feedetl_sn = OLD.feedetl_sn
      AND d.chrg_bchno = OLD.chrg_bchno AND d.revision = OLD.revision
  ) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE FUNCTION refuse_unless_detaching() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (SELECT FROM public.period_detachment WHERE attached_at IS NULL) THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation',
    HINT = 'write a new row that supersedes the old one';
END $$;
DO $$
DECLARE
  kept record;
BEGIN
  FOR kept IN
    SELECT table_name, relid::regclass AS partition
    FROM (VALUES ('settlement_line'), ('decision')) AS cut (table_name), pg_partition_tree(table_name::regclass)
  LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_detaching()',
      kept.table_name || '_append_only', kept.partition);
  END LOOP;
END $$;
CREATE TRIGGER settlement_line_kept BEFORE DELETE ON settlement_line
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_detached();
CREATE TRIGGER decision_kept BEFORE DELETE ON decision
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_detached();

-- A chain's row must be of its record's chain and effective when the record is. It may be closed (earlier still only as
-- long as nothing was decided), or moved with its whole chain to the one its first record turns out to correct.
CREATE FUNCTION guard_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER registry_assertion_guard BEFORE INSERT OR UPDATE ON registry_assertion
  FOR EACH ROW EXECUTE FUNCTION guard_assertion();
CREATE TRIGGER registry_assertion_kept BEFORE DELETE OR TRUNCATE ON registry_assertion
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- At COMMIT a record that corrects is in its chain, and what it corrects is closed: asked of a record that comes to a
-- committed write, and of every record of a write when it is committed.
CREATE FUNCTION require_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM registry_commit WHERE write_id = NEW.write_id) AND (
    NOT EXISTS (SELECT FROM registry_assertion WHERE record_id = NEW.record_id) OR EXISTS (
      SELECT FROM registry_record r LEFT JOIN registry_assertion a ON a.record_id = r.record_id
      WHERE r.record_id = NEW.supersedes AND (a.record_id IS NULL OR upper_inf(a.recorded))
    )
  ) THEN
    RAISE EXCEPTION 'record % supersedes % and is not asserted', NEW.record_id, NEW.supersedes
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_record_asserted AFTER INSERT ON registry_record_written
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL) EXECUTE FUNCTION require_assertion();
CREATE FUNCTION require_assertions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  unasserted text := (
    SELECT min(w.record_id) FROM registry_record_written w
    LEFT JOIN registry_assertion own ON own.record_id = w.record_id
    LEFT JOIN registry_record r ON r.record_id = w.supersedes
    LEFT JOIN registry_assertion a ON a.record_id = r.record_id
    WHERE w.write_id = NEW.write_id AND w.supersedes IS NOT NULL
      AND (own.record_id IS NULL OR (r.record_id IS NOT NULL AND (a.record_id IS NULL OR upper_inf(a.recorded))))
  );
BEGIN
  IF unasserted IS NOT NULL THEN
    RAISE EXCEPTION 'record % supersedes another and is not asserted', unasserted
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_commit_asserted AFTER INSERT ON registry_commit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION require_assertions();
CREATE TRIGGER carve_out_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON carve_out
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_prefix_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notice_prefix
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_number_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON notice_number
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sync_divergence_kept BEFORE DELETE OR TRUNCATE ON sync_divergence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- The one thing that may be written later is when it was repaired.
CREATE TRIGGER sync_divergence_unchanged
  BEFORE UPDATE OF divergence_id, subject, kind, found_by, found_at, cached_version, registry_version, decisions_since
  ON sync_divergence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sync_divergence_repaired_once BEFORE UPDATE ON sync_divergence
  FOR EACH ROW WHEN (OLD.repaired_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sync_scan_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON sync_scan
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER sync_rebuild_kept BEFORE DELETE OR TRUNCATE ON sync_rebuild
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Files on their way into the registry --------------------------------------------------------------------------------

-- One upload and what became of it. Its state moves only as `guard_transfer` says; whoever approved is neither who
-- uploaded nor who proposed.
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
);
CREATE INDEX transfer_waiting ON transfer (uploaded_at) WHERE state IN ('uploaded', 'approved');

-- What the file says, record by record, in the file's order: a row may state several. `stated` has null for "none", and
-- nothing where the file has no column; `problems` instead of a record where the row is bad.
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
);

-- What applying the transfer would write, and the rows that cannot be written as the registry stands.
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
);

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
END $$;
CREATE TRIGGER transfer_guarded BEFORE UPDATE ON transfer
  FOR EACH ROW EXECUTE FUNCTION guard_transfer();
CREATE TRIGGER transfer_kept BEFORE DELETE OR TRUNCATE ON transfer
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What the installation decides by -----------------------------------------------------------------------------------

-- The last row holds: area map, values set by hand, and the editions of packs that came of them.
CREATE TABLE installation_policy (
  adoption bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  area_map json NOT NULL,
  pack_values json NOT NULL,
  editions json NOT NULL,
  adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  adopted_by text NOT NULL CHECK (adopted_by <> '')
);
CREATE TRIGGER installation_policy_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON installation_policy
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whether the installation observes ----------------------------------------------------------------------------------

-- What one person saw would turn when observing is left; the latest can be confirmed by another.
CREATE TABLE observing_proposal (
  proposal_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  proposed_by text NOT NULL CHECK (proposed_by <> ''),
  proposed_at timestamptz NOT NULL,
  figures json NOT NULL,
  digest text NOT NULL,     -- of the figures
  UNIQUE (proposal_id, proposed_by)
);
CREATE TRIGGER observing_proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON observing_proposal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The last row holds. The first names no proposal; the only other one leaves observing.
CREATE TABLE installation_mode (
  mode_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mode text NOT NULL CHECK (mode IN ('observing', 'live')),
  since timestamptz NOT NULL, -- what was recorded while observing has an earlier known_at
  set_by text NOT NULL CHECK (set_by <> ''),
  proposal_id bigint,
  proposed_by text,
  figures json,               -- when it was left
  FOREIGN KEY (proposal_id, proposed_by) REFERENCES observing_proposal (proposal_id, proposed_by),
  CHECK ((proposal_id IS NULL) = (proposed_by IS NULL) AND (proposal_id IS NULL) = (figures IS NULL)),
  CONSTRAINT installation_mode_second_person CHECK (set_by <> proposed_by)
);
CREATE FUNCTION check_installation_mode() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  holding text := (SELECT mode FROM public.installation_mode ORDER BY mode_id DESC LIMIT 1);
BEGIN
  IF holding IS NULL AND NEW.proposal_id IS NULL THEN
    RETURN NEW;
  END IF;
  IF holding = 'observing' AND NEW.mode = 'live' AND NEW.proposal_id IS NOT NULL THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'an installation that is % does not become %: observing is left by two people, and begun once',
    coalesce(holding, 'new'), NEW.mode USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER installation_mode_order BEFORE INSERT ON installation_mode
  FOR EACH ROW EXECUTE FUNCTION check_installation_mode();
CREATE TRIGGER installation_mode_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON installation_mode
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How far what stood when observing was left has been told on the live topics.
CREATE TABLE observed_handover (
  mode_id bigint PRIMARY KEY REFERENCES installation_mode,
  part text NOT NULL CHECK (part IN ('decisions', 'holds', 'done')),
  month_from date,
  after_institution text,
  after_id text,
  said bigint NOT NULL DEFAULT 0
);

-- What institutions owe the fund by closed periods -----------------------------------------------------------------------

-- A ledger in whole fen, append-only: a balance is a sum of entries. Claims are raised by a closing run and are open items.
-- A period of an area is posted once, also under a longer or a shorter prefix, and a year where none of its months is.
CREATE TABLE collection_run (
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
);
CREATE FUNCTION check_collection_run() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER collection_run_once BEFORE INSERT ON collection_run
FOR EACH ROW EXECUTE FUNCTION check_collection_run();
CREATE TABLE collection_claim (
  fixmedins_code text NOT NULL CHECK (fixmedins_code <> ''),
  claim_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_id text NOT NULL REFERENCES collection_run,
  kind text NOT NULL CHECK (kind IN ('recovery', 'damages', 'adjustment')),
  corrects text NOT NULL DEFAULT '' CHECK ((corrects <> '') = (kind = 'adjustment')),
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  -- NULL: raised before areas were told, in the books of its run's area.
  area text,
  PRIMARY KEY (fixmedins_code, claim_id)
);
CREATE UNIQUE INDEX collection_claim_once ON collection_claim
  (fixmedins_code, run_id, kind, corrects, coalesce(area, ''), (amount_fen > 0));
CREATE TABLE collection_objection (
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
);
CREATE TABLE collection_proposal (
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
);
CREATE INDEX collection_proposal_subject ON collection_proposal (fixmedins_code, kind, subject);
CREATE TABLE collection_decision (
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
);
-- What is posted of a month, an objection or a proposal is posted once. Money moves only by what two people agreed on.
CREATE TABLE collection_posting (
  fixmedins_code text NOT NULL,
  posting_id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL CHECK (kind IN ('results', 'objected', 'objection', 'netting', 'write_off', 'restated')),
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
);
CREATE UNIQUE INDEX collection_posting_once ON collection_posting (fixmedins_code, kind, subject) WHERE kind <> 'write_off';
CREATE TABLE collection_entry (
  fixmedins_code text NOT NULL,
  posting_id bigint NOT NULL,
  entry_no smallint NOT NULL,
  claim_id bigint NOT NULL,
  account text NOT NULL CHECK (account IN
    ('due', 'suspended', 'collected', 'written_off', 'let_off', 'given_back', 'recovery', 'damages')),
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (fixmedins_code, posting_id, entry_no),
  FOREIGN KEY (fixmedins_code, posting_id) REFERENCES collection_posting,
  FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
);
CREATE INDEX collection_entry_claim ON collection_entry (fixmedins_code, claim_id);
CREATE TABLE collection_claim_line (
  fixmedins_code text NOT NULL,
  claim_id bigint NOT NULL,
  mdtrt_id text NOT NULL,
  chrg_bchno text NOT NULL,
  feedetl_sn text NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen <> 0),
  PRIMARY KEY (fixmedins_code, claim_id, mdtrt_id, chrg_bchno, feedetl_sn),
  FOREIGN KEY (fixmedins_code, claim_id) REFERENCES collection_claim
);
CREATE TABLE collection_objection_line (
  fixmedins_code text NOT NULL,
  objection_id bigint NOT NULL,
  mdtrt_id text NOT NULL,
  chrg_bchno text NOT NULL,
  feedetl_sn text NOT NULL,
  amount_fen bigint NOT NULL CHECK (amount_fen > 0),
  PRIMARY KEY (fixmedins_code, objection_id, mdtrt_id, chrg_bchno, feedetl_sn),
  FOREIGN KEY (fixmedins_code, objection_id) REFERENCES collection_objection
);
CREATE TABLE collection_set_off (
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
);
CREATE INDEX collection_set_off_claim ON collection_set_off (fixmedins_code, claim_id, mdtrt_id, chrg_bchno, feedetl_sn);
CREATE INDEX collection_set_off_correction ON collection_set_off
  (fixmedins_code, correction_id, mdtrt_id, chrg_bchno, feedetl_sn);
CREATE TABLE collection_damages_check (
  fixmedins_code text NOT NULL CHECK (fixmedins_code <> ''),
  run_id text NOT NULL REFERENCES collection_run,
  area text NOT NULL,
  period text NOT NULL,
  PRIMARY KEY (fixmedins_code, run_id, area, period)
);
-- What objections that stand still name of a claim: suspended or let off for their lines alone.
CREATE FUNCTION objected_by_line(institution text, claim bigint) RETURNS bigint LANGUAGE sql STABLE
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
$$;
CREATE FUNCTION check_collection_set_off() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
END $$;
CREATE CONSTRAINT TRIGGER collection_set_off_within AFTER INSERT ON collection_set_off
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_set_off();
-- At the end of the transaction, with the claim locked, so that two at once cannot both take the same money. It locks with its
-- owner's rights: whoever may only add rows may run it.
CREATE FUNCTION check_collection_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
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
END $$;
CREATE CONSTRAINT TRIGGER collection_entry_balances AFTER INSERT ON collection_entry
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_entry();
CREATE FUNCTION check_collection_posting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.collection_entry WHERE fixmedins_code = NEW.fixmedins_code AND posting_id = NEW.posting_id
  ) THEN
    RAISE EXCEPTION 'posting % of % has no entries', NEW.posting_id, NEW.fixmedins_code USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER collection_posting_entered AFTER INSERT ON collection_posting
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_collection_posting();
CREATE TRIGGER collection_run_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_run
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_claim_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_claim
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_objection_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_objection
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_proposal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_proposal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_posting_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_posting
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_claim_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_claim_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_objection_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_objection_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_set_off_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_set_off
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER collection_damages_check_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON collection_damages_check
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Samples of re-audits ----------------------------------------------------------------------------------------------------

-- A frame is drawn from once: nobody tries seeds until the sample pleases.
CREATE TABLE audit_sample (
  sample_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id text NOT NULL,
  area text NOT NULL,
  period text NOT NULL,
  frame_digest text NOT NULL UNIQUE CHECK (frame_digest ~ '^[0-9a-f]{64}$'),
  seed text NOT NULL CHECK (seed <> ''),
  pack text NOT NULL,
  edition text NOT NULL,
  strata json NOT NULL,
  published_by text NOT NULL CHECK (published_by <> ''),
  published_at timestamptz NOT NULL
);
CREATE TABLE audit_sample_line (
  fixmedins_code text NOT NULL,
  sample_id bigint NOT NULL REFERENCES audit_sample,
  mdtrt_id text NOT NULL,
  chrg_bchno text NOT NULL,
  feedetl_sn text NOT NULL,
  stratum text NOT NULL,
  rank integer NOT NULL CHECK (rank > 0),
  amount_fen bigint NOT NULL,
  PRIMARY KEY (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn),
  UNIQUE (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
);
CREATE UNIQUE INDEX audit_sample_line_rank ON audit_sample_line (sample_id, stratum, rank);
-- Each line has one result, and no more is found wrong of it than it claims.
CREATE TABLE audit_sample_result (
  fixmedins_code text NOT NULL,
  sample_id bigint NOT NULL,
  mdtrt_id text NOT NULL,
  chrg_bchno text NOT NULL,
  feedetl_sn text NOT NULL,
  amount_fen bigint NOT NULL,
  wrong_fen bigint NOT NULL,
  status_hit_fen bigint NOT NULL,
  note text,
  entered_by text NOT NULL CHECK (entered_by <> ''),
  entered_at timestamptz NOT NULL,
  PRIMARY KEY (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn),
  FOREIGN KEY (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen)
    REFERENCES audit_sample_line (fixmedins_code, sample_id, mdtrt_id, chrg_bchno, feedetl_sn, amount_fen),
  CONSTRAINT audit_sample_result_within CHECK (
    wrong_fen * sign(amount_fen) >= 0 AND status_hit_fen * sign(amount_fen) >= 0
    AND abs(wrong_fen + status_hit_fen) <= abs(amount_fen))
);
CREATE INDEX audit_sample_result_sample ON audit_sample_result (sample_id);
CREATE TRIGGER audit_sample_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_sample
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_sample_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_sample_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_sample_result_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_sample_result
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
