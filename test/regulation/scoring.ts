/** Scores stated findings with the code that ships, and says the answers in one line each. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { LoadedPack, Pack } from '@gatekeeper/policy';
import { loadPacks, PACKS, withSetValues } from '@gatekeeper/policy';
import type { Finding, FindingProblem, Measure, ScoreAnswer, ScoreResult } from '@gatekeeper/scoring';
import { scoreFindings } from '@gatekeeper/scoring';
import { setting } from './asking';
import { at } from './times';

export type Values = Readonly<Record<string, string>>;

export const DOCTOR = 'D460100000001';
export const OTHER_DOCTOR = 'D460100000002';
export const DECIDED = '2025-06-10 09:00:00';

interface Stated {
  readonly id?: string;
  readonly code?: string;
  readonly at?: string;
  readonly site?: string;
  readonly inspection?: string;
  readonly act?: string;
  readonly points?: number;
}

let findings = 0;

/** A finding; each has an id of its own unless one is said, and ids sort in the order of making. */
export const finding = (situation: string, stated: Stated = {}): Finding => ({
  findingId: stated.id ?? `F${String(++findings).padStart(6, '0')}`,
  code: stated.code ?? DOCTOR,
  fixmedinsCode: stated.site ?? 'H46010000001',
  inspectionId: stated.inspection ?? null,
  actId: stated.act ?? null,
  situation,
  points: stated.points ?? null,
  decidedAt: at(stated.at ?? DECIDED),
  documentNo: null,
});

/** A pack of those that ship (or given), with values set by hand. */
export function loaded(name: string, values: Values = {}, packs: readonly Pack[] = PACKS): LoadedPack {
  const set = withSetValues(packs, Object.keys(values).length === 0 ? new Map() : setting(name, values));
  const read = loadPacks(set.packs, (_, { number }) => number);
  const problems = [...set.problems, ...read.problems];
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const pack = read.packs.get(name);
  if (pack === undefined) throw new Error(`a test names a pack that does not ship: ${name}`);
  return pack;
}

export const scoring = (pack: string, stated: readonly Finding[], values: Values = {}): ScoreResult =>
  scoreFindings(stated, loaded(pack, values));

/** The answers on findings that are all good. */
export function answersOn(
  pack: string,
  stated: readonly Finding[],
  values: Values = {},
): readonly ScoreAnswer[] {
  const { answers, problems } = scoring(pack, stated, values);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return answers;
}

/** What is wrong: `points: expected …, got …`. */
export const problemsOn = (
  pack: string,
  stated: readonly Finding[],
  values: Values = {},
): readonly string[] => scoring(pack, stated, values).problems.map(inProblemWords);

const inProblemWords = ({ field, expected, got }: FindingProblem): string =>
  `${field}: expected ${expected}, got ${got ?? 'nothing'}`;

/** `suspend 3 months 2025-06-10/2025-09-09`, `suspend 1-6 months 2025-06-10/..`, `terminate 1 year …`, `inform`, `none`. */
export function measured({ measure }: Pick<ScoreAnswer, 'measure'>): string {
  switch (measure.outcome) {
    case 'none':
    case 'inform':
      return measure.outcome;
    case 'suspend':
      return `suspend ${inUnits(measure.months, 'month')} ${days(measure)}`;
    case 'terminate':
      return `terminate ${inUnits(measure.barYears, 'year')} ${days(measure)}`;
  }
}

const inUnits = ({ from, to }: { readonly from: number; readonly to: number }, unit: string): string =>
  from === to ? `${to} ${unit}${to === 1 ? '' : 's'}` : `${from}-${to} ${unit}s`;

const days = ({ from, lastDay }: Exclude<Measure, { readonly outcome: 'none' | 'inform' }>): string =>
  `${formatDay(from)}/${lastDay === null ? '..' : formatDay(lastDay)}`;

/** One line for each answer: `7 → suspend 3 months 2025-06-10/2025-09-09`. */
export const shortScores = (
  pack: string,
  stated: readonly Finding[],
  values: Values = {},
): readonly string[] =>
  answersOn(pack, stated, values).map((answer) => `${answer.yearTotal} → ${measured(answer)}`);

/** What the last decision leads to. */
export const lastScore = (
  pack: string,
  stated: readonly Finding[],
  values: Values = {},
): string | undefined => shortScores(pack, stated, values).at(-1);

/** Situations of Hainan's draft that come to so many points, each of its own inspection. */
export function hainanPoints(points: number, when = DECIDED): readonly Finding[] {
  const made: Finding[] = [];
  let left = points;
  for (const [worth, situation] of [
    [6, 'HI22-16-1'],
    [3, 'HI22-17-2'],
    [2, 'HI22-18-1'],
    [1, 'HI22-19-3'],
  ] as const)
    for (; left >= worth; left -= worth)
      made.push(finding(situation, { at: when, inspection: `I${made.length}-${when}` }));
  return made;
}

/** One finding of the national catalogue with so many points, in the band they lie in. */
export function nationalPoints(points: number, when = DECIDED, more: Stated = {}): Finding {
  const band = points <= 3 ? '1-3' : points <= 6 ? '4-6' : points <= 9 ? '7-9' : '10-12';
  return finding(`N23-${band}-2`, { ...more, at: when, points });
}

/** The day of a decision, as periods name it. */
export const dayOfDecision = (written: string): string => formatDay(dayAt(at(written)));
