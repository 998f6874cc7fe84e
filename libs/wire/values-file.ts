/** Values of parameters as a file states them: `{"linfen":{"certificateValidityYears":3,…},…}` (`--values`, `PACK_VALUES`). */
import { isLosslessNumber } from 'lossless-json';
import type { SetValues } from '@gatekeeper/policy';
import { parseJsonExactly } from './json-text';
import { shortened } from './masking';
import type { PolicyProblem, Read } from './pack-map';

/** A values file that was read, with the name it goes by in messages. */
export interface ValuesFile {
  readonly name: string;
  readonly values: SetValues;
}

const EXPECTED = 'must be a number, true, false or a string';

/**
 * Reads pack → parameter → value, each value a number, a boolean or a string; a number keeps the digits it is written
 * with. Whether there are such packs and parameters, and whether the values are of their kinds, loading says.
 */
export function parseValuesFile(text: string): Read<SetValues> {
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
  if (!isObject(read.value))
    return { ok: false, problems: [{ field: '', reason: 'must be an object of packs' }] };
  const problems: PolicyProblem[] = [];
  const values = new Map<string, ReadonlyMap<string, string>>();
  for (const [pack, stated] of Object.entries(read.value)) {
    if (isObject(stated)) values.set(pack, readValues(pack, stated, problems));
    else problems.push({ field: shortened(pack), reason: 'must be an object of parameters' });
  }
  return problems.length === 0 ? { ok: true, value: values } : { ok: false, problems };
}

function readValues(
  pack: string,
  stated: Readonly<Record<string, unknown>>,
  problems: PolicyProblem[],
): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [parameter, value] of Object.entries(stated)) {
    const written = textOf(value);
    if (written === null) problems.push({ field: shortened(`${pack}.${parameter}`), reason: EXPECTED });
    else values.set(parameter, written);
  }
  return values;
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  return isLosslessNumber(value) ? value.value : null;
}

/** Both together; a value that is stated twice is the later one's. */
export function bothValues(earlier: SetValues, later: SetValues): SetValues {
  const both = new Map<string, ReadonlyMap<string, string>>(earlier);
  for (const [pack, values] of later) both.set(pack, new Map([...(earlier.get(pack) ?? []), ...values]));
  return both;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
