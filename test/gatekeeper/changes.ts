/** One value changed at a time: in a line, in the registry, or in the decision that rests on them. */
import type { CaseKind, Row } from './cases';

/** Where the value stands: a line; the registry record of a kind; the last decision. */
export type Place = 'line' | 'decision' | 'registration' | 'sanction' | 'restoration';

export interface Change {
  readonly of: CaseKind;
  readonly place: Place;
  /** Path of the value, with dots. */
  readonly field: string;
  readonly to: unknown;
}

const change = (of: CaseKind, place: Place, field: string, to: unknown): Change => ({ of, place, field, to });

const OF_A_LINE: Row = {
  infno: '2102',
  fixmedins_code: 'H44019900002',
  mdtrt_id: 'ANOTHER',
  chrg_bchno: 'B-2',
  feedetl_sn: '7',
  init_feedetl_sn: '9',
  psn_token: 'ffffffffffffffff',
  med_type: '12',
  insutype: '390',
  mdtrtarea_admvs: '440300',
  insuplc_admdvs: '440300',
  fee_ocur_time: '2025-07-01 09:30:01',
  adm_time: '2025-06-30 08:00:00',
  bilg_dr_codg: 'D440399999999',
  bilg_dr_name: '王大明',
  orders_dr_code: 'D440199999998',
  orders_dr_name: '李五',
  bilg_dept_codg: 'A03.02',
  bilg_dept_name: '呼吸内科',
  med_list_codg: 'XA01AC',
  medins_list_codg: '0002',
  cnt: '2',
  pric: '100.01',
  det_item_fee_sumamt: '100.01',
  fund_pay_amt: '80.01',
  pool_pay_amt: '70.01',
  acct_pay_amt: '9.99',
  hosp_appr_flag: '2',
  er_flag: '2',
  rescue_record_no: 'R-1',
};

const OF_A_DECISION: Row = {
  decision_id: '0123456789abcdef0123456789abcdef',
  outcome: 'accept',
  'amounts.refused': '69.99',
  'amounts.recover': '70.00',
  liable: 'none',
  fund_scope: 'all',
  pack: 'national-2024',
  edition: '2',
  supersedes: '0123456789abcdef0123456789abcdef',
  known_at: '2020-01-01T00:00:00+08:00',
  'reasons.0.code': 'CLINICIAN_TERMINATED',
  'reasons.0.effect': 'notes',
  'reasons.0.role': 'performing',
  'reasons.0.article': 'guangdong-2025 art. 13',
  'reasons.0.evidence.0': 'document DOC-0',
  'reasons.0.evidence': [],
  'reasons.0.text_zh': '正常',
  'reasons.0.text_en': 'in good standing',
  'reasons.0.invented': 'a field',
  reasons: [],
  invented: 'a field',
  'line.fixmedins_code': 'H44019900002',
  'line.mdtrt_id': 'ANOTHER',
  'line.chrg_bchno': '',
  'line.feedetl_sn': '7',
  'line.revision': 2,
  'line.content_hash': `sha256:${'0'.repeat(64)}`,
};

/** Each of these must be named. */
export const CHANGES: readonly Change[] = [
  ...Object.entries(OF_A_LINE).map(([field, to]) => change('suspended', 'line', field, to)),
  change('paid', 'line', 'paid_at', undefined),
  change('suspended', 'line', 'paid_at', '2025-07-03 09:00:00'),
  change('crossing', 'line', 'setl_time', '2025-06-08 08:00:00'),
  change('standing', 'registration', 'from', '2024-02-01'),
  change('standing', 'registration', 'from', '2025-07-02'),
  change('standing', 'registration', 'until', '2025-07-01'),
  change('standing', 'registration', 'until', '2026-07-01'),
  change('standing', 'registration', 'committed_on', '2024-02-01'),
  change('standing', 'registration', 'committed_on', undefined),
  change('standing', 'registration', 'recorded_at', '2999-01-01 00:00:00'),
  change('suspended', 'sanction', 'from', '2025-06-11'),
  change('suspended', 'sanction', 'from', '2025-07-02'),
  change('suspended', 'sanction', 'until', '2025-09-11'),
  change('suspended', 'sanction', 'status', 'terminated'),
  change('suspended', 'sanction', 'document_no', 'DOC-X'),
  change('suspended', 'sanction', 'scope', 'site'),
  change('suspended', 'sanction', 'cause', 'practice_order'),
  change('suspended', 'sanction', 'recorded_at', '2999-01-01 00:00:00'),
  change('paid', 'sanction', 'delivered_at', '2025-07-05 00:00:00'),
  change('restored', 'restoration', 'effective_from', '2025-07-02'),
  change('restored', 'restoration', 'document_no', 'DOC-X'),
  ...Object.entries(OF_A_DECISION).map(([field, to]) => change('suspended', 'decision', field, to)),
  change('uploadedAgain', 'decision', 'supersedes', null),
  change('uploadedAgain', 'decision', 'line.revision', 1),
  change('paid', 'decision', 'outcome', 'reject'),
  change('paid', 'decision', 'liable', 'none'),
];

const TRIGGERS = [
  'real_time',
  'status_change',
  'payment',
  're_upload',
  'appeal',
  'hold_released',
  'clearing',
];

/** Clocks of deciding, the registry's version and the trigger are no part of what is recomputed. */
export const TOLERATED: readonly Change[] = [
  change('suspended', 'decision', 'decided_at', '2020-01-01T00:00:00+08:00'),
  change('suspended', 'decision', 'registry_version', 77),
  change('suspended', 'line', 'setl_id', 'S-2'),
  ...(['suspended', 'uploadedAgain', 'paidLater', 'released'] as const).flatMap((kind) =>
    TRIGGERS.map((trigger) => change(kind, 'decision', 'trigger', trigger)),
  ),
];

/** A copy with one value changed; `undefined` takes it away. */
export function changed(row: Row, path: string, to: unknown): Row {
  const copy: Row = structuredClone(row);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  let place: object = copy;
  for (const step of steps) {
    const next: unknown = Reflect.get(place, step);
    if (typeof next !== 'object' || next === null) throw new Error(`no ${path} in ${JSON.stringify(row)}`);
    place = next;
  }
  if (to === undefined) Reflect.deleteProperty(place, last);
  else Reflect.set(place, last, to);
  return copy;
}
