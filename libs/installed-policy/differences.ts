import { parseJsonExactly } from '@gatekeeper/wire';
import type { Adoption, PolicyAdopted } from './adoption';

const AREAS = 'area map';

/** In words, prefix by prefix, pack by pack, what another policy has otherwise than the adopted one; none: they are the same. */
export function differencesOf(
  holding: Pick<Adoption, 'map' | 'values' | 'editions'>,
  other: PolicyAdopted['texts'],
  otherName: string,
): readonly string[] {
  const between = (what: string, kept: string, stated: string): readonly string[] => {
    const [before, after] = [membersOf(kept), membersOf(stated)];
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) => {
      const [had, has] = [before.get(name) ?? 'nothing', after.get(name) ?? 'nothing'];
      const named = what === AREAS && name === '' ? 'everything else' : name;
      return had === has ? [] : [`${what}, ${named}: the database has ${had}, ${otherName} ${has}`];
    });
  };
  return [
    ...between(AREAS, holding.map, other.map),
    ...between('values', holding.values, other.values),
    ...between('editions', holding.editions, other.editions),
  ];
}

function membersOf(text: string): ReadonlyMap<string, string> {
  const read = parseJsonExactly(text);
  const isObject = read.ok && typeof read.value === 'object' && read.value !== null;
  return new Map(
    isObject ? Object.entries(read.value).map(([name, value]) => [name, JSON.stringify(value)]) : [],
  );
}
