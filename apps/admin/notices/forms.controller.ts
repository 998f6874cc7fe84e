import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { poolOf } from '@gatekeeper/database';
import { foldCode } from '@gatekeeper/vocabulary';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { CaseIdParam } from '../cases/case-id-param';
import { noPack } from '../cases/case-refused';
import {
  appealStatementPdf,
  registrationFormPdf,
  repairApplicationPdf,
  restorationApplicationPdf,
} from '../documents';
import { Guarded } from '../http/documented';
import { CodeField, OneOfField, TextField } from '../http/fields';
import { notOnFile } from '../http/refusals';
import { ADMIN_PARTS } from '../parts';
import { particularsOf } from '../particulars/particulars-store';
import type { AdminParts } from '../parts';
import { AUTHORITIES } from './copy-of-case';
import type { Authority } from './copy-of-case';
import { FormFactsReader } from './form-facts';
import { ApplicationsReader } from './print-application';
import { printCopy } from './print-copy';
import { registrationOfPerson } from './registration-of-person';
import { ServesPdf, servedPdf } from './served-pdf';

export class RegistrationFormQuery {
  @CodeField({ description: 'The site of the registration（登记备案机构）' })
  fixmedins_code!: string;
}

export class CopyQuery {
  @OneOfField(AUTHORITIES, { description: 'The health or the drug authority（卫生健康或药品监督管理部门）' })
  authority!: Authority;

  @TextField({
    max: 100,
    optional: true,
    description: 'Its name; what it is, where it is not said（抄告对象名称）',
    example: '广州市卫生健康委员会',
  })
  addressee?: string;
}

/** The forms of guangdong-2025 in print, each filled in with what is on file; the notice of handling (form 3) is served beside them. */
@ApiTags('notices')
@Controller('v1')
export class FormsController {
  private readonly applications: ApplicationsReader;

  constructor(
    @Inject(ADMIN_PARTS) private readonly parts: AdminParts,
    private readonly facts: FormFactsReader,
  ) {
    this.applications = new ApplicationsReader(parts, facts);
  }

  @Get('clinicians/:code/registration-form.pdf')
  @Operation('printRegistrationForm')
  @ApiParam({ name: 'code', schema: { type: 'string', maxLength: 30, pattern: '^[^\\s]+$' } })
  @Guarded(404, 409)
  @ServesPdf('Form 2（登记备案表）')
  async registration(
    @Param('code') writtenCode: string,
    @Query() { fixmedins_code: writtenSite }: RegistrationFormQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const [code, site] = [foldCode(writtenCode), foldCode(writtenSite)];
    const facts = await this.facts.read(code, site, caller);
    const now = this.parts.clock.now();
    const stated = (await particularsOf(poolOf(this.parts.dataSource), code, now)).get(site);
    const particulars = stated?.particulars ?? null;
    const form = registrationOfPerson({ ...facts, particulars }, site, this.parts.policy.policy, now);
    if (form === 'not_registered')
      throw notOnFile('A registration of the clinician there', '人员在该机构的登记备案');
    if (form === 'unknown') throw noPack(facts.institutionOf(site)?.area ?? '');
    return servedPdf(await registrationFormPdf(form), `registration-${code}`);
  }

  @Get('repair-cases/:case_id/form.pdf')
  @Operation('printRepairApplication')
  @Guarded(404)
  @ServesPdf('Form 4（记分修复申请书）')
  async repair(
    @Param() { case_id: caseId }: CaseIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const form = await this.applications.repair(caseId, caller);
    return servedPdf(await repairApplicationPdf(form), `repair-${caseId}`);
  }

  @Get('appeal-cases/:case_id/form.pdf')
  @Operation('printAppealStatement')
  @Guarded(404)
  @ServesPdf('Form 5（陈述申辩书）')
  async appeal(
    @Param() { case_id: caseId }: CaseIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const form = await this.applications.appeal(caseId, caller);
    return servedPdf(await appealStatementPdf(form), `appeal-${caseId}`);
  }

  @Get('restoration-cases/:case_id/form.pdf')
  @Operation('printRestorationApplication')
  @Guarded(404, 409)
  @ServesPdf('Form 6（恢复申请书）')
  async restoration(
    @Param() { case_id: caseId }: CaseIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const form = await this.applications.restoration(caseId, caller);
    return servedPdf(await restorationApplicationPdf(form), `restoration-${caseId}`);
  }

  @Get('sanction-cases/:case_id/copy.pdf')
  @Operation('copyToAuthority')
  @Guarded(404, 409)
  @ServesPdf('Form 7（抄告书）; that it was made, and for whom, is on the audit log')
  async copy(
    @Param() { case_id: caseId }: CaseIdParam,
    @Query() { authority, addressee }: CopyQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const to = { authority, addressee: addressee ?? null };
    const pdf = await printCopy(this.parts, this.facts, caseId, to, caller);
    return servedPdf(pdf, `copy-${caseId}-${authority}`);
  }
}
