/** The area map as it is written (FORMATS 5, `--pack-map`), and packs with values set by hand, ready to decide. */
import { compareText } from '@gatekeeper/vocabulary';
import { BEFORE_ALL, OPEN_END, parseTime } from '@gatekeeper/calendar';
import type { Instant, Interval } from '@gatekeeper/calendar';
import {
  DEFAULT_AREA_MAP,
  PACKS,
  bindPolicy,
  inTheirOwnWords,
  loadPacks,
  unknownPacks,
  withSetValues,
} from '@gatekeeper/policy';
import type {
  AreaEntry,
  AreaMap,
  LoadedPack,
  LoadProblem,
  Pack,
  Policy,
  SetValues,
} from '@gatekeeper/policy';
import { parseJsonExactly } from './json-text';
import { sha256Hex } from './line-content';
import { bothValues } from './values-file';
import type { ValuesFile } from './values-file';

/** Where a setting of packs is wrong: the field, the reason. */
export interface PolicyProblem {
  readonly field: string;
  readonly reason: string;
  /** What states the field: the area map, or the values file of this name; absent: an option, or a pack itself. */
  readonly statedBy?: 'the area map' | { readonly valuesFile: string };
}

export type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

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

const DIGITS = /^\d{0,6}$/;

/** Reads `{"<area prefix>": ["pack" or {"pack","from"?,"until"?}, …], …}`; every problem is named. */
export function parsePackMap(text: string): Read<AreaMap> {
  const read = parseJsonExactly(text);
  if (!read.ok) {
    return {
      ok: false,
      problems: read.problems.map(({ path, expected, got }) => ({
        field: path,
        reason: `must be ${expected}, not ${got}`,
      })),
    };
  }
  const problems: PolicyProblem[] = [];
  if (!isObject(read.value))
    return { ok: false, problems: [{ field: '', reason: 'must be an object of area prefixes' }] };
  const map = new Map<string, readonly AreaEntry[]>();
  for (const [prefix, entries] of Object.entries(read.value)) {
    if (!DIGITS.test(prefix)) problems.push({ field: prefix, reason: 'must be at most 6 digits' });
    if (!Array.isArray(entries)) {
      problems.push({ field: prefix, reason: 'must be a list of packs' });
      continue;
    }
    map.set(
      prefix,
      entries.flatMap((entry: unknown, index) => readEntry(entry, `${prefix}[${index}]`, problems)),
    );
  }
  return problems.length === 0 ? { ok: true, value: map } : { ok: false, problems };
}

const ENTRY_KEYS = new Set(['pack', 'from', 'until']);

function readEntry(entry: unknown, field: string, problems: PolicyProblem[]): readonly AreaEntry[] {
  if (typeof entry === 'string') return [{ pack: entry, dated: null }];
  if (!isObject(entry) || typeof entry['pack'] !== 'string') {
    problems.push({ field, reason: 'must be a pack name, or {"pack","from"?,"until"?}' });
    return [];
  }
  for (const key of Object.keys(entry)) {
    if (!ENTRY_KEYS.has(key))
      problems.push({
        field: `${field}.${key}`,
        reason: `is unknown; an entry has ${[...ENTRY_KEYS].join(', ')}`,
      });
  }
  const from = readBoundary(entry['from'], BEFORE_ALL, `${field}.from`, problems);
  const until = readBoundary(entry['until'], OPEN_END, `${field}.until`, problems);
  if (until <= from) problems.push({ field, reason: 'must end after it begins' });
  const undated = entry['from'] === undefined && entry['until'] === undefined;
  const dated: Interval | null = undated ? null : { from, until };
  return [{ pack: entry['pack'], dated }];
}

function readBoundary(written: unknown, absent: Instant, field: string, problems: PolicyProblem[]): Instant {
  if (written === undefined || written === null) return absent;
  const read = typeof written === 'string' ? parseTime(written) : null;
  if (read !== null) return read.instant;
  problems.push({ field, reason: 'must be a day or time that exists' });
  return absent;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
