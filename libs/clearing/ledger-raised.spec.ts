import { CLAIM_KINDS } from './ledger';
import type { LedgerLine } from './ledger-raised';
import { claimsRaisedBy, periodsCorrected } from './ledger-raised';
import { lineNo } from './testing/claims';

const RUN = { area: '44', period: '2025-07' };
const correction = (no: string, recover: bigint, more: Partial<LedgerLine> = {}): LedgerLine => ({
  ...{ kind: 'correction', line: lineNo(no), area: '44', period: '2025-06', refused: 0n, recover },
  ...more,
});
const reversal = (no: string, recover: bigint, more: Partial<LedgerLine> = {}): LedgerLine =>
  correction(no, recover, { kind: 'reversal', ...more });

describe('what a run raises', () => {
  it.each([
    ['nothing', 0n, [], []],
    ['recoveries', 100n, [], ['recovery 44 null 100']],
    [
      'corrections of a closed period: what adds and what takes back, each a claim of its own',
      0n,
      [correction('A', -60n), correction('C', 50n), correction('B', -10n)],
      ['adjustment 44 2025-06 -70 A-60 B-10', 'adjustment 44 2025-06 50 C50'],
    ],
    [
      'of one line only what all its corrections come to',
      0n,
      [correction('A', -60n), correction('A', 60n), correction('B', 7n), correction('B', -9n)],
      ['adjustment 44 2025-06 -2 B-2'],
    ],
    [
      'each closed period by itself, and each area',
      0n,
      [
        correction('A', 1n),
        correction('B', 2n, { period: '2025-05' }),
        correction('C', -4n, { area: '4401' }),
        correction('D', 8n, { area: null }),
      ],
      ['adjustment 44 2025-05 2 B2', 'adjustment 44 2025-06 9 A1 D8', 'adjustment 4401 2025-06 -4 C-4'],
    ],
    [
      'a refund that reverses a recovery of June takes back of June, not of July',
      70n,
      [reversal('A', -30n)],
      ['recovery 44 null 100', 'adjustment 44 2025-06 -30 A-30'],
    ],
    [
      'so that a month of refunds alone raises nothing of its own',
      -30n,
      [reversal('A', -30n)],
      ['adjustment 44 2025-06 -30 A-30'],
    ],
    [
      'a refund of its own period is in its total',
      70n,
      [reversal('A', -30n, { period: '2025-07' })],
      ['recovery 44 null 70'],
    ],
    [
      'a reversal and the correction of what it reversed are nothing together',
      -30n,
      [reversal('A', -30n), correction('A', 30n)],
      [],
    ],
  ] as const)('%s', (_, recover, lines, expected) => {
    expect(
      claimsRaisedBy({ recover, damages: 0n, lines }, RUN).map((claim) =>
        [
          ...[claim.kind, claim.area, String(claim.corrects), claim.amount],
          ...(claim.lines ?? []).map(({ line, amount }) => `${line.lineNo}${amount}`),
        ].join(' '),
      ),
    ).toEqual(expected);
  });

  it('a year holds its months: refunds between them, and corrections of those that were closed, are in its total', () => {
    const lines = [reversal('A', -30n), correction('B', -20n)];
    const results = { recover: 70n, damages: 0n, lines };
    const [claim, ...others] = claimsRaisedBy(results, { area: '44', period: '2025' });
    expect([claim?.amount, others]).toEqual([70n, []]);
  });

  it('is of each kind there is', () => {
    const raised = claimsRaisedBy({ recover: 1n, damages: 2n, lines: [correction('A', 3n)] }, RUN);
    expect(raised.map(({ kind }) => kind)).toEqual(CLAIM_KINDS);
  });
});

describe('the periods that a run corrects', () => {
  it('are those in which what is refused or recovered changes, also where it comes to nothing', () => {
    const lines = [
      correction('A', 0n, { refused: 5n }),
      correction('B', 5n, { period: '2025-05' }),
      correction('C', -5n, { period: '2025-05' }),
      correction('D', 0n, { period: '2025-04' }),
      reversal('E', -5n, { period: '2025-03' }),
      correction('F', 5n, { period: '2025-07' }),
    ];
    expect(periodsCorrected({ lines }, RUN)).toEqual([
      { area: '44', period: '2025-05' },
      { area: '44', period: '2025-06' },
    ]);
  });
});
