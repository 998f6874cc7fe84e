/** The area map as it is written (CONTRACT 5, `--pack-map`). */
import { BEFORE_ALL, OPEN_END, parseTime } from '@gatekeeper/calendar';
import type { Instant, Interval } from '@gatekeeper/calendar';
import type { AreaEntry, AreaMap } from '@gatekeeper/policy';
import { parseJsonExactly } from './json-text';

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
