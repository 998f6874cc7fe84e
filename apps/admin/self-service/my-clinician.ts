/** What clinicians see of themselves (guangdong-2025 art. 29; N34 art. 37): status, points, notices, deadlines, what to do next. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, formatDay, formatInstant, yearOf } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { BothLanguages, Policy } from '@gatekeeper/policy';
import { reasonCatalogueOf } from '@gatekeeper/policy';
import type { PersonFile, SiteOnFile } from '../person-file/person-file';
import { deadlineAnswer, sanctionAnswer, yearAnswer } from '../person-file/person-file-answer';
import { barsOf, statusShown } from '../standing/status-shown';

/** @param file the person's own, as of now */
export const myClinicianAnswer = (file: PersonFile, policy: Policy) => ({
  code: file.code,
  name: file.name,
  as_of: formatInstant(file.effectiveAt),
  sites: file.sites.map((site) => ({
    fixmedins_code: site.fixmedinsCode,
    institution_name: site.institutionName,
    ...statusShown(site.status),
    reasons: barsOf(site.status).map((code) => reasonAnswer(code, site, policy, file.effectiveAt)),
  })),
  points_of_year: pointsOf(file),
  title_review: file.titleReview,
  notices: file.sanctions.map(sanctionAnswer),
  deadlines: file.deadlines.map(deadlineAnswer),
});

function pointsOf({ years, effectiveAt }: PersonFile) {
  const year = years.find((candidate) => candidate.year === yearOf(effectiveAt));
  return year === undefined ? null : yearAnswer(year);
}

/** Why the fund does not pay, and what can be done about it, by the catalogue of the text that governs the site. */
function reasonAnswer(code: string, { area }: SiteOnFile, policy: Policy, at: Instant) {
  const text = governingText(policy, area, at);
  const entry =
    text === null
      ? undefined
      : reasonCatalogueOf(text.edition, formatDay(dayAt(at))).find((candidate) => candidate.code === code);
  return {
    code,
    text_zh: entry?.text.zh ?? '',
    text_en: entry?.text.en ?? '',
    next_steps: entry?.nextSteps.map(stepAnswer) ?? [],
  };
}

const stepAnswer = ({ zh, en }: BothLanguages) => ({ text_zh: zh, text_en: en });
