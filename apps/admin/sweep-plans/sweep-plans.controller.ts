import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import type { SettlingSources } from '@gatekeeper/settling';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { REACHES } from '../access/reaches';
import type { Reaches } from '../access/reaches';
import { Guarded } from '../http/documented';
import { PageQuery } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { SETTLING_SOURCES } from '../what-if/settling-sources';
import type { PlanActAnswer, PlanPage, WholePlan } from './plan-answer';
import { ApprovePlanBody, PlanActBody, PlanIdParam, PlansQuery, RefusePlanBody } from './plan-bodies';
import { PlanDesk } from './plan-desk';
import type { ActAsked } from './plan-desk';
import { PlanReads } from './plan-reads';
import { PlanRevert } from './plan-revert';

const Answered = (schema: string, description: string): MethodDecorator =>
  ApiResponse({
    status: 200,
    description,
    content: { 'application/json': { schema: schemaNamed(schema) } },
  });

/** Plans: what late knowledge would move of paid money, until two people have agreed. */
@ApiTags('sweep-plans')
@Controller('v1/sweep-plans')
export class SweepPlansController {
  private readonly reads: PlanReads;
  private readonly desk: PlanDesk;
  private readonly reverts: PlanRevert;

  constructor(
    @Inject(ADMIN_PARTS) parts: AdminParts,
    @Inject(REACHES) reaches: Reaches,
    @Inject(SETTLING_SOURCES) sources: SettlingSources,
  ) {
    this.reads = new PlanReads(parts, reaches);
    this.desk = new PlanDesk(parts, sources, this.reads);
    this.reverts = new PlanRevert(parts, this.reads);
  }

  @Get()
  @Operation('listSweepPlans')
  @Guarded()
  @Answered('SweepPlanPage', 'The latest first（按时间倒序）')
  list(@Query() query: PlansQuery, @CurrentCaller() caller: Caller): Promise<PlanPage> {
    return this.reads.list(query, caller);
  }

  @Get(':plan_id')
  @Operation('readSweepPlan')
  @Guarded(404)
  @Answered('WholeSweepPlan', 'The plan, with a part of its lines（计划及其部分明细）')
  read(
    @Param() { plan_id: planId }: PlanIdParam,
    @Query() query: PageQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<WholePlan> {
    return this.reads.read(planId, query, caller);
  }

  @Post(':plan_id/approve')
  @HttpCode(200)
  @Operation('approveSweepPlan')
  @Guarded(404, 409)
  @Answered('SweepPlanAct', 'Counted; the second lets it run（已计入，两人复核后执行）')
  approve(
    @Param() { plan_id: planId }: PlanIdParam,
    @Body() body: ApprovePlanBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanActAnswer> {
    return this.desk.approve({ ...asked(planId, body, caller), digest: body.digest });
  }

  @Post(':plan_id/refuse')
  @HttpCode(200)
  @Operation('refuseSweepPlan')
  @Guarded(404, 409)
  @Answered('SweepPlanAct', 'Refused（已驳回）')
  refuse(
    @Param() { plan_id: planId }: PlanIdParam,
    @Body() body: RefusePlanBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanActAnswer> {
    return this.desk.refuse({ ...asked(planId, body, caller), reason: body.reason });
  }

  @Post(':plan_id/refresh')
  @HttpCode(200)
  @Operation('refreshSweepPlan')
  @Guarded(404, 409)
  @Answered('SweepPlanAct', 'Its lines are selected anew（已重新选取）')
  refresh(
    @Param() { plan_id: planId }: PlanIdParam,
    @Body() body: PlanActBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanActAnswer> {
    return this.desk.refresh(asked(planId, body, caller));
  }

  @Post(':plan_id/revert')
  @HttpCode(200)
  @Operation('revertSweepPlan')
  @Guarded(404, 409)
  @Answered(
    'SweepPlanAct',
    'Its registry write is taken back; gatekeepers turn the lines（已撤回，随后更正明细）',
  )
  revert(
    @Param() { plan_id: planId }: PlanIdParam,
    @Body() body: PlanActBody,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanActAnswer> {
    return this.reverts.revert(asked(planId, body, caller));
  }
}

const asked = (planId: string, { digest, reason }: PlanActBody, caller: Caller): ActAsked => ({
  planId,
  caller,
  digest: digest ?? null,
  reason: reason ?? null,
});
