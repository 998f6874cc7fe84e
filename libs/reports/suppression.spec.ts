import * as fc from 'fast-check';
import { hiddenCells } from './suppression';
import type { TableMarks, TableValues } from './suppression';

const THRESHOLD = 11n;

/** With its totals: the last row and the last column. */
const withTotals = (inner: readonly (readonly number[])[]): TableValues => {
  const rows = inner.map((row) => [...row, row.reduce((sum, value) => sum + value, 0)]);
  const width = rows[0]?.length ?? 0;
  const totals = Array.from({ length: width }, (_, column) =>
    rows.reduce((sum, row) => sum + (row[column] ?? 0), 0),
  );
  return [...rows, totals].map((row) => row.map(BigInt));
};
const marks = (values: TableValues, isMarked: (value: bigint) => boolean): TableMarks =>
  values.map((row) => row.map(isMarked));

const zerosShown = (values: TableValues, threshold = THRESHOLD): TableMarks =>
  hiddenCells({
    values,
    sensitive: marks(values, (value) => value > 0n && value < threshold),
    known: marks(values, (value) => value === 0n),
    ...{ least: 1n, atLeastPossible: threshold },
  });
const zerosHidden = (values: TableValues, threshold = THRESHOLD): TableMarks =>
  hiddenCells({
    values,
    sensitive: marks(values, (value) => value < threshold),
    known: marks(values, () => false),
    ...{ least: 0n, atLeastPossible: threshold },
  });

/** The sums as equations over hidden cells, solved by elimination over fractions: a cell alone in its row is known. */
function workedOut(hidden: TableMarks): readonly string[] {
  const names = hidden.flatMap((row, r) => row.flatMap((is, c) => (is ? [`${r},${c}`] : [])));
  const place = new Map(names.map((name, at) => [name, at]));
  const lastRow = hidden.length - 1;
  const lastColumn = (hidden[0]?.length ?? 1) - 1;
  const equation = (cells: readonly (readonly [number, number, number])[]): [bigint, bigint][] => {
    const row: [bigint, bigint][] = names.map(() => [0n, 1n]);
    for (const [r, c, sign] of cells) {
      const at = place.get(`${r},${c}`);
      if (at !== undefined) row[at] = [BigInt(sign), 1n];
    }
    return row;
  };
  const matrix = [
    ...hidden.map((row, r) => equation(row.map((_, c) => [r, c, c === lastColumn ? -1 : 1] as const))),
    ...(hidden[0] ?? []).map((_, c) =>
      equation(hidden.map((__, r) => [r, c, r === lastRow ? -1 : 1] as const)),
    ),
  ];
  let pivot = 0;
  for (let column = 0; column < names.length && pivot < matrix.length; column++) {
    const found = matrix.findIndex((row, at) => at >= pivot && row[column]![0] !== 0n);
    if (found < 0) continue;
    [matrix[pivot], matrix[found]] = [matrix[found]!, matrix[pivot]!];
    const [n, d] = matrix[pivot]![column]!;
    matrix[pivot] = matrix[pivot]!.map(([a, b]) => [a * d, b * n]);
    matrix.forEach((row, at) => {
      const [fn, fd] = row[column]!;
      if (at === pivot || fn === 0n) return;
      matrix[at] = row.map(([a, b], i) => {
        const [p, q] = matrix[pivot]![i]!;
        return [a * fd * q - fn * p * b, b * fd * q];
      });
    });
    pivot++;
  }
  return matrix.flatMap((row) => {
    const standing = row.flatMap(([a], at) => (a === 0n ? [] : [names[at]!]));
    return standing.length === 1 ? standing : [];
  });
}

