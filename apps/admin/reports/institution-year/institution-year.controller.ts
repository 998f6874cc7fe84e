import { Controller, Get, Header, Inject, Param, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { Operation } from '../../access/operation';
import { Guarded } from '../../http/documented';
import { ADMIN_PARTS } from '../../parts';
import type { AdminParts } from '../../parts';
import { assessmentYearAnswer } from './assessment-year';
import { titleReviewAnswer } from './title-review';
import { InstitutionYearParam, KnownQuery, institutionYear } from './year-asked';

/** What a year's measures mean for an institution and its staff. */
@ApiTags('reports')
@Controller('v1/institutions/:fixmedins_code')
export class InstitutionYearController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get('assessment-years/:year')
  @Header('Cache-Control', 'no-store')
  @Operation('readAssessmentYear')
  @Guarded(404, 409)
  @ApiResponse({
    status: 200,
    description: 'The share suspended, findings reported late, and whether they bar a rating as excellent',
    content: { 'application/json': { schema: schemaNamed('AssessmentYear') } },
  })
  async assessment(@Param() param: InstitutionYearParam, @Query() query: KnownQuery): Promise<object> {
    return assessmentYearAnswer(this.parts, await institutionYear(this.parts, param, query));
  }

  @Get('title-review/:year')
  @Header('Cache-Control', 'no-store')
  @Operation('listBarredFromTitleReview')
  @Guarded(404, 409)
  @ApiResponse({
    status: 200,
    description: 'Who of the staff may not be reviewed for a title',
    content: { 'application/json': { schema: schemaNamed('TitleReviewOfInstitution') } },
  })
  async titleReview(@Param() param: InstitutionYearParam, @Query() query: KnownQuery): Promise<object> {
    return titleReviewAnswer(this.parts, await institutionYear(this.parts, param, query));
  }
}
