/** Small worlds of one clinician and one line each, so that a change in one touches no other. */
import { HOSPITAL, lineRow, personRows, recordRow, sanctionRow } from './rows';
import type { Stated } from './answers';

export type Row = Readonly<Record<string, unknown>>;

export interface Case {
  readonly visit: string;
  readonly registry: readonly Row[];
  readonly lines: readonly Row[];
}

/** A second hospital, where every clinician of these is registered too. */
const ELSEWHERE = 'H44019900002';

export const SHARED_REGISTRY: readonly Row[] = [HOSPITAL, ELSEWHERE].map((fixmedins_code) =>
  row(
    recordRow(`institution-${fixmedins_code}`, {
      kind: 'institution',
      fixmedins_code,
      name: '医院',
      type: 'hospital',
      admdvs: '440100',
    }),
  ),
);

/** Every field of CONTRACT 1 that an outpatient line may have. */
const FULL_LINE: Row = {
  chrg_bchno: 'B-1',
  orders_dr_code: 'D440199999999',
  orders_dr_name: '李四',
  bilg_dept_codg: 'A03.01',
  bilg_dept_name: '心血管内科',
  med_list_codg: 'XA01AB',
  medins_list_codg: '0001',
  er_flag: '0',
  hosp_appr_flag: '1',
  setl_id: 'S-1',
  setl_time: '2025-07-02 09:00:00',
};

function row(text: string): Row {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) throw new Error(`not an object: ${text}`);
  return { ...value };
}

const codeOf = (n: number): string => `D4403${String(n).padStart(8, '0')}`;

function person(n: number): readonly Row[] {
  const at = personRows(codeOf(n), '张三', 'doctor', HOSPITAL).map(row);
  const registration = row(personRows(codeOf(n), '张三', 'doctor', ELSEWHERE)[1] ?? '{}');
  return [...at, { ...registration, record_id: `elsewhere-${codeOf(n)}` }];
}

const line = (n: number, fields: Row = {}): Row =>
  row(lineRow({ mdtrt_id: `C-${n}`, bilg_dr_codg: codeOf(n), ...FULL_LINE, ...fields }));

/** A sanction of another site that reaches this one by its scope alone. */
const sanction = (n: number, fields: Row = {}): Row =>
  row(sanctionRow(codeOf(n), ELSEWHERE, `DOC-${n}`, { cause: 'discipline', points: undefined, ...fields }));

export const CASES = {
  standing: (n: number): Case => ({ visit: `C-${n}`, registry: person(n), lines: [line(n)] }),
  suspended: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [line(n)],
  }),
  paid: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [line(n, { paid_at: '2025-07-03 09:00:00' })],
  }),
  restored: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [
      ...person(n),
      sanction(n, { from: '2025-01-01', until: '2025-03-01' }),
      row(
        recordRow(`restoration-${n}`, {
          kind: 'restoration',
          document_no: `DOC-${n}`,
          effective_from: '2025-06-01',
          approved_at: '2025-05-30',
        }),
      ),
    ],
    lines: [line(n)],
  }),
  /** A stay that crosses the suspension, and a fee before it. */
  crossing: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [
      line(n, {
        infno: '2301',
        adm_time: '2025-06-01 08:00:00',
        fee_ocur_time: '2025-06-05 08:00:00',
        setl_time: '2025-06-15 08:00:00',
      }),
    ],
  }),
  uploadedAgain: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [line(n, { pool_pay_amt: '60.00' }), line(n)],
  }),
  paidLater: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [line(n), line(n, { paid_at: '2025-07-03 09:00:00' })],
  }),
  released: (n: number): Case => ({
    visit: `C-${n}`,
    registry: [...person(n), sanction(n)],
    lines: [
      line(n, {
        feedetl_sn: '2',
        init_feedetl_sn: '1',
        cnt: '-1',
        det_item_fee_sumamt: '-100.00',
        fund_pay_amt: '-80.00',
        pool_pay_amt: '-70.00',
      }),
      line(n),
    ],
  }),
} as const;
export type CaseKind = keyof typeof CASES;

export const ndjson = (rows: readonly (Row | Stated)[]): string =>
  rows.map((one) => `${JSON.stringify(one)}\n`).join('');
