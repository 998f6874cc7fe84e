import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { Expose, plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Environment } from './environment';
import { messageOf } from './faults';
import { SettingsError } from './settings-error';

interface DeclaredVariable {
  readonly property: string;
  readonly name: string;
  readonly secret: boolean;
}

const declaredBy = new WeakMap<object, DeclaredVariable[]>();

type Check = (settings: object) => readonly string[];
const checkedBy = new WeakMap<object, Check[]>();

/**
 * Declares the environment variable that a property of a settings class is read from. A `secret` may also come from
 * the file that `<name>_FILE` points to, and its value is never shown. Conversions and limits are said with
 * class-transformer's and class-validator's own decorators beside this one.
 */
export function Variable(
  name: string,
  { secret = false }: { readonly secret?: boolean } = {},
): PropertyDecorator {
  return (prototype, property) => {
    const declared = declaredBy.get(prototype) ?? [];
    declared.push({ property: String(property), name, secret });
    declaredBy.set(prototype, declared);
    Expose({ name })(prototype, property);
  };
}

/**
 * Declares what must hold of several settings together, or of the files that they name. Each of the problems begins with the
 * name of a variable; one whose value is no good in itself is not looked at further, so the values may be anything.
 */
export function Checked<T extends object>(
  problemsOf: (settings: T) => readonly string[],
): (SettingsClass: abstract new () => T) => void {
  return (SettingsClass) => {
    const checks = checkedBy.get(SettingsClass) ?? [];
    checks.push((settings) => (settings instanceof SettingsClass ? problemsOf(settings) : []));
    checkedBy.set(SettingsClass, checks);
  };
}

/** The variable that a property of read settings came from, for messages about its value. */
export const variableOf = (settings: object, property: string): string =>
  alongPrototypes(settings, declaredBy).find((it) => it.property === property)?.name ?? property;

/**
 * Reads the settings of one app from its environment, before anything connects. An empty variable is an absent one;
 * an absent one leaves the class's default. Throws one `SettingsError` naming every problem by variable.
 */
export function loadSettings<T extends object>(SettingsClass: new () => T, environment: Environment): T {
  const variables = alongPrototypes(SettingsClass.prototype, declaredBy);
  const problems: string[] = [];
  const given = Object.fromEntries(
    variables.map((variable) => [variable.name, valueOf(variable, environment, problems)] as const),
  );
  const settings = plainToInstance(SettingsClass, definedOnly(given), {
    excludeExtraneousValues: true,
    exposeDefaultValues: true,
  });
  const named = (): ReadonlySet<string> => new Set(problems.map(variableNamedIn));
  const unusable = named();
  for (const { property, constraints } of validateSync(settings)) {
    const variable = variables.find((it) => it.property === property);
    const name = variable?.name ?? property;
    if (unusable.has(name)) continue;
    const reasons = Object.values(constraints ?? {}).map((reason) =>
      ledByName(reason.replaceAll(property, name), name),
    );
    problems.push(`${reasons.join('; ')}${shown(variable, given[name])}`);
  }
  const refused = named();
  const together = alongPrototypes(SettingsClass, checkedBy).flatMap((check) => check(settings));
  problems.push(...together.filter((problem) => !refused.has(variableNamedIn(problem))));
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

/** Whatever words a check brings of its own, they say of which variable. */
const ledByName = (reason: string, name: string): string =>
  variableNamedIn(reason) === name ? reason : `${name} ${reason}`;

const variableNamedIn = (problem: string): string => problem.split(' ', 1)[0] ?? '';

/** What was declared for a class or a prototype and for those it extends, theirs first. */
function alongPrototypes<Declared>(
  from: unknown,
  declared: WeakMap<object, readonly Declared[]>,
): readonly Declared[] {
  const found: Declared[] = [];
  for (let it = from; isObject(it); it = Object.getPrototypeOf(it))
    found.unshift(...(declared.get(it) ?? []));
  return found;
}

const isObject = (it: unknown): it is object =>
  (typeof it === 'object' && it !== null) || typeof it === 'function';

function valueOf(
  { name, secret }: DeclaredVariable,
  environment: Environment,
  problems: string[],
): string | undefined {
  const given = environment[name] === '' ? undefined : environment[name];
  const file = secret ? environment[`${name}_FILE`] : undefined;
  if (file === undefined || file === '') return given;
  if (given !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set: keep one`);
    return undefined;
  }
  try {
    const content = readFileSync(file, 'utf8').trim();
    if (content === '') problems.push(`${name} is empty in the file that ${name}_FILE names (${file})`);
    return content;
  } catch (error) {
    problems.push(`${name} cannot be read from the file that ${name}_FILE names: ${messageOf(error)}`);
    return undefined;
  }
}

const definedOnly = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

function shown(variable: DeclaredVariable | undefined, value: string | undefined): string {
  if (value === undefined) return ' (it is not set)';
  return variable?.secret === true ? ' (its value is not shown)' : ` (it is '${value}')`;
}
