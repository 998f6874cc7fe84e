/** Packs with values set by hand and bound to an area map, ready to decide. */
import { compareText } from '@gatekeeper/vocabulary';
import {
  DEFAULT_AREA_MAP,
  PACKS,
  bindPolicy,
  inTheirOwnWords,
  loadPacks,
  unknownPacks,
  withSetValues,
} from '@gatekeeper/policy';
import type { AreaMap, LoadedPack, LoadProblem, Pack, Policy, SetValues } from '@gatekeeper/policy';
import { sha256Hex } from './line-content';
import type { PolicyProblem, Read } from './pack-map';
import { bothValues } from './values-file';
import type { ValuesFile } from './values-file';

/** A policy ready to decide, with the packs it chooses from. */
export interface LoadedPolicy {
  readonly policy: Policy;
  readonly packs: ReadonlyMap<string, LoadedPack>;
  readonly map: AreaMap;
}

export interface PolicyToLoad {
  /** The default, whose packs may be still to come, unless given; one of one's own may name only packs that exist. */
  readonly map?: AreaMap;
  readonly valuesFile?: ValuesFile;
  /** Values set one by one; they win over the file's. */
  readonly values?: SetValues;
  /** Those that ship, unless given. */
  readonly packs?: readonly Pack[];
}

/** Loads packs with values set by hand, and binds them to an area map; every problem is named. */
export function loadPolicy({
  map,
  valuesFile,
  values = new Map(),
  packs: written = PACKS,
}: PolicyToLoad = {}): Read<LoadedPolicy> {
  const both = valuesFile === undefined ? values : bothValues(valuesFile.values, values);
  const set = withSetValues(written, both);
  const { packs, problems } = loadPacks(
    set.packs,
    (pack, { number }) => number + suffixOf(both.get(pack.name)),
  );
  const stated: StatedValues = { both, values, valuesFile };
  const names = written.map(({ name }) => name).join(', ');
  const found: PolicyProblem[] = [
    ...set.problems.map(({ pack, field, reason }) =>
      field === 'name'
        ? { field: pack, reason: `${reason}; there are ${names}`, ...statedBy(stated, pack, null) }
        : { field: `${pack}.${field}`, reason, ...statedBy(stated, pack, field) },
    ),
    ...problems.map((problem) => problemOfPack(problem, stated)),
  ];
  for (const name of map === undefined ? [] : unknownPacks(map, packs)) {
    if (written.some((pack) => pack.name === name)) continue;
    found.push({ field: name, reason: `is no known pack; there are ${names}`, statedBy: 'the area map' });
  }
  const chosen = map ?? DEFAULT_AREA_MAP;
  if (found.length > 0) return { ok: false, problems: found };
  return { ok: true, value: { policy: bindPolicy(chosen, packs), packs, map: chosen } };
}

interface StatedValues {
  readonly both: SetValues;
  readonly values: SetValues;
  readonly valuesFile: ValuesFile | undefined;
}

/** The values file, where the value (or without a field, anything about the pack) comes from it alone. */
function statedBy(
  { values, valuesFile }: StatedValues,
  pack: string,
  field: string | null,
): Pick<PolicyProblem, 'statedBy'> {
  if (valuesFile === undefined) return {};
  const isSet = field === null ? values.has(pack) : values.get(pack)?.has(field) === true;
  return isSet ? {} : { statedBy: { valuesFile: valuesFile.name } };
}

/** A value that was set by hand is wrong where it was set; anything else in the file of its pack. */
function problemOfPack({ pack, file, field, reason }: LoadProblem, stated: StatedValues): PolicyProblem {
  const parameter = field.slice(field.indexOf('.') + 1);
  if (stated.both.get(pack)?.has(parameter) !== true) return { field: `${file}: ${field}`, reason };
  return { field: `${pack}.${parameter}`, reason, ...statedBy(stated, pack, parameter) };
}

/** `+` and 8 hex digits of the hash of the values set by hand, each as its kind writes it; nothing without them. */
function suffixOf(values: ReadonlyMap<string, string> | undefined): string {
  if (values === undefined || values.size === 0) return '';
  const sorted = [...inTheirOwnWords(values)].sort(([a], [b]) => compareText(a, b));
  return `+${sha256Hex(JSON.stringify(Object.fromEntries(sorted))).slice(0, 8)}`;
}
