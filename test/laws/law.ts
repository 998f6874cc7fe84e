/** Generates the law: the packs that ship, alone and stacked, with values set by hand, dated, or left blank. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type {
  AreaEntry,
  Edition,
  LineParameters,
  Pack,
  ParameterName,
  Policy,
  WrittenDays,
} from '@gatekeeper/policy';
import {
  bindPolicy,
  isBlank,
  LINE_PARAMETER_NAMES,
  loadPacks,
  PACKS,
  PARAMETER_NAMES,
  withSetValues,
} from '@gatekeeper/policy';
import fc from 'fast-check';

/** Areas of treatment, each with packs in their order: those of the default map, every pack alone, and other stacks. */
const STACKS: Readonly<Record<string, readonly string[]>> = {
  '460105': ['hainan-2022', 'hainan-institutions-2024'],
  '440106': ['guangdong-2025', 'nhsa-2018'],
  '141002': ['linfen'],
  '110101': ['national-2024'],
  '460201': ['hainan-institutions-2024'],
  '440301': ['nhsa-2018'],
  '440305': ['guangdong-2025'],
  '460301': ['hainan-2022'],
  '310101': ['national-2024', 'guangdong-2025', 'hainan-institutions-2024'],
  '141003': ['hainan-institutions-2024', 'linfen'],
};
export const AREAS = Object.keys(STACKS);
/** An area that no pack covers. */
export const UNCOVERED = '650101';

const TRUTHS = ['true', 'false'];
/** Values to draw from for each parameter that decides lines. */
const WRITTEN: { readonly [Name in keyof LineParameters]: readonly string[] } = {
  fundScope: ['pooled', 'all'],
  restore: ['application', 'auto'],
  commitmentRequired: TRUTHS,
  certificateChecked: TRUTHS,
  onMissingCode: ['reject', 'accept'],
  checkedRoles: ['ordering', 'ordering+performing'],
  personTypes: ['doctor', 'doctor,pharmacy_principal'],
  linkScope: ['site', 'province', 'nation'],
  siteBoundCauses: ['', 'institution,department', 'points'],
  institutionStatuses: ['', 'suspended', 'suspended,terminated,exit_audit,guidance'],
  guidanceBlocks: ['', 'chronic', 'chronic,cross_province,pharmacy_pooled'],
  guidanceExceptsCenters: ['', 'cross_province', 'chronic,cross_province'],
  emergencyCategories: ['13,1301', '', '11,777'],
  impliedEmergencyCategories: ['24', ''],
  emergencyException: ['', 'suspended', 'suspended,terminated,not_restored,unregistered'],
  emergencyWords: ['急诊、抢救', '急诊、急救'],
  inpatientCarveOut: ['none', 'before_status_change'],
  carveOutClock: ['fee', 'admission'],
  carveOutTransactions: ['2301', '2301,2204'],
  onPaidLine: ['claw_back', 'reject'],
  feeAheadHours: ['8760', '0'],
  feeEarliestDay: ['2000-01-01', '2025-05-08'],
  feeBeforeAdmissionDays: ['366', '0'],
};

/** What fills a blank, so that a template decides. */
const FILLING: Readonly<Partial<Record<ParameterName, string>>> = {
  excellentScoreFrom: '90',
  qualifiedScoreFrom: '60',
  unqualifiedSuspensionMonthsFrom: '1',
  unqualifiedSuspensionYearsUpTo: '2',
  heavierSuspensionMonthsFrom: '1',
  heavierSuspensionYearsUpTo: '2',
};

/** Values set by hand for a pack: those drawn, and one for each blank where it is filled. */
function valuesFor(
  pack: Pack,
  drawn: ReadonlyMap<string, string>,
  filled: boolean,
): ReadonlyMap<string, string> {
  if (!filled) return drawn;
  const blanks = PARAMETER_NAMES.filter((name) =>
    pack.editions.some(({ settings }) => {
      const setting = settings[name];
      return setting !== undefined && isBlank(setting);
    }),
  );
  return new Map([...blanks.map((name) => [name, FILLING[name] ?? '3'] as const), ...drawn]);
}

const mapEditions = (pack: Pack, change: (edition: Edition) => Edition): Pack => ({
  ...pack,
  editions: pack.editions.map(change),
});

/** A parameter whose value its text leaves blank. */
const leftBlank = (pack: Pack, name: ParameterName): Pack =>
  mapEditions(pack, (edition) => ({
    ...edition,
    settings: {
      ...edition.settings,
      [name]: {
        blank: true,
        citation: { pack: pack.name, article: null, summary: '', document: '', lastCheckedOn: '2026-11-22' },
      },
    },
  }));

/** Days in two adjoining parts, where the day lies inside them. */
const inTwo = (days: WrittenDays, day: string): readonly WrittenDays[] =>
  (days.from === null || days.from < day) && (days.until === null || day < days.until)
    ? [
        { from: days.from, until: day },
        { from: day, until: days.until },
      ]
    : [days];

/** Where a text is cut: its editions on one day, its values on another. */
export interface Cut {
  readonly editionsAt: Instant;
  readonly valuesAt: Instant;
}

