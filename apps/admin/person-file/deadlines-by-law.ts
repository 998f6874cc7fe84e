/** The last days to act that follow from the sanctions themselves, whether or not a case was opened. */
import type { Instant, WorkingCalendar } from '@gatekeeper/calendar';
import { dayAt, plusMs } from '@gatekeeper/calendar';
import type { BothLanguages, Parameters } from '@gatekeeper/policy';
import type { LastDay } from '@gatekeeper/scoring';
import { appealBy, promptlyBy, restorationApplicationBy, timelinessOf } from '@gatekeeper/scoring';
import type { DeadlineOnFile, SanctionFiled } from './person-file';

const APPEAL: BothLanguages = { zh: '提出陈述申辩', en: 'Appeal against the notice' };
const RESTORATION: BothLanguages = { zh: '申请恢复资格', en: 'Apply for restoration' };
const MAINTENANCE: BothLanguages = { zh: '维护登记备案状态', en: 'Maintain the status on the platform' };

/**
 * Of each sanction that stands: the appeal, from its delivery; the application for restoration, before its end; the maintenance of the
 * status, from its delivery.
 * @param parametersOf of the text that governs where it happened; `null`: nothing is known to follow
 */
export const deadlinesByLaw = (
  sanctions: readonly SanctionFiled[],
  parametersOf: (fixmedinsCode: string) => Parameters | null,
  calendar: WorkingCalendar,
  at: Instant,
): readonly DeadlineOnFile[] =>
  sanctions.flatMap((sanction) => {
    const parameters = parametersOf(sanction.fixmedinsCode);
    if (parameters === null || sanction.state === 'annulled' || sanction.state === 'over') return [];
    return [
      ...appealOf(sanction, parameters, calendar, at),
      ...restorationOf(sanction, parameters, calendar, at),
      ...maintenanceOf(sanction, parameters, calendar, at),
    ];
  });

/** Whether an appeal was made only its case tells: one whose time is over is no longer open, and nobody is late with it. */
function appealOf(
  { deliveredAt, documentNo }: SanctionFiled,
  parameters: Parameters,
  calendar: WorkingCalendar,
  at: Instant,
): readonly DeadlineOnFile[] {
  if (deliveredAt === null) return [];
  const lastDay = appealBy(dayAt(deliveredAt), parameters, calendar);
  return timelinessOf(at, lastDay) === 'late' ? [] : deadline('appeal', APPEAL, documentNo, lastDay, 'open');
}

function restorationOf(
  { running, restoredFrom, documentNo }: SanctionFiled,
  parameters: Parameters,
  calendar: WorkingCalendar,
  at: Instant,
): readonly DeadlineOnFile[] {
  if (running === null || !Number.isFinite(running.until)) return [];
  const lastDay = restorationApplicationBy(dayAt(plusMs(running.until, -1)), parameters, calendar);
  const state = restoredFrom !== null ? 'met' : timelinessOf(at, lastDay) === 'late' ? 'overdue' : 'open';
  return deadline('restoration_application', RESTORATION, documentNo, lastDay, state);
}

function maintenanceOf(
  { deliveredAt, maintainedAt, documentNo }: SanctionFiled,
  parameters: Parameters,
  calendar: WorkingCalendar,
  at: Instant,
): readonly DeadlineOnFile[] {
  if (deliveredAt === null) return [];
  const lastDay = promptlyBy(dayAt(deliveredAt), parameters, calendar);
  const state = maintainedAt !== null ? 'met' : timelinessOf(at, lastDay) === 'late' ? 'overdue' : 'open';
  return deadline('maintenance', MAINTENANCE, documentNo, lastDay, state);
}

/** None where the text sets no limit; without a day where that year's working days are not published. */
const deadline = (
  name: string,
  text: BothLanguages,
  of: string,
  lastDay: LastDay,
  state: DeadlineOnFile['state'],
): readonly DeadlineOnFile[] =>
  lastDay === 'none' ? [] : [{ name, text, of, dueOn: typeof lastDay === 'number' ? lastDay : null, state }];