/** Every value that each hidden cell can take in a table of whole numbers, none below `least`, with all shown cells true. */
function possible(
  values: TableValues,
  hidden: TableMarks,
  least: number,
): ReadonlyMap<string, ReadonlySet<number>> {
  const lastRow = values.length - 1;
  const lastColumn = (values[0]?.length ?? 1) - 1;
  const largest = Number(values[lastRow]![lastColumn]!) + 3;
  const found = new Map<string, Set<number>>();
  const inner = values.slice(0, -1).flatMap((row, r) => row.slice(0, -1).map((_, c) => [r, c] as const));
  const taken: number[][] = values.map((row) => row.map(() => 0));
  const shown = (r: number, c: number, value: number): boolean =>
    hidden[r]![c]! ? value >= least : value === Number(values[r]![c]!);
  const complete = (): void => {
    for (let c = 0; c <= lastColumn; c++) {
      let sum = 0;
      for (let r = 0; r < lastRow; r++) sum += taken[r]![c]!;
      taken[lastRow]![c] = sum;
      if (!shown(lastRow, c, sum)) return;
    }
    hidden.forEach((row, r) =>
      row.forEach((is, c) => {
        if (is) found.set(`${r},${c}`, (found.get(`${r},${c}`) ?? new Set()).add(taken[r]![c]!));
      }),
    );
  };
  const fill = (at: number): void => {
    const cell = inner[at];
    if (cell === undefined) {
      complete();
      return;
    }
    const [r, c] = cell;
    const from = hidden[r]![c]! ? least : Number(values[r]![c]!);
    const to = hidden[r]![c]! ? largest : from;
    for (let value = from; value <= to; value++) {
      taken[r]![c] = value;
      if (c === lastColumn - 1) {
        const sum = taken[r]!.slice(0, lastColumn).reduce((a, b) => a + b, 0);
        taken[r]![lastColumn] = sum;
        if (!shown(r, lastColumn, sum)) continue;
      }
      fill(at + 1);
    }
  };
  fill(0);
  return found;
}

const text = (values: TableValues, hidden: TableMarks): readonly string[] =>
  values.map((row, r) => row.map((value, c) => (hidden[r]![c]! ? '*' : String(value))).join(' '));

describe('what is hidden of a table', () => {
  it('nothing, where nothing is small', () => {
    const values = withTotals([
      [20, 30],
      [40, 50],
    ]);
    expect(text(values, zerosShown(values))).toEqual(['20 30 50', '40 50 90', '60 80 140']);
  });

  it('beside a small cell three others, so that no sum gives it away', () => {
    const values = withTotals([
      [3, 300, 70],
      [25, 400, 12],
      [60, 500, 90],
    ]);
    const hidden = zerosShown(values);
    expect(hidden.flat().filter((is) => is)).toHaveLength(4);
    expect(workedOut(hidden)).toEqual([]);
  });

  it('a zero is shown and hides nothing, or is as small as any', () => {
    const values = withTotals([
      [0, 300],
      [0, 400],
    ]);
    expect(zerosShown(values).flat()).not.toContain(true);
    const hidden = zerosHidden(values);
    expect([hidden[0]![0], hidden[1]![0], hidden[2]![0]]).toEqual([true, true, true]);
    expect(workedOut(hidden)).toEqual([]);
  });

  it('all of it, where nothing can protect a cell', () => {
    const values = withTotals([[1]]);
    expect(zerosShown(values).flat()).toEqual([true, true, true, true]);
  });
});

const tables = fc
  .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 5 }))
  .chain(([rows, columns]) =>
    fc.array(
      fc.array(
        fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 3_000 })),
        {
          minLength: columns,
          maxLength: columns,
        },
      ),
      { minLength: rows, maxLength: rows },
    ),
  );

describe.each([
  ['zeros shown', zerosShown, (value: bigint) => value > 0n && value < THRESHOLD],
  ['zeros hidden', zerosHidden, (value: bigint) => value < THRESHOLD],
] as const)('of any table, %s', (_, hide, isSmall) => {
  it('no small cell is shown, and none that is hidden is worked out from the sums', () => {
    fc.assert(
      fc.property(tables, (inner) => {
        const values = withTotals(inner);
        const hidden = hide(values);
        values.forEach((row, r) =>
          row.forEach((value, c) => {
            if (isSmall(value)) expect(hidden[r]![c]).toBe(true);
          }),
        );
        expect(workedOut(hidden)).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });
});

const smallTables = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.constant(2)).chain(([rows, columns]) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  }),
);

describe.each([
  ['zeros shown', zerosShown, 1],
  ['zeros hidden', zerosHidden, 0],
] as const)('that nobody has fewer than no lines gives nothing away, %s', (_, hide, least) => {
  it('every hidden cell has several values that all shown cells allow', () => {
    fc.assert(
      fc.property(smallTables, (inner) => {
        const values = withTotals(inner);
        const hidden = hide(values, 3n);
        if (hidden.flat().every((is) => is)) return;
        const found = possible(values, hidden, least);
        hidden.forEach((row, r) =>
          row.forEach((is, c) => {
            if (is) expect(found.get(`${r},${c}`)?.size ?? 0).toBeGreaterThan(1);
          }),
        );
      }),
      { numRuns: 60 },
    );
  });
});
