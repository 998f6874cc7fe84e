/** Puts a person's file together from what was read: no server is asked, so the same reading is the same file. */
import { InstitutionView, PersonView, neverOnFile } from '@gatekeeper/adjudication';
import type { Instant, WorkingCalendar } from '@gatekeeper/calendar';
import { OPEN_END, heldAt, yearOf } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import type { ParticularsOnFile } from '@gatekeeper/casework';
import type { LoadedPack, Parameters } from '@gatekeeper/policy';
import type {
  ClinicianRecord,
  DeregistrationRecord,
  ExemptionRecord,
  InstitutionRecord,
  RegistrationRecord,
  RegistryRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';
import type { LoadedPolicy } from '@gatekeeper/wire';
import type { PointsOnFile } from '../cases/workflows/points-on-file';
import { statusAtSite } from '../standing/site-status';
import { deadlinesByLaw } from './deadlines-by-law';
import type { CaseOnFile, DeadlineOnFile, PersonFile, SiteOnFile } from './person-file';
import { recordsKnown } from './records-known';
import { sanctionsFiled } from './sanctions-filed';
import { titleReviewOf } from './title-review-on-file';
import { yearsOnFile } from './years-on-file';

/** What was read of a person. */
export interface PersonRead {
  readonly timeline: SubjectTimeline;
  /** Of every institution that the timeline names. */
  readonly institutions: ReadonlyMap<string, SubjectTimeline>;
  readonly maskedIdentity: string | null;
  /** What was known by then of the practice, by site. */
  readonly particulars: ReadonlyMap<string, ParticularsOnFile>;
  /** Findings that were decided upon, and what repairs took back, by then. */
  readonly points: PointsOnFile;
  readonly cases: readonly CaseOnFile[];
  readonly caseDeadlines: readonly DeadlineOnFile[];
}

/** What a file is asked for: the moment it speaks of, and when what it rests on was known. */
export interface FileMoment {
  readonly effectiveAt: Instant;
  readonly knownAt: Instant;
}

export function assemblePersonFile(
  read: PersonRead,
  { effectiveAt, knownAt }: FileMoment,
  { policy, packs }: Pick<LoadedPolicy, 'policy' | 'packs'>,
  calendar: WorkingCalendar,
): PersonFile {
  const { timeline } = read;
  const records = heldAt(timeline.records, knownAt);
  const view = new PersonView(timeline, knownAt);
  const institutionOf = (code: string): InstitutionView =>
    new InstitutionView(read.institutions.get(code) ?? neverOnFile(code), knownAt);
  const textOf = (code: string): ReturnType<typeof governingText> =>
    governingText(policy, institutionOf(code).about?.area ?? null, effectiveAt);
  const parametersOf = (code: string): Parameters | null => textOf(code)?.parameters ?? null;
  const sanctions = sanctionsFiled(
    records,
    view.sanctions,
    effectiveAt,
    (code) => parametersOf(code)?.restore === 'auto',
  );
  const clinician = lastOf(records.filter((it): it is ClinicianRecord => it.kind === 'clinician'));
  const registrations = records.filter((it): it is RegistrationRecord => it.kind === 'registration');
  const siteOf = (code: string): SiteOnFile => {
    const text = textOf(code);
    return {
      fixmedinsCode: code,
      institutionName: nameOf(heldAt(read.institutions.get(code)?.records ?? [], knownAt)),
      area: institutionOf(code).about?.area ?? null,
      pack: text === null ? null : { name: text.edition.pack.name, edition: text.edition.edition },
      status: statusAtSite(view, code, text?.parameters ?? null, effectiveAt),
      particulars: read.particulars.get(code) ?? null,
      registrations: registrations.filter(({ fixmedinsCode }) => fixmedinsCode === code),
    };
  };
  const sites = [...new Set(registrations.map(({ fixmedinsCode }) => fixmedinsCode))].map(siteOf);
  const mainSite = mainSiteOf(sites);
  const mainText = mainSite === null ? null : textOf(mainSite.fixmedinsCode);
  return {
    code: timeline.subject,
    name: clinician?.name ?? null,
    category: clinician?.category ?? null,
    maskedIdentity: read.maskedIdentity,
    effectiveAt,
    knownAt,
    sites,
    deregistrations: records.filter((it): it is DeregistrationRecord => it.kind === 'deregistration'),
    sanctions,
    exemptions: records.filter((it): it is ExemptionRecord => it.kind === 'exemption'),
    years: yearsOnFile(read.points, packOf(mainSite, packs)),
    titleReview:
      mainText === null
        ? null
        : titleReviewOf(sanctions, clinician?.category ?? null, yearOf(effectiveAt), {
            ...mainText,
            at: effectiveAt,
          }),
    cases: read.cases,
    deadlines: [...deadlinesByLaw(sanctions, parametersOf, calendar, effectiveAt), ...read.caseDeadlines],
    history: recordsKnown(timeline, knownAt),
  };
}

const lastOf = <Item>(items: readonly Item[]): Item | null => items.at(-1) ?? null;

const nameOf = (records: readonly RegistryRecord[]): string | null =>
  lastOf(records.filter((it): it is InstitutionRecord => it.kind === 'institution'))?.name ?? null;

/** What is one person's, not one site's, goes by the text of the main site, else of the first. */
function mainSiteOf(sites: readonly SiteOnFile[]): SiteOnFile | null {
  const isMain = ({ registrations }: SiteOnFile): boolean =>
    registrations.some(({ mainSite, until }) => mainSite && until === OPEN_END);
  return sites.find(isMain) ?? sites[0] ?? null;
}

const packOf = (site: SiteOnFile | null, packs: ReadonlyMap<string, LoadedPack>): LoadedPack | null =>
  site?.pack == null ? null : (packs.get(site.pack.name) ?? null);
