/** Until when a report on a month is owed, under the text that governs the area. */
import type { Day } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { BothLanguages, Policy } from '@gatekeeper/policy';
import { citationAt } from '@gatekeeper/policy';
import { agencyReportBy, provinceReportBy } from '@gatekeeper/scoring';
import type { Month } from '@gatekeeper/scoring';
import { formatCitation } from '@gatekeeper/vocabulary';
import { lastMomentOf, momentsOf } from '../month';

const PROVINCE_DIGITS = 2;

export interface ReportDue {
  /** `null`: no text governs the area, or it has blanks. */
  readonly pack: { readonly name: string; readonly edition: string } | null;
  /** `null`: no day is set. */
  readonly on: Day | null;
  /** Where that stands: `hainan-2022 art. 31`. */
  readonly article: string | null;
  readonly text: BothLanguages;
}

const NO_TEXT: ReportDue = {
  pack: null,
  on: null,
  article: null,
  text: { zh: '该地区没有适用的文本', en: 'No text governs this area' },
};

/**
 * The day for the report on a month (hainan-2022 art. 31; guangdong-2025 art. 33 sets none): an area of 2 digits is reported on by the
 * province's agency, any other by a city's or county's. The text is that of the month's end.
 */
export function reportDue(policy: Policy, area: string, month: Month): ReportDue {
  const at = lastMomentOf(momentsOf(month));
  const text = governingText(policy, area, at);
  if (text === null) return NO_TEXT;
  const { edition, parameters } = text;
  const isProvince = area.length === PROVINCE_DIGITS;
  const by = isProvince ? provinceReportBy(month, parameters) : agencyReportBy(month, parameters);
  const citation = citationAt(edition, isProvince ? 'provinceReportDay' : 'institutionReportDay', at);
  return {
    pack: { name: edition.pack.name, edition: edition.edition },
    on: by === 'none' ? null : by,
    article: citation === null ? null : formatCitation(citation),
    text:
      by === 'none'
        ? {
            zh: '文本要求定期报送，未规定日期',
            en: 'The text asks for reports from time to time and sets no day',
          }
        : { zh: `须于 ${formatDay(by)} 前报送（含当日）`, en: `Due by ${formatDay(by)}, that day included` },
  };
}
