import { heldAt, startOfDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { Refused } from '@gatekeeper/http';
import type { Identities } from '../access/identities';
import type { CaseFile } from '../cases/case-file';
import { findCase } from '../cases/case-store';
import { termsAt } from '../cases/terms';
import { SANCTION_KIND, sanctionDataOf } from '../cases/workflows/sanction-data';
import { dayIn } from '../cases/workflows/written-days';
import type { NoticeOfHandling } from '../documents';
import { issuingAgencyOf } from '../documents';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { knownNow } from '../standing/known-now';
import { readPersons, timelineOf } from '../standing/subjects-read';
import type { Timelines } from '../standing/subjects-read';
import { noticeOfCase } from './notice-of-case';

/** The notice of a sanction case. @throws Refused 404 for no such case, 409 while none was issued. */
export async function readNotice(
  parts: Pick<AdminParts, 'dataSource' | 'registry' | 'clock' | 'policy' | 'workingCalendar'>,
  identities: Pick<Identities, 'read'> | null,
  caseId: string,
): Promise<NoticeOfHandling> {
  const pool = poolOf(parts.dataSource);
  const file = await findCase(pool, caseId);
  const data = file === null ? null : sanctionDataOf(file);
  if (file === null || file.kind !== SANCTION_KIND || data === null) throw notOnFile('The case', '案卷');
  if (file.clinicianCode === null || data.issued_on === undefined) throw notIssued();
  const { persons, institutions } = await readPersons(parts.registry, [file.clinicianCode]);
  const knownAt = knownNow(parts.clock.now(), [...persons.values(), ...institutions.values()]);
  const agency = await issuingAgencyOf(pool, file.area);
  const masked = (await identities?.read(file.clinicianCode)) ?? null;
  const sanctionCase: CaseFile<typeof data> = { ...file, data };
  const notice = noticeOfCase(sanctionCase, {
    agencyName: agency?.agencyName ?? '',
    person: heldAt(timelineOf(persons, file.clinicianCode).records, knownAt),
    identity: masked === null ? null : { kind: 'masked', number: masked.masked },
    institutionNames: namesOf(institutions, knownAt),
    parameters: termsAt(parts, file.area, startOfDay(dayIn(data.issued_on))).parameters,
  });
  if (notice === 'not_issued') throw notIssued();
  return notice;
}

const namesOf = (institutions: Timelines, knownAt: Instant): ReadonlyMap<string, string> =>
  new Map(
    [...institutions.values()].flatMap(({ records }) =>
      heldAt(records, knownAt).flatMap((record) =>
        record.kind === 'institution' ? [[record.fixmedinsCode, record.name] as const] : [],
      ),
    ),
  );

const notIssued = (): Refused =>
  conflict(
    'notice-not-issued',
    'No notice was issued yet（尚未印发处理通知书）',
    'The notice is printed once the case has issued it（案卷完成印发步骤后方可打印）',
  );
