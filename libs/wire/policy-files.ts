/** The packs that ship, completed and mapped by the files a process is given. */
import { readFileSync } from 'node:fs';
import type { AreaMap, Pack, SetValues } from '@gatekeeper/policy';
import { loadPolicy } from './loaded-policy';
import type { LoadedPolicy } from './loaded-policy';
import { parsePackMap } from './pack-map';
import type { PolicyProblem, Read } from './pack-map';
import { parseValuesFile } from './values-file';

/** The files that choose and complete packs, as the settings name them. */
export interface PolicyFiles {
  readonly packMap?: string | undefined;
  readonly packValues?: string | undefined;
}

/** What a process's own settings say of its policy; absent: nothing. Good in itself, or the settings cannot be used. */
export interface StatedPolicy {
  readonly map?: AreaMap;
  readonly values?: SetValues;
}

export type ReadStatedPolicy =
  | { readonly ok: true; readonly value: StatedPolicy }
  | { readonly ok: false; readonly problems: readonly string[] };

export type ReadPolicy =
  | { readonly ok: true; readonly value: LoadedPolicy }
  /** Each names the file, the field and the reason. */
  | { readonly ok: false; readonly problems: readonly string[] };

type ReadFile<Value> =
  | { readonly ok: true; readonly value: Value | undefined }
  | { readonly ok: false; readonly problems: readonly string[] };

/**
 * The packs that ship, with the values of the file `PACK_VALUES`, bound to the map of the file `PACK_MAP` or to the
 * default; or every problem, in words.
 * @param packs those that ship, unless given
 */
export function policyFromFiles({ packMap, packValues }: PolicyFiles, packs?: readonly Pack[]): ReadPolicy {
  const stated = readFiles({ packMap, packValues });
  if (!stated.ok) return stated;
  const { map, values } = stated.value;
  const loaded = loadPolicy({
    ...(map === undefined ? {} : { map }),
    ...(values === undefined ? {} : { valuesFile: { name: `PACK_VALUES (${packValues ?? ''})`, values } }),
    ...(packs === undefined ? {} : { packs }),
  });
  if (loaded.ok) return loaded;
  return {
    ok: false,
    problems: loaded.problems.map((problem) => sourceOf(problem, packMap) + inWords(problem)),
  };
}

/** What the files say, once the packs that ship can be loaded with it. */
export function statedPolicyFromFiles(files: PolicyFiles): ReadStatedPolicy {
  const loaded = policyFromFiles(files);
  return loaded.ok ? readFiles(files) : loaded;
}

/** What is wrong with what the files say, before anybody asks for it. */
export function policyProblems(files: PolicyFiles): readonly string[] {
  const stated = statedPolicyFromFiles(files);
  return stated.ok ? [] : stated.problems;
}

function readFiles({ packMap, packValues }: PolicyFiles): ReadStatedPolicy {
  const map = readFileAs(parsePackMap, 'PACK_MAP', packMap);
  const values = readFileAs(parseValuesFile, 'PACK_VALUES', packValues);
  if (!map.ok || !values.ok)
    return { ok: false, problems: [map, values].flatMap((read) => (read.ok ? [] : read.problems)) };
  return {
    ok: true,
    value: {
      ...(map.value === undefined ? {} : { map: map.value }),
      ...(values.value === undefined ? {} : { values: values.value }),
    },
  };
}

function readFileAs<Value>(
  parse: (text: string) => Read<Value>,
  variable: string,
  file: string | undefined,
): ReadFile<Value> {
  if (file === undefined) return { ok: true, value: undefined };
  const source = `${variable} (${file})`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { ok: false, problems: [`${source}: ${error instanceof Error ? error.message : String(error)}`] };
  }
  const read = parse(text);
  if (read.ok) return read;
  return { ok: false, problems: read.problems.map((problem) => `${source}: ${inWords(problem)}`) };
}

function sourceOf({ statedBy }: PolicyProblem, packMap: string | undefined): string {
  if (statedBy === undefined) return '';
  return statedBy === 'the area map' ? `PACK_MAP (${packMap ?? ''}): ` : `${statedBy.valuesFile}: `;
}

const inWords = ({ field, reason }: PolicyProblem): string => `${field === '' ? 'it' : field} ${reason}`;
