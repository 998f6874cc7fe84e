/** Two of the four kinds of error, which are thrown (decisions and malformed input are values); and what stands in the way. */

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

/** What is asked for cannot be done as things stand, and can once somebody has seen to it: a door answers 409, a command ends with 1. */
export class NotAsThingsStand extends Error {
  /**
   * @param type a name that stays, such as `period-detached`
   * @param title what stands against it, in both languages
   * @param detail what to do, in both languages
   */
  constructor(
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    message: string,
  ) {
    super(message);
    this.name = 'NotAsThingsStand';
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
