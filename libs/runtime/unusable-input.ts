/** How many details of one input are named: whoever collects them may stop there. */
export const MOST_NAMED = 50;

/** A file that cannot be read, used or written: whoever named it is told why. `details` stand below the reason, a line each. */
export class UnusableInput extends Error {
  constructor(
    message: string,
    readonly details: readonly string[] = [],
  ) {
    super(message);
  }
}
