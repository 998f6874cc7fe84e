-- The whole schema as the migrations leave it, for reading and review. A test compares the two.

-- Trusted: whoever may create in the database may create it. It lets a text stand in an exclusion constraint.
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- Registry of record ------------------------------------------------------------------------------------------------

-- One row for each registry write, inserted complete as its last step.
CREATE TABLE registry_commit (
  version bigint PRIMARY KEY,
  received_at timestamptz NOT NULL UNIQUE, -- the store's own clock; later than the known_at of every earlier decision
  as_recorded boolean NOT NULL             -- first load of history: its records are known from recorded_at on
);

-- Append-only. `version` names a row of registry_commit: without a foreign key, because that row is written last.
CREATE TABLE registry_record (
  record_id text PRIMARY KEY,
  kind text NOT NULL,
  body text NOT NULL,               -- the record as its sender wrote it, canonical
  recorded_at timestamptz NOT NULL, -- the sender's claim
  version bigint NOT NULL,
  supersedes text,                  -- a record_id, which may not be on file yet
  document_no text,                 -- of sanctions, restorations, revisions, annulments
  code text,                        -- the person it names; NULL in these: all whom the document sanctions
  fixmedins_code text,              -- the institution it names
  name text,                        -- of a clinician or an institution
  area text,                        -- of an institution
  effective tstzrange               -- when it holds; NULL: always
);
CREATE INDEX registry_record_supersedes ON registry_record (supersedes) WHERE supersedes IS NOT NULL;
CREATE INDEX registry_record_document ON registry_record (document_no) WHERE document_no IS NOT NULL;
CREATE INDEX registry_record_registered_at ON registry_record (fixmedins_code, code COLLATE "C")
  WHERE kind = 'registration';
CREATE INDEX registry_record_sites ON registry_record (code COLLATE "C")
  WHERE kind IN ('registration', 'pharmacy_principal');
-- For checks: registrations without a commitment, and those with a certificate by its last day.
CREATE INDEX registry_record_uncommitted ON registry_record (fixmedins_code, code COLLATE "C")
  WHERE kind = 'registration' AND (body::json ->> 'committed_on') IS NULL;
CREATE INDEX registry_record_certificate ON registry_record
  (fixmedins_code, (body::json ->> 'certificate_until') COLLATE "C")
  WHERE kind = 'registration' AND (body::json ->> 'certificate_until') IS NOT NULL;
CREATE INDEX registry_record_sanctioned_at ON registry_record (fixmedins_code) WHERE kind = 'sanction';
CREATE INDEX registry_record_clinician ON registry_record (code COLLATE "C") WHERE kind = 'clinician';
CREATE INDEX registry_record_institution ON registry_record (fixmedins_code COLLATE "C") WHERE kind = 'institution';
CREATE INDEX registry_record_area ON registry_record (area COLLATE "C", fixmedins_code COLLATE "C")
  WHERE kind = 'institution';
-- By the characters of the name: a word of Chinese has no spaces, and often a single one.
CREATE INDEX registry_record_name ON registry_record USING gin (string_to_array(lower(name), NULL))
  WHERE name IS NOT NULL;

