/**
 * What kept data must look like to be taken for it: checked where it comes back from storage, so that a step never works on anything
 * else. A shape changes nothing: what it accepts is kept as it stands.
 */
import type { DayText, MomentText } from '@gatekeeper/calendar';
import { isDayText, isMomentText } from '@gatekeeper/calendar';

/** `problemsOf` answers what is wrong, each with its place (`data.proposed.from`); nothing wrong: the value is a `T`. */
export interface Shape<T> {
  readonly problemsOf: (value: unknown, place: string) => readonly string[];
  /** Says which type it is of; never set. */
  readonly type?: T;
}

/** Whether a value has a shape. */
export const hasShape = <T>(shape: Shape<T>, value: unknown): value is T =>
  shape.problemsOf(value, 'data').length === 0;

const shaped = <T>(expected: string, accepts: (value: unknown) => boolean): Shape<T> => ({
  problemsOf: (value, place) =>
    accepts(value) ? [] : [`${place}: ${expected} is expected, not ${nameOf(value)}`],
});

/** The kind of thing a value is; what it says may be about a person. */
function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `another ${typeof value}`;
}

const isText = (value: unknown): value is string => typeof value === 'string';

export const text: Shape<string> = shaped('a text', isText);
export const flag: Shape<boolean> = shaped('true or false', (value) => typeof value === 'boolean');
export const number: Shape<number> = shaped('a number', (value) => typeof value === 'number');
export const whole: Shape<number> = shaped('a whole number', (value) => Number.isSafeInteger(value));
export const dayText: Shape<DayText> = shaped('a day', (value) => isText(value) && isDayText(value));
export const momentText: Shape<MomentText> = shaped(
  'a time',
  (value) => isText(value) && isMomentText(value),
);

export const oneOf = <Word extends string>(words: readonly Word[]): Shape<Word> =>
  shaped(`one of ${words.join(', ')}`, (value) => words.some((word) => word === value));

export const orNull = <T>(shape: Shape<T>): Shape<T | null> => ({
  problemsOf: (value, place) => (value === null ? [] : shape.problemsOf(value, place)),
});

/** A field that may be left out. */
export const optional = <T>(shape: Shape<T>): Shape<T | undefined> => ({
  problemsOf: (value, place) => (value === undefined ? [] : shape.problemsOf(value, place)),
});

export const listOf = <T>(shape: Shape<T>): Shape<readonly T[]> => ({
  problemsOf: (value, place) =>
    Array.isArray(value)
      ? value.flatMap((item: unknown, index) => shape.problemsOf(item, `${place}[${index}]`))
      : [`${place}: a list is expected, not ${nameOf(value)}`],
});

/** Two of them. */
export const pairOf = <T>(shape: Shape<T>): Shape<readonly [T, T]> => ({
  problemsOf: (value, place) =>
    Array.isArray(value) && value.length === 2
      ? value.flatMap((item: unknown, index) => shape.problemsOf(item, `${place}[${index}]`))
      : [`${place}: two are expected, not ${nameOf(value)}`],
});

/** One or the other. */
export const either = <A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> => ({
  problemsOf: (value, place) =>
    one.problemsOf(value, place).length === 0 ? [] : other.problemsOf(value, place),
});

/** The fields of `T`, each named: one that is left out here, or of another type, does not compile. */
export type FieldsOf<T extends object> = { readonly [Name in keyof T]-?: Shape<T[Name]> };

/** An object with these fields and no others: a field that nobody knows was written by a version that is not this one. */
export const objectOf = <T extends object>(fields: FieldsOf<T>): Shape<T> => ({
  problemsOf: (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return [`${place}: an object is expected, not ${nameOf(value)}`];
    const written: ReadonlyMap<string, unknown> = new Map(Object.entries(value));
    const known = new Map<string, Shape<unknown>>(Object.entries(fields));
    return [
      ...[...known].flatMap(([name, shape]) => shape.problemsOf(written.get(name), `${place}.${name}`)),
      ...[...written.keys()].filter((name) => !known.has(name)).map((name) => `${place}.${name}: not known`),
    ];
  },
});
