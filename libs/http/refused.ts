import type { ProblemDetails } from './problem-details';

/** A request that is not answered as it stands: the problem document it gets instead, and headers that belong to it. */
export class Refused extends Error {
  constructor(
    readonly problem: ProblemDetails,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${problem.status} ${problem.type}`);
    this.name = 'Refused';
  }
}
