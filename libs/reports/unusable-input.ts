/** Something that was handed in cannot be used: in one sentence, with every problem named below it (file, line, column). */
export class UnusableInput extends Error {
  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}

/** How many problems of one input are named. */
export const MOST_NAMED = 50;
