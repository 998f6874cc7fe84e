import type { Measured } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { Desk, settledShortly, under } from './desk';
import { at, inGoodStanding, outpatient, refundOf, sanction } from './facts';

const suspended = [...inGoodStanding(), sanction()];
const MIRRORED = 'first: reject ~REFUND_MIRRORS_ORIGINAL (real_time)';
const BEYOND = 'first: hold REFUND_EXCEEDS_ORIGINAL';

/** A refund of part of L1: a quantity in whole units, its money in fen. */
const part = (lineNo: string, quantity: number, lineAmount: bigint, fundAmount: bigint): SettlementLine =>
  refundOf('L1', {
    lineNo,
    quantity: `-${quantity}.0000`,
    lineAmount: -lineAmount,
    fundAmount: -fundAmount,
    pooledAmount: -fundAmount,
    accountAmount: null,
  });

const told = (desk: Desk, ...lines: readonly SettlementLine[]) =>
  lines.map((line) => settledShortly(desk.settle(line)));

/** Ten pieces for 100.00, of which 80.00 fund money. */
const ten = (more: Partial<Measured> = {}) =>
  outpatient({ quantity: '10.0000', pooledAmount: 8000n, accountAmount: null, ...more });

describe('CONTRACT 7, Refunds beyond their original: by quantity, line amount or fund amount', () => {
  it.each<[string, SettlementLine, string]>([
    ['just below', part('R2', 3, 3999n, 3999n), MIRRORED],
    ['all that is left', part('R2', 4, 4000n, 4000n), MIRRORED],
    ['one piece more', part('R2', 5, 4000n, 4000n), BEYOND],
    ['a fen of the amount more', part('R2', 4, 4001n, 4000n), BEYOND],
    ['a fen of fund money more', part('R2', 4, 4000n, 4001n), 'first: hold AMOUNTS_CONTRADICT'],
    ['a fen of fund money more, within its amount', part('R2', 1, 4000n, 4000n), MIRRORED],
  ])('after six pieces, 60.00, 40.00 fund money: %s', (_, second, expected) => {
    const desk = new Desk(suspended);
    expect(told(desk, ten(), part('R1', 6, 6000n, 4000n), second)).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      MIRRORED,
      expected,
    ]);
  });

  it('a fen of fund money beyond, quantity and amount within', () => {
    const desk = new Desk(suspended);
    expect(told(desk, ten(), part('R1', 1, 5000n, 5000n), part('R2', 1, 4000n, 3001n))[2]).toBe(BEYOND);
    expect(
      told(new Desk(suspended), ten(), part('R1', 1, 5000n, 5000n), part('R2', 1, 4000n, 3000n))[2],
    ).toBe(MIRRORED);
  });

  it('an accepted original too: what is mirrored is not known beyond it', () => {
    const desk = new Desk(inGoodStanding());
    expect(told(desk, ten(), part('R1', 10, 10000n, 8000n), part('R2', 1, 1n, 0n))).toEqual([
      'first: accept ~IN_GOOD_STANDING (real_time)',
      'first: accept ~REFUND_MIRRORS_ORIGINAL (real_time)',
      BEYOND,
    ]);
  });

  it('says what it waits for', () => {
    const desk = new Desk(suspended);
    desk.settle(ten());
    expect(desk.settle(part('R1', 11, 1n, 1n)).held?.hold).toMatchObject({
      needs: [expect.stringContaining('room on the original line L1')],
      pack: 'guangdong-2025',
    });
  });
});

