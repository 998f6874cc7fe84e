/** The values a text that ships gives its parameters, for rules that are about no line. */
import { officialWorkingDays } from '@gatekeeper/wire';
import type { Day, UnpublishedYear } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import { PACKS, editionAt, loadPacks, spanAt, withSetValues } from '@gatekeeper/policy';
import { setting } from './asking';
import { at } from './times';

export type WrittenValues = Readonly<Record<string, string>>;

/** The parameters of a pack on a day, with values set by hand as `--set pack.parameter=value` sets them. */
export function parametersOf(pack: string, values: WrittenValues = {}, on = '2025-06-15'): Parameters {
  const set = withSetValues(
    PACKS.filter(({ name }) => name === pack),
    setting(pack, values),
  );
  const { packs, problems } = loadPacks(set.packs, (_, { number }) => number);
  const loaded = packs.get(pack);
  const edition = loaded === undefined ? null : editionAt(loaded, at(on));
  const span = edition === null ? null : spanAt(edition, at(on));
  if (span === null)
    throw new Error(
      `${pack} gives no values on ${on}: ${JSON.stringify([...set.problems, ...problems, edition?.blanks])}`,
    );
  return span.parameters;
}

export { officialWorkingDays };

/** A last day as a spec writes it: `2025-06-10`, `none`, `unpublished 2027`. */
export const dayInShort = (day: Day | UnpublishedYear | string): string =>
  typeof day === 'string'
    ? day
    : typeof day === 'number'
      ? formatDay(day)
      : `unpublished ${day.unpublishedYear}`;
