/** Who of an institution's staff may not be reviewed for a professional title in a year (hainan-2022 art. 29). */
import { dayAt, formatDay, formatInstant, plusMs } from '@gatekeeper/calendar';
import type { AdminParts } from '../../parts';
import type { SanctionFiled } from '../../person-file/person-file';
import { sanctionsFiled } from '../../person-file/sanctions-filed';
import { barringIn } from '../../person-file/title-review-on-file';
import { lastMomentOf } from '../month';
import type { StaffMember } from './staff-of-year';
import { staffOfYear } from './staff-of-year';
import type { InstitutionYear } from './year-asked';
import { articleOf } from './year-asked';

/** By code, each with the measures that bar; nobody where the text bars nobody. @throws an outage. */
export async function titleReviewAnswer(
  parts: Pick<AdminParts, 'dataSource' | 'registry'>,
  asked: InstitutionYear,
) {
  const { parameters, edition } = asked.text;
  const months = parameters.titleReviewBarMonths;
  const staff = months === 'none' ? [] : await staffOfYear(parts, { ...asked, parameters });
  return {
    fixmedins_code: asked.fixmedinsCode,
    year: asked.year,
    year_over: asked.isOver,
    known_at: formatInstant(asked.knownAt),
    pack: edition.pack.name,
    edition: edition.edition,
    bar_months: months === 'none' ? null : months,
    article: articleOf(asked, 'titleReviewBarMonths'),
    barred: staff
      .filter(({ category }) => category !== null && parameters.personTypes.includes(category))
      .map((member) => ({ code: member.code, name: member.name, measures: barring(member, asked) }))
      .filter(({ measures }) => measures.length > 0),
  };
}

const barring = ({ held, view }: StaffMember, { year, span, text: { parameters } }: InstitutionYear) =>
  barringIn(
    sanctionsFiled(held, view.sanctions, lastMomentOf(span), () => parameters.restore === 'auto'),
    year,
    parameters,
  ).map(measureAnswer);

const measureAnswer = ({ documentNo, status, decidedAt, written }: SanctionFiled) => ({
  document_no: documentNo,
  status,
  decided_at: formatInstant(decidedAt),
  from: formatDay(dayAt(written.from)),
  last_day: Number.isFinite(written.until) ? formatDay(dayAt(plusMs(written.until, -1))) : null,
});
