/** How a parameter's value is read from text and printed; reading gives `null` when the text is not of the kind. */
export interface ParameterKind<Value> {
  readonly expected: string;
  read(written: string): Value | null;
  write(value: Value): string;
}

/** A kind for each parameter of a group. */
export type KindsOf<Group> = { readonly [Name in keyof Group]: ParameterKind<Group[Name]> };

/** A whole-number range, both ends included: `1-6`; a single number is `{ from: 3, to: 3 }`, written `3`. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

export const truth: ParameterKind<boolean> = {
  expected: 'true or false',
  read: (written) => (written === 'true' ? true : written === 'false' ? false : null),
  write: String,
};

export function oneOf<const Choice extends string>(choices: readonly Choice[]): ParameterKind<Choice> {
  return {
    expected: `one of ${choices.join(', ')}`,
    read: (written) => choices.find((choice) => choice === written) ?? null,
    write: (value) => value,
  };
}

export function whole(least: number, most: number): ParameterKind<number> {
  return {
    expected: `a whole number from ${least} to ${most}`,
    read: (written) => {
      if (!/^\d{1,9}$/.test(written)) return null;
      const value = Number(written);
      return value >= least && value <= most ? value : null;
    },
    write: String,
  };
}

/** `3`, or `1-6`: whole numbers between the limits, the first not above the second. */
export function range(least: number, most: number): ParameterKind<Range> {
  const number = whole(least, most);
  return {
    expected: `a whole number from ${least} to ${most}, or two with a dash between`,
    read: (written) => {
      const [first = '', second = first, ...more] = written.split('-');
      const from = number.read(first);
      const to = number.read(second);
      return from === null || to === null || from > to || more.length > 0 ? null : { from, to };
    },
    write: ({ from, to }) => (from === to ? String(from) : `${from}-${to}`),
  };
}

export function text(pattern: RegExp, expected: string): ParameterKind<string> {
  return { expected, read: (written) => (pattern.test(written) ? written : null), write: (value) => value };
}

/** A value, or `none` where the text regulates nothing. */
export type OrNone<Value> = Value | 'none';

export function orNone<Value>(kind: ParameterKind<Value>): ParameterKind<OrNone<Value>> {
  return {
    expected: `none, or ${kind.expected}`,
    read: (written) => (written === 'none' ? 'none' : kind.read(written)),
    write: (value) => (value === 'none' ? 'none' : kind.write(value)),
  };
}

/** A list with a separator of one's own; the empty text is the empty list. */
export function listOf<Value>(kind: ParameterKind<Value>, separator = ','): ParameterKind<readonly Value[]> {
  return {
    expected: `a list separated by "${separator}", each ${kind.expected}`,
    read: (written) => {
      if (written === '') return [];
      const values: Value[] = [];
      for (const part of written.split(separator)) {
        const value = kind.read(part.trim());
        if (value === null) return null;
        values.push(value);
      }
      return values;
    },
    write: (values) => values.map((value) => kind.write(value)).join(separator),
  };
}
