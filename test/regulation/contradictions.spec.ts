/** Each contradiction and each silence of the texts is a parameter with a reading chosen; here each is read both ways. */
import type { Pack } from '@gatekeeper/policy';
import { PACKS, PARAMETER_NAMES } from '@gatekeeper/policy';
import { CASES_BETWEEN_TEXTS } from './register/cases-between-texts';
import { CASES_WITHIN_GUANGDONG } from './register/cases-within-guangdong';
import { CASES_WITHIN_HAINAN } from './register/cases-within-hainan';
import { parametersOf } from './register/contradiction';
import { CONTRADICTIONS } from './register/contradictions';
import type { Cases } from './register/reading';
import { Reading } from './register/reading';

const CASES: Cases = { ...CASES_WITHIN_HAINAN, ...CASES_WITHIN_GUANGDONG, ...CASES_BETWEEN_TEXTS };

/** How many items each list of questions has. */
const ITEMS = { '1.1.3': 12, '1.2.2': 12, '1.6': 21 };

/** Packs that say something of a parameter themselves. */
const settersOf = (name: string): readonly Pack[] =>
  PACKS.filter(({ editions }) => editions.some(({ settings }) => name in settings));

describe('the questions', () => {
  it('are all there, each once and in order', () => {
    const expected = Object.entries(ITEMS).flatMap(([section, items]) =>
      Array.from({ length: items }, (_, index) => `${section}-${index + 1}`),
    );
    expect(CONTRADICTIONS.map(({ id }) => id)).toEqual(expected);
    expect(Object.keys(CASES)).toEqual(expected);
  });

  it.each(CONTRADICTIONS.map((row) => [row.id, row] as const))(
    '%s is carried by parameters that packs set, and each is read another way in a case',
    (id, row) => {
      expect(parametersOf(row).length).toBeGreaterThan(0);
      expect(parametersOf(row).filter((name) => settersOf(name).length === 0)).toEqual([]);
      const unknown = row.tested.flatMap(({ otherwise }) =>
        Object.keys(otherwise).filter((field) => !PARAMETER_NAMES.some((name) => name === field)),
      );
      expect(unknown).toEqual([]);
      expect(CASES[id]).toHaveLength(row.tested.length);
    },
  );
});

const READ_BOTH_WAYS = CONTRADICTIONS.flatMap(({ id, tested }) =>
  tested.map(({ pack, otherwise }, index) => ({ id, pack, otherwise, shown: CASES[id]?.[index] })),
);

describe.each(READ_BOTH_WAYS)('$id under $pack', ({ pack, otherwise, shown }) => {
  it('as the pack reads it', () => {
    expect(shown?.shows(new Reading(pack, {}))).toBe(shown?.asChosen);
  });

  it(`read the other way: ${JSON.stringify(otherwise)}`, () => {
    expect(shown?.shows(new Reading(pack, otherwise))).toBe(shown?.otherwise);
  });

  it('has two results', () => {
    expect(shown?.otherwise).not.toBe(shown?.asChosen);
  });
});
