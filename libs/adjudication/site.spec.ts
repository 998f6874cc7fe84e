import type { Day, Instant } from '@gatekeeper/calendar';
import {
  BEFORE_ALL,
  dayOf,
  formatInterval,
  instantOf,
  MS_PER_DAY,
  OPEN_END,
  startOfDay,
} from '@gatekeeper/calendar';
import type { DeregistrationRecord, RegistrationRecord } from '@gatekeeper/vocabulary';
import type { SiteFile } from '.';
import { standingOverTime } from '.';

/** Day 0 is 2025-06-01; instants in these tables are whole days from there. */
const FIRST = dayOf(2025, 6, 1)!;
const at = (days: number): Instant =>
  Number.isFinite(days) ? startOfDay((FIRST + days) as Day) : days > 0 ? OPEN_END : BEFORE_ALL;
const daysOf = (instant: Instant): number =>
  Number.isFinite(instant) ? (instant - startOfDay(FIRST)) / MS_PER_DAY : instant;

const head = (recordId: string) => ({
  recordId,
  recordedAt: instantOf(1),
  receivedAt: null,
  knownFrom: instantOf(1),
  supersedes: null,
});

interface Registered {
  readonly committed?: number | null;
  readonly certificate?: number;
  readonly mainSite?: boolean;
}

const registered = (
  from: number,
  until: number,
  { committed = from, certificate = Infinity, mainSite = true }: Registered = {},
): RegistrationRecord => ({
  ...head('r'),
  kind: 'registration',
  code: 'D1',
  fixmedinsCode: 'H1',
  mainSite,
  from: at(from),
  until: at(until),
  committedOn: committed === null ? null : ((FIRST + committed) as Day),
  certificateUntil: at(certificate),
});
const gone = (from: number, more: Partial<DeregistrationRecord> = {}): DeregistrationRecord => ({
  ...head('g'),
  kind: 'deregistration',
  code: 'D1',
  fixmedinsCode: null,
  reason: 'left',
  from: at(from),
  ...more,
});

const file = (
  registrations: readonly RegistrationRecord[],
  deregistrations: readonly DeregistrationRecord[] = [],
): SiteFile => ({ fixmedinsCode: 'H1', registrations, deregistrations });
const ALL_RULES = { commitmentRequired: true, certificateChecked: true };
const NO_RULES = { commitmentRequired: false, certificateChecked: false };

/** Each stretch as `from fault+fault`, `from well` where there is none; like neighbours joined. */
function stretches(onFile: SiteFile, rules = ALL_RULES): readonly string[] {
  const said = standingOverTime(onFile, rules).map(({ from, standing: { faults, deregistration } }) => ({
    from: daysOf(from),
    what: faults.length === 0 ? 'well' : faults.map(({ fault }) => fault).join('+'),
    why: deregistration === null ? '' : ` (${deregistration})`,
  }));
  return said
    .filter(({ what, why }, index) => what + why !== `${said[index - 1]?.what}${said[index - 1]?.why}`)
    .map(({ from, what, why }) => `${from} ${what}${why}`);
}

describe('stretches adjoin from before all to the open end', () => {
  it.each([
    ['nothing on file', file([])],
    ['one registration', file([registered(10, 20, { committed: 12, certificate: 15 })])],
    ['without an end, then gone', file([registered(10, Infinity)], [gone(30)])],
  ])('%s', (_, onFile) => {
    const found = standingOverTime(onFile, ALL_RULES);
    expect(found[0]?.from).toBe(BEFORE_ALL);
    expect(found[found.length - 1]?.until).toBe(OPEN_END);
    expect(found.slice(1).map(({ from }) => from)).toEqual(found.slice(0, -1).map(({ until }) => until));
    for (const { from, until } of found) expect(from).toBeLessThan(until);
  });
});

it('a stretch begins only where something on file changes', () => {
  const onFile = file([registered(10, 20, { committed: null, certificate: 20 })]);
  expect(standingOverTime(onFile, ALL_RULES).map(({ from }) => daysOf(from))).toEqual([-Infinity, 10, 20]);
});

describe('a registration holds from its first moment to its end', () => {
  it.each([
    ['none', [], ['-Infinity not_registered']],
    ['one', [registered(10, 20)], ['-Infinity not_registered', '10 well', '20 not_registered']],
    ['without an end', [registered(10, Infinity)], ['-Infinity not_registered', '10 well']],
    ['one that never was', [registered(10, 10), registered(12, 11)], ['-Infinity not_registered']],
    [
      'two with a gap, in any order',
      [registered(15, 20), registered(10, 12)],
      ['-Infinity not_registered', '10 well', '12 not_registered', '15 well', '20 not_registered'],
    ],
    [
      'two that touch',
      [registered(10, 15), registered(15, 20)],
      ['-Infinity not_registered', '10 well', '20 not_registered'],
    ],
  ])('%s', (_, registrations, expected) => {
    expect(stretches(file(registrations))).toEqual(expected);
  });
});

