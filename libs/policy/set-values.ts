import type { PackProblem } from './load';
import type { Pack, Settings } from './pack';
import { ALL_DAYS } from './pack';
import type { ParameterKind } from './parameter-kind';
import type { ParameterName } from './parameters';
import { PARAMETER_KINDS, PARAMETER_NAMES } from './parameters';

/** Values set by hand: pack → parameter → text. */
export type SetValues = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Packs with values set by hand in all their editions, and each value that could not be set. */
export function withSetValues(
  packs: readonly Pack[],
  values: SetValues,
): { readonly packs: readonly Pack[]; readonly problems: readonly PackProblem[] } {
  const problems: PackProblem[] = [];
  for (const name of values.keys()) {
    if (!packs.some((pack) => pack.name === name))
      problems.push({ pack: name, field: 'name', reason: 'is no known pack' });
  }
  const changed = packs.map((pack) => {
    const set = values.get(pack.name);
    if (set === undefined) return pack;
    let own: Settings = {};
    for (const [field, written] of set) {
      const name = PARAMETER_NAMES.find((candidate) => candidate === field);
      const read = name === undefined ? null : withValue(own, pack.name, name, written);
      const reason =
        name === undefined
          ? `is no parameter; there are ${PARAMETER_NAMES.join(', ')}`
          : `must be ${PARAMETER_KINDS[name].expected}, not ${JSON.stringify(written)}`;
      if (read === null) problems.push({ pack: pack.name, field, reason });
      else own = read;
    }
    const editions = pack.editions.map((edition) => ({
      ...edition,
      settings: { ...edition.settings, ...own },
    }));
    return { ...pack, editions };
  });
  return { packs: changed, problems };
}

function withValue(settings: Settings, pack: string, name: ParameterName, written: string): Settings | null {
  const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
  const value = kind.read(written);
  if (value === null) return null;
  const citation = {
    pack,
    article: null,
    summary: 'set by the operator',
    document: `${name}=${kind.write(value)}`,
    lastCheckedOn: '',
  };
  return { ...settings, [name]: [{ value, citation, holds: ALL_DAYS }] };
}

/** The values as their kinds write them: the same value is the same text, however it was written. */
export const inTheirOwnWords = (values: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    [...values].map(([field, written]) => {
      const name = PARAMETER_NAMES.find((candidate) => candidate === field);
      if (name === undefined) return [field, written];
      const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
      const value = kind.read(written);
      return [field, value === null ? written : kind.write(value)];
    }),
  );
