/**
 * Whether each day has exactly one edition and one value of each parameter, read from packs as they are written. Days are
 * compared as written, `YYYY-MM-DD`: a second witness beside what loading resolves.
 */
import { addYears, formatDay, nextDay, plusMs, startOfDay } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import type { Edition, Pack, ParameterName, Setting, WrittenDays } from '@gatekeeper/policy';
import { PARAMETER_NAMES } from '@gatekeeper/policy';
import { dayOn } from './times';

/** The day the texts were last read, and how far ahead of it they are looked at. */
const LAST_READ_ON = '2026-11-22';
const YEARS_AHEAD = 1;

/** What a parameter is on a day: a value, or a blank that someone must fill. */
export type OnDay = { readonly value: unknown } | 'blank';

/** Every day from `first` to a year after the texts were last read, both included. */
export function daysFrom(first: string): readonly Day[] {
  const last = addYears(dayOn(LAST_READ_ON), YEARS_AHEAD);
  const days: Day[] = [];
  for (let day = dayOn(first); day <= last; day = nextDay(day)) days.push(day);
  return days;
}

/** The first day on which one of these texts, or one they take over from, was issued or in force. */
export function firstDayOf(packs: readonly Pack[], all: readonly Pack[]): string {
  const written = [...packs, ...parentsOf(packs, all)].flatMap(({ sources, inForce }) => [
    ...sources.map(({ issuedOn }) => issuedOn),
    inForce?.from ?? null,
  ]);
  const [first] = written.filter((day) => day !== null).sort();
  if (first === undefined) throw new Error('none of the texts has a day');
  return first;
}

function parentsOf(packs: readonly Pack[], all: readonly Pack[]): readonly Pack[] {
  const names = packs.flatMap(({ editions }) => editions.map(({ parent }) => parent?.name));
  const parents = all.filter(({ name }) => names.includes(name) && !packs.some((pack) => pack.name === name));
  return parents.length === 0 ? [] : [...parents, ...parentsOf([...packs, ...parents], all)];
}

/** Whether days as written hold a day as written. */
const holdsOn = ({ from, until }: WrittenDays, day: string): boolean =>
  (from === null || from <= day) && (until === null || day < until);

export const editionsOn = ({ editions }: Pack, day: string): readonly Edition[] =>
  editions.filter(({ holds }) => holdsOn(holds, day));

/** What the text itself says of a parameter on a day, or else the one it takes over from, and so on. */
export function valuesOn(edition: Edition, name: ParameterName, day: string): readonly OnDay[] {
  const setting: Setting<unknown> | undefined = edition.settings[name];
  if (setting === undefined)
    return edition.parent === null ? [] : valuesOn(edition.parent.edition, name, day);
  if ('blank' in setting) return ['blank'];
  return setting.filter(({ holds }) => holdsOn(holds, day)).map(({ value }) => ({ value }));
}

/** A sentence for each stretch of days on which a pack has not exactly one edition, or a parameter not one value. */
export function faultsOf(pack: Pack, days: readonly Day[]): readonly string[] {
  const faults = new Map<string, string>();
  const note = (fault: string, day: string): void => {
    if (!faults.has(fault)) faults.set(fault, day);
  };
  for (const each of days) {
    const day = formatDay(each);
    const editions = editionsOn(pack, day);
    if (editions.length !== 1) note(`${editions.length} editions`, day);
    for (const edition of editions) {
      for (const name of PARAMETER_NAMES) {
        const { length } = valuesOn(edition, name, day);
        if (length !== 1) note(`${length} values of ${name} in edition ${edition.number}`, day);
      }
    }
  }
  return [...faults].map(([fault, day]) => `${pack.name} has ${fault} on ${day}`);
}

/** A sentence for each stretch of days on which a pack takes over from another edition than its parent has then. */
export function parentFaultsOf(pack: Pack, all: readonly Pack[], days: readonly Day[]): readonly string[] {
  const faults = new Map<string, string>();
  for (const each of days) {
    const day = formatDay(each);
    for (const { parent } of editionsOn(pack, day)) {
      const parents = all.filter(({ name }) => name === parent?.name);
      for (const { number } of parents.flatMap((candidate) => editionsOn(candidate, day))) {
        const taken = `${parent?.edition.number} of ${parent?.name}`;
        if (number !== parent?.edition.number && !faults.has(`${taken} ${number}`))
          faults.set(
            `${taken} ${number}`,
            `${pack.name} takes over from edition ${taken} on ${day}, which has edition ${number} then`,
          );
      }
    }
  }
  return [...faults.values()];
}

/** The first and the last moment of a day. */
export const endsOf = (day: Day): readonly [Instant, Instant] => [
  startOfDay(day),
  plusMs(startOfDay(nextDay(day)), -1),
];
