/** How a parameter's value is read from text and printed; reading gives `null` when the text is not of the kind. */
export interface ParameterKind<Value> {
  readonly expected: string;
  read(written: string): Value | null;
  write(value: Value): string;
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

export function text(pattern: RegExp, expected: string): ParameterKind<string> {
  return { expected, read: (written) => (pattern.test(written) ? written : null), write: (value) => value };
}

/** A comma-separated list; the empty text is the empty list. */
export function listOf<Value>(kind: ParameterKind<Value>): ParameterKind<readonly Value[]> {
  return {
    expected: `a comma-separated list, each ${kind.expected}`,
    read: (written) => {
      if (written === '') return [];
      const values: Value[] = [];
      for (const part of written.split(',')) {
        const value = kind.read(part.trim());
        if (value === null) return null;
        values.push(value);
      }
      return values;
    },
    write: (values) => values.map((value) => kind.write(value)).join(','),
  };
}
