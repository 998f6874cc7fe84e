import type { OriginalLine } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import {
  ask,
  DOCTOR,
  exemption,
  inGoodStanding,
  institutionStatus,
  outpatient,
  refundOf,
  sanction,
  shortly,
} from './facts';

const suspended = [...inGoodStanding(), sanction()];
const national = 'national-2024';
type Money = Partial<
  Pick<SettlementLine, 'quantity' | 'lineAmount' | 'fundAmount' | 'pooledAmount' | 'accountAmount'>
>;

/** cnt 1, 100.00, of which 80.00 fund and 70.00 pooled, unless said. */
describe('CONTRACT 2, AMOUNTS_CONTRADICT: on a line of a suspended person, all fund money in scope', () => {
  const HELD = 'hold AMOUNTS_CONTRADICT';
  const REFUSED = 'reject CLINICIAN_SUSPENDED';
  it.each<[string, Money, string]>([
    ['all agree', {}, REFUSED],
    ['pooled a fen below fund money', { pooledAmount: 7999n }, REFUSED],
    ['pooled as much as fund money', { pooledAmount: 8000n }, REFUSED],
    ['pooled a fen above fund money', { pooledAmount: 8001n }, HELD],
    ['fund money a fen below the amount', { fundAmount: 9999n }, REFUSED],
    ['fund money as much as the amount', { fundAmount: 10000n }, REFUSED],
    ['fund money a fen above the amount', { fundAmount: 10001n }, HELD],
    ['fund money of a line of 0.00', { lineAmount: 0n }, HELD],
    ['no fund money, some pooled', { fundAmount: 0n }, HELD],
    ['neither fund money nor pooled', { fundAmount: 0n, pooledAmount: 0n }, 'accept ~NO_FUND_MONEY'],
    ['the quantity negative alone', { quantity: '-0.0001' }, HELD],
    ['the amount negative alone', { lineAmount: -10000n }, HELD],
    ['the fund money negative alone', { fundAmount: -8000n }, HELD],
    ['the pooled money negative alone', { pooledAmount: -1n }, HELD],
    ['the personal account negative alone', { accountAmount: -1n }, HELD],
    ['an account that is not stated', { accountAmount: null }, REFUSED],
    ['an account of nothing', { accountAmount: 0n }, REFUSED],
    ['a quantity of nothing has no sign', { quantity: '0.0000' }, REFUSED],
    [
      'negative throughout beside a quantity of nothing',
      {
        quantity: '0.0000',
        lineAmount: -10000n,
        fundAmount: -8000n,
        pooledAmount: -7000n,
        accountAmount: null,
      },
      REFUSED,
    ],
  ])('%s', (_, money, expected) => {
    const question = { line: outpatient(money), registry: suspended, pack: national };
    expect(shortly(question)).toBe(expected);
    expect(shortly({ ...question, line: outpatient({ ...money, paidAt: '2025-06-20' }) })).toBe(
      expected === REFUSED && (money.fundAmount ?? 0n) >= 0n ? 'claw_back CLINICIAN_SUSPENDED' : expected,
    );
  });

  it('names each thing that contradicts, and the pack', () => {
    const line = outpatient({ fundAmount: -20000n, pooledAmount: -30000n });
    expect(ask({ line, registry: suspended, pack: national })).toEqual({
      kind: 'hold',
      holdCode: 'AMOUNTS_CONTRADICT',
      needs: [
        expect.stringContaining('one sign'),
        expect.stringContaining('pool_pay_amt within fund_pay_amt'),
        expect.stringContaining('fund_pay_amt within det_item_fee_sumamt'),
      ],
      pack: national,
      edition: '1',
    });
  });
});

describe('CONTRACT 2, AMOUNTS_CONTRADICT: only where the answer depends on it', () => {
  const crooked = { fundAmount: 6000n };
  it.each([
    ['nothing bars', outpatient(crooked), inGoodStanding(), 'accept ~IN_GOOD_STANDING'],
    [
      'what bars is lifted by emergency',
      outpatient({ ...crooked, rescueRecordNo: 'QJ1' }),
      suspended,
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ],
    [
      'what bars is lifted by an exemption',
      outpatient(crooked),
      [...suspended, exemption({ code: DOCTOR })],
      'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED',
    ],
    [
      'one bar is left after an exemption',
      outpatient(crooked),
      [...suspended, exemption({ code: DOCTOR }), institutionStatus()],
      'hold AMOUNTS_CONTRADICT',
    ],
    [
      'nothing in scope, in good standing',
      outpatient({ pooledAmount: 0n, fundAmount: 10001n }),
      inGoodStanding(),
      'hold AMOUNTS_CONTRADICT',
    ],
    [
      'nothing in scope, and all agrees',
      outpatient({ pooledAmount: 0n }),
      suspended,
      'accept ~NO_FUND_MONEY',
    ],
    [
      'before a doubt about emergency',
      outpatient({ ...crooked, emergencyFlag: '1' }),
      suspended,
      'hold AMOUNTS_CONTRADICT',
    ],
    [
      'before an unknown category',
      outpatient({ ...crooked, medicalCategory: '777' }),
      suspended,
      'hold AMOUNTS_CONTRADICT',
    ],
    [
      'after the date',
      outpatient({ ...crooked, feeOccurredAt: '1999-12-31 00:00:00' }),
      suspended,
      'hold DATE_IMPLAUSIBLE',
    ],
  ])('%s', (_, line, registry, expected) => {
    expect(shortly({ line, registry })).toBe(expected);
  });
});

describe('CONTRACT 2, AMOUNTS_CONTRADICT: of a refund, where its original loses money', () => {
  const original = (outcome: 'accept' | 'reject' | 'claw_back'): OriginalLine => ({
    kind: 'decided',
    decision: {
      decisionId: 'd',
      outcome,
      liable: 'none',
      fundScope: 'all',
      pack: national,
      edition: '1',
      recover: outcome === 'claw_back' ? 8000n : 0n,
    },
    line: outpatient(),
    taken: NOTHING_TAKEN,
  });
  const forgotten = { fundAmount: 8000n, pooledAmount: 7000n };
  it.each<[string, Money, OriginalLine, string]>([
    ['a forgotten sign, the original refused', forgotten, original('reject'), 'hold AMOUNTS_CONTRADICT'],
    ['a forgotten sign, the original recovered', forgotten, original('claw_back'), 'hold AMOUNTS_CONTRADICT'],
    [
      'a forgotten sign, the original accepted',
      forgotten,
      original('accept'),
      'accept ~REFUND_MIRRORS_ORIGINAL',
    ],
    [
      'a forgotten sign, the original unknown',
      forgotten,
      { kind: 'unknown' },
      'hold REFUND_ORIGINAL_UNKNOWN',
    ],
    ['more pooled than fund money', { pooledAmount: -8001n }, original('reject'), 'hold AMOUNTS_CONTRADICT'],
    [
      'as much pooled as fund money',
      { pooledAmount: -8000n },
      original('reject'),
      'reject ~REFUND_MIRRORS_ORIGINAL',
    ],
    ['all agree', {}, original('reject'), 'reject ~REFUND_MIRRORS_ORIGINAL'],
  ])('%s', (_, money, reversed, expected) => {
    expect(shortly({ line: refundOf('L1', money), registry: [], pack: national, original: reversed })).toBe(
      expected,
    );
  });
});
