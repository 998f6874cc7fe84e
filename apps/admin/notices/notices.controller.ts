import { Body, Controller, Get, Header, Inject, Param, Put } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { Refused, schemaNamed, unacceptable } from '@gatekeeper/http';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { appendAudit } from '../audit/audit-log';
import { CaseIdParam } from '../cases/case-id-param';
import { issuingAgencies, nameIssuingAgency, noticePdf } from '../documents';
import type { IssuingAgency } from '../documents';
import { Guarded } from '../http/documented';
import { TextField } from '../http/fields';
import { conflict } from '../http/refusals';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { FormFactsReader } from './form-facts';
import { noticeAnswer } from './notice-answer';
import { readNotice } from './print-notice';
import { ServesPdf, servedPdf } from './served-pdf';

export class AgencyBody {
  @TextField({ max: 100, description: 'Whose seal the notices bear（经办机构名称）' })
  agency_name!: string;

  @TextField({
    max: 40,
    description: 'What stands before the year of its numbers（文号代字）',
    example: '琼医保支付',
  })
  prefix!: string;
}

const agencyAnswer = ({ area, agencyName, prefix }: IssuingAgency) => ({
  area,
  agency_name: agencyName,
  prefix,
});

/** Notices in print, and who issues them. */
@ApiTags('notices')
@Controller('v1')
export class NoticesController {
  constructor(
    @Inject(ADMIN_PARTS) private readonly parts: AdminParts,
    private readonly facts: FormFactsReader,
  ) {}

  @Get('sanction-cases/:case_id/notice.pdf')
  @Operation('printNotice')
  @Guarded(404, 409)
  @ServesPdf('The notice of handling（处理通知书）')
  async print(
    @Param() { case_id: caseId }: CaseIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<StreamableFile> {
    const notice = await readNotice(this.parts, this.facts, caseId, caller);
    return servedPdf(await noticePdf(notice), `notice-${caseId}`);
  }

  @Get('sanction-cases/:case_id/notice')
  @Header('Cache-Control', 'no-store')
  @Operation('readNotice')
  @Guarded(404, 409)
  @ApiResponse({
    status: 200,
    description: 'What the notice orders, and to whom its copies go（处理通知书及其分送对象）',
    content: { 'application/json': { schema: schemaNamed('NoticeOfHandling') } },
  })
  async read(@Param() { case_id: caseId }: CaseIdParam, @CurrentCaller() caller: Caller): Promise<object> {
    return noticeAnswer(await readNotice(this.parts, this.facts, caseId, caller));
  }

  @Get('issuing-agencies')
  @Operation('listIssuingAgencies')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'By area',
    content: { 'application/json': { schema: schemaNamed('IssuingAgencies') } },
  })
  async list(): Promise<object> {
    return { items: (await issuingAgencies(poolOf(this.parts.dataSource))).map(agencyAnswer) };
  }

  @Put('issuing-agencies/:area')
  @Operation('nameIssuingAgency')
  @ApiParam({ name: 'area', schema: { type: 'string', maxLength: 6, pattern: '^[0-9]{2,6}$' } })
  @Guarded(409)
  @ApiResponse({
    status: 200,
    description: 'The agency as it is named now',
    content: { 'application/json': { schema: schemaNamed('IssuingAgency') } },
  })
  async name(
    @CurrentCaller() caller: Caller,
    @Param('area') area: string,
    @Body() { agency_name: agencyName, prefix }: AgencyBody,
  ): Promise<object> {
    if (!/^[0-9]{2,6}$/.test(area)) throw notAnArea();
    const agency = { area, agencyName, prefix };
    await inTransaction(this.parts.dataSource, async (client) => {
      if ((await nameIssuingAgency(client, agency)) === 'prefix_taken') throw prefixTaken();
      await appendAudit(client, {
        at: this.parts.clock.now(),
        actor: caller.userId,
        action: 'issuing_agency.named',
        subject: area,
        details: { agency_name: agencyName, prefix },
      });
    });
    return agencyAnswer(agency);
  }
}

const notAnArea = (): Refused =>
  new Refused(
    unacceptable([{ path: 'area', code: 'FIELD_INVALID', expected: '2 to 6 digits', got: 'another text' }]),
  );

const prefixTaken = (): Refused =>
  conflict(
    'prefix-taken',
    'The prefix is another area’s（文号代字已属于其他地区）',
    'A prefix belongs to one area for good: choose another（文号代字一经使用不得转用）',
  );
