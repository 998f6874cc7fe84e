/** Words in both languages, and how counts and limits are said: what a text sets, that it sets none, or that it leaves a blank. */
import type { OrNone } from './parameter-kind';

export interface BothLanguages {
  readonly zh: string;
  readonly en: string;
}

/** `within 10 working days`. @param workingDays `null`: left blank */
export function limitWords(workingDays: OrNone<number> | null): BothLanguages {
  if (workingDays === null)
    return { zh: '（天数待填）个工作日内', en: 'within a number of working days to be filled in' };
  if (workingDays === 'none') return { zh: '（无明确时限）', en: 'without a limit in days' };
  return { zh: `${workingDays}个工作日内`, en: `within ${counted(workingDays, 'working day')}` };
}

/** `1 month`, `2 months`. */
export const counted = (number: number, unit: string): string =>
  `${number} ${unit}${number === 1 ? '' : 's'}`;
