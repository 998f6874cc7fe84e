/** Examples of the OpenAPI document; a test asks with them and holds the answers against the documented schemas. */
import { defect, outage, tooLarge, unacceptable, unreadable } from '@gatekeeper/http';

const LINE = {
  infno: '2204',
  fixmedins_code: 'H44010000002',
  mdtrt_id: 'visit-1',
  feedetl_sn: 'line-1',
  psn_token: '8449038534b2573d',
  med_type: '11',
  insutype: '310',
  mdtrtarea_admvs: '440100',
  insuplc_admdvs: '440100',
  fee_ocur_time: '2025-07-01 09:30:00',
  bilg_dr_codg: 'D440100000002',
  cnt: '1',
  pric: '54.24',
  det_item_fee_sumamt: '54.24',
  fund_pay_amt: '40.00',
  pool_pay_amt: '38.00',
};

export const CHECKS_REQUEST_EXAMPLE = { lines: [LINE] };

const SUSPENDED = {
  code: 'CLINICIAN_SUSPENDED',
  effect: 'bars',
  role: 'ordering',
  article: 'guangdong-2025 art. 15',
  evidence: ['document 粤医保处〔2025〕1号', '2025-06-10/2025-09-10'],
  text_zh: '费用发生在该人员医保支付资格暂停期间',
  text_en: 'The fee arose while the person was suspended',
};

const LINE_FRAME = {
  fixmedins_code: LINE.fixmedins_code,
  mdtrt_id: LINE.mdtrt_id,
  chrg_bchno: '',
  feedetl_sn: LINE.feedetl_sn,
  revision: 1,
  content_hash: 'sha256:0f343b0931126a20f133d67c2b018a3b5e7c1d0c9c3e0f6d1a7f6f0d6f1e2a3b',
};

export const CHECKS_ANSWER_EXAMPLE = {
  known_at: '2025-07-01T09:31:00.123+08:00',
  registry_version: 7,
  answers: [
    {
      row: 1,
      kind: 'decision',
      decision: {
        decision_id: '5f4dcc3b5aa765d61d8327deb882cf99',
        line: LINE_FRAME,
        outcome: 'reject',
        reasons: [SUSPENDED],
        amounts: { refused: '38.00', recover: '0.00' },
        liable: 'institution',
        fund_scope: 'pooled',
        supersedes: null,
        pack: 'guangdong-2025',
        edition: '1',
        registry_version: 7,
        known_at: '2025-07-01T09:31:00.123+08:00',
        decided_at: '2025-07-01T09:31:00.130+08:00',
        trigger: 'real_time',
      },
    },
    {
      row: 2,
      kind: 'hold',
      hold: {
        line: { ...LINE_FRAME, feedetl_sn: 'line-2' },
        hold_code: 'EMERGENCY_EVIDENCE_NEEDED',
        needs: ['rescue_record_no of the emergency or rescue record（急诊留观或抢救记录）'],
        pack: 'guangdong-2025',
        edition: '1',
        known_at: '2025-07-01T09:31:00.123+08:00',
        since: '2025-07-01T09:31:00.123+08:00',
      },
    },
    {
      row: 3,
      kind: 'set_aside',
      errors: [
        { path: 'fee_ocur_time', code: 'FIELD_MISSING', expected: 'a time that exists', got: 'nothing' },
      ],
    },
  ],
};

export const ELIGIBILITY_EXAMPLE = {
  code: LINE.bilg_dr_codg,
  fixmedins_code: LINE.fixmedins_code,
  at: '2025-06-10T08:30:00+08:00',
  eligible: false,
  outcome: 'reject',
  reasons: [SUSPENDED],
  pack: 'guangdong-2025',
  edition: '1',
  known_at: '2025-07-01T09:31:00.123+08:00',
  registry_version: 7,
};

/** By status: what a refusal looks like. */
export const PROBLEM_EXAMPLES = {
  400: unreadable([
    {
      path: 'lines[0].cnt',
      code: 'DUPLICATE_KEY',
      expected: 'each key once in its object',
      got: 'the same key again',
    },
  ]),
  413: tooLarge(),
  422: unacceptable([
    { path: 'code', code: 'FIELD_MISSING', expected: 'the code of the clinician', got: 'nothing' },
  ]),
  500: defect(),
  503: outage(),
} as const;
