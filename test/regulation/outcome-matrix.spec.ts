/**
 * READINGS 6.1: the same points of a year under several texts. The packs that ship, and older or local schemes written as
 * values on the national one. Quanzhou's suspension of at most 30 days is no number of months, so it is not here.
 */
import type { MatrixColumn, MatrixRow } from './outcome-matrix';
import { outcomeMatrix } from './outcome-matrix';
import type { Values } from './scoring';
import { hainanPoints, nationalPoints } from './scoring';

const byBands = (points: number, when: string) => [nationalPoints(points, when)];

const scheme = (title: string, values: Values, words: Partial<MatrixColumn> = {}): MatrixColumn => ({
  title,
  pack: 'national-2024',
  values,
  informed: 'informed',
  terminated: 'terminated',
  findings: byBands,
  ...words,
});

const NATIONAL = scheme('National', {});
const HAINAN = scheme('Hainan 2022 draft', {}, { pack: 'hainan-2022', findings: hainanPoints });
const HUNAN = scheme('Hunan 2025', {
  tiers: '[0,9) inform;[9,12) suspend 1-2',
  terminate: 'at 12: accumulated 1-3, one-off 1-3',
  effectiveFrom: 'next_month',
});
const BEIJING = scheme('Beijing 2025', {
  tiers: '[0,9) inform;[9,12) suspend 1-6',
  terminate: 'at 12: accumulated 1, one-off 3',
});
const NANTONG = scheme(
  'Nantong 2021',
  {
    scoreDirection: 'down',
    initialPoints: '12',
    tiers: '[0,6) inform;[6,9) suspend 1;[9,12) suspend 3',
    terminate: 'at 12: accumulated 1, one-off 1',
    consecutiveYears: '3 years of 9: terminate 1',
  },
  { informed: 'talk', terminated: 'cancelled' },
);

const ROWS: readonly MatrixRow[] = [
  ...[3, 6, 8, 9, 10, 11].map((total) => ({ title: String(total), decisions: [total] })),
  { title: '12 accumulated', decisions: [6, 6] },
  { title: '12 at once', decisions: [12] },
];

describe('the outcome matrix', () => {
  it('is what the code gives', () => {
    expect(outcomeMatrix([NATIONAL, HAINAN, HUNAN, BEIJING, NANTONG], ROWS)).toBe(
      `
| Year total | National | Hainan 2022 draft | Hunan 2025 | Beijing 2025 | Nantong 2021 |
| --- | --- | --- | --- | --- | --- |
| 3 | informed | — (grade C, remaining 9) | informed | informed | talk |
| 6 | informed | 3 mo | informed | informed | 1 mo |
| 8 | informed | 6 mo | informed | informed | 1 mo |
| 9 | 1–6 mo | 6 mo | 1–2 mo from next month | 1–6 mo | 3 mo |
| 10 | 1–6 mo | 12 mo | 1–2 mo from next month | 1–6 mo | 3 mo |
| 11 | 1–6 mo | 12 mo | 1–2 mo from next month | 1–6 mo | 3 mo |
| 12 accumulated | terminated, 1 yr | 12 mo | terminated 1–3 yr from next month | terminated, 1 yr | cancelled, 1 yr |
| 12 at once | terminated, 3 yr | 12 mo | terminated 1–3 yr from next month | terminated, 3 yr | cancelled, 1 yr |
`.trim(),
    );
  });

  it.each(ROWS.slice(0, -1))('$title: a point first and then the rest come to the same measure', (row) => {
    const columns = [NATIONAL, HAINAN, HUNAN, BEIJING, NANTONG];
    const total = row.decisions.reduce((sum, points) => sum + points, 0);
    const inSteps = { ...row, decisions: [1, total - 1] };
    expect(outcomeMatrix(columns, [inSteps])).toBe(outcomeMatrix(columns, [row]));
  });

  it('Guangdong, whose months stand in a document not at hand, has the national ones', () => {
    const guangdong = { ...NATIONAL, pack: 'guangdong-2025' };
    expect(outcomeMatrix([guangdong], ROWS)).toBe(outcomeMatrix([NATIONAL], ROWS));
  });
});
