/** What the registry held of a subject at one moment, arranged for deciding. */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END, covers, formatInterval, heldAt } from '@gatekeeper/calendar';
import type {
  ExemptionOnFile,
  Parameters,
  SanctionOnFile,
  SiteStanding,
  StatusOnFile,
} from '@gatekeeper/policy';
import type {
  DeregistrationRecord,
  ExemptionRecord,
  InstitutionStatus,
  PharmacyPrincipalRecord,
  RegistrationRecord,
  RegistryRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';
import { compareText, joinTouching, resolveSanctions } from './sanctions';
import type { StandingStretch } from './site';
import { standingOverTime } from './site';

/** A view answers alike for every moment of asking in `asked`. */
interface View {
  readonly subject: string;
  readonly version: number;
  readonly asked: Interval;
  /** Whether the subject itself is on file (a clinician or an institution record). */
  readonly known: boolean;
  readonly exemptions: readonly ExemptionOnFile[];
}

export interface PersonView extends View {
  readonly sanctions: readonly SanctionOnFile[];
  /** Where the person stands at a site (folded code) at a moment. */
  standingAtSite(fixmedinsCode: string, at: Instant, parameters: Parameters): SiteStanding;
}

export interface InstitutionView extends View {
  readonly statuses: readonly StatusOnFile<InstitutionStatus>[];
  readonly departmentStatuses: ReadonlyMap<string, readonly StatusOnFile<'suspended'>[]>;
  readonly principals: readonly PharmacyPrincipalRecord[];
  /** `hospital` or `pharmacy`, and the area; `null` where the institution is not on file. */
  readonly about: { readonly type: 'hospital' | 'pharmacy'; readonly area: string } | null;
}

export function viewPerson(timeline: SubjectTimeline, knownAt: Instant): PersonView {
  const records = heldAt(timeline.records, knownAt);
  const registrations = new Map<string, RegistrationRecord[]>();
  const deregistrations: DeregistrationRecord[] = [];
  for (const record of records) {
    if (record.kind === 'deregistration') deregistrations.push(record);
    else if (record.kind === 'registration') {
      const atSite = registrations.get(record.fixmedinsCode);
      if (atSite === undefined) registrations.set(record.fixmedinsCode, [record]);
      else atSite.push(record);
    }
  }
  const overTime = new Map<string, readonly StandingStretch[]>();
  return {
    ...headOf(timeline, knownAt, records, 'clinician'),
    sanctions: resolveSanctions(records),
    standingAtSite(fixmedinsCode, at, { commitmentRequired, certificateChecked }) {
      const key = `${commitmentRequired ? 'c' : '-'}${certificateChecked ? 'v' : '-'}${fixmedinsCode}`;
      let stretches = overTime.get(key);
      if (stretches === undefined) {
        const file = {
          fixmedinsCode,
          registrations: registrations.get(fixmedinsCode) ?? [],
          deregistrations: deregistrations.filter(
            (gone) => gone.fixmedinsCode === null || gone.fixmedinsCode === fixmedinsCode,
          ),
        };
        stretches = standingOverTime(file, { commitmentRequired, certificateChecked });
        overTime.set(key, stretches);
      }
      return stretchAt(stretches, at).standing;
    },
  };
}

/** Stretches adjoin from before all to the open end, so one covers every moment. */
function stretchAt(stretches: readonly StandingStretch[], at: Instant): StandingStretch {
  let found = stretches[0] as StandingStretch;
  for (const stretch of stretches) {
    if (stretch.from > at) break;
    found = stretch;
  }
  return found;
}

export function viewInstitution(timeline: SubjectTimeline, knownAt: Instant): InstitutionView {
  const records = heldAt(timeline.records, knownAt);
  const ofInstitution = new Map<string, StatusRow<InstitutionStatus>[]>();
  const ofDepartments = new Map<string, StatusRow<'suspended'>[]>();
  let about: InstitutionView['about'] = null;
  for (const record of records) {
    if (record.kind === 'institution') about = { type: record.type, area: record.area };
    else if (record.kind === 'institution_status') append(ofInstitution, '', record);
    else if (record.kind === 'department_status') append(ofDepartments, record.departmentCode, record);
  }
  return {
    ...headOf(timeline, knownAt, records, 'institution'),
    statuses: statusesOnFile(ofInstitution.get('') ?? []),
    departmentStatuses: new Map(
      [...ofDepartments].map(([department, rows]) => [department, statusesOnFile(rows)]),
    ),
    principals: records.filter(
      (record): record is PharmacyPrincipalRecord => record.kind === 'pharmacy_principal',
    ),
    about,
  };
}

interface StatusRow<Status> extends Interval {
  readonly status: Status;
  readonly documentNo: string;
}

function append<Row>(groups: Map<string, Row[]>, key: string, row: Row): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
}

/** One status under one document is one entry, however many records its interval comes in. */
function statusesOnFile<Status extends string>(
  rows: readonly StatusRow<Status>[],
): readonly StatusOnFile<Status>[] {
  const groups = new Map<string, StatusRow<Status>[]>();
  for (const row of rows) append(groups, JSON.stringify([row.status, row.documentNo]), row);
  return [...groups.values()]
    .flatMap((group) =>
      joinTouching(group).flatMap((interval) =>
        group.slice(0, 1).map(({ status, documentNo }) => ({
          status,
          documentNo,
          interval,
          evidence: [`document ${documentNo}`, formatInterval(interval)],
        })),
      ),
    )
    .sort((a, b) => compareText(a.documentNo, b.documentNo) || a.interval.from - b.interval.from);
}

function headOf(
  timeline: SubjectTimeline,
  knownAt: Instant,
  records: readonly RegistryRecord[],
  ownKind: 'clinician' | 'institution',
): View {
  return {
    subject: timeline.subject,
    version: timeline.version,
    asked: unchangedAround(timeline, knownAt),
    known: records.some(({ kind }) => kind === ownKind),
    exemptions: records
      .filter((record): record is ExemptionRecord => record.kind === 'exemption')
      .map(({ exemptionNo, code, fixmedinsCode, departmentCode, from, until }) => ({
        exemptionNo,
        code,
        fixmedinsCode,
        departmentCode,
        interval: { from, until },
        evidence: [`exemption ${exemptionNo}`, formatInterval({ from, until })],
      }))
      .sort(
        (a, b) =>
          compareText(a.exemptionNo, b.exemptionNo) ||
          a.interval.from - b.interval.from ||
          compareText(a.evidence.join(), b.evidence.join()),
      ),
  };
}

/** The stretch of moments of asking, around `knownAt`, between which nothing about the subject became known. */
function unchangedAround({ records }: SubjectTimeline, knownAt: Instant): Interval {
  let from = BEFORE_ALL;
  let until = OPEN_END;
  for (const { recorded } of records) {
    for (const boundary of [recorded.from, recorded.until]) {
      if (boundary <= knownAt && boundary > from) from = boundary;
      if (boundary > knownAt && boundary < until) until = boundary;
    }
  }
  return { from, until };
}

/** Whether a view made for one moment of asking serves another. */
export const servesAt = (view: View, knownAt: Instant): boolean => covers(view.asked, knownAt);
