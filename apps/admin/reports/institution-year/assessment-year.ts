/** An institution's year as far as its staff bears on its assessment (hainan-2022 art. 30). */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay, formatInstant, instantOf, parseDay } from '@gatekeeper/calendar';
import { epochMsOf, poolOf, timestampText } from '@gatekeeper/database';
import { mayBeRatedExcellent, reachesPercent, suspendedShare, timelinessOf } from '@gatekeeper/scoring';
import type { Share } from '@gatekeeper/scoring';
import type { AdminParts } from '../../parts';
import { lastMomentOf } from '../month';
import type { StaffMember } from './staff-of-year';
import { staffOfYear } from './staff-of-year';
import type { InstitutionYear } from './year-asked';
import { articleOf } from './year-asked';

/** What keeps an institution from being rated excellent. */
export const BARS_OF_RATING = ['finding_reported_late', 'suspended_share'] as const;

/** Findings that the institution made itself, by whether it reported them in time. */
export interface FindingsReported {
  readonly inTime: number;
  readonly late: number;
  /** The last day lies in a year whose calendar was not published. */
  readonly unknown: number;
}

type Parts = Pick<AdminParts, 'dataSource' | 'registry'>;

/** The figures of the year and what they bar. Everyone registered there on some day of the year counts. @throws an outage. */
export async function assessmentYearAnswer(parts: Parts, asked: InstitutionYear) {
  const { parameters, edition } = asked.text;
  const staff = await staffOfYear(parts, { ...asked, parameters });
  const reported = await findingsReported(parts, asked);
  const share = suspendedShare(staff.filter(isCategorised), parameters);
  const uncategorised = staff.filter((member) => !isCategorised(member)).length;
  return {
    fixmedins_code: asked.fixmedinsCode,
    year: asked.year,
    year_over: asked.isOver,
    known_at: formatInstant(asked.knownAt),
    pack: edition.pack.name,
    edition: edition.edition,
    staff_counted: share.of,
    suspended_counted: share.suspended,
    category_unknown: uncategorised,
    findings_reported_in_time: reported.inTime,
    findings_reported_late: reported.late,
    findings_timeliness_unknown: reported.unknown,
    ...verdictOf(asked, { share, reported, isSure: uncategorised === 0 && reported.unknown === 0 }),
  };
}

const isCategorised = (
  member: StaffMember,
): member is StaffMember & { readonly category: NonNullable<StaffMember['category']> } =>
  member.category !== null;

interface Grounds {
  readonly share: Share;
  readonly reported: FindingsReported;
  /** Nothing is left open that could bar. */
  readonly isSure: boolean;
}

function verdictOf(asked: InstitutionYear, { share, reported, isSure }: Grounds) {
  const { parameters } = asked.text;
  const percent = parameters.institutionRatio;
  const ratio = {
    ratio_percent: percent === 'none' ? null : percent,
    article: articleOf(asked, 'institutionRatio'),
  };
  if (percent === 'none')
    return {
      ...ratio,
      may_be_rated_excellent: null,
      barred_by: [],
      text_zh: '文本未规定暂停人数比例，不据此限制评优',
      text_en: 'The text sets no ratio of suspended persons and bars no rating by it',
    };
  const reportedInTime = reported.late === 0;
  const may = mayBeRatedExcellent({ reportedInTime, share }, parameters);
  const barredBy: readonly (typeof BARS_OF_RATING)[number][] = [
    ...(reportedInTime ? [] : (['finding_reported_late'] as const)),
    ...(reachesPercent(share, percent) ? (['suspended_share'] as const) : []),
  ];
  return {
    ...ratio,
    may_be_rated_excellent: may && !isSure ? null : may,
    barred_by: barredBy,
    ...wordsOf(may, isSure),
  };
}

function wordsOf(may: boolean, isSure: boolean) {
  if (!may) return { text_zh: '不得评为优秀', text_en: 'It may not be rated excellent' };
  return isSure
    ? { text_zh: '不因医师管理受限', text_en: 'Nothing of its staff keeps it from being rated excellent' }
    : {
        text_zh: '有待核实事项',
        text_en: 'Something is not known that could keep it from being rated excellent',
      };
}

interface ReportRow {
  opened_ms: number;
  due_on: string | null;
  unpublished_year: number | null;
}

/** A finding of the institution's own belongs to the year in which it was found; it is reported when its case is opened. */
async function findingsReported(
  { dataSource }: Parts,
  { fixmedinsCode, span, knownAt }: InstitutionYear,
): Promise<FindingsReported> {
  const { rows } = await poolOf(dataSource).query<ReportRow>(
    `SELECT ${epochMsOf('f.opened_at')} AS opened_ms, to_char(d.due_on, 'YYYY-MM-DD') AS due_on, d.unpublished_year
     FROM case_file f
     JOIN case_event e ON e.case_id = f.case_id AND e.seq = 1
     JOIN case_deadline d ON d.case_id = f.case_id AND d.name = 'report_finding'
     WHERE f.fixmedins_code = $1 AND f.kind = 'sanction' AND f.opened_at <= $4::timestamptz
       AND written_day(e.input ->> 'found_on') BETWEEN $2::date AND $3::date`,
    [
      fixmedinsCode,
      formatDay(dayAt(span.from)),
      formatDay(dayAt(lastMomentOf(span))),
      timestampText(knownAt),
    ],
  );
  const found = rows.map(timelinessIn);
  const countOf = (word: string): number => found.filter((it) => it === word).length;
  return { inTime: countOf('in_time'), late: countOf('late'), unknown: countOf('unknown') };
}

function timelinessIn({ opened_ms: openedMs, due_on: dueOn, unpublished_year: year }: ReportRow): string {
  const openedAt: Instant = instantOf(openedMs);
  const lastDay = dueOn === null ? null : parseDay(dueOn);
  if (lastDay === null) return year === null ? 'no_limit' : 'unknown';
  const found = timelinessOf(openedAt, lastDay);
  return typeof found === 'string' ? found : 'unknown';
}
