/** What a parameter of an edition is on a day, with where that is said: also of an edition that still has blanks. */
import type { Citation } from '@gatekeeper/vocabulary';
import type { CitedValue, Edition, WrittenDays } from './pack';
import { ALL_DAYS, isBlank, settingOf } from './pack';
import type { ParameterName, Parameters } from './parameters';

/** One value of a parameter, or that the text leaves it blank. */
export interface SettledValue<Value> {
  /** `null`: left blank. */
  readonly value: Value | null;
  readonly holds: WrittenDays;
  readonly citation: Citation;
  /** The pack that says it, where this one is silent. */
  readonly inheritedFrom: string | null;
}

/** All values of a parameter, in the order in which they are written; none where neither text nor parent sets it. */
export function valuesOf<Name extends ParameterName>(
  edition: Edition,
  name: Name,
): readonly SettledValue<Parameters[Name]>[] {
  const found = settingOf(edition, name);
  if (found === undefined) return [];
  const { setting, inheritedFrom } = found;
  if (isBlank(setting)) return [{ value: null, holds: ALL_DAYS, citation: setting.citation, inheritedFrom }];
  return setting.map((cited: CitedValue<Parameters[Name]>) => ({ ...cited, inheritedFrom }));
}

/**
 * The value on a day; before the first it is the first, after the last the last.
 * @param day `YYYY-MM-DD`; `null`: the last value
 * @returns `null` where it is blank
 */
export function valueOn<Name extends ParameterName>(
  edition: Edition,
  name: Name,
  day: string | null,
): Parameters[Name] | null {
  const values = valuesOf(edition, name);
  const covering = values.find(({ holds: { until } }) => day !== null && (until === null || day < until));
  return (covering ?? values[values.length - 1])?.value ?? null;
}
