import { readFileSync } from 'node:fs';
import type { Pack, SetValues } from '@gatekeeper/policy';
import type { LoadedPolicy, PolicyProblem, PolicyToLoad, Read } from '@gatekeeper/wire';
import { loadPolicy, parsePackMap, parseValuesFile } from '@gatekeeper/wire';
import type { NamedFile } from './distinct-files';
import { UsageError } from './ending';

/** Options that choose and complete packs, as commander gives them. */
export interface PolicyOptions {
  readonly packMap?: string;
  readonly values?: string;
  readonly set?: readonly string[];
}

/** The files that options of packs name. */
export const policyFilesNamed = ({ packMap, values }: PolicyOptions): readonly NamedFile[] => [
  { option: '--pack-map', path: packMap, use: 'read' },
  { option: '--values', path: values, use: 'read' },
];

/**
 * The policy the options ask for.
 * @param packs those that ship, unless given
 * @throws UsageError naming every problem with the options, the files they name and the packs themselves.
 */
export const policyFrom = (options: PolicyOptions, packs?: readonly Pack[]): LoadedPolicy =>
  policyAsked({ ...policyStated(options), ...(packs === undefined ? {} : { packs }) });

/**
 * What the options state of the policy, as data that another thread can be told.
 * @throws UsageError naming every problem with the options and the files they name.
 */
export function policyStated({ packMap, values, set }: PolicyOptions): Omit<PolicyToLoad, 'packs'> {
  const assigned = readSetValues(set ?? []);
  const map = packMap === undefined ? undefined : readFileAs(parsePackMap, 'the pack map', packMap);
  const stated = values === undefined ? undefined : readFileAs(parseValuesFile, 'the values file', values);
  return {
    values: assigned,
    ...(map === undefined ? {} : { map }),
    ...(values === undefined || stated === undefined ? {} : { valuesFile: { name: values, values: stated } }),
  };
}

/** @throws UsageError naming every problem with the packs as they are asked for. */
export const policyAsked = (asked: PolicyToLoad): LoadedPolicy =>
  orUsageError(loadPolicy(asked), 'the packs cannot be used as asked');

function readFileAs<Value>(parse: (text: string) => Read<Value>, what: string, path: string): Value {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(
      `cannot read ${what} ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return orUsageError(parse(text), `${what} ${path} cannot be used`);
}

function orUsageError<Value>(read: Read<Value>, message: string): Value {
  if (read.ok) return read.value;
  throw new UsageError(message, read.problems.map(inOneLine));
}

function inOneLine({ field, reason, statedBy }: PolicyProblem): string {
  const source = typeof statedBy === 'object' ? `${statedBy.valuesFile}: ` : '';
  return `${source}${field === '' ? 'it' : field} ${reason}`;
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
