import { amountsLost, amountsTakenBack } from './amounts';

describe('what a line loses', () => {
  it.each([
    ['accept', 8000n, 8000n, 0n, 0n],
    ['reject', 8000n, 0n, 8000n, 0n],
    ['reject', -8000n, 0n, -8000n, 0n],
    ['claw_back', 8000n, 8000n, 0n, 8000n],
    ['claw_back', 8000n, 7999n, 1n, 7999n],
    ['claw_back', 8000n, 8001n, 0n, 8001n],
    ['claw_back', 8000n, 1n, 7999n, 1n],
  ] as const)('%s of %s, %s paid: %s refused, %s recovered', (outcome, inScope, paid, refused, recover) => {
    expect(amountsLost(outcome, inScope, paid)).toEqual({ refused, recover });
  });
});

describe('what a refund takes back', () => {
  it.each([
    ['accept', -8000n, 8000n, 0n, 0n],
    ['reject', -8000n, 0n, -8000n, 0n],
    ['claw_back', -8000n, 8001n, 0n, -8000n],
    ['claw_back', -8000n, 8000n, 0n, -8000n],
    ['claw_back', -8000n, 7999n, -1n, -7999n],
    ['claw_back', -8000n, 0n, -8000n, 0n],
    ['claw_back', 0n, 0n, 0n, 0n],
  ] as const)('%s of %s, %s left: %s refused, %s recovered', (outcome, inScope, left, refused, recover) => {
    expect(amountsTakenBack(outcome, inScope, left)).toEqual({ refused, recover });
  });
});
