import { agencyReportBy, provinceReportBy, timelinessOf } from '@gatekeeper/scoring';
import { at } from './facts';
import { dayInShort, parametersOf } from './parameters';

const terms = parametersOf('hainan-2022');
const MAY = { year: 2022, month: 5 };
const DECEMBER = { year: 2022, month: 12 };

describe('hainan-2022 art. 31: on each month by the 5th of the next, for the province by the 10th', () => {
  it('in the next month, and over the end of the year', () => {
    expect(dayInShort(agencyReportBy(MAY, terms))).toBe('2022-06-05');
    expect(dayInShort(agencyReportBy(DECEMBER, terms))).toBe('2023-01-05');
    expect(dayInShort(provinceReportBy(MAY, terms))).toBe('2022-06-10');
    expect(dayInShort(provinceReportBy(DECEMBER, terms))).toBe('2023-01-10');
  });

  it.each([
    ['2022-06-04 23:59:59', 'in_time'],
    ['2022-06-05 23:59:59', 'in_time'],
    ['2022-06-06 00:00:00', 'late'],
  ])('on May, a Sunday or not, reported %s: %s', (reported, expected) => {
    expect(timelinessOf(at(reported), agencyReportBy(MAY, terms))).toBe(expected);
  });

  it.each([
    ['2022-06-09 23:59:59', 'in_time'],
    ['2022-06-10 23:59:59', 'in_time'],
    ['2022-06-11 00:00:00', 'late'],
  ])('the province on May, reported %s: %s', (reported, expected) => {
    expect(timelinessOf(at(reported), provinceReportBy(MAY, terms))).toBe(expected);
  });

  it('read the other way, regularly, no day is late', () => {
    const regular = parametersOf('hainan-2022', { institutionReportDay: 'none', provinceReportDay: 'none' });
    expect(agencyReportBy(MAY, regular)).toBe('none');
    expect(provinceReportBy(MAY, regular)).toBe('none');
  });
});
