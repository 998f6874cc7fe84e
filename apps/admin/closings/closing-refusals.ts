/** Why nothing can be done about a closing or an exception as it stands. */
import type { Obstacle } from '@gatekeeper/clearing';
import type { Closing, ClosingException } from '@gatekeeper/decision-store';
import { namedProblem, Refused } from '@gatekeeper/http';
import { conflict } from '../http/refusals';

/** Everything that stands against closing a period is named at once. */
export const standsAgainst = (period: string, obstacles: readonly Obstacle[]): Refused =>
  new Refused(
    namedProblem('not-closable', {
      title: `${period} cannot be closed as things stand（暂不能结账）`,
      status: 409,
      detail: obstacles
        .map(
          ({ code, because, names }) =>
            `${code}: ${because}${names.length === 0 ? '' : ` (${names.join(', ')})`}`,
        )
        .join('; '),
      changed: { obstacles },
    }),
  );

export const closingEnded = ({ state }: Closing): Refused =>
  conflict(
    'wrong-state',
    'The closing is not at this step（结账状态不允许此操作）',
    `It is ${state}, or was overtaken: read it again, and propose anew（请重新读取）`,
  );

export const otherDigest = ({ digest }: Closing): Refused =>
  conflict(
    'other-digest',
    'The digest is not that of the run（摘要与清算结果不一致）',
    `The run came to ${digest}: read it again（请重新读取）`,
  );

export const exceptionEnded = ({ state }: ClosingException): Refused =>
  conflict(
    'wrong-state',
    'The exception is not at this step（例外事项状态不允许此操作）',
    `It is ${state}（当前状态）`,
  );

export const endsInThePast = (): Refused =>
  conflict(
    'ends-in-the-past',
    'It would have ended already（截止时间已过）',
    'Send a later `until`（请填写将来的时间）',
  );

export const nothingToExcept = (period: string, why: 'hard' | 'sealed'): Refused =>
  conflict(
    'closed-for-good',
    `${period} takes no exception any more（不再接受例外）`,
    why === 'hard'
      ? 'It is closed for good: corrections fall into the next open period（已最终结账）'
      : 'It is sealed: corrections fall into the next open period（已封账）',
  );
