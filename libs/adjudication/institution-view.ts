import type { Instant, Interval } from '@gatekeeper/calendar';
import { formatInterval, heldAt } from '@gatekeeper/calendar';
import type { InstitutionStanding, StatusOnFile } from '@gatekeeper/policy';
import type {
  InstitutionRecord,
  InstitutionStatus,
  PharmacyPrincipalRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';
import { append, compareText } from '@gatekeeper/vocabulary';
import { joinTouching, latestRecorded } from './sanctions';
import { SubjectView } from './subject-view';

/** An institution as the registry held it. */
export class InstitutionView extends SubjectView {
  readonly statuses: readonly StatusOnFile<InstitutionStatus>[];
  readonly departmentStatuses: ReadonlyMap<string, readonly StatusOnFile<'suspended'>[]>;
  readonly principals: readonly PharmacyPrincipalRecord[];
  /** `hospital` or `pharmacy`, and the area; `null` where the institution is not on file. */
  readonly about: { readonly type: 'hospital' | 'pharmacy'; readonly area: string } | null;
  /** What a line sees of it when no status is in force: shared by all of them. */
  readonly withoutStatus: InstitutionStanding;

  constructor(timeline: SubjectTimeline, knownAt: Instant) {
    const records = heldAt(timeline.records, knownAt);
    super(timeline, knownAt, records, 'institution');
    const ofInstitution: StatusRow<InstitutionStatus>[] = [];
    const ofDepartments = new Map<string, StatusRow<'suspended'>[]>();
    const described = latestRecorded(
      records.filter((record): record is InstitutionRecord => record.kind === 'institution'),
    );
    for (const record of records) {
      if (record.kind === 'institution_status') ofInstitution.push(record);
      else if (record.kind === 'department_status') append(ofDepartments, record.departmentCode, record);
    }
    this.statuses = statusesOnFile(ofInstitution);
    this.departmentStatuses = new Map(
      [...ofDepartments].map(([department, rows]) => [department, statusesOnFile(rows)]),
    );
    this.principals = records.filter(
      (record): record is PharmacyPrincipalRecord => record.kind === 'pharmacy_principal',
    );
    this.about = described === null ? null : { type: described.type, area: described.area };
    this.withoutStatus = {
      code: this.subject,
      known: this.known,
      regionalMedicalCenter: described !== null && described.regionalMedicalCenter,
      statuses: [],
      departmentStatuses: [],
      exemptions: this.exemptions,
    };
  }
}

interface StatusRow<Status> extends Interval {
  readonly status: Status;
  readonly documentNo: string;
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
