import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import type { ExceptionAnswer } from './closing-answer';
import {
  ExceptionActBody,
  ExceptionIdParam,
  ExceptionsQuery,
  ProposeExceptionBody,
  RefusalBody,
} from './closing-bodies';
import { ExceptionDesk } from './exception-desk';

const Answered = (status: 200 | 201, schema: string, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: schemaNamed(schema) } } });

/** Exceptions to soft closings: reasoned, dated, of two people. */
@ApiTags('closings')
@Controller('v1/closing-exceptions')
export class ClosingExceptionsController {
  private readonly desk: ExceptionDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.desk = new ExceptionDesk(parts);
  }

  @Get()
  @Operation('listClosingExceptions')
  @Guarded()
  @Answered(200, 'ClosingExceptionPage', 'The latest first（按时间倒序）')
  list(@Query() query: ExceptionsQuery, @CurrentCaller() caller: Caller): Promise<Page<ExceptionAnswer>> {
    return this.desk.list(query, caller);
  }

  @Get(':exception_id')
  @Operation('readClosingException')
  @Guarded(404)
  @Answered(
    200,
    'ClosingException',
    'The exception, and the closings that it let through（例外事项及其结账）',
  )
  read(
    @Param() { exception_id: exceptionId }: ExceptionIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<ExceptionAnswer> {
    return this.desk.read(exceptionId, caller);
  }

  @Post()
  @HttpCode(201)
  @Operation('proposeClosingException')
  @Guarded(409)
  @Answered(201, 'ClosingException', 'Proposed; another person lets it stand（已提出，须另一人批准）')
  propose(@Body() body: ProposeExceptionBody, @CurrentCaller() caller: Caller): Promise<ExceptionAnswer> {
    return this.desk.propose(body, caller);
  }

  @Post(':exception_id/approve')
  @HttpCode(200)
  @Operation('approveClosingException')
  @Guarded(404, 409)
  @Answered(200, 'ClosingException', 'It stands（已生效）')
  approve(
    @Param() { exception_id: exceptionId }: ExceptionIdParam,
    @Body() { reason }: ExceptionActBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ExceptionAnswer> {
    return this.desk.act('approve', exceptionId, reason ?? null, caller);
  }

  @Post(':exception_id/refuse')
  @HttpCode(200)
  @Operation('refuseClosingException')
  @Guarded(404, 409)
  @Answered(200, 'ClosingException', 'Refused（已驳回）')
  refuse(
    @Param() { exception_id: exceptionId }: ExceptionIdParam,
    @Body() { reason }: RefusalBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ExceptionAnswer> {
    return this.desk.act('refuse', exceptionId, reason, caller);
  }

  @Post(':exception_id/take-back')
  @HttpCode(200)
  @Operation('takeBackClosingException')
  @Guarded(404, 409)
  @Answered(200, 'ClosingException', 'It stands no longer（已撤回）')
  takeBack(
    @Param() { exception_id: exceptionId }: ExceptionIdParam,
    @Body() { reason }: RefusalBody,
    @CurrentCaller() caller: Caller,
  ): Promise<ExceptionAnswer> {
    return this.desk.act('take_back', exceptionId, reason, caller);
  }
}
