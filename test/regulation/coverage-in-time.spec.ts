/** Each day has exactly one edition and one value of each parameter: read from what is written, then from what was loaded. */
import type { Day } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import type { Edition, LoadedEdition, Pack, ParameterName } from '@gatekeeper/policy';
import {
  bindPolicy,
  DEFAULT_AREA_MAP,
  editionAt,
  loadPacks,
  NATIONAL_2024,
  PACKS,
  PARAMETER_NAMES,
  spanAt,
} from '@gatekeeper/policy';
import { daysFrom, editionsOn, endsOf, faultsOf, firstDayOf, parentFaultsOf, valuesOn } from './days-covered';

const { packs: LOADED } = loadPacks(PACKS, (_, { number }) => number);
const POLICY = bindPolicy(DEFAULT_AREA_MAP, LOADED);

const named = (name: string): Pack => {
  const pack = PACKS.find((candidate) => candidate.name === name);
  if (pack === undefined) throw new Error(`no pack is named ${name}`);
  return pack;
};

/** The areas of the default map, each with its packs; then each pack by itself. */
const AREAS = [...DEFAULT_AREA_MAP].map(
  ([prefix, entries]) => [prefix.padEnd(6, '0'), entries.map(({ pack }) => named(pack))] as const,
);

/** Where loading resolved something else for a day than what is written there. */
function differences(pack: Pack, loaded: LoadedEdition, day: Day): readonly string[] {
  const on = formatDay(day);
  const [edition] = editionsOn(pack, on);
  if (edition === undefined || loaded.written !== edition)
    return [`${pack.name} resolves another edition on ${on}`];
  return endsOf(day).flatMap((moment) => {
    const span = spanAt(loaded, moment);
    const blanks = PARAMETER_NAMES.filter((name) => valuesOn(edition, name, on)[0] === 'blank');
    if (span === null || blanks.length > 0)
      return span === null && blanks.join() === loaded.blanks.join()
        ? []
        : [`${pack.name} resolves other blanks on ${on}: ${loaded.blanks.join()}, not ${blanks.join()}`];
    return PARAMETER_NAMES.filter((name) => !isOnly(edition, name, on, span.parameters[name])).map(
      (name) => `${pack.name} resolves another ${name} on ${on}`,
    );
  });
}

/** Whether the value that was resolved is the very one written for the day. */
function isOnly(edition: Edition, name: ParameterName, day: string, resolved: unknown): boolean {
  const [only] = valuesOn(edition, name, day);
  return only !== undefined && only !== 'blank' && only.value === resolved;
}

describe.each(AREAS)('area %s', (area, packs) => {
  const days = daysFrom(firstDayOf(packs, PACKS));

  it('has one edition of each of its packs and one value of each parameter on each day', () => {
    expect(days.length).toBeGreaterThan(365);
    expect(packs.flatMap((pack) => faultsOf(pack, days))).toEqual([]);
  });

  it('is governed on each day by just these', () => {
    const faults = days.flatMap((day) =>
      endsOf(day).flatMap((moment) => {
        const governing = POLICY.governing(area, moment)?.map(({ written }) => written) ?? [];
        const expected = packs.flatMap((pack) => editionsOn(pack, formatDay(day)));
        return governing.length === expected.length &&
          governing.every((each, index) => each === expected[index])
          ? []
          : [`${area} on ${formatDay(day)}`];
      }),
    );
    expect(faults).toEqual([]);
  });
});

describe.each(PACKS.map((pack) => [pack.name, pack] as const))('%s', (name, pack) => {
  const days = daysFrom(firstDayOf([pack], PACKS));

  it('has one edition and one value of each parameter on each day', () => {
    expect(faultsOf(pack, days)).toEqual([]);
  });

  it('takes over on each day from the edition that its parent has then', () => {
    expect(parentFaultsOf(pack, PACKS, days)).toEqual([]);
  });

  it('resolves on each day, from its first moment to its last, what is written', () => {
    const loaded = LOADED.get(name);
    if (loaded === undefined) throw new Error(`${name} does not load`);
    const found = days.flatMap((day) =>
      [...new Set(endsOf(day).map((moment) => editionAt(loaded, moment)))].flatMap((edition) =>
        edition === null ? [`${name} has no edition on ${formatDay(day)}`] : differences(pack, edition, day),
      ),
    );
    expect(found).toEqual([]);
  });
});

describe('a pack that is broken is found out', () => {
  const [sound] = NATIONAL_2024.editions;
  if (sound === undefined) throw new Error('the national scheme has no edition');
  const days = daysFrom('2025-01-01');
  const inTwo = (until: string, from: string): Pack => ({
    ...NATIONAL_2024,
    editions: [
      { ...sound, holds: { from: null, until } },
      { ...sound, number: '2', holds: { from, until: null } },
    ],
  });
  const citation = { pack: '', article: null, summary: '', document: '', lastCheckedOn: '' };
  const valued = (until: string, from: string): Pack => ({
    ...NATIONAL_2024,
    editions: [
      {
        ...sound,
        settings: {
          ...sound.settings,
          annualCap: [
            { value: 12, citation, holds: { from: null, until } },
            { value: 10, citation, holds: { from, until: null } },
          ],
        },
      },
    ],
  });
  const { annualCap: _, ...capless } = sound.settings;
  const silent: Pack = {
    ...NATIONAL_2024,
    editions: [{ ...sound, settings: capless }],
  };

  it.each<readonly [string, Pack, readonly string[]]>([
    ['editions that follow each other', inTwo('2026-01-01', '2026-01-01'), []],
    [
      'editions that overlap by a day',
      inTwo('2026-01-02', '2026-01-01'),
      ['national-2024 has 2 editions on 2026-01-01'],
    ],
    [
      'editions with a day between',
      inTwo('2026-01-01', '2026-01-02'),
      ['national-2024 has 0 editions on 2026-01-01'],
    ],
    ['values that follow each other', valued('2026-01-01', '2026-01-01'), []],
    [
      'two values on a day',
      valued('2026-01-02', '2026-01-01'),
      ['national-2024 has 2 values of annualCap in edition 1 on 2026-01-01'],
    ],
    [
      'a day without value',
      valued('2026-01-01', '2026-01-02'),
      ['national-2024 has 0 values of annualCap in edition 1 on 2026-01-01'],
    ],
    [
      'a parameter that nobody sets',
      silent,
      ['national-2024 has 0 values of annualCap in edition 1 on 2025-01-01'],
    ],
  ])('%s', (_, pack, faults) => {
    expect(faultsOf(pack, days)).toEqual(faults);
  });

  it('as one that resolves something else than is written', () => {
    const pack = inTwo('2026-01-01', '2026-01-01');
    const { packs } = loadPacks([pack], (_, { number }) => number);
    const [first] = packs.get(pack.name)?.editions ?? [];
    if (first === undefined) throw new Error('the pack does not load');
    const [lastOfFirst, firstOfSecond] = daysFrom('2025-12-31');
    expect(differences(pack, first, lastOfFirst!)).toEqual([]);
    expect(differences(pack, first, firstOfSecond!)).toEqual([
      'national-2024 resolves another edition on 2026-01-01',
    ]);
  });
});
