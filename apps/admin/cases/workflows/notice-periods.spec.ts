import { parseDay, parseTime } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { ScoreMessage } from '@gatekeeper/wire';
import { loadPolicy, officialWorkingDays } from '@gatekeeper/wire';
import { wholeMonths } from '../../notices/notice-of-case';
import { termsAt } from '../terms';
import type { Terms } from '../workflow';
import { lastDayProposed } from './institution-status-rules';
import { problemOfMeasure } from './sanction-period';

const loaded = loadPolicy();
const moment = parseTime('2026-03-02 09:00:00');
const termsOf = (area: string): Terms => {
  if (!loaded.ok || moment === null) throw new Error('the packs that ship do not load');
  return termsAt({ policy: loaded.value, workingCalendar: officialWorkingDays }, area, moment.instant);
};
const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new Error(`${text} is no day`);
  return parsed;
};
const scored = (months: number, to = months): ScoreMessage => ({
  code: 'D460200000001',
  edition: '1',
  decided_at: '2025-11-28T09:00:00+08:00',
  year: 2025,
  counted: [],
  year_total: 6,
  outcome: 'suspend',
  ...(months === to ? { months } : { month_range: [months, to] as const }),
  article: 'hainan-2022 art. 20',
});

describe('CONTRACT 7, Periods in months: a notice’s own dates prevail where they equal either reading', () => {
  it.each([
    ['2025-11-30', 3, 3, '2026-02-26', 'refused'],
    ['2025-11-30', 3, 3, '2026-02-27', 'taken'],
    ['2025-11-30', 3, 3, '2026-02-28', 'taken'],
    ['2025-11-30', 3, 3, '2026-03-01', 'refused'],
    ['2025-01-28', 1, 1, '2025-02-26', 'refused'],
    ['2025-01-28', 1, 1, '2025-02-27', 'taken'],
    ['2025-01-28', 1, 1, '2025-02-28', 'refused'],
    ['2025-01-31', 1, 6, '2025-02-26', 'refused'],
    ['2025-01-31', 1, 6, '2025-02-27', 'taken'],
    ['2025-08-31', 1, 6, '2026-02-28', 'taken'],
    ['2025-08-31', 1, 6, '2026-03-01', 'refused'],
  ])('a suspension from %s for %d to %d months until %s: %s', (from, least, most, lastDay, expected) => {
    const body = { measure: 'suspended', cause: 'points', scope: 'person', from, last_day: lastDay } as const;
    const problem = problemOfMeasure(body, scored(least, most), termsOf('460100'));
    expect(problem === null ? 'taken' : problem.refused).toBe(
      expected === 'taken' ? expected : 'period-not-allowed',
    );
  });

  it.each([
    [undefined, '2026-02-28'],
    ['2026-02-26', null],
    ['2026-02-27', '2026-02-27'],
    ['2026-02-28', '2026-02-28'],
    ['2026-03-01', null],
  ])('six months of guidance from 2025-08-31, stated to end with %s: %s', (lastDay, expected) => {
    const body = {
      status: 'guidance',
      from: '2025-08-31',
      agreement_from: '2025-08-31',
      fixmedins_code: 'H46010000001',
      grounds: '新增定点',
      ...(lastDay === undefined ? {} : { last_day: lastDay }),
    } as const;
    const proposed = lastDayProposed(body, termsOf('460100'));
    if (expected === null) expect(proposed).toMatchObject({ refused: 'period-not-allowed' });
    else expect(proposed).toBe(expected);
  });

  it.each([
    ['2025-11-30', '2026-02-26', null],
    ['2025-11-30', '2026-02-27', 3],
    ['2025-11-30', '2026-02-28', 3],
    ['2025-11-30', '2026-03-01', null],
    ['2025-06-10', '2025-09-09', 3],
    ['2024-02-29', '2025-02-27', 12],
    ['2024-02-29', '2025-02-28', 12],
  ])('a form prints %s to %s as months: %s', (from, last, months) => {
    expect(wholeMonths(day(from), day(last))).toBe(months);
  });
});