describe('the commitment holds from its day', () => {
  const [before, after] = ['-Infinity not_registered', '20 not_registered'];
  it.each([
    ['none on file', [registered(10, 20, { committed: null })], ['10 uncommitted']],
    ['before the registration', [registered(10, 20, { committed: 9 })], ['10 well']],
    ['on its first day', [registered(10, 20, { committed: 10 })], ['10 well']],
    ['inside it', [registered(10, 20, { committed: 12 })], ['10 uncommitted', '12 well']],
    [
      'of two records the earlier',
      [registered(10, 20, { committed: 15 }), registered(10, 20, { committed: 13 })],
      ['10 uncommitted', '13 well'],
    ],
    [
      'of two records the one there is',
      [registered(10, 20, { committed: null }), registered(10, 20, { committed: 13 })],
      ['10 uncommitted', '13 well'],
    ],
    [
      'of a record that covers the moment, not of one that ended',
      [registered(10, 15, { committed: 10 }), registered(15, 20, { committed: null })],
      ['10 well', '15 uncommitted'],
    ],
  ])('%s', (_, registrations, expected) => {
    expect(stretches(file(registrations))).toEqual([before, ...expected, after]);
    expect(stretches(file([...registrations].reverse()))).toEqual([before, ...expected, after]);
    expect(stretches(file(registrations), NO_RULES)).toEqual([before, '10 well', after]);
  });
});

describe('a certificate holds until its end, where the pack checks it', () => {
  it.each([
    ['past the registration', [21], ['10 well']],
    ['to its last moment', [20], ['10 well']],
    ['ending inside it', [15], ['10 well', '15 expired']],
    ['ended before it', [10], ['10 expired']],
    ['of two the later', [12, 15], ['10 well', '15 expired']],
    ['of two without and with an end', [12, Infinity], ['10 well']],
  ])('%s', (_, certificates, expected) => {
    const registrations = certificates.map((certificate) => registered(10, 20, { certificate }));
    const ends = ['-Infinity not_registered', '20 not_registered'] as const;
    for (const some of [registrations, [...registrations].reverse()]) {
      expect(stretches(file(some))).toEqual([ends[0], ...expected, ends[1]]);
      expect(stretches(file(some), { commitmentRequired: true, certificateChecked: false })).toEqual([
        ends[0],
        '10 well',
        ends[1],
      ]);
    }
  });

  it('may be amiss together with the commitment', () => {
    expect(stretches(file([registered(10, 20, { committed: 15, certificate: 12 })]))).toEqual([
      '-Infinity not_registered',
      '10 uncommitted',
      '12 uncommitted+expired',
      '15 expired',
      '20 not_registered',
    ]);
  });
});

