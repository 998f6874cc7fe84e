import { BAR_CODES, HOLD_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import type { CatalogueEntry, Edition, LoadedPack, SetValues, Settings } from '.';
import {
  HOLD_TEXTS,
  loadPacks,
  PACKS,
  PARAMETER_NAMES,
  reasonCatalogueOf,
  REASON_TEXTS,
  withSetValues,
} from '.';

const loadedWith = (values: SetValues): ReadonlyMap<string, LoadedPack> =>
  loadPacks(withSetValues(PACKS, values).packs, (_, { number }) => number).packs;
const AS_SHIPPED = loadedWith(new Map());

/** The catalogue of a pack's last edition, with values set by hand. */
function catalogueOf(
  pack: string,
  values: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, CatalogueEntry> {
  const packs =
    Object.keys(values).length === 0
      ? AS_SHIPPED
      : loadedWith(new Map([[pack, new Map(Object.entries(values))]]));
  const edition = packs.get(pack)?.editions.at(-1);
  return new Map(reasonCatalogueOf(edition!).map((entry) => [entry.code, entry]));
}
const entryOf = (pack: string, code: string, values: Readonly<Record<string, string>> = {}): CatalogueEntry =>
  catalogueOf(pack, values).get(code)!;
const english = (texts: readonly { readonly en: string }[]): string => texts.map(({ en }) => en).join('\n');

describe.each([...AS_SHIPPED.keys()])('the catalogue of %s', (pack) => {
  const entries = [...catalogueOf(pack).values()];

  it('has every code once, in their order', () => {
    expect(entries.map(({ code }) => code)).toEqual([...REASON_CODES, ...HOLD_CODES]);
  });

  it('has an article for each bar it can give, and for what lifts and what it notes', () => {
    const without = entries.filter(
      ({ kind, arises, articles }) => kind !== 'hold' && arises && articles.length === 0,
    );
    expect(without.map(({ code }) => code)).toEqual([]);
  });

  it('says in both languages what each code means, who bears it, what can be done against it and next', () => {
    for (const { text, bears, recourse, nextSteps } of entries) {
      for (const { zh, en } of [text, bears.text, recourse.text, ...nextSteps]) {
        expect(zh).toMatch(/\p{Script=Han}/u);
        expect(en.replace(/未知/u, '')).toMatch(/^[\x20-\x7e]{9,}$/u);
        expect(`${zh}${en}`).not.toMatch(/undefined|null|NaN|\[object/u);
      }
    }
  });

  it('says for every bar what to do next', () => {
    const idle = entries.filter(({ kind, nextSteps }) => kind === 'bar' && nextSteps.length === 0);
    expect(idle.map(({ code }) => code)).toEqual([]);
  });

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(entries))).toEqual(entries);
  });
});

it('uses the words that decisions and holds carry', () => {
  const entries = catalogueOf('national-2024');
  for (const code of REASON_CODES) expect(entries.get(code)?.text).toBe(REASON_TEXTS[code]);
  for (const code of HOLD_CODES) expect(entries.get(code)?.text).toBe(HOLD_TEXTS[code]);
});

it.each([
  ['CODE_MISSING', 'bar'],
  ['DEPARTMENT_SUSPENDED', 'bar'],
  ['EMERGENCY_EXEMPT', 'lift'],
  ['EXEMPTION_GRANTED', 'lift'],
  ['INPATIENT_BEFORE_STATUS_CHANGE', 'note'],
  ['IN_GOOD_STANDING', 'note'],
  ['PACK_MISSING', 'hold'],
])('%s is a %s', (code, kind) => {
  expect(entryOf('national-2024', code).kind).toBe(kind);
});

