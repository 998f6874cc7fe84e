/** The bare loop's rows and messages: the gatekeeper's columns and sizes, filled with as little work as can be. */
import { REASON_TEXTS } from '@gatekeeper/wire';

interface LineKeys {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly bilg_dr_codg: string;
  readonly fee_ocur_time: string;
}

const KEY_COLUMNS = 'fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, content_hash';

const REASON = {
  code: 'IN_GOOD_STANDING',
  effect: 'notes',
  role: null,
  article: 'national-2024 art. 16',
  evidence: ['registration 2012-01-01/..', 'commitment 2012-01-01'],
} as const;
const OUTSIDE = {
  code: 'OUTSIDE_PACK_IN_FORCE',
  effect: 'notes',
  role: null,
  article: 'national-2024 art. 59',
  evidence: ['pack status in-force'],
} as const;
export const REASONS = JSON.stringify([REASON, OUTSIDE]);
const WORDED_REASONS = [REASON, OUTSIDE].map((reason) => ({
  ...reason,
  text_zh: REASON_TEXTS[reason.code].zh,
  text_en: REASON_TEXTS[reason.code].en,
}));

const keys = (line: LineKeys, hash: string): string =>
  `${line.fixmedins_code}\t${line.mdtrt_id}\t${line.feedetl_sn}\t\t1\tsha256:${hash}`;

export const monthOf = ({ fee_ocur_time }: Pick<LineKeys, 'fee_ocur_time'>): string =>
  `${fee_ocur_time.slice(0, 7)}-01`;

/** A row of `settlement_line` in COPY's text form. The sample has no character that COPY would want escaped. */
export const lineRow = Object.assign(
  (line: LineKeys, hash: string, content: string, source: string): string =>
    `${keys(line, hash)}\t${content}\t${monthOf(line)}\t${line.fee_ocur_time}+08\t${line.fee_ocur_time}+08` +
    `\t${line.bilg_dr_codg}\t\\N\t\\N\t\\N\t\\N\t${source}\n`,
  {
    columns:
      `${KEY_COLUMNS}, content, fee_month, fee_occurred_at, received_at, ordering_code, performing_code, setl_id, settled_at, paid_at, ` +
      'source_topic, source_partition, source_offset',
  },
);

/** A row of `decision`. */
export const decisionRow = Object.assign(
  (line: LineKeys, hash: string, outcome: string, now: string): string =>
    `${keys(line, hash)}\t${monthOf(line)}\t${hash.slice(0, 32)}\t${outcome}\t${REASONS}\t0\t0\tnone\tall\tnational-2024\t1\t\\N\t1` +
    `\t${now}\t${now}\treal_time\n`,
  {
    columns:
      `${KEY_COLUMNS}, fee_month, decision_id, outcome, reasons, refused_fen, recover_fen, liable, fund_scope, pack, edition, ` +
      'supersedes, registry_version, known_at, decided_at, trigger',
  },
);

/** A message of the decisions topic. */
export const messageOfDecision = (line: LineKeys, hash: string, outcome: string, now: string): string =>
  JSON.stringify({
    decision_id: hash.slice(0, 32),
    line: {
      fixmedins_code: line.fixmedins_code,
      mdtrt_id: line.mdtrt_id,
      chrg_bchno: '',
      feedetl_sn: line.feedetl_sn,
      revision: 1,
      content_hash: `sha256:${hash}`,
    },
    outcome,
    reasons: WORDED_REASONS,
    amounts: { refused: '0.00', recover: '0.00' },
    liable: 'none',
    fund_scope: 'all',
    supersedes: null,
    pack: 'national-2024',
    edition: '1',
    registry_version: 1,
    known_at: now,
    decided_at: now,
    trigger: 'real_time',
  });
