import { parseDay, parseTime } from '@gatekeeper/calendar';
import type { Measure, ScoreAnswer } from '@gatekeeper/scoring';
import { scoreMessage } from '.';

const day = (written: string) => parseDay(written)!;
const NONE: Measure = { outcome: 'none', decidedBy: 'tiers' };
const HEAD = {
  code: 'D460100000001',
  year: 2025,
  counted: [{ finding_id: 'F1', points: 7 }],
  year_total: 7,
};
const TAIL = {
  article: 'hainan-2022 art. 20',
  edition: '1',
  decided_at: '2025-06-10T00:00:00+08:00',
};

const answer = (more: Partial<ScoreAnswer>): ScoreAnswer => ({
  code: 'D460100000001',
  decidedAt: parseTime('2025-06-10')!.instant,
  year: 2025,
  counted: [{ findingId: 'F1', situation: 'HI22-17-2', points: 7 }],
  yearTotal: 7,
  totalAfterRepair: 7,
  measure: NONE,
  remaining: null,
  grade: null,
  article: 'hainan-2022 art. 20',
  edition: '1',
  warnings: [],
  ...more,
});
const suspended = (from: number, to: number): Measure => ({
  outcome: 'suspend',
  decidedBy: 'tiers',
  months: { from, to },
  from: day('2025-06-10'),
  lastDay: from === to ? day('2025-09-09') : null,
});
const terminated = (from: number, to: number): Measure => ({
  outcome: 'terminate',
  decidedBy: 'terminate',
  barYears: { from, to },
  from: day('2025-06-10'),
  lastDay: from === to ? day('2028-06-09') : null,
});
const DAYS = { from: '2025-06-10' };

describe('a score on the wire', () => {
  it.each<[string, Partial<ScoreAnswer>, object]>([
    ['nothing', {}, { outcome: 'none' }],
    ['informed', { measure: { outcome: 'inform', decidedBy: 'tiers' } }, { outcome: 'inform' }],
    [
      'so many months',
      { measure: suspended(3, 3) },
      { outcome: 'suspend', months: 3, ...DAYS, last_day: '2025-09-09' },
    ],
    ['a range of months', { measure: suspended(1, 6) }, { outcome: 'suspend', month_range: [1, 6], ...DAYS }],
    [
      'so many years',
      { measure: terminated(3, 3) },
      { outcome: 'terminate', bar_years: 3, ...DAYS, last_day: '2028-06-09' },
    ],
    ['a range of years', { measure: terminated(1, 3) }, { outcome: 'terminate', bar_years: [1, 3], ...DAYS }],
    ['a grade', { remaining: 5, grade: 'D' }, { outcome: 'none', remaining: 5, grade: 'D' }],
    ['nothing left', { remaining: 0, grade: null }, { outcome: 'none', remaining: 0 }],
  ])('%s', (_, more, expected) => {
    expect(scoreMessage(answer(more))).toEqual({ ...HEAD, ...expected, ...TAIL });
  });

  it('what did not count is not told', () => {
    expect(scoreMessage(answer({ counted: [], yearTotal: 3 }))).toMatchObject({ counted: [], year_total: 3 });
  });

  it('warnings are told in words', () => {
    const warning = { findingId: 'F1', situation: 'N23-4-6-1', points: 3, from: 4, to: 6 };
    const warnings = [
      { ...warning, warning: 'outside_band' },
      { ...warning, warning: 'below_repeat_band', from: 7, to: 7 },
    ] as const;
    expect(scoreMessage(answer({ warnings })).warnings).toEqual([
      'F1: 3 points lie outside the band of N23-4-6-1, 4 to 6',
      'F1: N23-4-6-1 again this year, yet its 3 points lie below 7',
    ]);
  });
});
