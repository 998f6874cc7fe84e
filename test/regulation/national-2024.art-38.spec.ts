import { formatDay } from '@gatekeeper/calendar';
import { mayRestoreEarly, repairedBy } from '@gatekeeper/scoring';
import { dayOn } from './facts';
import { parametersOf } from './parameters';

const pack = 'national-2024';
const lastDayAfter = (points: number, lastDay: string | null, values = {}) => {
  const result = repairedBy(
    {
      documentNo: '1号',
      total: 11,
      atOnce: 11,
      firstDay: dayOn('2025-06-10'),
      lastDay: dayOn('2025-12-09'),
    },
    { approvedOn: dayOn('2025-07-01'), points, lastDay: lastDay === null ? null : dayOn(lastDay) },
    parametersOf(pack, values),
  );
  if ('notProvided' in result) return result.notProvided.join();
  return `${result.total}, ${result.revision === null ? 'as it was' : formatDay(result.revision.lastDay)}`;
};

describe('national-2024 art. 38: repair reduces points or shortens the period', () => {
  it.each([
    ['2 points back, still 9', 2, null, '9, as it was'],
    ['3 points back, below 9', 3, null, '8, 2025-06-30'],
    ['the period shortened', 0, '2025-09-09', '11, 2025-09-09'],
  ])('6 months for 11 points: %s', (_, points, lastDay, expected) => {
    expect(lastDayAfter(points, lastDay)).toBe(expected);
  });

  it('read the other way, without repair', () => {
    expect(lastDayAfter(3, '2025-09-09', { repair: '' })).toBe('reduces_points,shortens_period');
  });

  it('nothing else ends a period early; read the other way, an approval does', () => {
    const application = { approvedByAdminDepartment: true, assessmentPassed: true };
    expect(mayRestoreEarly(application, parametersOf(pack))).toBe(false);
    expect(mayRestoreEarly(application, parametersOf(pack, { earlyRestore: 'admin_approval' }))).toBe(true);
  });
});
