/** An area map, values set by hand and editions as the texts that a store keeps: one text for one meaning. */
import { BEFORE_ALL, formatInstant, OPEN_END } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { inTheirOwnWords } from '@gatekeeper/policy';
import type { AreaEntry, AreaMap, SetValues } from '@gatekeeper/policy';
import { compareText } from '@gatekeeper/vocabulary';
import type { LoadedPolicy } from './loaded-policy';

type WrittenEntry =
  string | { readonly pack: string; readonly from: string | null; readonly until: string | null };

const sorted = <Value>(entries: Iterable<readonly [string, Value]>): Readonly<Record<string, Value>> =>
  Object.fromEntries([...entries].sort(([a], [b]) => compareText(a, b)));

const boundary = (instant: Instant, open: Instant): string | null =>
  instant === open ? null : formatInstant(instant);

function entryOf({ pack, dated }: AreaEntry): WrittenEntry {
  if (dated === null) return pack;
  return { pack, from: boundary(dated.from, BEFORE_ALL), until: boundary(dated.until, OPEN_END) };
}

/** Which `parsePackMap` reads as the same map. */
export const packMapText = (map: AreaMap): string =>
  JSON.stringify(sorted([...map].map(([prefix, entries]) => [prefix, entries.map(entryOf)])));

/** Which `parseValuesFile` reads as the same values, each as its kind writes it. */
export const valuesText = (values: SetValues): string =>
  JSON.stringify(
    sorted(
      [...values]
        .filter(([, ofPack]) => ofPack.size > 0)
        .map(([pack, ofPack]) => [pack, sorted(inTheirOwnWords(ofPack))]),
    ),
  );

/** Of each pack that the map names, its editions, values set by hand among them: `{"linfen":["1+0a1b2c3d"]}`. */
export const editionsText = ({ map, packs }: LoadedPolicy): string => {
  const named = new Set([...map.values()].flat().map(({ pack }) => pack));
  return JSON.stringify(
    sorted([...named].map((name) => [name, (packs.get(name)?.editions ?? []).map(({ edition }) => edition)])),
  );
};
