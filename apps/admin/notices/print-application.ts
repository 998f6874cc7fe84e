/** Reads what forms 4 to 6 are filled in with. */
import { APPEAL_DATA } from '@gatekeeper/casework';
import { poolOf } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Refused } from '@gatekeeper/http';
import type { Caller } from '../access/caller';
import type { CaseFile } from '../cases/case-file';
import { eventsOf, findCase, listCases } from '../cases/case-store';
import { caseRead } from '../cases/read-case-data';
import { REPAIR } from '../cases/workflows/repair';
import type { RepairData } from '../cases/workflows/repair-data';
import { RESTORATION } from '../cases/workflows/restoration';
import type { RestorationData } from '../cases/workflows/restoration-data';
import { SANCTION_KIND, sanctionDataOf } from '../cases/workflows/sanction-data';
import type { ReasonedApplication, RestorationApplication } from '../documents';
import { issuingAgencyOf } from '../documents';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { appealStatementOf, repairApplicationOf, restorationApplicationOf } from './application-of-case';
import type { Applied } from './application-of-case';
import type { FormFactsReader } from './form-facts';

/** No person has so many cases of one kind. */
const MOST_CASES = 10_000;

/** Each @throws Refused 404 for no such case of its kind, and an outage of the database. */
export class ApplicationsReader {
  constructor(
    private readonly parts: Pick<AdminParts, 'dataSource'>,
    private readonly facts: FormFactsReader,
  ) {}

  /** Form 4. */
  async repair(caseId: string, caller: Caller): Promise<ReasonedApplication> {
    return repairApplicationOf(await this.applied<RepairData>(REPAIR.kind, caseId, caller));
  }

  /** Form 5. */
  async appeal(caseId: string, caller: Caller): Promise<ReasonedApplication> {
    const applied = await this.applied<object>(APPEAL_DATA.kind, caseId, caller);
    return appealStatementOf({ ...applied, file: caseRead(APPEAL_DATA, applied.file) });
  }

  /** Form 6. @throws Refused 409 where no measure of its document is on file any more. */
  async restoration(caseId: string, caller: Caller): Promise<RestorationApplication> {
    const applied = await this.applied<RestorationData>(RESTORATION.kind, caseId, caller);
    const form = restorationApplicationOf(applied, await this.violationOf(applied.file));
    if (form === null) throw noMeasure();
    return form;
  }

  /** Takes the types off where they meet storage: a case's data was written by its own workflow. */
  private async applied<Data extends object>(
    kind: string,
    caseId: string,
    caller: Caller,
  ): Promise<Applied<Data>> {
    const pool = poolOf(this.parts.dataSource);
    const file = await findCase(pool, caseId);
    if (file === null || file.kind !== kind) throw notOnFile('The case', '案卷');
    if (file.clinicianCode === null) throw new Defect(`a case of ${kind} names no person`);
    return {
      file: file as CaseFile<Data>,
      steps: await eventsOf(pool, caseId),
      facts: await this.facts.read(file.clinicianCode, file.fixmedinsCode, caller),
      agencyName: (await issuingAgencyOf(pool, file.area))?.agencyName ?? '',
    };
  }

  /** What the case that issued a document calls the violation; `null`: none of ours did. */
  private async violationOf({ clinicianCode, data }: CaseFile<RestorationData>): Promise<string | null> {
    const filter = { kind: SANCTION_KIND, clinicianCode, fixmedinsCode: null, state: null, within: null };
    const cases = await listCases(poolOf(this.parts.dataSource), filter, MOST_CASES, null);
    const ordered = cases.find(({ documentNo }) => documentNo === data.document_no);
    return ordered === undefined ? null : (sanctionDataOf(ordered)?.violation ?? null);
  }
}

const noMeasure = (): Refused =>
  conflict(
    'no-such-sanction',
    'No measure of that document is on file（登记库中无此文书的处理）',
    'Look at the document number of the application（请核对申请书所列文书号）',
  );
