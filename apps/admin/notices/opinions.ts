/** What the institution and the agency said on an application, read off the steps of its case: only what was decided, nothing that waits. */
import { dayAt } from '@gatekeeper/calendar';
import type { AppealData } from '@gatekeeper/casework';
import type { CaseEvent } from '../cases/case-file';
import type { RepairData } from '../cases/workflows/repair-data';
import type { RestorationData } from '../cases/workflows/restoration-data';
import { dayIn } from '../cases/workflows/written-days';
import type { OpinionGiven } from '../documents';
import { writtenDay } from '../documents';

/** The steps of a case, in their order. */
type Steps = readonly CaseEvent[];

/** What was said in the last step of that name; `null`: it was not taken. */
const saidAt = (steps: Steps, event: string, wordsOf: (step: CaseEvent) => string): OpinionGiven | null => {
  const step = steps.filter((it) => it.event === event).at(-1);
  return step === undefined ? null : { words: wordsOf(step), on: dayAt(step.at) };
};

/** The reasons of a step's body, as a new sentence. */
const reasonsOf = ({ input }: CaseEvent): string => {
  const reasons: unknown = typeof input === 'object' && input !== null ? Reflect.get(input, 'reasons') : '';
  return typeof reasons === 'string' ? reasons : '';
};

const days = (written: string): string => writtenDay(dayIn(written));

/** guangdong-2025 art. 30: the institution consents before the agency looks at it. */
export const institutionOnRepair = (steps: Steps): OpinionGiven | null =>
  saidAt(steps, 'consent', () => '同意申请。');

export function agencyOnRepair(data: RepairData, steps: Steps): OpinionGiven | null {
  const { proposed, total, last_day: lastDay } = data;
  return (
    saidAt(steps, 'refuse', (step) => `不予修复。${reasonsOf(step)}`) ??
    saidAt(steps, 'approve', () =>
      [
        `同意修复，减记 ${proposed?.points ?? 0} 分`,
        ...(total === undefined ? [] : [`修复后累计记 ${total} 分`]),
        ...(lastDay === undefined ? [] : [`处理期限截止日改为${days(lastDay)}`]),
      ]
        .join('，')
        .concat(`。${proposed?.reasons ?? ''}`),
    )
  );
}

/** guangdong-2025 art. 34 and 37: late is no objection; otherwise the measure is annulled or stands. */
export function agencyOnAppeal({ proposed }: AppealData, steps: Steps): OpinionGiven | null {
  const [filed] = steps;
  if (filed?.toState === 'waived') return { words: '逾期提交，视为无异议。', on: dayAt(filed.at) };
  return saidAt(
    steps,
    'confirm',
    ({ toState }) =>
      `${toState === 'upheld' ? '申辩成立，撤销原处理。' : '申辩不成立，维持原处理。'}${proposed?.reasons ?? ''}`,
  );
}

/** guangdong-2025 art. 31: after the assessment. */
export function agencyOnRestoration(
  { assessment, effective_from: from }: RestorationData,
  steps: Steps,
): OpinionGiven | null {
  const reasons = assessment?.reasons ?? '';
  return (
    saidAt(steps, 'refuse', (step) => `不予恢复。${reasonsOf(step)}`) ??
    saidAt(steps, 'confirm', () =>
      from === undefined
        ? `考核不合格，不予恢复。${reasons}`
        : `考核合格，自${days(from)}起恢复医保支付资格。${reasons}`,
    )
  );
}