describe('which codes a text can give', () => {
  it.each([
    ['national-2024', 'CODE_MISSING', {}, true],
    ['national-2024', 'CODE_MISSING', { onMissingCode: 'accept' }, false],
    ['national-2024', 'COMMITMENT_MISSING', {}, true],
    ['hainan-2022', 'COMMITMENT_MISSING', {}, false],
    ['national-2024', 'REGISTRATION_EXPIRED', {}, false],
    ['linfen', 'REGISTRATION_EXPIRED', {}, true],
    ['national-2024', 'NOT_RESTORED', {}, true],
    ['hainan-2022', 'NOT_RESTORED', {}, false],
    ['national-2024', 'INSTITUTION_SUSPENDED', {}, true],
    ['national-2024', 'INSTITUTION_SUSPENDED', { institutionStatuses: 'terminated' }, false],
    ['national-2024', 'INSTITUTION_TERMINATED', {}, true],
    ['national-2024', 'INSTITUTION_TERMINATED', { institutionStatuses: 'suspended' }, false],
    ['national-2024', 'INSTITUTION_EXIT_AUDIT', {}, false],
    ['hainan-institutions-2024', 'INSTITUTION_EXIT_AUDIT', {}, true],
    ['national-2024', 'INSTITUTION_GUIDANCE', {}, false],
    ['hainan-institutions-2024', 'INSTITUTION_GUIDANCE', {}, true],
    ['hainan-institutions-2024', 'INSTITUTION_GUIDANCE', { guidanceBlocks: '' }, false],
    ['national-2024', 'EMERGENCY_EXEMPT', {}, true],
    ['national-2024', 'EMERGENCY_EXEMPT', { emergencyException: '' }, false],
    ['national-2024', 'EMERGENCY_EVIDENCE_NEEDED', {}, true],
    ['national-2024', 'EMERGENCY_EVIDENCE_NEEDED', { emergencyException: '' }, false],
    ['national-2024', 'MED_TYPE_UNKNOWN', {}, true],
    ['national-2024', 'MED_TYPE_UNKNOWN', { emergencyException: '' }, false],
    ['hainan-institutions-2024', 'MED_TYPE_UNKNOWN', { emergencyException: '' }, true],
    ['national-2024', 'INPATIENT_BEFORE_STATUS_CHANGE', {}, false],
    ['national-2024', 'INPATIENT_BEFORE_STATUS_CHANGE', { carveOutClock: 'admission' }, true],
    ['guangdong-2025', 'INPATIENT_BEFORE_STATUS_CHANGE', {}, true],
    ['national-2024', 'PACK_INCOMPLETE', {}, false],
    ['linfen', 'PACK_INCOMPLETE', {}, true],
  ])('%s, %s with %j: %s', (pack, code, values, arises) => {
    expect(entryOf(pack, code, values).arises).toBe(arises);
  });

  it.each([
    'CODE_INVALID',
    'CLINICIAN_UNKNOWN',
    'NOT_REGISTERED_AT_SITE',
    'DEREGISTERED',
    'CLINICIAN_SUSPENDED',
    'CLINICIAN_TERMINATED',
    'INSTITUTION_UNKNOWN',
    'DEPARTMENT_SUSPENDED',
    'EXEMPTION_GRANTED',
    'NO_FUND_MONEY',
    'REFUND_MIRRORS_ORIGINAL',
    'IN_GOOD_STANDING',
    'OUTSIDE_PACK_IN_FORCE',
    'PACK_MISSING',
    'REFUND_ORIGINAL_UNKNOWN',
    'DATE_IMPLAUSIBLE',
    'AMOUNTS_CONTRADICT',
    'REFUND_EXCEEDS_ORIGINAL',
  ])('%s: any text', (code) => {
    for (const pack of AS_SHIPPED.keys()) expect(entryOf(pack, code).arises).toBe(true);
  });
});

describe('what a text does not say of a parameter', () => {
  const [national] = AS_SHIPPED.get('national-2024')!.editions;
  const arising = (settings: Settings) =>
    reasonCatalogueOf({ written: { ...national!.written, settings } })
      .filter(({ arises }) => arises)
      .map(({ code }) => code);
  const citation = { pack: 'p', article: '1', summary: '', document: '', lastCheckedOn: '' };
  const everyOneBlank: Settings = Object.fromEntries(
    PARAMETER_NAMES.map((name) => [name, { blank: true, citation }]),
  );

  it('excludes no reason and no hold while it is blank', () => {
    expect(arising(everyOneBlank)).toEqual([...REASON_CODES, ...HOLD_CODES]);
  });

  it('is no blank to be filled in where nobody sets it', () => {
    expect(arising({})).toEqual(
      [...REASON_CODES, ...HOLD_CODES].filter((code) => code !== 'PACK_INCOMPLETE'),
    );
  });
});

