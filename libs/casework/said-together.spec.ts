import { clearingOf, knowsStatus, saidOf } from './said-together';
import { GUANGZHOU, HAIKOU, termsOf } from './testing/cases';

describe('what the texts of an area say together', () => {
  const HAINAN = termsOf(HAIKOU);
  const GUANGDONG = termsOf(GUANGZHOU);

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
    [HAIKOU, 'guidance', true],
    [HAIKOU, 'suspended', true],
    [GUANGZHOU, 'guidance', false],
    [GUANGZHOU, 'terminated', true],
  ] as const)('in %s the status %s is known: %s', (area, status, known) => {
    expect(knowsStatus(termsOf(area), status)).toBe(known);
  });
});