describe('a deregistration holds from its moment, until a registration that began after it', () => {
  it.each([
    ['inside', [registered(10, 20)], [gone(15)], ['10 well', '15 deregistered (left)']],
    ['in its first moment', [registered(10, 20)], [gone(10)], ['10 deregistered (left)']],
    [
      'before: undone by it',
      [registered(10, 20)],
      [gone(9)],
      ['9 deregistered (left)', '10 well', '20 not_registered'],
    ],
    [
      'undone by the next registration, while and after that holds',
      [registered(10, 15), registered(17, 20)],
      [gone(15)],
      ['10 well', '15 deregistered (left)', '17 well', '20 not_registered'],
    ],
    [
      'not undone by a record that carries the same registration on',
      [registered(10, 15, { committed: 10 }), registered(15, 20, { committed: 10 })],
      [gone(12)],
      ['10 well', '12 deregistered (left)'],
    ],
    [
      'before a registration in two records: undone by it',
      [registered(10, 15, { committed: 10 }), registered(15, 20, { committed: 10 })],
      [gone(9)],
      ['9 deregistered (left)', '10 well', '20 not_registered'],
    ],
    [
      'nor by the third record of it',
      [
        registered(10, 13, { committed: 10 }),
        registered(13, 16, { committed: 10 }),
        registered(16, 20, { committed: 10 }),
      ],
      [gone(12)],
      ['10 well', '12 deregistered (left)'],
    ],
    [
      'undone by one that adjoins with another commitment',
      [registered(10, 15, { committed: 10 }), registered(15, 20, { committed: 11 })],
      [gone(12)],
      ['10 well', '12 deregistered (left)', '15 well', '20 not_registered'],
    ],
    [
      'undone by one that adjoins with another certificate',
      [
        registered(10, 15, { committed: 10, certificate: 30 }),
        registered(15, 20, { committed: 10, certificate: 31 }),
      ],
      [gone(12)],
      ['10 well', '12 deregistered (left)', '15 well', '20 not_registered'],
    ],
    [
      'undone by one that adjoins with another rank of the site',
      [registered(10, 15, { committed: 10 }), registered(15, 20, { committed: 10, mainSite: false })],
      [gone(12)],
      ['10 well', '12 deregistered (left)', '15 well', '20 not_registered'],
    ],
    [
      'two records that end together: the one that began first is carried on',
      [
        registered(10, 15, { committed: 10 }),
        registered(13, 15, { committed: 10 }),
        registered(15, 20, { committed: 10 }),
      ],
      [gone(14)],
      ['10 well', '14 deregistered (left)'],
    ],
  ])('%s', (_, registrations, deregistrations, expected) => {
    for (const some of [registrations, [...registrations].reverse()])
      expect(stretches(file(some, deregistrations)).slice(1)).toEqual(expected);
  });

  it.each([
    ['the earlier', [gone(15, { reason: 'retired' }), gone(12)], ['12 deregistered (left)']],
    [
      'death, whenever',
      [gone(15, { reason: 'deceased' }), gone(12)],
      ['12 deregistered (left)', '15 deregistered (deceased)'],
    ],
    [
      'at the same moment the record of the earlier name',
      [gone(12, { ...head('h'), reason: 'retired' }), gone(12, head('g'))],
      ['12 deregistered (left)'],
    ],
  ])('of several speaks %s', (_, deregistrations, expected) => {
    for (const some of [deregistrations, [...deregistrations].reverse()])
      expect(stretches(file([registered(10, Infinity)], some)).slice(2)).toEqual(expected);
  });
});

describe('what a standing rests on', () => {
  const standingAt = (onFile: SiteFile, days: number, rules = ALL_RULES) =>
    standingOverTime(onFile, rules).find(({ from, until }) => from <= at(days) && at(days) < until)?.standing;

  it('the joined registration, the commitment and the certificate', () => {
    const onFile = file([
      registered(10, 15, { certificate: 30 }),
      registered(15, 20, { committed: 10, certificate: 30 }),
    ]);
    expect(standingAt(onFile, 16)).toEqual({
      faults: [],
      evidence: [
        `registration ${formatInterval({ from: at(10), until: at(20) })}`,
        'commitment 2025-06-11',
        'certificate until 2025-07-01',
      ],
      deregistration: null,
    });
    expect(standingAt(onFile, 16, NO_RULES)?.evidence).toEqual([
      `registration ${formatInterval({ from: at(10), until: at(20) })}`,
    ]);
  });

  it('what is amiss, with the same', () => {
    const whole = `registration ${formatInterval({ from: at(10), until: at(20) })}`;
    const onFile = file([registered(10, 20, { committed: 15, certificate: 12 })]);
    expect(standingAt(onFile, 13)).toEqual({
      faults: [
        { fault: 'uncommitted', evidence: [whole, 'commitment 2025-06-16'] },
        { fault: 'expired', evidence: [whole, 'certificate until 2025-06-13'] },
      ],
      evidence: [whole],
      deregistration: null,
    });
    expect(standingAt(file([registered(10, 20, { committed: null })]), 13)?.faults[0]?.evidence).toEqual([
      whole,
      'no commitment on file',
    ]);
    expect(standingAt(onFile, 9)).toEqual({
      faults: [{ fault: 'not_registered', evidence: ['site H1'] }],
      evidence: [],
      deregistration: null,
    });
  });

  it('who is gone from where, why and since when', () => {
    expect(standingAt(file([registered(10, 20)], [gone(12)]), 13)).toEqual({
      faults: [{ fault: 'deregistered', evidence: ['every site', 'left', 'from 2025-06-13'] }],
      evidence: [],
      deregistration: 'left',
    });
    const here = gone(12, { fixmedinsCode: 'H1', reason: 'retired' });
    expect(standingAt(file([registered(10, 20)], [here]), 12)?.faults).toEqual([
      { fault: 'deregistered', evidence: ['H1', 'retired', 'from 2025-06-13'] },
    ]);
  });
});
