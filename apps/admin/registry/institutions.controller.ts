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
import { ColleaguePage, DepartmentsAnswer, InstitutionAnswer, InstitutionPage } from './answers';
import { MomentsQuery } from './asked-moments';
import { RegistryDesk } from './registry-desk';
import { ColleaguesQuery, InstitutionsQuery } from './registry-queries';
import { InstitutionParam } from './subject-params';

const ONE = 'institutions/:fixmedins_code';

/** Institutions, as they were at one moment and known at another. */
@ApiTags('registry')
@Controller('v1')
export class InstitutionsController {
  private readonly desk: RegistryDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.desk = new RegistryDesk(parts);
  }

  @Get('institutions')
  @Operation('listInstitutions')
  @ApiResponse({ status: 200, type: InstitutionPage, description: 'By area, then by code' })
  @Guarded()
  async list(@CurrentCaller() caller: Caller, @Query() query: InstitutionsQuery): Promise<InstitutionPage> {
    const { after = null, limit, text, area } = query;
    return this.desk.institutions(caller, {
      ...(await this.desk.moments(query)),
      ...{ after, limit },
      ...(text === undefined ? {} : { text }),
      ...(area === undefined ? {} : { area }),
    });
  }

  @Get(ONE)
  @Operation('readInstitution')
  @ApiResponse({ status: 200, type: InstitutionAnswer, description: 'The institution' })
  @Guarded(404)
  async read(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Query() query: MomentsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<InstitutionAnswer> {
    const answer = await this.desk.institution(code, await this.desk.moments(query));
    setVersion(response, answer.version);
    return answer;
  }

  @Get(`${ONE}/clinicians`)
  @Operation('listCliniciansOfInstitution')
  @ApiResponse({ status: 200, type: ColleaguePage, description: 'Who is registered there, by code' })
  @Guarded()
  async clinicians(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Query() query: ColleaguesQuery,
  ): Promise<ColleaguePage> {
    const { after = null, limit, whenever } = query;
    const asked = { ...(await this.desk.moments(query)), after, limit };
    return this.desk.cliniciansOf(code, asked, whenever === 'true');
  }

  @Get(`${ONE}/departments`)
  @Operation('listDepartmentsOfInstitution')
  @ApiResponse({ status: 200, type: DepartmentsAnswer, description: 'Departments with their statuses' })
  @Guarded(404)
  async departments(
    @Param() { fixmedins_code: code }: InstitutionParam,
    @Query() query: MomentsQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DepartmentsAnswer> {
    const answer = await this.desk.departments(code, await this.desk.moments(query));
    setVersion(response, answer.version);
    return answer;
  }
}
