import { namedProblem, Refused } from '@gatekeeper/http';

/** The caller's scope covers the institution named, but not the person or the record that the write would change. */
export const outOfReach = (): Refused =>
  new Refused(
    namedProblem('out-of-reach', {
      title: 'It is outside your scope（超出管辖范围）',
      status: 403,
      detail: 'Ask whoever is responsible for the person or the institution（请联系有管辖权的经办机构）',
    }),
  );
