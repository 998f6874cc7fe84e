/** What booking platforms may show (guangdong-2025 art. 29): codes and display statuses, no names, no identity data. */
import { InstitutionView, PersonView } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import { poolOf } from '@gatekeeper/database';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { foldCode, knownNow } from '@gatekeeper/vocabulary';
import type { Page } from '../http/page';
import { pageOf } from '../http/page';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { statusAtSite } from '../standing/site-status';
import type { StatusShown } from '../standing/status-shown';
import { STATUS_ZH, lastDayBefore, statusShown } from '../standing/status-shown';
import type { Timelines } from '../standing/subjects-read';
import { peopleOf, readPersons, timelineOf } from '../standing/subjects-read';

type Parts = Pick<AdminParts, 'clock' | 'registry' | 'dataSource' | 'policy'>;

export interface PublicSite extends StatusShown {
  readonly fixmedins_code: string;
}

export interface PublicClinician {
  readonly code: string;
  /** Where the person is registered; none: nowhere any more. */
  readonly sites: readonly PublicSite[];
}

export interface PublicPerson extends StatusShown {
  readonly code: string;
}

export interface PublicPeople extends Page<PublicPerson> {
  readonly fixmedins_code: string;
  /** The institution's own status. */
  readonly institution: Pick<StatusShown, 'status' | 'status_zh' | 'last_day'>;
}

/** @throws Refused 404 for a code that is not on file. */
export async function publicClinician(parts: Parts, writtenCode: string): Promise<PublicClinician> {
  const code = foldCode(writtenCode);
  const { persons, institutions } = await readPersons(parts.registry, [code]);
  const at = parts.clock.now();
  const knownAt = knownNow(at, [...persons.values(), ...institutions.values()]);
  const person = new PersonView(timelineOf(persons, code), knownAt);
  if (!person.known) throw notOnFile('The clinician', '人员');
  const sites = sitesOf(timelineOf(persons, code)).map((fixmedinsCode) => ({
    fixmedins_code: fixmedinsCode,
    ...shownAt(parts, person, fixmedinsCode, institutions, { at, knownAt }),
  }));
  return { code, sites: sites.filter(isRegistered) };
}

/** The people of an institution who are registered there now. @throws Refused 404 for one that is not on file. */
export async function publicPeople(
  parts: Parts,
  writtenCode: string,
  { limit, after = null }: { readonly limit: number; readonly after?: string | null },
): Promise<PublicPeople> {
  const code = foldCode(writtenCode);
  const codes = await peopleOf(poolOf(parts.dataSource), code, limit + 1, after);
  const read = await parts.registry.timelines([code, ...codes]);
  const at = parts.clock.now();
  const knownAt = knownNow(at, read.values());
  const institution = new InstitutionView(timelineOf(read, code), knownAt);
  if (!institution.known) throw notOnFile('The institution', '机构');
  const page = pageOf(
    codes,
    limit,
    (person): PublicPerson => ({
      code: person,
      ...shownAt(parts, new PersonView(timelineOf(read, person), knownAt), code, read, { at, knownAt }),
    }),
    (person) => person,
  );
  return {
    fixmedins_code: code,
    institution: institutionShown(institution, at),
    items: page.items.filter(isRegistered),
    next: page.next,
  };
}

interface Moments {
  readonly at: Instant;
  readonly knownAt: Instant;
}

function shownAt(
  { policy }: Parts,
  person: PersonView,
  fixmedinsCode: string,
  institutions: Timelines,
  { at, knownAt }: Moments,
): StatusShown {
  const { about } = new InstitutionView(timelineOf(institutions, fixmedinsCode), knownAt);
  const text = governingText(policy.policy, about?.area ?? null, at);
  return statusShown(statusAtSite(person, fixmedinsCode, text?.parameters ?? null, at));
}

const isRegistered = ({ status }: StatusShown): boolean =>
  status !== 'not_registered' && status !== 'deregistered';

const sitesOf = ({ records }: SubjectTimeline): readonly string[] => [
  ...new Set(records.flatMap(({ fact }) => (fact.kind === 'registration' ? [fact.fixmedinsCode] : []))),
];

/** Suspended or terminated; guidance and exit audits are not for the public. */
function institutionShown(
  { statuses }: InstitutionView,
  at: Instant,
): Pick<StatusShown, 'status' | 'status_zh' | 'last_day'> {
  const standing = statuses.filter(({ interval }) => covers(interval, at));
  const found =
    standing.find(({ status }) => status === 'terminated') ??
    standing.find(({ status }) => status === 'suspended');
  const status = found?.status === 'terminated' || found?.status === 'suspended' ? found.status : 'normal';
  const until = found?.interval.until;
  return {
    status,
    status_zh: STATUS_ZH[status],
    last_day: until === undefined || !Number.isFinite(until) ? null : lastDayBefore(until),
  };
}
