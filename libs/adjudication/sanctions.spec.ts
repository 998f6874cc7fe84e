import type { Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, formatInterval, instantOf, OPEN_END } from '@gatekeeper/calendar';
import type {
  AnnulmentRecord,
  RegistryRecord,
  RestorationRecord,
  RevisionRecord,
  SanctionRecord,
} from '@gatekeeper/vocabulary';
import { resolveSanctions } from '.';
import { joinTouching } from './sanctions';

const of = (from: number, until = Infinity): Interval => ({ from: instantOf(from), until: instantOf(until) });
const head = (recordId: string, knownFrom: number, recordedAt = knownFrom) => ({
  recordId,
  recordedAt: instantOf(recordedAt),
  receivedAt: null,
  knownFrom: instantOf(knownFrom),
  supersedes: null,
});

const sanction = (from: number, until: number, more: Partial<SanctionRecord> = {}): SanctionRecord => ({
  ...head('s', 1),
  kind: 'sanction',
  documentNo: '文1',
  code: 'D1',
  status: 'suspended',
  scope: 'person',
  fixmedinsCode: 'H1',
  cause: 'points',
  ...of(from, until),
  points: null,
  decidedAt: instantOf(1),
  issuedAt: null,
  deliveredAt: null,
  maintainedAt: null,
  ...more,
});
const named = { documentNo: '文1', code: null };
const revision = (until: number, more: Partial<RevisionRecord> = {}): RevisionRecord => ({
  ...head('r', 2),
  kind: 'revision',
  ...named,
  until: instantOf(until),
  approvedAt: instantOf(2),
  ...more,
});
const restoration = (from: number, more: Partial<RestorationRecord> = {}): RestorationRecord => ({
  ...head('u', 3),
  kind: 'restoration',
  ...named,
  effectiveFrom: instantOf(from),
  approvedAt: instantOf(3),
  ...more,
});
const annulment = (more: Partial<AnnulmentRecord> = {}): AnnulmentRecord => ({
  ...head('a', 4),
  kind: 'annulment',
  ...named,
  decidedAt: instantOf(4),
  ...more,
});

/** `document running | served`, in milliseconds. */
const periods = (...records: RegistryRecord[]): readonly string[] =>
  resolveSanctions(records).map(
    ({ documentNo, running, served }) =>
      `${documentNo} ${running.from}-${running.until} | ${served.from}-${served.until}`,
  );

describe('intervals that touch or overlap are one', () => {
  it.each([
    ['none', [], []],
    ['one', [of(10, 20)], [of(10, 20)]],
    ['one that never was', [of(10, 10), of(20, 15)], []],
    ['a gap of a millisecond', [of(10, 20), of(21, 30)], [of(10, 20), of(21, 30)]],
    ['touching', [of(10, 20), of(20, 30)], [of(10, 30)]],
    ['overlapping', [of(10, 20), of(19, 30)], [of(10, 30)]],
    ['one inside the other', [of(10, 30), of(12, 15)], [of(10, 30)]],
    ['alike', [of(10, 20), of(10, 20)], [of(10, 20)]],
    ['in another order', [of(30, 40), of(10, 20), of(20, 30)], [of(10, 40)]],
    ['one that never was does not join', [of(10, 20), of(20, 20), of(21, 30)], [of(10, 20), of(21, 30)]],
    [
      'without an end, from before all',
      [of(10), { from: BEFORE_ALL, until: instantOf(10) }],
      [{ from: BEFORE_ALL, until: OPEN_END }],
    ],
  ])('%s', (_, intervals, expected) => {
    expect(joinTouching(intervals)).toEqual(expected);
  });
});

describe('a sanction as it stands', () => {
  it('without anything that names its document runs its period and is not restored', () => {
    const written = sanction(10, 20, { deliveredAt: instantOf(12) });
    expect(resolveSanctions([written])).toEqual([
      {
        documentNo: '文1',
        status: 'suspended',
        scope: 'person',
        cause: 'points',
        fixmedinsCode: 'H1',
        running: of(10, 20),
        served: of(20),
        restoredFrom: null,
        decidedAt: 1,
        issuedAt: null,
        deliveredAt: 12,
        maintainedAt: null,
        knownFrom: 1,
        evidence: ['document 文1', formatInterval(of(10, 20)), 'cause points, scope person'],
        restorationEvidence: [
          'document 文1',
          formatInterval(of(10, 20)),
          'cause points, scope person',
          'no restoration on file',
        ],
      },
    ]);
  });

  it('restored names from when, of a site names the site', () => {
    const [restored] = resolveSanctions([sanction(10, 20, { scope: 'site' }), restoration(15)]);
    expect(restored).toMatchObject({ running: of(10, 15), served: of(15, 15), restoredFrom: 15 });
    expect(restored?.evidence[2]).toBe('cause points, scope site H1');
    expect(restored?.restorationEvidence[3]).toBe('restored from 1970-01-01T08:00:00.015+08:00');
  });

  it('is none where none is on file, whatever names one', () => {
    expect(periods()).toEqual([]);
    expect(periods(revision(5), restoration(5), annulment())).toEqual([]);
  });
});

