/** Refusals that several modules answer. */
import { namedProblem, Refused } from '@gatekeeper/http';

export const notOnFile = (what: string, zh: string): Refused =>
  new Refused(
    namedProblem('not-on-file', {
      title: `${what} is not on file（无此${zh}）`,
      status: 404,
      detail: 'Look at the code or number that was asked for（请核对所查代码或编号）',
    }),
  );

/** The request is understood and cannot be done as things stand; `name` stays, `detail` says what stands against it. */
export const conflict = (name: string, title: string, detail: string): Refused =>
  new Refused(namedProblem(name, { title, status: 409, detail }));
