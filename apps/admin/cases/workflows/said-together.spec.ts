import { parseTime } from '@gatekeeper/calendar';
import { loadPolicy, officialWorkingDays } from '@gatekeeper/wire';
import { termsAt } from '../terms';
import type { Terms } from '../workflow';
import { clearingOf, knowsStatus, saidOf } from './said-together';

const loaded = loadPolicy();
const moment = parseTime('2026-03-02 09:00:00');
const termsOf = (area: string): Terms => {
  if (!loaded.ok || moment === null) throw new Error('the packs that ship do not load');
  return termsAt({ policy: loaded.value, workingCalendar: officialWorkingDays }, area, moment.instant);
};

describe('what the texts of an area say together', () => {
  const HAINAN = termsOf('460100');
  const GUANGDONG = termsOf('440100');

  it('a text beside the leading one speaks where it sets a value itself', () => {
    expect(HAINAN.parameters.guidanceMonths).toBe('none');
    expect(clearingOf(HAINAN)).toMatchObject({
      guidanceMonths: 6,
      samplingBase: 'all_passed',
      reapplyBanYears: 1,
    });
    expect(GUANGDONG.parameters.suspensionsToTerminate).toBe(2);
    expect(clearingOf(GUANGDONG)).toMatchObject({ suspensionsToTerminate: 3, samplingBase: 'inpatient' });
    expect(saidOf(GUANGDONG, 'fraudStopYears')).toEqual({ from: 1, to: 5 });
  });

  it('the leading text keeps what both set, and what all inherit', () => {
    expect(saidOf(GUANGDONG, 'commitmentRequired')).toBe(true);
    expect(clearingOf(HAINAN).suspensionsToTerminate).toBe(HAINAN.parameters.suspensionsToTerminate);
  });

  it.each([
    ['460100', 'guidance', true],
    ['460100', 'suspended', true],
    ['440100', 'guidance', false],
    ['440100', 'terminated', true],
  ] as const)('in %s the status %s is known: %s', (area, status, known) => {
    expect(knowsStatus(termsOf(area), status)).toBe(known);
  });
});