describe('a restoration ends it from its day, and serves it until then', () => {
  it.each([
    [9, '文1 10-9 | 9-9'],
    [10, '文1 10-10 | 10-10'],
    [19, '文1 10-19 | 19-19'],
    [20, '文1 10-20 | 20-20'],
    [25, '文1 10-20 | 20-25'],
  ])('at %d: %s', (from, expected) => {
    expect(periods(sanction(10, 20), restoration(from))).toEqual([expected]);
  });

  it('the earliest of several counts', () => {
    for (const [a, b] of [
      [25, 22],
      [22, 25],
    ] as const)
      expect(periods(sanction(10, 20), restoration(a), restoration(b))).toEqual(['文1 10-20 | 20-22']);
  });
});

describe('a revision rewrites where the act ends', () => {
  it.each([
    ['before the second stretch', 25, ['文1 10-25 | 25-Infinity']],
    ['in the moment it would begin', 30, ['文1 10-30 | 30-Infinity']],
    ['a moment after', 31, ['文1 10-20 | 20-Infinity', '文1 30-31 | 31-Infinity']],
    ['before all of it', 10, []],
    ['later than written', 50, ['文1 10-20 | 20-Infinity', '文1 30-50 | 50-Infinity']],
  ])('%s', (_, until, expected) => {
    expect(periods(sanction(10, 20), sanction(30, 40), revision(until))).toEqual(expected);
  });

  const older = revision(15, head('a', 2, 2));
  it.each([
    ['known later', revision(17, head('0', 3, 1))],
    ['known at once, said to be recorded later', revision(17, head('0', 2, 3))],
    ['known and recorded at once, of the later name', revision(17, head('b', 2, 2))],
  ])('of two the one %s counts, whatever their order', (_, newer) => {
    expect(periods(sanction(10, 20), older, newer)).toEqual(['文1 10-17 | 17-Infinity']);
    expect(periods(sanction(10, 20), newer, older)).toEqual(['文1 10-17 | 17-Infinity']);
  });
});

describe('what names a document', () => {
  it.each([
    ['and nobody: everyone it names', null, '文1', true],
    ['and the person', 'D1', '文1', true],
    ['and somebody else', 'D2', '文1', false],
    ['of another number', null, '文2', false],
    ['of another number, and the person', 'D1', '文2', false],
  ])('%s', (_, code, documentNo, counts) => {
    const reference = { code, documentNo };
    expect(periods(sanction(10, 20), annulment(reference))).toEqual(
      counts ? [] : ['文1 10-20 | 20-Infinity'],
    );
    expect(periods(sanction(10, 20), revision(15, reference))).toEqual([
      counts ? '文1 10-15 | 15-Infinity' : '文1 10-20 | 20-Infinity',
    ]);
    expect(periods(sanction(10, 20), restoration(15, reference))).toEqual([
      counts ? '文1 10-15 | 15-15' : '文1 10-20 | 20-Infinity',
    ]);
  });

  it('an annulment undoes its own document alone, and wins over anything else that names it', () => {
    const other = sanction(30, 40, { documentNo: '文2' });
    expect(periods(sanction(10, 20), other, annulment(), revision(15), restoration(12))).toEqual([
      '文2 30-40 | 40-Infinity',
    ]);
  });
});

describe('one act of sanctioning, however many records spell it out', () => {
  it.each([
    ['touching: one', {}, ['10-30']],
    ['of another document', { documentNo: '文2' }, ['10-20', '20-30']],
    ['of another person', { code: 'D2' }, ['10-20', '20-30']],
    ['of another status', { status: 'terminated' }, ['10-20', '20-30']],
    ['of another scope', { scope: 'site' }, ['10-20', '20-30']],
    ['of another site', { fixmedinsCode: 'H2' }, ['10-20', '20-30']],
    ['of another cause', { cause: 'discipline' }, ['10-20', '20-30']],
  ] as const)('%s', (_, more, expected) => {
    const resolved = resolveSanctions([sanction(10, 20), sanction(20, 30, more)]);
    expect(resolved.map(({ running }) => `${running.from}-${running.until}`)).toEqual(expected);
  });

  it.each([
    ['none', [null, null], null],
    ['one', [null, 15], 15],
    ['one, the other way round', [15, null], 15],
    ['two: the first', [15, 12], 12],
    ['two, the other way round', [12, 15], 12],
  ])('is delivered when its first record was: %s', (_, delivered, expected) => {
    const parts = delivered.map((at, index) =>
      sanction(10 + index, 20, { deliveredAt: at === null ? null : instantOf(at) }),
    );
    expect(resolveSanctions(parts)[0]?.deliveredAt).toBe(expected);
  });
});

describe('sanctions are listed by document, then by their beginning, then by what they say', () => {
  it('whatever their order on file', () => {
    const listed = [
      sanction(30, 40, { documentNo: '文1' }),
      sanction(10, 20, { documentNo: '文2', cause: 'discipline' }),
      sanction(10, 20, { documentNo: '文2', cause: 'points' }),
      sanction(15, 20, { documentNo: '文2', cause: 'certificate' }),
    ];
    const said = (records: readonly SanctionRecord[]) =>
      resolveSanctions(records).map(
        ({ documentNo, running, cause }) => `${documentNo} ${running.from} ${cause}`,
      );
    const expected = ['文1 30 points', '文2 10 discipline', '文2 10 points', '文2 15 certificate'];
    expect(said(listed)).toEqual(expected);
    expect(said([...listed].reverse())).toEqual(expected);
    expect(said([listed[3]!, listed[1]!, listed[0]!, listed[2]!])).toEqual(expected);
  });
});
