import { readFileSync } from 'node:fs';
import type { AreaMap, SetValues } from '@gatekeeper/policy';
import type { LoadedPolicy, Read } from '@gatekeeper/wire';
import { loadPolicy, parsePackMap } from '@gatekeeper/wire';
import { UsageError } from './ending';

/** Options that choose and complete packs, as commander gives them. */
export interface PolicyOptions {
  readonly packMap?: string;
  readonly set?: readonly string[];
}

/** The policy the options ask for; every problem with them is named at once. */
export function policyFrom({ packMap, set }: PolicyOptions): LoadedPolicy {
  const values = readSetValues(set ?? []);
  const map = packMap === undefined ? undefined : readMap(packMap);
  return orUsageError(
    loadPolicy({ values, ...(map === undefined ? {} : { map }) }),
    'the packs cannot be used as asked',
  );
}

function readMap(path: string): AreaMap {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read the pack map ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return orUsageError(parsePackMap(text), `the pack map ${path} cannot be used`);
}

function orUsageError<Value>(read: Read<Value>, message: string): Value {
  if (read.ok) return read.value;
  throw new UsageError(
    message,
    read.problems.map(({ field, reason }) => `${field === '' ? 'it' : field} ${reason}`),
  );
}

const ASSIGNMENT = /^([a-z0-9-]+)\.([A-Za-z]+)=(.*)$/s;

/** Reads `pack.parameter=value`; a parameter set twice keeps its last value. */
function readSetValues(assignments: readonly string[]): SetValues {
  const values = new Map<string, Map<string, string>>();
  for (const assignment of assignments) {
    const [, pack, parameter, value] = ASSIGNMENT.exec(assignment) ?? [];
    if (pack === undefined || parameter === undefined || value === undefined) {
      throw new UsageError(`--set takes pack.parameter=value, not "${assignment}"`);
    }
    const ofPack = values.get(pack) ?? new Map<string, string>();
    values.set(pack, ofPack.set(parameter, value));
  }
  return values;
}