describe('CONTRACT 7, Refunds beyond their original: in the order in which their identities first came', () => {
  it('one that waits takes nothing from the next', () => {
    const desk = new Desk(suspended);
    expect(
      told(desk, ten(), part('R1', 6, 6000n, 4000n), part('R2', 5, 1n, 1n), part('R3', 4, 1n, 1n)),
    ).toEqual(['first: reject CLINICIAN_SUSPENDED (real_time)', MIRRORED, BEYOND, MIRRORED]);
  });

  it.each<[string, SettlementLine, string]>([
    [
      'sent again smaller',
      part('R1', 4, 1n, 1n),
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_EXCEEDS_ORIGINAL',
    ],
    ['sent again no smaller', part('R1', 5, 1n, 1n), 'again: nothing'],
    [
      'sent again beyond the original: it waits itself',
      part('R1', 11, 1n, 1n),
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_EXCEEDS_ORIGINAL',
    ],
    [
      'sent again as a refund of another line',
      { ...part('R1', 6, 1n, 1n), originalLineNo: 'L9' },
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_EXCEEDS_ORIGINAL',
    ],
    [
      'sent again as no refund',
      outpatient({ lineNo: 'R1' }),
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_EXCEEDS_ORIGINAL',
    ],
  ])('one that waits is released when one before it makes room: %s', (_, again, expected) => {
    const desk = new Desk(suspended);
    const waiting = part('R2', 6, 1n, 1n);
    expect(told(desk, ten(), part('R1', 6, 1n, 1n), waiting)[2]).toBe(BEYOND);
    desk.settle(again);
    expect(settledShortly(desk.again(waiting, 're_upload'))).toBe(expected);
  });

  it('or when the original grows', () => {
    const desk = new Desk(suspended);
    const waiting = part('R2', 6, 1n, 1n);
    told(desk, ten(), part('R1', 6, 1n, 1n), waiting);
    desk.settle(ten({ quantity: '12.0000' }));
    expect(settledShortly(desk.again(waiting, 're_upload'))).toContain('releases REFUND_EXCEEDS_ORIGINAL');
  });

  it('one that was decided waits when one before it is sent again larger; its decision stays on file', () => {
    const desk = new Desk(suspended);
    const later = part('R2', 4, 1n, 1n);
    told(desk, ten(), part('R1', 6, 1n, 1n), later);
    desk.settle(part('R1', 7, 1n, 1n));
    expect(settledShortly(desk.again(later, 're_upload'))).toBe('again: hold REFUND_EXCEEDS_ORIGINAL');
    expect(desk.stateOf(later)?.standing).toMatchObject({ outcome: 'reject' });
  });

  it('one sent again keeps its place: the later one waits', () => {
    const desk = new Desk(suspended);
    told(desk, ten(), part('R1', 1, 1n, 1n), part('R2', 9, 1n, 1n));
    expect(settledShortly(desk.settle(part('R1', 10, 1n, 1n)))).toBe(
      're_upload: reject ~REFUND_MIRRORS_ORIGINAL (re_upload)',
    );
    expect(settledShortly(desk.again(part('R2', 9, 1n, 1n), 're_upload'))).toBe(
      'again: hold REFUND_EXCEEDS_ORIGINAL',
    );
  });

  it('a line that names an original and is no refund takes nothing', () => {
    const desk = new Desk(suspended);
    const correction = outpatient({ lineNo: 'C1', originalLineNo: 'L1', quantity: '10.0000' });
    expect(told(desk, ten(), correction, part('R1', 10, 1n, 1n))[2]).toBe(MIRRORED);
  });
});

describe('CONTRACT 7, Refunds beyond their original: a refund of a recovery takes at most what is left of it, the rest is refused', () => {
  const recovered = ten();
  /** Nothing of a refund's fund money need be pooled money: only the fund amounts are bounded by the original. */
  const pooled = (lineNo: string, pooledAmount: bigint): SettlementLine =>
    refundOf('L1', {
      lineNo,
      quantity: '-1.0000',
      lineAmount: -4000n,
      fundAmount: -4000n,
      pooledAmount,
      accountAmount: null,
    });
  const amountsOf = (desk: Desk, line: SettlementLine) => {
    const verdict = desk.settle(line).decision?.verdict;
    return verdict === undefined ? null : [verdict.recover, verdict.refused];
  };

  it.each([
    ['less than is left', -2999n, [-2999n, 0n]],
    ['what is left', -3000n, [-3000n, 0n]],
    ['a fen more', -3001n, [-3000n, -1n]],
    ['all of its own', -4000n, [-3000n, -1000n]],
  ])('70.00 recovered, 40.00 taken back: %s', (_, pooledAmount, expected) => {
    const desk = new Desk(suspended);
    desk.settle({ ...recovered, pooledAmount: 7000n, paidAt: at('2025-06-20') });
    expect(amountsOf(desk, pooled('R1', -4000n))).toEqual([-4000n, 0n]);
    expect(amountsOf(desk, pooled('R2', pooledAmount))).toEqual(expected);
  });

  it('together they never take back more than was recovered', () => {
    const desk = new Desk(suspended, '2026-01-01 00:00:00', under('guangdong-2025'));
    desk.settle({ ...recovered, pooledAmount: 7000n, paidAt: at('2025-06-20') });
    desk.settle(pooled('R1', -4000n));
    desk.settle(pooled('R2', -4000n));
    const recoveries = [...desk.files.values()].map(({ state }) => state.standing?.recover ?? 0n);
    expect(recoveries.reduce((sum, one) => sum + one, 0n)).toBe(0n);
    expect([...desk.files.keys()]).toContain(identityKey(recovered));
  });
});
