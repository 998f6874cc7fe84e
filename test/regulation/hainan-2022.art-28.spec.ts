import { gradeOf, measureFor, remainingOf, rulesAt } from '@gatekeeper/scoring';
import { answersOn, dayOfDecision, hainanPoints, loaded, measured } from './scoring';
import { at, dayOn } from './times';

const PACK = 'hainan-2022';
const OTHER_BOUNDS = { grades: 'A:12,B:11,C:7,D:0' };
const when = '2025-06-10';

/** The draft's rules of a day, with values set by hand. */
const rulesOf = (values = {}) => rulesAt(loaded(PACK, values), at(when))!.parameters;

/** `none C` for a year's total. */
function tierAndGrade(total: number, values = {}): string {
  const rules = rulesOf(values);
  const remaining = remainingOf(total, rules) ?? -1;
  const measure = measureFor(total, total, rules, dayOn(dayOfDecision(when)));
  const months = measure.outcome === 'suspend' ? `${measure.months.to} months` : measure.outcome;
  return `${remaining} left, ${months}, ${gradeOf(remaining, rules.grades)}`;
}

const TABLE = [
  [0, '12 left, none, A'],
  [1, '11 left, none, B'],
  [2, '10 left, none, B'],
  [3, '9 left, none, C'],
  [4, '8 left, none, C'],
  [5, '7 left, none, C'],
  [6, '6 left, 3 months, C'],
  [7, '5 left, 3 months, D'],
  [8, '4 left, 6 months, D'],
  [9, '3 left, 6 months, D'],
  [10, '2 left, 12 months, D'],
  [11, '1 left, 12 months, D'],
  [12, '0 left, 12 months, D'],
] as const;

describe('hainan-2022 art. 28: grades go by the points that remain; of each span the upper end is excluded', () => {
  it.each(TABLE)('%i points deducted: %s', (deducted, expected) => {
    expect(tierAndGrade(deducted)).toBe(expected);
  });

  it.each(TABLE.slice(1))('and so by findings of %i points: %s', (deducted, expected) => {
    const [answer] = answersOn(PACK, hainanPoints(deducted, when));
    const months = measured(answer!).replace(/suspend (\d+ months).*/, '$1');
    expect(`${answer!.remaining} left, ${months}, ${answer!.grade}`).toBe(expected);
  });

  it('beyond 12 nothing remains and the grade is the lowest', () => {
    expect(tierAndGrade(13)).toBe('0 left, 12 months, D');
  });

  it.each([
    [0, '12 left, none, A'],
    [1, '11 left, none, B'],
    [2, '10 left, none, C'],
    [5, '7 left, none, C'],
    [6, '6 left, 3 months, D'],
    [7, '5 left, 3 months, D'],
  ])('read the other way, the lower ends excluded: %i points deducted: %s', (deducted, expected) => {
    expect(tierAndGrade(deducted, OTHER_BOUNDS)).toBe(expected);
  });

  it('a text without grades gives none, and one whose lowest is not reached gives none either', () => {
    expect(answersOn(PACK, hainanPoints(3), { grades: '' })[0]?.grade).toBeNull();
    expect(answersOn(PACK, hainanPoints(3), { grades: 'A:12,B:10' })[0]?.grade).toBeNull();
    expect(answersOn(PACK, hainanPoints(2), { grades: 'A:12,B:10' })[0]?.grade).toBe('B');
  });

  it('without points to begin with nothing remains to be graded', () => {
    expect(answersOn(PACK, hainanPoints(3), { initialPoints: 'none' })[0]).toMatchObject({
      remaining: null,
      grade: null,
    });
  });

  it('the order in which grades are written does not matter', () => {
    expect(tierAndGrade(3, { grades: 'D:0,C:6,B:10,A:12' })).toBe('9 left, none, C');
  });
});
