import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import type { Response } from 'express';
import { Operation } from '../access/operation';
import { Open } from '../http/documented';
import { PageQuery } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { keepable } from './cacheable';
import type { PublicClinician, PublicPeople } from './public-feed';
import { publicClinician, publicPeople } from './public-feed';

const Names = (name: string): MethodDecorator =>
  ApiParam({ name, schema: { type: 'string', maxLength: 30, pattern: '^[^\\s]+$' } });

const Keepable = (): MethodDecorator =>
  ApiHeader({
    name: 'If-None-Match',
    required: false,
    description: 'The ETag of the answer at hand: the same is answered 304（已有答复的 ETag，未变则答 304）',
    schema: { type: 'string', maxLength: 200 },
  });

const NotModified = (): MethodDecorator =>
  ApiResponse({ status: 304, description: 'What is at hand is still so' });

/** The minimal feed for booking platforms: codes and display statuses. */
@ApiTags('public')
@Controller('v1/public')
export class PublicFeedController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get('clinicians/:code')
  @Operation('readPublicClinician')
  @Names('code')
  @Keepable()
  @NotModified()
  @Open(404)
  @ApiResponse({
    status: 200,
    description: 'The status at each site',
    content: { 'application/json': { schema: schemaNamed('PublicClinician') } },
  })
  async clinician(
    @Param('code') code: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PublicClinician> {
    return keepable(response, await publicClinician(this.parts, code));
  }

  @Get('institutions/:fixmedins_code/clinicians')
  @Operation('listPublicClinicians')
  @Names('fixmedins_code')
  @Keepable()
  @NotModified()
  @Open(404)
  @ApiResponse({
    status: 200,
    description: 'The status of everyone registered there',
    content: { 'application/json': { schema: schemaNamed('PublicPeople') } },
  })
  async people(
    @Param('fixmedins_code') code: string,
    @Query() query: PageQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PublicPeople> {
    return keepable(response, await publicPeople(this.parts, code, query));
  }
}