describe('who bears the loss', () => {
  const SANCTIONS = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];

  it.each(BAR_CODES)(
    '%s: the institution; of a sanction it depends on when its notice was delivered',
    (code) => {
      expect(entryOf('national-2024', code).bears.bearer).toBe(
        SANCTIONS.includes(code) ? 'depends' : 'institution',
      );
    },
  );

  it.each(SANCTIONS)('%s where nothing is recovered: the institution', (code) => {
    expect(entryOf('national-2024', code, { onPaidLine: 'reject' }).bears.bearer).toBe('institution');
  });

  it.each([
    ['EMERGENCY_EXEMPT', 'none'],
    ['IN_GOOD_STANDING', 'none'],
    ['OUTSIDE_PACK_IN_FORCE', 'none'],
    ['REFUND_MIRRORS_ORIGINAL', 'depends'],
    ['PACK_MISSING', 'none'],
    ['EMERGENCY_EVIDENCE_NEEDED', 'none'],
  ])('%s: %s', (code, bearer) => {
    expect(entryOf('national-2024', code).bears.bearer).toBe(bearer);
  });

  it('a hold says that nothing is decided', () => {
    expect(entryOf('national-2024', 'DATE_IMPLAUSIBLE').bears.text.en).toMatch(/^Nobody yet/);
  });
});

describe('what lifts a bar', () => {
  it.each([
    ['national-2024', 'CLINICIAN_SUSPENDED', {}, ['EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED']],
    ['national-2024', 'CLINICIAN_SUSPENDED', { emergencyException: 'terminated' }, ['EXEMPTION_GRANTED']],
    ['national-2024', 'CLINICIAN_UNKNOWN', {}, []],
    ['hainan-2022', 'CLINICIAN_UNKNOWN', {}, ['EMERGENCY_EXEMPT']],
    ['hainan-2022', 'DEREGISTERED', {}, ['EMERGENCY_EXEMPT']],
    ['national-2024', 'CODE_MISSING', {}, []],
    ['national-2024', 'DEPARTMENT_SUSPENDED', {}, ['EXEMPTION_GRANTED']],
    ['hainan-institutions-2024', 'INSTITUTION_GUIDANCE', {}, ['EXEMPTION_GRANTED']],
    [
      'guangdong-2025',
      'CLINICIAN_TERMINATED',
      { carveOutClock: 'admission' },
      ['EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED', 'INPATIENT_BEFORE_STATUS_CHANGE'],
    ],
    ['guangdong-2025', 'CLINICIAN_TERMINATED', {}, ['EMERGENCY_EXEMPT', 'EXEMPTION_GRANTED']],
    ['guangdong-2025', 'IN_GOOD_STANDING', {}, []],
  ])('%s, %s with %j: %j', (pack, code, values, lifts) => {
    const { liftedBy, nextSteps } = entryOf(pack, code, values);
    expect(liftedBy).toEqual(lifts);
    if (lifts.includes('EMERGENCY_EXEMPT')) expect(english(nextSteps)).toContain('(4302)');
    if (lifts.includes('INPATIENT_BEFORE_STATUS_CHANGE'))
      expect(english(nextSteps)).toContain('the time of admission');
  });
});

describe('where it stands', () => {
  it.each([
    ['guangdong-2025', 'CLINICIAN_SUSPENDED', ['guangdong-2025 art. 15', false, null]],
    ['linfen', 'NOT_REGISTERED_AT_SITE', ['national-2024 art. 18', false, 'national-2024']],
    ['national-2024', 'EXEMPTION_GRANTED', ['national-2024 reading', true, null]],
    ['national-2024', 'DATE_IMPLAUSIBLE', ['national-2024 reading', true, null]],
  ])('%s, %s: %j', (pack, code, place) => {
    const [first] = entryOf(pack, code).articles;
    expect([first?.article, first?.isReading, first?.inheritedFrom]).toEqual(place);
  });

  it('a hold rests on the parameters that lead to it', () => {
    expect(entryOf('national-2024', 'DATE_IMPLAUSIBLE').articles).toHaveLength(3);
    expect(entryOf('national-2024', 'EMERGENCY_EVIDENCE_NEEDED').articles).toHaveLength(2);
    expect(entryOf('national-2024', 'PACK_MISSING').articles).toEqual([]);
  });

  it('one inherited over two texts is told to come from the one that says it', () => {
    const [national] = AS_SHIPPED.get('linfen')!.editions;
    const grandchild: Edition = {
      ...national!.written,
      articles: [],
      settings: {} satisfies Settings,
      parent: { name: 'linfen', edition: national!.written },
    };
    const entries = reasonCatalogueOf({ written: grandchild });
    const inheritedFrom = (code: string) =>
      entries.find((entry) => entry.code === code)?.articles[0]?.inheritedFrom;
    expect(inheritedFrom('CLINICIAN_SUSPENDED')).toBe('linfen');
    expect(inheritedFrom('NOT_REGISTERED_AT_SITE')).toBe('national-2024');
  });
});
