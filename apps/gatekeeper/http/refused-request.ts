import type { Problem } from '@gatekeeper/wire';

/** `unreadable`: the bytes are not what was asked for. `unacceptable`: they could be read, and some of it cannot be answered. */
export type Refusal = 'unreadable' | 'unacceptable';

/** A request that cannot be answered as it stands, with everything that is wrong with it. `ProblemFilter` puts it in HTTP's words. */
export class RefusedRequest extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly problems: readonly [Problem, ...Problem[]],
  ) {
    super(problems.map(({ path, code }) => `${path} ${code}`.trim()).join(', '));
    this.name = 'RefusedRequest';
  }
}
