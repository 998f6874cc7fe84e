import type { Instant } from '@gatekeeper/calendar';
import { parseTime } from '@gatekeeper/calendar';
import { OBSTACLES, obstaclesToClosing } from './closing';
import type { ClosingQuestion, RunToClose, StandingClosing } from './closing';

const at = (text: string): Instant => parseTime(text)!.instant;
const RUN: RunToClose = {
  runId: '7',
  area: '44',
  areaOf: 'treatment',
  period: '2025-06',
  by: 'settlement',
  knownAt: at('2025-07-05 00:00:00'),
  begunAt: at('2025-07-05 08:00:00'),
  done: true,
  held: 0,
  unexplained: 0,
};
const MAY: StandingClosing = {
  period: '2025-05',
  by: 'settlement',
  kind: 'soft',
  runId: '5',
  knownAt: at('2025-06-05 00:00:00'),
  closedAt: at('2025-06-05 12:00:00'),
  sealed: true,
};
const JUNE: StandingClosing = {
  ...MAY,
  period: '2025-06',
  runId: '6',
  knownAt: at('2025-07-02 00:00:00'),
  closedAt: at('2025-07-02 12:00:00'),
  sealed: false,
};
const QUESTION: ClosingQuestion = {
  kind: 'soft',
  run: RUN,
  standing: [],
  closedBeside: [],
  unsweptWrites: [],
  openPlans: [],
  exceptionInForce: false,
};
const asked = (question: Partial<ClosingQuestion>, run: Partial<RunToClose> = {}): readonly string[] =>
  obstaclesToClosing({ ...QUESTION, ...question, run: { ...RUN, ...run } }).map(
    ({ code, because, names }) => {
      expect(OBSTACLES).toContain(code);
      // A sentence that says why.
      expect(because).toMatch(/\w+ \w+.*（.*\p{Script=Han}.*）$/u);
      return [code, ...names].join(' ');
    },
  );
const year = (months: readonly number[]): readonly StandingClosing[] =>
  months.map((month) => ({ ...MAY, period: `2025-${String(month).padStart(2, '0')}` }));
const TWELVE = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const AFTER_2025 = { knownAt: at('2026-01-05 00:00:00'), begunAt: at('2026-01-05 08:00:00') };

describe('a period may be closed', () => {
  it.each<readonly [string, Partial<ClosingQuestion>, Partial<RunToClose>]>([
    ['softly', {}, {}],
    ['for good', { kind: 'hard' }, {}],
    ['at the very end of it', {}, { knownAt: at('2025-07-01 00:00:00') }],
    ['behind the month before', { standing: [MAY] }, {}],
    ['behind a year', { standing: [{ ...MAY, period: '2024' }] }, { period: '2025-01' }],
    ['with open holds, under an exception', { exceptionInForce: true }, { held: 3 }],
    [
      'for good, on the run that it was closed on softly',
      { kind: 'hard', standing: [MAY, JUNE, { ...MAY, period: '2025-07' }] },
      { runId: '6' },
    ],
    [
      'for good, on that run, sealed',
      { kind: 'hard', standing: [{ ...JUNE, sealed: true }] },
      { runId: '6' },
    ],
    ['anew, under an exception', { standing: [MAY, JUNE], exceptionInForce: true }, {}],
    [
      'as a year, all months of which are closed',
      { standing: year(TWELVE) },
      { period: '2025', ...AFTER_2025 },
    ],
    [
      'as a year, none of whose months is',
      { standing: [{ ...MAY, period: '2024' }] },
      { period: '2025', ...AFTER_2025 },
    ],
    [
      'anew, though it was closed while the run went on: it is that closing which is replaced',
      { standing: [{ ...JUNE, closedAt: at('2025-07-05 09:00:00') }], exceptionInForce: true },
      {},
    ],
    ['beside a period that nobody can read', { standing: [{ ...MAY, period: 'once' }] }, {}],
    [
      'anew beside a period that nobody can read',
      { standing: [JUNE, { ...MAY, period: 'once' }], exceptionInForce: true },
      {},
    ],
    [
      'beside a city that has closed other months',
      {
        closedBeside: [
          { area: '4401', period: '2025-05' },
          { area: '4401', period: '2024' },
        ],
      },
      {},
    ],
    ['as the first of an area, whichever month it is', { standing: [] }, { period: '2025-02' }],
  ])('%s', (_, question, run) => expect(asked(question, run)).toEqual([]));
});

