/** What a notice of handling prints, put together from its case, the registry and the text that governs. */
import { heldAt } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { poolOf } from '@gatekeeper/database';
import { appealClause, noticeRecipients } from '@gatekeeper/scoring';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { Identities } from '../access/identities';
import { knownNow } from '../cases/as-it-stands';
import type { CaseFile } from '../cases/case-file';
import { noAgency, wrongState } from '../cases/case-refused';
import { findCase } from '../cases/case-store';
import { termsAt } from '../cases/terms';
import type { SanctionData } from '../cases/workflows/sanction-data';
import { sanctionDataOf } from '../cases/workflows/sanction-data';
import { dayIn } from '../cases/workflows/written-days';
import type { HandlingOrdered, NoticeOfHandling } from '../documents';
import { issuingAgencyOf } from '../documents';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { monthsOf } from './notice-period';

const MONTHS_PER_YEAR = 12;

export class NoticeReader {
  constructor(
    private readonly parts: AdminParts,
    /** `null`: no keys are set, so the number is left blank. */
    private readonly identities: Pick<Identities, 'read'> | null,
  ) {}

  /** @throws Refused: no such case, or none of it was issued yet. */
  async read(caseId: string): Promise<NoticeOfHandling> {
    const pool = poolOf(this.parts.dataSource);
    const file = await findCase(pool, caseId);
    const data = file === null ? null : sanctionDataOf(file);
    if (file === null || data === null) throw notOnFile('The case', '案卷');
    const { documentNo, clinicianCode } = file;
    if (documentNo === null || clinicianCode === null || data.issued_on === undefined)
      throw wrongState('print the notice', file.state, ['issued', 'delivered', 'maintained']);
    const agency = await issuingAgencyOf(pool, file.area);
    if (agency === null) throw noAgency(file.area);
    const { parameters } = termsAt(this.parts, file.area, file.openedAt);
    const person = await this.held(pool, clinicianCode);
    const sites = person.flatMap((record) => (record.kind === 'registration' ? [record.fixmedinsCode] : []));
    const recipients = noticeRecipients(file.fixmedinsCode, sites, parameters);
    return {
      noticeNumber: documentNo,
      agencyName: agency.agencyName,
      institutionName: await this.nameOf(pool, file.fixmedinsCode),
      person: {
        name: await this.nameOf(pool, clinicianCode),
        sex: null,
        identity: await this.identityOf(clinicianCode),
        code: clinicianCode,
        phone: null,
      },
      violation: data.violation,
      pointsThisTime: (data.score?.counted ?? []).reduce((sum, { points }) => sum + points, 0),
      pointsThisYear: data.score?.year_total ?? 0,
      handling: handlingOf(file, data),
      appeal: appealClause(parameters),
      issuedOn: dayIn(data.issued_on),
      recipients: await Promise.all(recipients.map((code) => this.nameOf(pool, code))),
    };
  }

  private async identityOf(code: string): Promise<NoticeOfHandling['person']['identity']> {
    const masked = (await this.identities?.read(code)) ?? null;
    return masked === null ? null : { kind: 'clear', number: masked.masked };
  }

  private async held(client: Queryable, subject: string): Promise<readonly RegistryRecord[]> {
    const timeline = (await this.parts.registry.timelines([subject], client)).get(subject);
    if (timeline === undefined) return [];
    return heldAt(timeline.records, knownNow(timeline, this.parts.clock.now()));
  }

  /** The name on file, of a person or an institution; the code where none is. */
  private async nameOf(client: Queryable, subject: string): Promise<string> {
    for (const record of await this.held(client, subject))
      if (record.kind === 'clinician' || record.kind === 'institution') return record.name;
    return subject;
  }
}

function handlingOf(file: CaseFile, { proposed }: SanctionData): HandlingOrdered {
  if (proposed === undefined || proposed.measure === 'inform') return { kind: 'talk' };
  const { from, last_day: last, measure } = proposed;
  if (from === null || last === null)
    throw wrongState('print the notice of a measure without a last day', file.state, ['a measure with days']);
  const [firstDay, lastDay] = [dayIn(from), dayIn(last)];
  const months = monthsOf(firstDay, lastDay);
  return measure === 'suspended'
    ? { kind: 'suspended', months, firstDay, lastDay }
    : { kind: 'terminated', years: Math.ceil(months / MONTHS_PER_YEAR), firstDay, lastDay };
}
