import type { Day } from '@gatekeeper/calendar';
import type { TalliedLine } from '@gatekeeper/vocabulary';
import { TallyChanges } from './tally-changes';

const accepted: TalliedLine = {
  ...{ feeDay: 20_270 as Day, fixmedinsCode: 'H1', treatmentArea: '440100', outcome: 'accept' },
  ...{ reason: 'IN_GOOD_STANDING', pack: 'guangdong-2025', orderingCode: '' },
  ...{ claimed: 7000n, refused: 0n, recover: 0n, heldFund: 0n, heldPooled: 0n },
};
const refund = { ...accepted, claimed: -2000n };
const clawedBack: TalliedLine = {
  ...accepted,
  ...{
    outcome: 'claw_back',
    reason: 'CLINICIAN_SUSPENDED',
    orderingCode: 'D1',
    refused: 500n,
    recover: 6500n,
  },
};
const held: TalliedLine = {
  ...accepted,
  ...{ outcome: 'held', reason: 'DATE_IMPLAUSIBLE', claimed: 0n, heldFund: 8000n, heldPooled: 7000n },
};

function changesOf(...moves: readonly (readonly [TalliedLine | null, TalliedLine | null])[]) {
  const changes = new TallyChanges();
  for (const [before, now] of moves) changes.move(before, now);
  return changes.rows();
}

describe('by how much figures change', () => {
  it('lines of one key are one row, refunds taking away', () => {
    expect(changesOf([null, accepted], [null, accepted], [null, refund])).toEqual([
      { ...accepted, lines: 3, claimed: 12000n },
    ]);
  });

  it('what a line was is taken back, in every figure', () => {
    expect(changesOf([clawedBack, held])).toEqual([
      { ...clawedBack, lines: -1, claimed: -7000n, refused: -500n, recover: -6500n },
      { ...held, lines: 1 },
    ]);
    expect(changesOf([held, clawedBack])).toEqual([
      { ...held, lines: -1, heldFund: -8000n, heldPooled: -7000n },
      { ...clawedBack, lines: 1 },
    ]);
  });

  it('what comes to nothing is no row; money alone is one', () => {
    expect(
      changesOf([null, accepted], [accepted, clawedBack], [clawedBack, accepted], [accepted, null]),
    ).toEqual([]);
    expect(changesOf([accepted, { ...accepted, claimed: 6000n }])).toEqual([
      { ...accepted, lines: 0, claimed: -1000n },
    ]);
  });

  it.each([
    { feeDay: 20_271 as Day },
    { fixmedinsCode: 'H2' },
    { treatmentArea: '440300' },
    { reason: 'NO_FUND_MONEY' },
    { pack: 'national-2024' },
    { orderingCode: 'D1' },
  ])('lines apart by %j are two rows', (more) => {
    expect(changesOf([null, accepted], [null, { ...accepted, ...more }])).toHaveLength(2);
  });
});
