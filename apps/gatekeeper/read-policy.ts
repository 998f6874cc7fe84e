import { readFileSync } from 'node:fs';
import type { Pack, Policy } from '@gatekeeper/policy';
import { messageOf, SettingsError } from '@gatekeeper/runtime';
import { loadPolicy, parsePackMap, parseValuesFile } from '@gatekeeper/wire';
import type { PolicyProblem, Read } from '@gatekeeper/wire';

/** The files that choose and complete packs, as the settings name them. */
export interface PolicyFiles {
  readonly packMap?: string | undefined;
  readonly packValues?: string | undefined;
}

/**
 * The packs that ship, with the values of the file `PACK_VALUES`, bound to the map of the file `PACK_MAP` or to the
 * default.
 * @param packs those that ship, unless given
 * @throws SettingsError naming the file, the field and the reason of every problem.
 */
export function readPolicy({ packMap, packValues }: PolicyFiles, packs?: readonly Pack[]): Policy {
  const map = packMap === undefined ? undefined : readFileAs(parsePackMap, `PACK_MAP (${packMap})`, packMap);
  const values =
    packValues === undefined
      ? undefined
      : readFileAs(parseValuesFile, `PACK_VALUES (${packValues})`, packValues);
  const loaded = loadPolicy({
    ...(map === undefined ? {} : { map }),
    ...(packValues === undefined || values === undefined
      ? {}
      : { valuesFile: { name: `PACK_VALUES (${packValues})`, values } }),
    ...(packs === undefined ? {} : { packs }),
  });
  if (loaded.ok) return loaded.value.policy;
  throw new SettingsError(loaded.problems.map((problem) => sourceOf(problem, packMap) + inWords(problem)));
}

function readFileAs<Value>(parse: (text: string) => Read<Value>, source: string, file: string): Value {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError([`${source}: ${messageOf(error)}`]);
  }
  const read = parse(text);
  if (read.ok) return read.value;
  throw new SettingsError(read.problems.map((problem) => `${source}: ${inWords(problem)}`));
}

function sourceOf({ statedBy }: PolicyProblem, packMap: string | undefined): string {
  if (statedBy === undefined) return '';
  return statedBy === 'the area map' ? `PACK_MAP (${packMap ?? ''}): ` : `${statedBy.valuesFile}: `;
}

const inWords = ({ field, reason }: PolicyProblem): string => `${field === '' ? 'it' : field} ${reason}`;
