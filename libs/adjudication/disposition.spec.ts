import { instantOf } from '@gatekeeper/calendar';
import type { Outcome, SettlementLine } from '@gatekeeper/vocabulary';
import type { LineState } from '.';
import {
  chooseOriginal,
  dispositionOf,
  NOTHING_FOUND_ON_FILE,
  NOTHING_STATED,
  NOTHING_TAKEN,
  originalOf,
} from '.';
import type { BarOnLine } from './bars';
import { liableFor } from './liability';

const onFile = {
  revision: 3,
  contentHash: 'sha256:a',
  settlement: NOTHING_STATED,
  found: NOTHING_FOUND_ON_FILE,
};
const paid = { ...onFile, settlement: { ...NOTHING_STATED, paidAt: instantOf(10) } };

describe('what a message about a line is', () => {
  it.each([
    ['the first of it', null, 'sha256:a', null, { kind: 'first', revision: 1 }],
    ['the first of it, already paid', null, 'sha256:a', 10, { kind: 'first', revision: 1 }],
    ['the same content again', onFile, 'sha256:a', null, { kind: 'resend', revision: 3 }],
    ['the same content, now paid', onFile, 'sha256:a', 10, { kind: 'payment', revision: 3 }],
    ['the same content, paid at another time', paid, 'sha256:a', 11, { kind: 'payment', revision: 3 }],
    ['the same content, paid as was known', paid, 'sha256:a', 10, { kind: 'resend', revision: 3 }],
    ['the same content, payment not said again', paid, 'sha256:a', null, { kind: 'resend', revision: 3 }],
    ['other content: the next revision', onFile, 'sha256:b', null, { kind: 're_upload', revision: 4 }],
    ['other content, now paid', onFile, 'sha256:b', 10, { kind: 're_upload', revision: 4 }],
  ] as const)('%s', (_, known, contentHash, paidAt, expected) => {
    const stated = { ...NOTHING_STATED, paidAt: paidAt === null ? null : instantOf(paidAt) };
    expect(dispositionOf(known, false, contentHash, stated)).toEqual(expected);
    if (known !== null)
      expect(dispositionOf(known, true, contentHash, stated)).toEqual({ kind: 're_upload', revision: 4 });
  });
});

const standing = {
  decisionId: 'd1',
  supersedes: null,
  outcome: 'reject',
  liable: 'institution',
  fundScope: 'all',
  pack: 'p',
  edition: '1',
  refused: 0n,
  recover: 0n,
  revision: 3,
  reasons: [],
} as const;
const held = { line: {}, hold: {}, knownAt: instantOf(1), since: instantOf(1) } as LineState['held'];
const state = (lineNo: string, chargeBatch: string, more: Partial<LineState> = {}): LineState => ({
  ...onFile,
  line: { fixmedinsCode: 'H1', visitId: 'V1', chargeBatch, lineNo, revision: 3, contentHash: 'sha256:a' },
  standing,
  held: null,
  ...more,
});

const whole = { quantity: '1.0000', lineAmount: 10000n, fundAmount: 8000n };

describe('what a refund sees of its original', () => {
  it.each([
    ['never came', null, { kind: 'unknown' }],
    [
      'is decided',
      state('L1', ''),
      { kind: 'decided', decision: standing, line: whole, taken: NOTHING_TAKEN },
    ],
    ['was never decided', state('L1', '', { standing: null }), { kind: 'held' }],
    ['was decided, a newer revision is held', state('L1', '', { held }), { kind: 'held' }],
    ['was withdrawn', state('L1', '', { standing: { ...standing, outcome: 'void' } }), { kind: 'unknown' }],
  ])('%s', (_, original, expected) => {
    const onFile = original === null ? null : { state: original, line: whole };
    expect(originalOf(onFile, NOTHING_TAKEN)).toEqual(expected);
  });
});

describe('which line a refund reverses, among those of the number it names', () => {
  const refund = { lineNo: 'L1', chargeBatch: 'B1' } as SettlementLine;
  it.each([
    ['none', [], null],
    ['itself alone', [state('L1', 'B1')], null],
    ['the only one, of another batch', [state('L9', 'B2')], 'L9 B2'],
    ['of its own number in another batch', [state('L1', 'B2')], 'L1 B2'],
    ['of its own batch', [state('L9', 'B2'), state('L9', 'B1')], 'L9 B1'],
    ['of its own batch, whatever comes first', [state('L9', 'B1'), state('L9', 'B2')], 'L9 B1'],
    ['several in other batches', [state('L9', 'B2'), state('L9', 'B3')], null],
    ['the only other besides itself', [state('L1', 'B1'), state('L9', 'B2')], 'L9 B2'],
  ])('%s', (_, candidates, expected) => {
    const chosen = chooseOriginal(
      refund,
      candidates.map((one) => ({ state: one })),
    );
    const line = chosen?.state.line;
    expect(line === undefined ? null : `${line.lineNo} ${line.chargeBatch}`).toBe(expected);
  });
});

describe('who bears the loss of a fee of 10', () => {
  const bar = (deliveredAt: number | null): BarOnLine =>
    ({
      finding: { sanction: { deliveredAt: deliveredAt === null ? null : instantOf(deliveredAt) } },
    }) as BarOnLine;
  const notASanction = { finding: { sanction: null } } as BarOnLine;
  it.each([
    ['accept', [bar(11)], 'none'],
    ['reject', [bar(11)], 'institution'],
    ['claw_back', [bar(9)], 'institution'],
    ['claw_back', [bar(10)], 'institution'],
    ['claw_back', [bar(11)], 'none'],
    ['claw_back', [bar(null)], 'institution'],
    ['claw_back', [notASanction], 'institution'],
    ['claw_back', [bar(11), bar(12)], 'none'],
    ['claw_back', [bar(11), bar(10)], 'institution'],
    ['claw_back', [bar(11), notASanction], 'institution'],
  ] as const)('%s under %j: %s', (outcome: Outcome, bars, expected) => {
    expect(liableFor(outcome, bars, instantOf(10))).toBe(expected);
  });
});
