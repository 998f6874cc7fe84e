import type { LineState, NamingLine, Taken } from '.';
import { goesBeyond, NOTHING_TAKEN, roomChangedBy, takenBy, takenTogether } from '.';

const line = (more: Partial<NamingLine> = {}): NamingLine => ({
  quantity: '-1.0000',
  lineAmount: -10000n,
  fundAmount: -8000n,
  originalLineNo: 'L1',
  ...more,
});
const decided = { standing: { recover: -7000n }, held: null } as LineState;
const waiting = { standing: { recover: -7000n }, held: {} } as LineState;
const undecided = { standing: null, held: {} } as LineState;
const WHOLE: Taken = { quantity: 10000n, lineAmount: 10000n, fundAmount: 8000n, recover: -7000n };

describe('what a line takes of the one it names', () => {
  it.each([
    ['a refund that was decided', decided, line(), WHOLE],
    ['one that waits, decided before', waiting, line(), NOTHING_TAKEN],
    ['one that was never decided', undecided, line(), NOTHING_TAKEN],
    ['a line that is no refund', decided, line({ quantity: '1.0000' }), NOTHING_TAKEN],
    ['part of a piece', decided, line({ quantity: '-0.2500' }), { ...WHOLE, quantity: 2500n }],
  ])('%s', (_, state, named, expected) => {
    expect(takenBy({ state, line: named })).toEqual(expected);
  });
});

describe('whether a refund goes beyond its original', () => {
  const original = line({ quantity: '2.0000', lineAmount: 20000n, fundAmount: 16000n });
  it.each([
    ['the rest', WHOLE, line(), false],
    ['a ten-thousandth of a piece more', WHOLE, line({ quantity: '-1.0001' }), true],
    ['a fen of the amount more', WHOLE, line({ lineAmount: -10001n }), true],
    ['a fen of fund money more', WHOLE, line({ fundAmount: -8001n }), true],
    [
      'after two that took all',
      takenTogether(WHOLE, WHOLE),
      line({ quantity: '-0.0001', lineAmount: 0n, fundAmount: 0n }),
      true,
    ],
    [
      'nothing, after two that took all',
      takenTogether(WHOLE, WHOLE),
      line({ quantity: '0.0000', lineAmount: 0n, fundAmount: 0n }),
      false,
    ],
  ])('%s', (_, taken, refund, expected) => {
    expect(goesBeyond(refund, original, taken)).toBe(expected);
  });
});

describe('of which lines a line takes more or less than it did', () => {
  it.each<
    [string, Parameters<typeof roomChangedBy>[0], Parameters<typeof roomChangedBy>[1], readonly string[]]
  >([
    ['at first sight', null, { state: decided, line: line() }, []],
    ['nothing changed', { state: decided, line: line() }, { state: decided, line: line() }, []],
    [
      'another amount',
      { state: decided, line: line() },
      { state: decided, line: line({ lineAmount: -9999n }) },
      ['L1'],
    ],
    ['it waits now', { state: decided, line: line() }, { state: waiting, line: line() }, ['L1']],
    ['it waits no longer', { state: waiting, line: line() }, { state: decided, line: line() }, ['L1']],
    [
      'another original',
      { state: decided, line: line() },
      { state: decided, line: line({ originalLineNo: 'L2' }) },
      ['L1', 'L2'],
    ],
    [
      'none any more',
      { state: decided, line: line() },
      { state: decided, line: line({ originalLineNo: null }) },
      ['L1'],
    ],
    [
      'a first one',
      { state: decided, line: line({ originalLineNo: null }) },
      { state: decided, line: line() },
      ['L1'],
    ],
  ])('%s', (_, before, now, expected) => {
    expect(roomChangedBy(before, now)).toEqual(expected);
  });
});
