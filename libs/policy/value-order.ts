/** Values that must stand in an order to one another: what only a form filled in by hand can get wrong. */
import type { CitedValue, Edition, WrittenDays } from './pack';
import { isBlank, settingOf } from './pack';
import type { ParameterName, Parameters } from './parameters';
import type { Tier } from './tiers';
import type { Complain } from './written-days';

/** The parameters that are a number, or regulate nothing. */
type CountName = {
  [Name in ParameterName]: Parameters[Name] extends number | 'none' ? Name : never;
}[ParameterName];

interface Order {
  readonly name: CountName;
  readonly limit: CountName;
  readonly isKept: (value: number, limit: number) => boolean;
  /** After the value: `is 90, which is …`. */
  readonly broken: string;
}

const MONTHS_PER_YEAR = 12;
const noLongerThan = (months: number, years: number): boolean => months <= years * MONTHS_PER_YEAR;

const ORDERS: readonly Order[] = [
  {
    name: 'qualifiedScoreFrom',
    limit: 'excellentScoreFrom',
    isKept: (qualified, excellent) => qualified < excellent,
    broken: 'not below',
  },
  {
    name: 'unqualifiedSuspensionMonthsFrom',
    limit: 'unqualifiedSuspensionYearsUpTo',
    isKept: noLongerThan,
    broken: 'longer than',
  },
  {
    name: 'heavierSuspensionMonthsFrom',
    limit: 'heavierSuspensionYearsUpTo',
    isKept: noLongerThan,
    broken: 'longer than',
  },
  {
    name: 'certificateRenewalMonths',
    limit: 'certificateValidityYears',
    isKept: (months, years) => months < years * MONTHS_PER_YEAR,
    broken: 'not shorter than',
  },
];

/**
 * Complains of each value out of order with another that holds on one of its days, and of tiers that give one total two
 * measures; blanks wait to be filled.
 */
export function checkValueOrder(edition: Edition, complain: Complain): void {
  for (const { value } of valuesOf(edition, 'tiers')) {
    const total = totalWithTwoMeasures(value);
    if (total !== null) complain('tiers', `have two measures for a total of ${total}`);
  }
  for (const { name, limit, isKept, broken } of ORDERS) {
    for (const value of numbersOf(edition, name)) {
      for (const against of numbersOf(edition, limit)) {
        if (!areHeldTogether(value.holds, against.holds) || isKept(value.number, against.number)) continue;
        complain(name, `is ${value.number}, which is ${broken} ${limit} (${against.number})`);
      }
    }
  }
}

interface HeldNumber {
  readonly number: number;
  readonly holds: WrittenDays;
}

function valuesOf<Name extends ParameterName>(
  edition: Edition,
  name: Name,
): readonly CitedValue<Parameters[Name]>[] {
  const found = settingOf(edition, name);
  return found === undefined || isBlank(found.setting) ? [] : found.setting;
}

const numbersOf = (edition: Edition, name: CountName): readonly HeldNumber[] =>
  valuesOf(edition, name).flatMap(({ value, holds }) => (value === 'none' ? [] : [{ number: value, holds }]));

/** The lowest total that two tiers hold for. */
function totalWithTwoMeasures(tiers: readonly Tier[]): number | null {
  const ascending = [...tiers].sort((a, b) => a.from - b.from);
  for (const [index, { below }] of ascending.entries()) {
    const next = ascending[index + 1];
    if (next !== undefined && (below === null || next.from < below)) return next.from;
  }
  return null;
}

/** Days as they are written compare like their texts. */
const areHeldTogether = (a: WrittenDays, b: WrittenDays): boolean =>
  (a.from === null || b.until === null || a.from < b.until) &&
  (b.from === null || a.until === null || b.from < a.until);
