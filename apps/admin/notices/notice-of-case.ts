/** The notice that a sanction case issued, as it is printed. */
import type { Day } from '@gatekeeper/calendar';
import { lastDayOfPeriod } from '@gatekeeper/calendar';
import type { Parameters } from '@gatekeeper/policy';
import { appealClause, noticeRecipients } from '@gatekeeper/scoring';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { CaseFile } from '../cases/case-file';
import type { SanctionData } from '../cases/workflows/sanction-data';
import { dayIn } from '../cases/workflows/written-days';
import type { HandlingOrdered, IdentityShown, NoticeOfHandling } from '../documents';

const MOST_MONTHS = 600;
const MONTHS_PER_YEAR = 12;

/** What the notice states that is not in its case. */
export interface NoticeFacts {
  readonly agencyName: string;
  /** What is on file of the person. */
  readonly person: readonly RegistryRecord[];
  readonly identity: IdentityShown;
  /** By code; an institution that is not on file goes by its code. */
  readonly institutionNames: ReadonlyMap<string, string>;
  /** Of the text that governed on the day of issue. */
  readonly parameters: Parameters;
}

/** `not_issued`: no number, no day or no measure is on file yet. */
export function noticeOfCase(
  { documentNo, clinicianCode, fixmedinsCode, data }: CaseFile<SanctionData>,
  { agencyName, person, identity, institutionNames, parameters }: NoticeFacts,
): NoticeOfHandling | 'not_issued' {
  const { issued_on: issuedOn, proposed, score } = data;
  if (documentNo === null || clinicianCode === null || issuedOn === undefined || proposed === undefined)
    return 'not_issued';
  const nameOf = (code: string): string => institutionNames.get(code) ?? code;
  const names = person.flatMap((record) => (record.kind === 'clinician' ? [record.name] : []));
  const sites = person.flatMap((record) => (record.kind === 'registration' ? [record.fixmedinsCode] : []));
  return {
    noticeNumber: documentNo,
    agencyName,
    institutionName: nameOf(fixmedinsCode),
    person: { name: names.at(-1) ?? clinicianCode, sex: null, identity, code: clinicianCode, phone: null },
    violation: data.violation,
    pointsThisTime: score?.counted.reduce((sum, { points }) => sum + points, 0) ?? 0,
    pointsThisYear: score?.year_total ?? 0,
    handling: handlingOf(proposed),
    appeal: appealClause(parameters),
    issuedOn: dayIn(issuedOn),
    recipients: noticeRecipients(fixmedinsCode, sites, parameters).map(nameOf),
  };
}

function handlingOf({
  measure,
  from,
  last_day: last,
}: NonNullable<SanctionData['proposed']>): HandlingOrdered {
  if (measure === 'inform' || from === null || last === null) return { kind: 'talk' };
  const [firstDay, lastDay] = [dayIn(from), dayIn(last)];
  const months = wholeMonths(firstDay, lastDay);
  if (measure === 'suspended') return { kind: 'suspended', months, firstDay, lastDay };
  const years = months === null || months % MONTHS_PER_YEAR !== 0 ? null : months / MONTHS_PER_YEAR;
  return { kind: 'terminated', years, firstDay, lastDay };
}

/** How many calendar months a period is; `null` where it is no whole number of them. */
export function wholeMonths(firstDay: Day, lastDay: Day): number | null {
  for (let months = 1; months <= MOST_MONTHS; months += 1) {
    const end = lastDayOfPeriod(firstDay, months);
    if (end === lastDay) return months;
    if (end > lastDay) return null;
  }
  return null;
}
