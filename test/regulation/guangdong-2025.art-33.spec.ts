import { agencyReportBy, provinceReportBy } from '@gatekeeper/scoring';
import { dayInShort, parametersOf } from './parameters';

const pack = 'guangdong-2025';
const JUNE = { year: 2025, month: 6 };

describe('guangdong-2025 art. 33: reports are made regularly, without a day', () => {
  it('so none is late by the calendar', () => {
    expect(agencyReportBy(JUNE, parametersOf(pack))).toBe('none');
    expect(provinceReportBy(JUNE, parametersOf(pack))).toBe('none');
  });

  it('read the other way, by the days of hainan-2022 art. 31', () => {
    const days = parametersOf(pack, { institutionReportDay: '5', provinceReportDay: '10' });
    expect(dayInShort(agencyReportBy(JUNE, days))).toBe('2025-07-05');
    expect(dayInShort(provinceReportBy(JUNE, days))).toBe('2025-07-10');
  });
});
