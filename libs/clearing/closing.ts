/**
 * What stands against closing a period on a run of it (issue of books, not of decisions: closing stops no decision). Months of
 * an area are closed one after the other, all by one clock, each on a run that saw what was closed before it.
 */
import type { Instant } from '@gatekeeper/calendar';
import { overlaps } from '@gatekeeper/calendar';
import type { Clock } from './home';
import { monthBefore, parsePeriod } from './period';

export type ClosingKind = 'soft' | 'hard';

/** The run that is to be closed. */
export interface RunToClose {
  readonly runId: string;
  readonly area: string;
  readonly areaOf: 'treatment' | 'insurance';
  /** `2025-06`, or `2025`. */
  readonly period: string;
  readonly by: Clock;
  readonly knownAt: Instant;
  /** When it began: what was closed after that it has not seen. */
  readonly begunAt: Instant;
  readonly done: boolean;
  /** Lines that wait. */
  readonly held: number;
  readonly unexplained: number;
}

/** How a period of the area is closed now. */
export interface StandingClosing {
  readonly period: string;
  readonly by: Clock;
  readonly kind: ClosingKind;
  readonly runId: string;
  readonly knownAt: Instant;
  readonly closedAt: Instant;
  readonly sealed: boolean;
}

/** A period that is closed in another area which shares lines with the run's. */
export interface ClosedBeside {
  readonly area: string;
  readonly period: string;
}

export interface ClosingQuestion {
  readonly kind: ClosingKind;
  readonly run: RunToClose;
  /** Of the run's area, one for each closed period. */
  readonly standing: readonly StandingClosing[];
  /** What is closed in areas that hold the run's area or lie in it; any period. */
  readonly closedBeside: readonly ClosedBeside[];
  /** Versions of registry writes that the run's `known_at` knows and whose lines are not all asked again. */
  readonly unsweptWrites: readonly string[];
  /** Plans that wait for people, or run. */
  readonly openPlans: readonly string[];
  /** Whether two people have let an exception stand for the period, and it has not run out. */
  readonly exceptionInForce: boolean;
}

export const OBSTACLES = [
  'run-not-done',
  'area-of-insurance',
  'period-not-over',
  'unexplained-differences',
  'unswept-writes',
  'open-plans',
  'open-holds',
  'exception-in-force',
  'closed-already',
  'closed-for-good',
  'sealed',
  'exception-needed',
  'later-closed',
  'run-not-later',
  'other-clock',
  'other-area',
  'month-before-open',
  'year-partly-closed',
  'year-closed',
  'run-too-old',
] as const;

export interface Obstacle {
  readonly code: (typeof OBSTACLES)[number];
  /** Why, and what to do about it, in both languages. */
  readonly because: string;
  /** What stands in the way, by name: versions, plans, periods. */
  readonly names: readonly string[];
}

const obstacle = (code: Obstacle['code'], because: string, names: readonly string[] = []): Obstacle => ({
  code,
  because,
  names,
});

/** Everything that stands against it, in a fixed order; none: two people may close it. */
export function obstaclesToClosing(question: ClosingQuestion): readonly Obstacle[] {
  return [...ofTheRun(question), ...ofOpenWork(question), ...ofTheBooks(question)];
}

function ofTheRun({ run }: ClosingQuestion): readonly Obstacle[] {
  const found: Obstacle[] = [];
  if (!run.done)
    found.push(
      obstacle(
        'run-not-done',
        'the run has tasks left, or its tree is not hashed yet: let gatekeeper clear write its files（清算任务未完成，请先运行 gatekeeper clear 写出结果）',
      ),
    );
  if (run.areaOf === 'insurance')
    found.push(
      obstacle(
        'area-of-insurance',
        'books are kept by area of treatment: run it with --area-of treatment（账簿按就医地建立，请以 --area-of treatment 重新清算）',
      ),
    );
  const over = parsePeriod(run.period)?.until;
  if (over === undefined || run.knownAt < over)
    found.push(
      obstacle(
        'period-not-over',
        'the run asks before the end of the period: run it again, later（清算时期间尚未结束，请在期间结束后重新清算）',
      ),
    );
  if (run.unexplained > 0)
    found.push(
      obstacle(
        'unexplained-differences',
        `${run.unexplained} differences from real time have no cause: each is a defect, and is mended first（存在原因不明的差异，须先查明）`,
      ),
    );
  return found;
}

function ofOpenWork(question: ClosingQuestion): readonly Obstacle[] {
  const { kind, run, unsweptWrites, openPlans, exceptionInForce } = question;
  const found: Obstacle[] = [];
  if (unsweptWrites.length > 0)
    found.push(
      obstacle(
        'unswept-writes',
        'registry writes are not swept yet: wait for them, and run again（状态变更尚未处理完毕，请待其完成后重新清算）',
        unsweptWrites,
      ),
    );
  if (openPlans.length > 0)
    found.push(
      obstacle(
        'open-plans',
        'plans are open: approve or refuse them, and run again（尚有未了结的追溯计划，请批准或否决后重新清算）',
        openPlans,
      ),
    );
  if (run.held > 0 && kind === 'hard')
    found.push(
      obstacle(
        'open-holds',
        `${run.held} lines wait: a period is closed for good only once all are decided（尚有待定明细，须全部有结论后方可最终结账）`,
      ),
    );
  if (run.held > 0 && kind === 'soft' && !exceptionInForce)
    found.push(
      obstacle(
        'open-holds',
        `${run.held} lines wait: two people let it be closed so by a reasoned exception（尚有待定明细，须经两人批准例外事项后方可结账）`,
      ),
    );
  if (kind === 'hard' && exceptionInForce)
    found.push(
      obstacle(
        'exception-in-force',
        'an exception stands: take it back first, or wait until it runs out（例外事项仍有效，请先撤回或待其到期）',
      ),
    );
  return found;
}

