import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { setVersion } from '../http/conditional';
import { Guarded } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { ClinicianAnswer, ClinicianPage, HistoryAnswer } from './answers';
import { MomentsQuery, PagedMomentsQuery, SearchQuery } from './asked-moments';
import { RegistryDesk } from './registry-desk';
import { ClinicianParam } from './subject-params';

/** Clinicians of every category, as they were at one moment and known at another. */
@ApiTags('registry')
@Controller('v1')
export class CliniciansController {
  private readonly desk: RegistryDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.desk = new RegistryDesk(parts);
  }

  @Get('clinicians')
  @Operation('listClinicians')
  @ApiResponse({ status: 200, type: ClinicianPage, description: 'By code' })
  @Guarded()
  async list(@CurrentCaller() caller: Caller, @Query() query: SearchQuery): Promise<ClinicianPage> {
    const { after = null, limit, text } = query;
    return this.desk.clinicians(caller, {
      ...(await this.desk.moments(query)),
      ...{ after, limit },
      ...(text === undefined ? {} : { text }),
    });
  }

  @Get('clinicians/:code')
  @Operation('readClinician')
  @ApiResponse({ status: 200, type: ClinicianAnswer, description: 'The clinician' })
  @Guarded(404)
  async read(
    @Param() { code }: ClinicianParam,
    @Query() query: MomentsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ClinicianAnswer> {
    const answer = await this.desk.clinician(code, await this.desk.moments(query));
    setVersion(response, answer.version);
    return answer;
  }

  @Get('clinicians/:code/history')
  @Operation('readClinicianHistory')
  @ApiResponse({ status: 200, type: HistoryAnswer, description: 'In the order of writing' })
  @Guarded(404)
  async history(
    @Param() { code }: ClinicianParam,
    @Query() query: PagedMomentsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HistoryAnswer> {
    const { after = null, limit } = query;
    const effective = query.effective_at === undefined ? 'whenever' : 'asked';
    const moments = await this.desk.moments(query);
    const answer = await this.desk.history(code, moments, { after, limit }, effective);
    setVersion(response, answer.version);
    return answer;
  }
}
