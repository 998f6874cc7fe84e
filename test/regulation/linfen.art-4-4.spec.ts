import { admissionOf, assessedAs, objectionBy } from '@gatekeeper/scoring';
import { at, dayOn } from './facts';
import { filledLinfen } from './linfen-filled';
import { dayInShort, officialWorkingDays, parametersOf } from './parameters';

const terms = filledLinfen({
  excellentScoreFrom: '90',
  qualifiedScoreFrom: '60',
  publicationWorkingDays: '5',
});
const by = objectionBy(dayOn('2025-06-10'), terms, officialWorkingDays);

describe('linfen art. 4-4: grades by the scores filled in, displayed and open to objection for the days filled in', () => {
  it.each([
    [100, 'excellent'],
    [91, 'excellent'],
    [90, 'excellent'],
    [89, 'qualified'],
    [61, 'qualified'],
    [60, 'qualified'],
    [59, 'unqualified'],
    [0, 'unqualified'],
  ])('%d points: %s', (score, grade) => {
    expect(assessedAs(score, terms)).toBe(grade);
  });

  it('displayed on 2025-06-10 for 5 working days', () => {
    expect(dayInShort(by)).toBe('2025-06-17');
  });

  it.each([
    ['2025-06-16 23:59:59', 'in_time'],
    ['2025-06-17 23:59:59', 'in_time'],
    ['2025-06-18 00:00:00', 'waived'],
  ])('objected %s: %s', (objected, expected) => {
    expect(admissionOf(at(objected), by)).toBe(expected);
  });

  it('a text without assessment grades nobody', () => {
    expect(assessedAs(95, parametersOf('national-2024'))).toBe('none');
    expect(assessedAs(95, { excellentScoreFrom: 90, qualifiedScoreFrom: 'none' })).toBe('none');
    expect(assessedAs(95, { excellentScoreFrom: 'none', qualifiedScoreFrom: 60 })).toBe('none');
  });
});
