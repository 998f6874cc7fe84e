/** Histories of single visits, drawn by chance: lines, refunds, resends, settlements, voids, facts; and notices known before. */
import fc from 'fast-check';
import { factRow, IN_STANDING, lineRow, refundRow, SUSPENDED, voidRow } from './rows';
import type { Row } from './visit-oracle';

export interface Visit {
  readonly rows: readonly string[];
  readonly notices: readonly string[];
}

const LINES = ['1', '2', '3'] as const;
const REFUNDS = ['R1', 'R2', 'R3'] as const;
const HALF = {
  cnt: '-0.5',
  det_item_fee_sumamt: '-50.00',
  fund_pay_amt: '-40.00',
  pool_pay_amt: '-35.00',
  acct_pay_amt: '-5.00',
};

const optional = <T>(value: fc.Arbitrary<T>, weight = 2): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });
const batch = optional(fc.constant('B'), 5);
const settlement = fc.constantFrom('S1', 'S2');
const moment = fc.constantFrom('2025-07-02 10:00:00', '2025-07-04 10:00:00');

const upload = fc
  .record({
    feedetl_sn: fc.constantFrom(...LINES),
    chrg_bchno: batch,
    bilg_dr_codg: fc.constantFrom(IN_STANDING, SUSPENDED, SUSPENDED),
    pool_pay_amt: fc.constantFrom('70.00', '70.00', '60.00', '0.00'),
    med_type: fc.constantFrom('11', '11', '11', '13'),
    er_flag: optional(fc.constant('1'), 4),
    setl_id: optional(settlement),
    paid_at: optional(moment, 3),
  })
  .map((fields) => lineRow(fields));

/** Of a line, or of a refund with a lower number, so that there is no ring. */
const refund = fc
  .tuple(fc.nat({ max: REFUNDS.length - 1 }), fc.nat({ max: LINES.length + 1 }), batch, fc.boolean())
  .map(([n, of, chrg_bchno, isHalf]) => {
    const original = [...REFUNDS.slice(0, n), ...LINES].at(of % (n + LINES.length)) ?? '1';
    const feedetl_sn = REFUNDS[n] ?? 'R1';
    return refundRow(original, { feedetl_sn, chrg_bchno, ...(isHalf ? HALF : {}) });
  });

const withdrawn = fc.oneof(
  fc.record({ feedetl_sn: fc.constantFrom(...LINES, ...REFUNDS), chrg_bchno: batch }),
  fc.record({ feedetl_sn: fc.constant('0000'), chrg_bchno: batch }),
  fc.record({ setl_id: settlement, chrg_bchno: batch }),
);
const voided = fc
  .tuple(withdrawn, fc.constantFrom('2025-07-03 10:00:00', '2025-07-05 10:00:00'))
  .map(([named, voided_at]) => voidRow({ ...named, voided_at }));

const fact = fc
  .record({
    fact: fc.constantFrom('emergency_proven', 'emergency_refuted'),
    feedetl_sn: fc.constantFrom(...LINES),
    chrg_bchno: batch,
  })
  .map(({ fact: found, ...named }) => factRow(found, named));

/** A row, or the one that came so many before it once more. */
type Step = string | number;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: upload },
  { weight: 4, arbitrary: refund },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 8 }) },
  { weight: 2, arbitrary: voided },
  { weight: 1, arbitrary: fact },
);

const notice = fc
  .record({
    feedetl_sn: fc.constantFrom(...LINES),
    setl_id: settlement,
    paid_at: moment,
    pool_pay_amt: fc.constantFrom('70.00', '30.00', '-30.00', '0.00'),
  })
  .map((fields) => JSON.stringify({ ...named(lineRow({})), fund_pay_amt: '80.00', ...fields }));

const named = (row: string): Row => {
  const { fixmedins_code, mdtrt_id }: Record<string, string> = JSON.parse(row);
  return { fixmedins_code: fixmedins_code ?? '', mdtrt_id: mdtrt_id ?? '' };
};

const visit: fc.Arbitrary<Visit> = fc
  .record({
    steps: fc.array(step, { minLength: 3, maxLength: 25, size: 'max' }),
    notices: fc.array(notice, { maxLength: 3 }),
  })
  .map(({ steps, notices }) => {
    const rows: string[] = [];
    for (const each of steps)
      if (typeof each === 'string') rows.push(each);
      else if (rows.length >= each) rows.push(rows.at(-each) ?? '');
    return { rows, notices };
  });

/** Each of a visit of its own; the same for the same seed. */
export const visitsAtRandom = (count: number, seed: number): readonly Visit[] =>
  fc.sample(visit, { numRuns: count, seed }).map(({ rows, notices }, n) => {
    const own = (row: string): string => row.replaceAll('"V-1"', `"V-${n}"`);
    return { rows: rows.map(own), notices: notices.map(own) };
  });