function ofTheBooks(question: ClosingQuestion): readonly Obstacle[] {
  const { run, standing } = question;
  const same = standing.find(({ period }) => period === run.period) ?? null;
  if (same?.kind === 'hard')
    return [
      obstacle(
        'closed-for-good',
        `${run.period} is closed for good: corrections fall into the next open period（已最终结账，更正计入下一未结账期间）`,
      ),
    ];
  // The same run again, for good now: the books it was closed with stay as they are.
  if (same?.runId === run.runId)
    return question.kind === 'hard'
      ? []
      : [obstacle('closed-already', `${run.period} is closed on this run already（已依据该清算任务结账）`)];
  return [
    ...(same === null ? [] : againstClosingAnew(question, same)),
    ...againstItsPlace(question),
    ...againstItsArea(question),
    ...againstItsKnowledge(question),
  ];
}

/** A closed period is closed on another run: under an exception, while nothing rests on the one before. */
function againstClosingAnew(
  { run, standing, exceptionInForce }: ClosingQuestion,
  same: StandingClosing,
): readonly Obstacle[] {
  const found: Obstacle[] = [];
  if (same.sealed)
    found.push(
      obstacle(
        'sealed',
        `${run.period} is sealed: corrections fall into the next open period（已封账，更正计入下一未结账期间）`,
      ),
    );
  if (!exceptionInForce)
    found.push(
      obstacle(
        'exception-needed',
        `${run.period} is closed: only a reasoned exception of two people lets it be closed anew（已结账，须经两人批准例外事项后方可重新结账）`,
      ),
    );
  const later = standing.filter(({ period }) => isBehind(period, run.period)).map(({ period }) => period);
  if (later.length > 0)
    found.push(
      obstacle(
        'later-closed',
        'periods behind it are closed, and count its corrections（其后期间已结账，并已计入其更正）',
        later,
      ),
    );
  if (run.knownAt <= same.knownAt)
    found.push(
      obstacle(
        'run-not-later',
        'the run knows no more than the one it was closed on（该清算任务的知悉时点不晚于已结账的任务）',
      ),
    );
  return found;
}

/** Which periods are closed before and beside it. */
function againstItsPlace({ run, standing }: ClosingQuestion): readonly Obstacle[] {
  const found: Obstacle[] = [];
  const others = standing.filter(({ by }) => by !== run.by).map(({ period }) => period);
  if (others.length > 0)
    found.push(
      obstacle(
        'other-clock',
        'the area is closed by the other clock: a line would count twice, or never（该地区按另一归属口径结账，明细会重复或遗漏计入）',
        others,
      ),
    );
  const closed = new Set(standing.map(({ period }) => period));
  const inPlace = parsePeriod(run.period);
  if (inPlace === null) return found;
  if (inPlace.months.length > 1) {
    const open = inPlace.months.filter((month) => !closed.has(month));
    if (open.length > 0 && open.length < inPlace.months.length)
      found.push(
        obstacle(
          'year-partly-closed',
          'some months of the year are closed and some are not: close them first（该年度部分月份已结账，请先将其余月份结账）',
          open,
        ),
      );
    return found;
  }
  const year = run.period.slice(0, 4);
  if (closed.has(year) && !closed.has(run.period))
    found.push(obstacle('year-closed', 'the whole year is closed（该年度已整体结账）', [year]));
  const before = monthBefore(run.period);
  const earlier = standing.some(({ period }) => isBehind(run.period, period));
  if (earlier && !closed.has(before) && !closed.has(before.slice(0, 4)))
    found.push(
      obstacle('month-before-open', 'months are closed one after the other（月份须依次结账）', [before]),
    );
  return found;
}

/**
 * A line is in the books of one area: were its month closed in a second one that holds the first or lies in it, what was decided
 * between the two closings would be in the totals of the later and a correction of the earlier, and the same money in both logs.
 */
function againstItsArea({ run, closedBeside }: ClosingQuestion): readonly Obstacle[] {
  const names = closedBeside
    .filter(({ period }) => shareMonths(period, run.period))
    .map(({ area, period }) => `${area}/${period}`);
  return names.length === 0
    ? []
    : [
        obstacle(
          'other-area',
          `lines of ${run.area} are in the books of another area already: a line is closed in one area alone（明细已计入另一地区的账簿）`,
          names,
        ),
      ];
}

/** What was closed by the run's `known_at`, but after it began: it has not counted the corrections that fall into it. */
function againstItsKnowledge({ run, standing }: ClosingQuestion): readonly Obstacle[] {
  const unseen = standing
    .filter(
      ({ period, knownAt, closedAt }) =>
        period !== run.period && knownAt <= run.knownAt && closedAt >= run.begunAt,
    )
    .map(({ period }) => period);
  return unseen.length === 0
    ? []
    : [
        obstacle(
          'run-too-old',
          'it was made before these periods were closed, and lacks their corrections: run it again（清算早于这些期间的结账，缺少其更正，请重新清算）',
          unseen,
        ),
      ];
}

/** Whether a period begins after another one has ended. */
const isBehind = (period: string, other: string): boolean =>
  (parsePeriod(period)?.from ?? -Infinity) >= (parsePeriod(other)?.until ?? Infinity);

function shareMonths(one: string, other: string): boolean {
  const [mine, theirs] = [parsePeriod(one), parsePeriod(other)];
  return mine !== null && theirs !== null && overlaps(mine, theirs);
}