-- The records of each chain of corrections: one truth for each moment, held at each moment. Closed once, by a correction.
CREATE TABLE registry_assertion (
  record_id text PRIMARY KEY REFERENCES registry_record,
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

-- Whose timelines a record belongs to, and since which version.
CREATE TABLE registry_subject (
  subject text NOT NULL,
  record_id text NOT NULL REFERENCES registry_record,
  version bigint NOT NULL,
  PRIMARY KEY (subject, record_id)
);
CREATE INDEX registry_subject_record ON registry_subject (record_id);

-- The last write that touched each subject; derived, rewritten in place.
CREATE TABLE subject_version (
  subject text PRIMARY KEY,
  version bigint NOT NULL
);

-- A queue, not history: changes that some sink has still to take, and how far each sink is.
CREATE TABLE registry_outbox (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version bigint NOT NULL,
  subject text NOT NULL
);
CREATE TABLE relay_cursor (
  sink text PRIMARY KEY,
  passed_on bigint NOT NULL
);

-- The latest known_at handed out on each connection: registry writes stamp themselves later than all of them.
CREATE TABLE recording_moment (
  backend integer PRIMARY KEY,
  known_at timestamptz NOT NULL
) WITH (fillfactor = 20);

-- Lines and decisions: the institution leads every key ------------------------------------------------------------------

-- What is current about a line; rewritten in place, never removed.
CREATE TABLE line_identity (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL, -- '' where the sender has none
  revision integer NOT NULL,
  content_hash text NOT NULL,
  init_feedetl_sn text,     -- of a refund: the line it reverses
  decision_id text,         -- the current decision
  outcome text,             -- and its outcome
  held boolean NOT NULL,
  paid_at timestamptz,      -- the earliest payment known
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
);
CREATE INDEX line_identity_refund_of ON line_identity (fixmedins_code, mdtrt_id, init_feedetl_sn)
  WHERE init_feedetl_sn IS NOT NULL;

-- Every revision of every line; append-only.
CREATE TABLE settlement_line (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  revision integer NOT NULL,
  content_hash text NOT NULL,
  content text NOT NULL,    -- canonical; what content_hash is of
  fee_month date NOT NULL,  -- first day of the month in China
  fee_occurred_at timestamptz NOT NULL,
  ordering_code text,       -- folded
  performing_code text,
  setl_id text,
  settled_at timestamptz,
  paid_at timestamptz,      -- as this revision said when it came
  source_topic text NOT NULL,
  source_partition integer NOT NULL,
  source_offset bigint NOT NULL,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision)
);
CREATE INDEX settlement_line_ordering ON settlement_line (ordering_code, fee_occurred_at)
  WHERE ordering_code IS NOT NULL;
CREATE INDEX settlement_line_performing ON settlement_line (performing_code, fee_occurred_at)
  WHERE performing_code IS NOT NULL;

-- Every decision; append-only.
CREATE TABLE decision (
  fixmedins_code text NOT NULL,
  decision_id text NOT NULL,
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
  PRIMARY KEY (fixmedins_code, decision_id)
);

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
  PRIMARY KEY (fixmedins_code, hold_id)
);
CREATE UNIQUE INDEX hold_record_open ON hold_record (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
  WHERE released_at IS NULL;

-- That the fund paid a line, also one that has not come yet; append-only.
CREATE TABLE payment_notice (
  fixmedins_code text NOT NULL,
  mdtrt_id text NOT NULL,
  feedetl_sn text NOT NULL,
  chrg_bchno text NOT NULL,
  setl_id text NOT NULL,    -- '' where the sender has none
  paid_at timestamptz NOT NULL,
  PRIMARY KEY (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, setl_id)
);

-- How far each partition is recorded; rewritten in place. Recorded is before published, and published before committed
-- at the broker: what is read again between two of these is known by its offset.
CREATE TABLE stream_position (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  last_timestamp bigint NOT NULL, -- of the latest message, ms: a topic made anew begins at offset 0 again, but later
  told json NOT NULL,             -- what the last batch published that its messages alone would not bring out again
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);

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

CREATE TRIGGER registry_commit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_commit
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_record_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER registry_subject_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON registry_subject
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_line
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decision_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_notice_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER line_identity_kept BEFORE DELETE OR TRUNCATE ON line_identity
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hold_record_kept BEFORE DELETE OR TRUNCATE ON hold_record
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_event
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_review_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_review
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER handling_submission_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON handling_submission
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER case_file_kept BEFORE DELETE OR TRUNCATE ON case_file
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
       AND (upper_inf(OLD.recorded) OR NOT EXISTS (SELECT FROM decision))
       AND (isempty(NEW.recorded) OR (lower(NEW.recorded) = lower(OLD.recorded) AND NOT upper_inf(NEW.recorded)
            AND (upper_inf(OLD.recorded) OR upper(NEW.recorded) < upper(OLD.recorded)))) THEN
      RETURN NEW;
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

-- At COMMIT a record that corrects is in its chain, and what it corrects is closed.
CREATE FUNCTION require_assertion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM registry_assertion WHERE record_id = NEW.record_id) OR EXISTS (
    SELECT FROM registry_record r LEFT JOIN registry_assertion a ON a.record_id = r.record_id
    WHERE r.record_id = NEW.supersedes AND (a.record_id IS NULL OR upper_inf(a.recorded))
  ) THEN
    RAISE EXCEPTION 'record % supersedes % and is not asserted', NEW.record_id, NEW.supersedes
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER registry_record_asserted AFTER INSERT ON registry_record
  DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.supersedes IS NOT NULL) EXECUTE FUNCTION require_assertion();
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
