/** Each decision is scored by the edition and the values of its own day; a text with blanks scores nobody. */
import { parseTime } from '@gatekeeper/calendar';
import type { Edition, LoadedPack, Pack, Settings, Tier } from '@gatekeeper/policy';
import { NATIONAL_2024, citationAt, loadPacks } from '@gatekeeper/policy';
import type { Finding, ScoreAnswer } from '.';
import { rulesAt, scoreFindings } from '.';

const at = (written: string) => parseTime(written)!.instant;
const [NATIONAL] = NATIONAL_2024.editions as readonly [Edition];
const citation = (article: string) => ({
  pack: 'p',
  article,
  summary: '',
  document: '',
  lastCheckedOn: '',
});

/** A pack of these editions over the national one. */
function packOf(...editions: readonly Partial<Edition>[]): LoadedPack {
  const pack: Pack = {
    ...NATIONAL_2024,
    name: 'p',
    editions: editions.map((more, index) => ({
      ...NATIONAL,
      number: String(index + 1),
      parent: { name: NATIONAL_2024.name, edition: NATIONAL },
      settings: {},
      ...more,
    })),
  };
  const { packs, problems } = loadPacks([pack], (_, { number }) => number);
  expect(problems).toEqual([]);
  return packs.get('p')!;
}

const finding = (decidedAt: string, points: number, more: Partial<Finding> = {}): Finding => ({
  findingId: decidedAt,
  code: 'D460100000001',
  fixmedinsCode: 'H46010000001',
  inspectionId: null,
  actId: null,
  situation: 'N23-4-6-1',
  points,
  decidedAt: at(decidedAt),
  documentNo: null,
  ...more,
});

const suspendFrom = (from: number, months: number): readonly Tier[] => [
  { from, below: 12, action: 'suspend', months: { from: months, to: months } },
];

const inShort = ({ yearTotal, measure, article, edition }: ScoreAnswer): string =>
  `${yearTotal} ${measure.outcome} by ${article}, edition ${edition}`;

describe('rules by the day of the decision', () => {
  const CHANGES: Settings = {
    tiers: [
      { value: suspendFrom(6, 3), citation: citation('20'), holds: { from: null, until: '2025-07-01' } },
      { value: suspendFrom(4, 6), citation: citation('20a'), holds: { from: '2025-07-01', until: null } },
    ],
  };

  it.each([
    ['a second before', '2025-06-30 23:59:59', '5 none by p art. 20, edition 1'],
    ['the first second', '2025-07-01 00:00:00', '5 suspend by p art. 20a, edition 1'],
  ])('a value that changes on a day holds from its first second: %s (%s): %s', (_, when, expected) => {
    expect(scoreFindings([finding(when, 5)], packOf({ settings: CHANGES })).answers.map(inShort)).toEqual([
      expected,
    ]);
  });

  it('totals go on over the change', () => {
    const stated = [finding('2025-06-30', 3), finding('2025-07-01', 1)];
    expect(scoreFindings(stated, packOf({ settings: CHANGES })).answers.map(inShort)).toEqual([
      '3 none by p art. 20, edition 1',
      '4 suspend by p art. 20a, edition 1',
    ]);
  });

  it.each([
    [
      'the first edition, also before it',
      '2024-12-31 23:59:59',
      '5 inform by national-2024 art. 29, edition 1',
    ],
    ['the second, also after it', '2026-01-01 00:00:00', '5 suspend by p art. 20, edition 2'],
    ['the last second of the first', '2025-06-30 23:59:59', '5 inform by national-2024 art. 29, edition 1'],
    ['the first second of the second', '2025-07-01 00:00:00', '5 suspend by p art. 20, edition 2'],
  ])('an edition governs the decisions of its days: %s (%s): %s', (_, when, expected) => {
    const pack = packOf(
      { holds: { from: '2025-01-01', until: '2025-07-01' } },
      {
        holds: { from: '2025-07-01', until: '2026-01-01' },
        settings: {
          tiers: [{ value: suspendFrom(4, 6), citation: citation('20'), holds: { from: null, until: null } }],
        },
      },
    );
    expect(scoreFindings([finding(when, 5)], pack).answers.map(inShort)).toEqual([expected]);
  });

  it('a blank leaves no rules, and each finding says so', () => {
    const pack = packOf({ settings: { annualCap: { blank: true, citation: citation('4') } } });
    expect(rulesAt(pack, at('2025-06-10'))).toBeNull();
    expect(scoreFindings([finding('2025-06-10', 5)], pack)).toEqual({
      answers: [],
      problems: [
        {
          index: 0,
          findingId: '2025-06-10',
          field: 'decided_at',
          expected: 'a day on which the pack leaves no blank',
          got: null,
        },
      ],
    });
    expect(citationAt(pack.editions[0]!, 'annualCap', at('2025-06-10'))?.article).toBe('4');
  });

  it('a pack without a catalogue scores nothing', () => {
    expect(scoreFindings([finding('2025-06-10', 5)], packOf({ catalogue: [] })).problems).toEqual([
      expect.objectContaining({
        field: 'situation',
        expected: 'a code of p, which scores nothing',
        got: 'N23-4-6-1',
      }),
    ]);
  });

  it('an id that comes twice is a problem of the second', () => {
    const stated = [finding('2025-06-10', 5), finding('2025-06-11', 5, { findingId: '2025-06-10' })];
    expect(scoreFindings(stated, packOf({}))).toEqual({
      answers: [],
      problems: [
        {
          index: 1,
          findingId: '2025-06-10',
          field: 'finding_id',
          expected: 'an id used once',
          got: '2025-06-10',
        },
      ],
    });
  });

  it('no finding, no answer', () => {
    expect(scoreFindings([], packOf({}))).toEqual({ answers: [], problems: [] });
  });

  it('decisions of one moment are told by code', () => {
    const stated = ['D460100000002', 'D460100000001'].map((code) =>
      finding('2025-06-10', 5, { code, findingId: code }),
    );
    expect(scoreFindings(stated, packOf({})).answers.map(({ code }) => code)).toEqual([
      'D460100000001',
      'D460100000002',
    ]);
  });
});
