/** Samples of re-audits: what was published before the draw, what was drawn, and what was found of each line. Part of `Collections…`. */
export const AUDIT_SAMPLE_TABLES = ['audit_sample', 'audit_sample_line', 'audit_sample_result'];

export const AUDIT_SAMPLE_STATEMENTS = [
  // A frame is drawn from once: nobody tries seeds until the sample pleases.
  `CREATE TABLE audit_sample (
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
   )`,
  `CREATE TABLE audit_sample_line (
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
   )`,
  `CREATE UNIQUE INDEX audit_sample_line_rank ON audit_sample_line (sample_id, stratum, rank)`,
  // Each line has one result, and no more is found wrong of it than it claims.
  `CREATE TABLE audit_sample_result (
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
   )`,
  `CREATE INDEX audit_sample_result_sample ON audit_sample_result (sample_id)`,
];
