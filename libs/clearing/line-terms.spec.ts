import type { Pack } from '@gatekeeper/policy';
import { bindPolicy, DEFAULT_AREA_MAP, HAINAN_INSTITUTIONS_2024, loadPacks, PACKS } from '@gatekeeper/policy';
import { TermsOfLines } from './line-terms';
import { at, lineOf, policyOf } from './testing/cleared';

describe('a text that adds speaks where the leading one only takes over silence', () => {
  it.each([
    ['460100', 'all_passed', 5, { refused: 10, suspended: 20, terminated: 30 }, 50, true],
    ['440100', 'inpatient', 5, 'none', 'none', false],
    ['330100', 'none', 'none', 'none', 'none', false],
  ])('%s', (treatmentArea, samplingBase, samplingMinPercent, liquidatedDamages, cut, excluded) => {
    expect(new TermsOfLines(policyOf()).valuesOf(lineOf({ treatmentArea }))).toEqual({
      samplingBase,
      samplingMinPercent,
      liquidatedDamages,
      clearedDamagesBase: 'refused_and_recovered',
      prepaymentCutPercent: cut,
      stayPrescriptionsExcluded: excluded,
    });
  });

  it('and where the leading one sets a value itself, that one', () => {
    const set = new Map([['hainan-2022', new Map([['samplingMinPercent', '7']])]]);
    const values = new TermsOfLines(policyOf(undefined, set)).valuesOf(lineOf({ treatmentArea: '460100' }));
    expect([values?.samplingMinPercent, values?.samplingBase]).toEqual([7, 'all_passed']);
  });

  it('as the value holds on the day of the fee, whatever was asked before', () => {
    const [edition] = HAINAN_INSTITUTIONS_2024.editions;
    const citation = {
      pack: 'hainan-institutions-2024',
      article: null,
      summary: '',
      document: '',
      lastCheckedOn: '',
    };
    const samplingMinPercent = [
      { value: 5, citation, holds: { from: null, until: '2025-06-15' } },
      { value: 6, citation, holds: { from: '2025-06-15', until: null } },
    ];
    const changed: Pack = {
      ...HAINAN_INSTITUTIONS_2024,
      editions: [{ ...edition!, settings: { ...edition!.settings, samplingMinPercent } }],
    };
    const packs = PACKS.map((pack) => (pack.name === changed.name ? changed : pack));
    const terms = new TermsOfLines(
      bindPolicy(DEFAULT_AREA_MAP, loadPacks(packs, (_, { number }) => number).packs),
    );
    const percents = ['2025-06-14 23:59:59', '2025-06-15 00:00:00', '2025-06-14 23:59:59', '2025-06-16'].map(
      (fee) =>
        terms.valuesOf(lineOf({ treatmentArea: '460100', feeOccurredAt: at(fee) }))?.samplingMinPercent,
    );
    expect(percents).toEqual([5, 6, 5, 6]);
  });
});
