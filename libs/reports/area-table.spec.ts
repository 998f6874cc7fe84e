import * as fc from 'fast-check';
import { areaTable } from './area-table';
import type { ShownCounts } from './area-table';
import type { CountedRow } from './cleared-files';
import { LINE_COUNTS, MONEY_COUNTS } from './cleared-files';
import { HIDDEN } from './report-tables';

const rows = fc.array(
  fc
    .record({
      accepted: fc.oneof(fc.constant(0), fc.nat(20), fc.nat(5_000)),
      rejected: fc.oneof(fc.constant(0), fc.nat(20)),
      clawed_back: fc.oneof(fc.constant(0), fc.nat(20)),
      held: fc.oneof(fc.constant(0), fc.nat(3)),
      void: fc.oneof(fc.constant(0), fc.nat(3)),
      fen: fc.bigInt({ min: 1n, max: 99_999n }),
    })
    .map(({ fen, ...counts }) => {
      const of = (lines: number): bigint => BigInt(lines) * fen;
      return {
        ...counts,
        lines: Object.values(counts).reduce((sum, count) => sum + count, 0),
        accepted_amount: of(counts.accepted),
        refused: of(counts.rejected),
        recover: of(counts.clawed_back),
        held_amount: of(counts.held),
        claimed: of(counts.accepted + counts.rejected + counts.clawed_back + counts.held),
        damages: 0n,
      };
    }),
  { minLength: 2, maxLength: 12 },
);
const codedRows = rows.map((all): CountedRow[] =>
  all.map((row, at) => ({ ...row, institution: null, code: `H${at}` })),
);

/** How many of the cells of a sum are hidden: one alone could be worked out from the others. */
const hiddenOf = (cells: readonly unknown[]): number => cells.filter((cell) => cell === HIDDEN).length;
const PARTS = {
  lines: ['lines', 'accepted', 'rejected', 'clawed_back', 'held', 'void'],
  money: ['claimed', 'accepted_amount', 'refused', 'recover', 'held_amount'],
} as const;

describe.each([
  ['zeros shown', false],
  ['zeros hidden', true],
])('what an institution is told of others, %s', (_, zerosToo) => {
  it('is no count below 11, no money of one, and nothing that one sum gives away', () => {
    fc.assert(
      fc.property(codedRows, ([own, ...others]) => {
        const table = areaTable(own!, others, { below: 11, zerosToo });
        const shown: readonly ShownCounts[] = [
          ...table.others.map(({ counts }) => counts),
          table.othersTotal,
        ];
        for (const counts of shown) {
          for (const name of LINE_COUNTS) {
            const cell = counts[name];
            if (cell !== HIDDEN) expect(Number(cell) >= 11 || (!zerosToo && cell === 0)).toBe(true);
          }
          if (counts.accepted === HIDDEN) expect(counts.accepted_amount).toBe(HIDDEN);
          if (counts.rejected === HIDDEN || counts.clawed_back === HIDDEN)
            expect(counts.refused).toBe(HIDDEN);
          if (counts.clawed_back === HIDDEN) expect(counts.recover).toBe(HIDDEN);
          if (counts.held === HIDDEN) expect(counts.held_amount).toBe(HIDDEN);
          if (counts.lines === HIDDEN) expect(counts.claimed).toBe(HIDDEN);
          for (const names of Object.values(PARTS))
            expect(hiddenOf(names.map((name) => counts[name]))).not.toBe(1);
        }
        for (const name of [...LINE_COUNTS, ...MONEY_COUNTS])
          expect(hiddenOf(shown.map((counts) => counts[name]))).not.toBe(1);
        // The institution knows its own: the whole is hidden wherever the others' sum is.
        for (const name of [...LINE_COUNTS, ...MONEY_COUNTS])
          expect(table.total[name] === HIDDEN).toBe(table.othersTotal[name] === HIDDEN);
      }),
      { numRuns: 100 },
    );
  });
});

it('of three thousand institutions is made in reasonable work', () => {
  const others = Array.from({ length: 3_000 }, (_, at): CountedRow => {
    const accepted = (at * 7_919) % 500;
    const rejected = (at * 104_729) % 23;
    const money = (lines: number): bigint => BigInt(lines) * 1_234n;
    return {
      ...{ institution: null, code: `H${at}`, lines: accepted + rejected, accepted, rejected },
      ...{ clawed_back: 0, held: 0, void: 0, claimed: money(accepted + rejected) },
      ...{
        accepted_amount: money(accepted),
        refused: money(rejected),
        recover: 0n,
        held_amount: 0n,
        damages: 0n,
      },
    };
  });
  const table = areaTable(null, others, { below: 11, zerosToo: false });
  expect(table.othersTotal.lines).not.toBe(HIDDEN);
  expect(hiddenOf(table.others.map(({ counts }) => counts.lines))).toBeLessThan(1_000);
});
