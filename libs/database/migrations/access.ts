import { Defect } from '@gatekeeper/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may sign in and do what, what became of each user, and clinicians' identity numbers, encrypted. */
export class Access1767225606000 implements MigrationInterface {
  readonly name = 'Access1767225606000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...USERS, ...SIGNING_IN, ...IDENTITIES, ...KEPT]) await runner.query(statement);
  }

  down(): Promise<void> {
    return Promise.reject(new Defect('migrations go forward only: restore a backup to go back'));
  }
}

const USERS: readonly string[] = [
  `CREATE TABLE admin_user (
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
  )`,
  `CREATE TABLE user_event (
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
  )`,
  `CREATE INDEX user_event_of_user ON user_event (user_id, event_id)`,
  `CREATE UNIQUE INDEX user_event_decided_once ON user_event (proposal) WHERE proposal IS NOT NULL`,
  `ALTER TABLE admin_user
    ADD FOREIGN KEY (approval, user_id) REFERENCES user_event (event_id, user_id),
    ADD FOREIGN KEY (proposal, user_id) REFERENCES user_event (event_id, user_id)`,
];

const SIGNING_IN: readonly string[] = [
  `CREATE TABLE user_password (
    user_id uuid PRIMARY KEY REFERENCES admin_user,
    hash text NOT NULL,
    set_at timestamptz NOT NULL
  )`,
  `CREATE TABLE sign_in_attempt (
    login_hash bytea PRIMARY KEY,
    attempts integer NOT NULL,
    last_at timestamptz NOT NULL,
    locked_until timestamptz
  )`,
  `CREATE TABLE one_time_token (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES admin_user,
    expires_at timestamptz NOT NULL
  )`,
  `CREATE INDEX one_time_token_user ON one_time_token (user_id)`,
  `CREATE TABLE session_family (
    family_id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES admin_user,
    started_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_because text
  )`,
  `CREATE INDEX session_family_user ON session_family (user_id)`,
  `CREATE INDEX session_family_ends ON session_family (ends_at)`,
  `CREATE TABLE session_token (
    token_hash bytea PRIMARY KEY,
    family_id uuid NOT NULL REFERENCES session_family ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('access', 'refresh')),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
  )`,
  `CREATE INDEX session_token_family ON session_token (family_id)`,
  `CREATE TABLE oidc_nonce (
    nonce_hash bytea PRIMARY KEY,
    expires_at timestamptz NOT NULL
  )`,
];

const IDENTITIES: readonly string[] = [
  `CREATE TABLE person_identity (
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
  )`,
  `CREATE INDEX person_identity_blind ON person_identity (blind_index)`,
  `CREATE UNIQUE INDEX person_identity_nonce ON person_identity (key_id, nonce)`,
];

const KEPT: readonly string[] = [
  `CREATE TRIGGER user_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON user_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER person_identity_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_identity
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER admin_user_kept BEFORE DELETE OR TRUNCATE ON admin_user
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];