/** Behind the number of the later part of an edition: no two of a pack have the same. */
const LATER = '-later';

/** What names an edition of such a pack, as it was named before it was written in two. */
export const asInOne = (edition: string): string => edition.replace(LATER, '');

/** A pack in which each edition and each value that holds on its day is written in two adjoining, equal parts. */
export const writtenInTwo = (pack: Pack, { editionsAt, valuesAt }: Cut): Pack => {
  const ofEditions = formatDay(dayAt(editionsAt));
  const ofValues = formatDay(dayAt(valuesAt));
  return {
    ...pack,
    editions: pack.editions.flatMap((edition) => {
      const settings = Object.fromEntries(
        Object.entries(edition.settings).map(([name, setting]) => [
          name,
          isBlank(setting)
            ? setting
            : setting.flatMap((value) => inTwo(value.holds, ofValues).map((holds) => ({ ...value, holds }))),
        ]),
      ) as Edition['settings'];
      return inTwo(edition.holds, ofEditions).map((holds, part) => ({
        ...edition,
        number: part === 0 ? edition.number : `${edition.number}${LATER}`,
        ...{ holds, settings },
      }));
    }),
  };
};

/** How the packs are written that a question is put to. */
export type Rewrite = (pack: Pack) => Pack;

/** Packs as drawn, bound to areas; `rewritten` binds the same ones written in another way. */
export interface DrawnLaw extends Policy {
  rewritten(rewrite: Rewrite): Policy;
}

interface Drawn {
  readonly values: ReadonlyMap<string, string>;
  readonly filled: boolean;
  readonly blank: ParameterName | null;
}

const asTheyAre: Rewrite = (pack) => pack;
/** Of packs as they ship, where no value is drawn: by what is filled and left blank, then by area. */
const SHIPPED = new Map<string, Map<string, Policy>>();

/** Loads an area's packs when a line is first asked there: most questions look at one area only. */
function bind({ values, filled, blank }: Drawn, rewrite: Rewrite): Policy {
  const key = `${filled} ${blank}`;
  const shared = values.size === 0 && rewrite === asTheyAre;
  const byArea = (shared ? SHIPPED.get(key) : undefined) ?? new Map<string, Policy>();
  if (shared) SHIPPED.set(key, byArea);
  const policyOf = (area: string): Policy => {
    const known = byArea.get(area);
    if (known !== undefined) return known;
    const names = STACKS[area] ?? [];
    const written = PACKS.filter(({ name }) => names.includes(name)).map((pack) =>
      rewrite(blank === null ? pack : leftBlank(pack, blank)),
    );
    const set = withSetValues(
      written,
      new Map(written.map((pack) => [pack.name, valuesFor(pack, values, filled)])),
    );
    const { packs, problems } = loadPacks(set.packs, () => '1');
    if (problems.length + set.problems.length > 0) throw new Error(JSON.stringify([set.problems, problems]));
    const entries = names.map((pack): AreaEntry => ({ pack, dated: null }));
    const policy = bindPolicy(new Map(names.length === 0 ? [] : [[area, entries]]), packs);
    byArea.set(area, policy);
    return policy;
  };
  return {
    governing: (area, feeOccurredAt) => policyOf(area).governing(area, feeOccurredAt),
    governedUntil: (area, feeOccurredAt) => policyOf(area).governedUntil(area, feeOccurredAt),
  };
}

/** The law of every area, templates filled, with these values set by hand in every pack. */
export const lawWith = (values: Readonly<Partial<Record<ParameterName, string>>>): DrawnLaw => {
  const set = { values: new Map(Object.entries(values)), filled: true, blank: null };
  return { ...bind(set, asTheyAre), rewritten: (rewrite: Rewrite) => bind(set, rewrite) };
};

const written: fc.Arbitrary<ReadonlyMap<string, string>> = fc
  .tuple(
    ...LINE_PARAMETER_NAMES.map((name) =>
      fc
        .option(fc.constantFrom(...WRITTEN[name]), { nil: null, freq: 2 })
        .map((value) => [name, value] as const),
    ),
  )
  .map(
    (drawn) => new Map(drawn.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))),
  );

/** The law of every area, with any values set by hand; templates filled or not; now and then a value left blank. */
export const law: fc.Arbitrary<DrawnLaw> = fc
  .record({
    values: fc.oneof(written, fc.constant(new Map<string, string>())),
    filled: fc.constantFrom(true, true, true, false),
    blank: fc.oneof(
      { weight: 20, arbitrary: fc.constant(null) },
      { weight: 1, arbitrary: fc.constantFrom<ParameterName>('fundScope', 'appealWorkingDays', 'tiers') },
    ),
  })
  .map((drawn) => {
    // A value set by hand would fill the blank.
    const kept = { ...drawn, filled: drawn.filled && drawn.blank === null };
    const values = new Map([...drawn.values].filter(([name]) => name !== drawn.blank));
    const asDrawn = { ...kept, values };
    return {
      ...bind(asDrawn, asTheyAre),
      rewritten: (rewrite: Rewrite) => bind(asDrawn, rewrite),
    };
  });
