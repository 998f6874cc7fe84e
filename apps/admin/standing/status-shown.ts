/** A status as people are shown it: a word, and the days from which and until which it holds. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay, plusMs } from '@gatekeeper/calendar';
import type { BarCode } from '@gatekeeper/vocabulary';
import type { SiteStatus } from './site-status';

export type StatusWord =
  'normal' | 'suspended' | 'terminated' | 'not_registered' | 'deregistered' | 'unknown';

export const STATUS_ZH: Readonly<Record<StatusWord, string>> = {
  normal: '正常',
  suspended: '暂停',
  terminated: '终止',
  not_registered: '未登记备案',
  deregistered: '已取消登记备案',
  unknown: '待核实',
};

export interface StatusShown {
  readonly status: StatusWord;
  readonly status_zh: string;
  /** The first day; `null` where the status has none. */
  readonly from: string | null;
  /** The last day, until its 24:00; `null` where none is set, or where it is over and restoration was not granted. */
  readonly last_day: string | null;
}

export function statusShown(status: SiteStatus): StatusShown {
  const word = { status: status.kind, status_zh: STATUS_ZH[status.kind] };
  if (status.kind !== 'suspended' && status.kind !== 'terminated')
    return { ...word, from: null, last_day: null };
  const [{ sanction, served }] = status.standing;
  const { from, until } = sanction.running;
  return {
    ...word,
    from: formatDay(dayAt(from)),
    last_day: served || !Number.isFinite(until) ? null : lastDayBefore(until),
  };
}

/** The last day of an interval that ends before `until`. */
export const lastDayBefore = (until: Instant): string => formatDay(dayAt(plusMs(until, -1)));

/** The reasons for which the fund does not pay under a status: the codes of the pack's catalogue. */
export function barsOf(status: SiteStatus): readonly BarCode[] {
  switch (status.kind) {
    case 'normal':
      return lacking(status.lacks);
    case 'suspended':
    case 'terminated':
      return [
        ...new Set(
          status.standing.map(({ sanction, served }): BarCode => {
            if (served) return 'NOT_RESTORED';
            return sanction.status === 'suspended' ? 'CLINICIAN_SUSPENDED' : 'CLINICIAN_TERMINATED';
          }),
        ),
        ...lacking(status.lacks),
      ];
    case 'not_registered':
      return ['NOT_REGISTERED_AT_SITE'];
    case 'deregistered':
      return ['DEREGISTERED'];
    case 'unknown':
      return [];
  }
}

const lacking = (lacks: Extract<SiteStatus, { kind: 'normal' }>['lacks']): readonly BarCode[] =>
  lacks.map((lack) => (lack === 'uncommitted' ? 'COMMITMENT_MISSING' : 'REGISTRATION_EXPIRED'));
