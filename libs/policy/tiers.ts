/** Parameters of scoring that are more than a number, and how they are written. */
import type { ParameterKind, Range } from './parameter-kind';
import { range } from './parameter-kind';

/** What a year's total leads to: from `from` points to below `below`; `null`: no upper end. */
export interface Tier {
  readonly from: number;
  readonly below: number | null;
  readonly action: 'inform' | 'suspend';
  /** Calendar months of a suspension; a single number where the text leaves no choice. */
  readonly months: Range | null;
}

const MONTHS = range(1, 60);
const TIER = /^\[(\d{1,3}),(\d{1,3}|\.\.)\) (inform|suspend)(?: (\d{1,2}(?:-\d{1,2})?))?$/;

/** `[9,12) suspend 1-6`, `[10,..) suspend 12`, `[0,9) inform`: months for a suspension and for nothing else. */
export const tier: ParameterKind<Tier> = {
  expected: 'a tier such as [9,12) suspend 1-6, [10,..) suspend 12 or [0,9) inform',
  read: (written) => {
    const match = TIER.exec(written);
    if (match === null) return null;
    const [, from, below, action, months] = match;
    const limits = { from: Number(from), below: below === '..' ? null : Number(below) };
    if (limits.below !== null && limits.below <= limits.from) return null;
    if (action === 'inform') return months === undefined ? { ...limits, action, months: null } : null;
    const read = months === undefined ? null : MONTHS.read(months);
    return read === null ? null : { ...limits, action: 'suspend', months: read };
  },
  write: ({ from, below, action, months }) =>
    `[${from},${below ?? '..'}) ${action}${months === null ? '' : ` ${MONTHS.write(months)}`}`,
};

/** Termination at a number of points: for how many years no new registration, by how the points were reached. */
export interface Termination {
  readonly at: number;
  readonly accumulatedYears: Range;
  readonly oneOffYears: Range;
}

const YEARS = range(1, 30);
const TERMINATION = /^at (\d{1,3}): accumulated (\d{1,2}(?:-\d{1,2})?), one-off (\d{1,2}(?:-\d{1,2})?)$/;

/** `at 12: accumulated 1, one-off 3`. */
export const termination: ParameterKind<Termination> = {
  expected: 'a termination such as at 12: accumulated 1, one-off 3',
  read: (written) => {
    const match = TERMINATION.exec(written);
    if (match === null) return null;
    const [, at, accumulated = '', oneOff = ''] = match;
    const accumulatedYears = YEARS.read(accumulated);
    const oneOffYears = YEARS.read(oneOff);
    if (accumulatedYears === null || oneOffYears === null) return null;
    return { at: Number(at), accumulatedYears, oneOffYears };
  },
  write: ({ at, accumulatedYears, oneOffYears }) =>
    `at ${at}: accumulated ${YEARS.write(accumulatedYears)}, one-off ${YEARS.write(oneOffYears)}`,
};

/** So many natural years one after the other, each with at least so many points: terminated. */
export interface ConsecutiveYears {
  readonly years: number;
  readonly pointsEach: number;
  readonly barYears: Range;
}

const CONSECUTIVE = /^(\d) years of (\d{1,3}): terminate (\d{1,2}(?:-\d{1,2})?)$/;

/** `3 years of 9: terminate 1`. */
export const consecutiveYears: ParameterKind<ConsecutiveYears> = {
  expected: 'a rule such as 3 years of 9: terminate 1',
  read: (written) => {
    const match = CONSECUTIVE.exec(written);
    if (match === null) return null;
    const [, years, points, bar = ''] = match;
    const barYears = YEARS.read(bar);
    if (barYears === null || Number(years) < 2) return null;
    return { years: Number(years), pointsEach: Number(points), barYears };
  },
  write: ({ years, pointsEach, barYears }) =>
    `${years} years of ${pointsEach}: terminate ${YEARS.write(barYears)}`,
};

/** A credit grade and the fewest remaining points that earn it. */
export interface Grade {
  readonly grade: string;
  readonly from: number;
}

/** `A:12`. */
export const grade: ParameterKind<Grade> = {
  expected: 'a grade and its fewest remaining points, such as A:12',
  read: (written) => {
    const match = /^([A-Z]):(\d{1,3})$/.exec(written);
    if (match === null) return null;
    const [, name = '', from] = match;
    return { grade: name, from: Number(from) };
  },
  write: ({ grade: name, from }) => `${name}:${from}`,
};
