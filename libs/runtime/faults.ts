/** Two of the four kinds of error: decisions and malformed input are values, these two are thrown. */

/** Something outside does not answer: worth trying again later, nothing was decided. Thrown by adapters only. */
export class Outage extends Error {
  /**
   * @param server what does not answer, as `PostgreSQL at db:5432`; never with a password
   * @param what what was tried and how it ended
   */
  constructor(
    readonly server: string,
    readonly what: string,
    options: { readonly cause?: unknown } = {},
  ) {
    super(`${server}: ${what}`, options);
    this.name = 'Outage';
  }
}

/** This system is wrong: repeating the work cannot help, so the process ends and names what happened. */
export class Defect extends Error {
  constructor(message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = 'Defect';
  }
}

/** The words of whatever was thrown, for a log line or a health answer. */
export const messageOf = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return String(thrown);
  // Node's connection errors to several addresses carry their words only in their parts.
  if (thrown instanceof AggregateError && thrown.message === '')
    return thrown.errors.map(messageOf).join('; ');
  return thrown.message;
};
