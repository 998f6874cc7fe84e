import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { PageQuery } from '../http/page';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import type { ClosingAnswer, WholeClosing } from './closing-answer';
import {
  ApproveClosingBody,
  ClosingIdParam,
  ClosingsQuery,
  ProposeClosingBody,
  RefusalBody,
} from './closing-bodies';
import { ClosingDesk } from './closing-desk';

const Answered = (status: 200 | 201, schema: string, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: schemaNamed(schema) } } });

/** Closings: a run of a period becomes its books when two people have agreed. */
@ApiTags('closings')
@Controller('v1/closings')
export class ClosingsController {
  private readonly desk: ClosingDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.desk = new ClosingDesk(parts);
  }

  @Get()
  @Operation('listClosings')
  @Guarded()
  @Answered(200, 'ClosingPage', 'The latest first（按时间倒序）')
  list(@Query() query: ClosingsQuery, @CurrentCaller() caller: Caller): Promise<Page<ClosingAnswer>> {
    return this.desk.list(query, caller);
  }

  @Get(':closing_id')
  @Operation('readClosing')
  @Guarded(404)
  @Answered(200, 'WholeClosing', 'The closing, with a part of what it changed（结账及其部分变动）')
  read(
    @Param() { closing_id: closingId }: ClosingIdParam,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<WholeClosing> {
    return this.desk.read(closingId, query, caller);
  }

  @Post()
  @HttpCode(201)
  @Operation('proposeClosing')
  @Guarded(404, 409)
  @Answered(201, 'Closing', 'Proposed; another person closes it（已提议，须另一人批准）')
  propose(
    @Body() { run_id: runId, kind, reason }: ProposeClosingBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ClosingAnswer> {
    return this.desk.propose({ runId, kind, reason: reason ?? null, caller });
  }

  @Post(':closing_id/approve')
  @HttpCode(200)
  @Operation('approveClosing')
  @Guarded(404, 409)
  @Answered(200, 'Closing', 'Closed（已结账）')
  approve(
    @Param() { closing_id: closingId }: ClosingIdParam,
    @Body() { digest }: ApproveClosingBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ClosingAnswer> {
    return this.desk.approve(closingId, digest, caller);
  }

  @Post(':closing_id/refuse')
  @HttpCode(200)
  @Operation('refuseClosing')
  @Guarded(404, 409)
  @Answered(200, 'Closing', 'Refused（已驳回）')
  refuse(
    @Param() { closing_id: closingId }: ClosingIdParam,
    @Body() { reason }: RefusalBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ClosingAnswer> {
    return this.desk.refuse(closingId, reason, caller);
  }
}
