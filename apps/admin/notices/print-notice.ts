import { PersonView } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import type { Refused } from '@gatekeeper/http';
import type { Parameters } from '@gatekeeper/policy';
import type { Caller } from '../access/caller';
import type { CaseFile } from '../cases/case-file';
import { findCase } from '../cases/case-store';
import { termsAt } from '../cases/terms';
import type { SanctionData } from '../cases/workflows/sanction-data';
import { SANCTION_KIND, sanctionDataOf } from '../cases/workflows/sanction-data';
import { dayIn } from '../cases/workflows/written-days';
import type { NoticeOfHandling } from '../documents';
import { issuingAgencyOf } from '../documents';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { statusAtSite } from '../standing/site-status';
import { institutionName } from './form-facts';
import type { FormFacts, FormFactsReader } from './form-facts';
import { noticeOfCase } from './notice-of-case';

type Parts = Pick<AdminParts, 'dataSource' | 'policy' | 'workingCalendar'>;

/** A sanction case whose notice was issued, and whom it is about. */
export interface IssuedCase {
  readonly file: CaseFile<SanctionData>;
  readonly clinicianCode: string;
  readonly issuedAt: Instant;
}

/** @throws Refused 404 for no such case, 409 while no notice was issued. */
export async function readIssuedCase(
  { dataSource }: Pick<Parts, 'dataSource'>,
  caseId: string,
): Promise<IssuedCase> {
  const file = await findCase(poolOf(dataSource), caseId);
  const data = file === null ? null : sanctionDataOf(file);
  if (file === null || file.kind !== SANCTION_KIND || data === null) throw notOnFile('The case', '案卷');
  const { clinicianCode } = file;
  if (clinicianCode === null || data.issued_on === undefined) throw notIssued();
  return { file: { ...file, data }, clinicianCode, issuedAt: startOfDay(dayIn(data.issued_on)) };
}

/** The notice of a sanction case. @throws Refused 404 for no such case, 409 while none was issued. */
export async function readNotice(
  parts: Parts,
  reader: FormFactsReader,
  caseId: string,
  caller: Caller,
): Promise<NoticeOfHandling> {
  const { file, clinicianCode, issuedAt } = await readIssuedCase(parts, caseId);
  const facts = await reader.read(clinicianCode, file.fixmedinsCode, caller);
  const agency = await issuingAgencyOf(poolOf(parts.dataSource), file.area);
  const { parameters } = termsAt(parts, file.area, issuedAt);
  const notice = noticeOfCase(file, {
    agencyName: agency?.agencyName ?? '',
    person: facts.person,
    sites: sitesAt(facts, parameters, issuedAt),
    nameOf: (fixmedinsCode) => institutionName(facts, fixmedinsCode),
    parameters,
  });
  if (notice === 'not_issued') throw notIssued();
  return notice;
}

/** Where a person is registered at a moment: not where the registration is over, or was undone. */
function sitesAt(
  { timeline, records, knownAt }: FormFacts,
  parameters: Parameters,
  at: Instant,
): readonly string[] {
  const person = new PersonView(timeline, knownAt);
  const sites = records.flatMap((record) => (record.kind === 'registration' ? [record.fixmedinsCode] : []));
  return [...new Set(sites)].filter((site) => {
    const { kind } = statusAtSite(person, site, parameters, at);
    return kind !== 'not_registered' && kind !== 'deregistered';
  });
}

/** There is nothing yet to print. */
export const notIssued = (): Refused =>
  conflict(
    'notice-not-issued',
    'No notice was issued yet（尚未印发处理通知书）',
    'The notice is printed once the case has issued it（案卷完成印发步骤后方可打印）',
  );