describe('a period may not be closed', () => {
  it.each<readonly [string, Partial<ClosingQuestion>, Partial<RunToClose>, readonly string[]]>([
    ['while its run goes on', {}, { done: false }, ['run-not-done']],
    ['by area of insurance', {}, { areaOf: 'insurance' }, ['area-of-insurance']],
    ['a millisecond before it is over', {}, { knownAt: at('2025-06-30 23:59:59.999') }, ['period-not-over']],
    ['with an unexplained difference', {}, { unexplained: 1 }, ['unexplained-differences']],
    ['with unswept writes', { unsweptWrites: ['12', '13'] }, {}, ['unswept-writes 12 13']],
    ['with open plans', { openPlans: ['4'] }, {}, ['open-plans 4']],
    ['with open holds', {}, { held: 1 }, ['open-holds']],
    ['for good with open holds', { kind: 'hard' }, { held: 1 }, ['open-holds']],
    ['where nobody can read its period', {}, { period: 'once' }, ['period-not-over']],
    [
      'on a run of the very moment of another closing, made before it',
      { standing: [{ ...MAY, knownAt: RUN.knownAt, closedAt: at('2025-07-05 09:00:00') }] },
      {},
      ['run-too-old 2025-05'],
    ],
    [
      'for good with open holds, exception or not',
      { kind: 'hard', exceptionInForce: true },
      { held: 1 },
      ['open-holds', 'exception-in-force'],
    ],
    [
      'for good while an exception stands',
      { kind: 'hard', exceptionInForce: true },
      {},
      ['exception-in-force'],
    ],
    ['again on the same run', { standing: [JUNE] }, { runId: '6' }, ['closed-already']],
    [
      'again once it is for good',
      { standing: [{ ...JUNE, kind: 'hard' }], exceptionInForce: true },
      {},
      ['closed-for-good'],
    ],
    ['anew without an exception', { standing: [JUNE] }, {}, ['exception-needed']],
    [
      'anew once it is sealed',
      { standing: [{ ...JUNE, sealed: true }], exceptionInForce: true },
      {},
      ['sealed'],
    ],
    [
      'anew behind the next month',
      { standing: [JUNE, { ...JUNE, period: '2025-07' }], exceptionInForce: true },
      {},
      ['later-closed 2025-07'],
    ],
    [
      'anew on a run that knows no more',
      { standing: [JUNE], exceptionInForce: true },
      { knownAt: JUNE.knownAt },
      ['run-not-later'],
    ],
    [
      'whose month a city of the area has closed, or the province around it',
      {
        closedBeside: [
          { area: '4401', period: '2025-06' },
          { area: '4', period: '2025' },
        ],
      },
      {},
      ['other-area 4401/2025-06 4/2025'],
    ],
    [
      'as a year of which a city has closed a month',
      { closedBeside: [{ area: '4401', period: '2025-06' }] },
      { period: '2025', ...AFTER_2025 },
      ['other-area 4401/2025-06'],
    ],
    ['by another clock than the area', { standing: [MAY] }, { by: 'fee' }, ['other-clock 2025-05']],
    [
      'before the month before',
      { standing: [{ ...MAY, period: '2025-04' }] },
      {},
      ['month-before-open 2025-05'],
    ],
    [
      'January before December',
      { standing: [{ ...MAY, period: '2024-11' }] },
      { period: '2025-01' },
      ['month-before-open 2024-12'],
    ],
    ['in a closed year', { standing: [{ ...MAY, period: '2025' }] }, {}, ['year-closed 2025']],
    [
      'as a year, some months of which are open',
      { standing: year(TWELVE.slice(0, 10)) },
      { period: '2025', ...AFTER_2025 },
      ['year-partly-closed 2025-11 2025-12'],
    ],
    [
      'on a run that began before May was closed',
      { standing: [{ ...MAY, closedAt: at('2025-07-05 08:00:00') }] },
      {},
      ['run-too-old 2025-05'],
    ],
  ])('%s', (_, question, run, obstacles) => expect(asked(question, run)).toEqual(obstacles));

  it('on an old run only where the run could have known of the other closing', () => {
    const later = { ...MAY, knownAt: at('2025-07-05 00:00:00.001'), closedAt: at('2025-07-06 00:00:00') };
    expect(asked({ standing: [later] })).toEqual([]);
  });

  it('names everything that stands against it', () => {
    expect(asked({ unsweptWrites: ['9'], openPlans: ['2'] }, { unexplained: 2, held: 1 })).toEqual([
      'unexplained-differences',
      'unswept-writes 9',
      'open-plans 2',
      'open-holds',
    ]);
  });
});
