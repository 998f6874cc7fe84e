import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { exceeds, MS_PER_DAY } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { inSnapshot, inTransaction, poolOf } from '@gatekeeper/database';
import {
  lastProposal,
  leaveObserving,
  lockMode,
  modeInForce,
  observedFigures,
  proposeLeaving,
} from '@gatekeeper/decision-store';
import type { LeavingProposed } from '@gatekeeper/decision-store';
import { schemaNamed } from '@gatekeeper/http';
import type { Refused } from '@gatekeeper/http';
import { Matches } from 'class-validator';
import { outOfScope } from '../access/access-refusals';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { appendAudit } from '../audit/audit-log';
import { samePerson } from '../cases/case-refused';
import { Guarded } from '../http/documented';
import { WholeField } from '../http/fields';
import { conflict } from '../http/refusals';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { figuresAnswer, observingAnswer } from './observing-answer';
import type { ObservingAnswer } from './observing-answer';

/** Figures older than this are no longer what would turn. Our own reading. */
const PROPOSAL_STANDS_MS = MS_PER_DAY;
const DIGEST = /^[0-9a-f]{64}$/;
const OBSERVING = 'The mode, and what the latest proposal would turn（运行方式及最近一次提议的影响）';

class ConfirmBody {
  @WholeField({ min: 1, max: 2_147_483_647, description: 'The proposal that is confirmed（所确认的提议）' })
  proposal!: number;

  @ApiProperty({
    type: 'string',
    maxLength: 64,
    pattern: DIGEST.source,
    description: 'Of the figures seen（所见数字的摘要）',
  })
  @Matches(DIGEST, { message: 'the digest of a proposal' })
  digest!: string;
}

/** Leaving observing (CONTRACT 8, Observing): one operator proposes on figures, another confirms that these were seen. */
@ApiTags('observing')
@Controller('v1/observing')
export class ObservingController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('readObserving')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: OBSERVING,
    content: { 'application/json': { schema: schemaNamed('Observing') } },
  })
  read(): Promise<ObservingAnswer> {
    return answerOf(poolOf(this.parts.dataSource));
  }

  /** The figures are read partition by partition before the proposal is written: no recording waits for them. */
  @Post('proposals')
  @HttpCode(201)
  @Operation('proposeLeavingObserving')
  @Guarded(409)
  @ApiResponse({
    status: 201,
    description: OBSERVING,
    content: { 'application/json': { schema: schemaNamed('Observing') } },
  })
  async propose(@CurrentCaller() caller: Caller): Promise<ObservingAnswer> {
    const { dataSource, background, clock } = this.parts;
    demandWholeProvince(caller);
    await demandObserving(poolOf(dataSource));
    const figures = await inSnapshot(background, observedFigures);
    return inTransaction(dataSource, async (client) => {
      const { proposalId, digest } = await proposeLeaving(client, caller.userId, figures);
      await appendAudit(client, {
        at: clock.now(),
        actor: caller.userId,
        action: 'proposeLeavingObserving',
        subject: `proposal ${proposalId}`,
        details: { digest },
      });
      return answerOf(client);
    });
  }

  /** From the answer on every gatekeeper that observes ends; those started without OBSERVE tell what stood. */
  @Post('proposals/confirm')
  @HttpCode(200)
  @Operation('confirmLeavingObserving')
  @Guarded(409)
  @ApiResponse({
    status: 200,
    description: OBSERVING,
    content: { 'application/json': { schema: schemaNamed('Observing') } },
  })
  async confirm(@Body() body: ConfirmBody, @CurrentCaller() caller: Caller): Promise<ObservingAnswer> {
    const { dataSource, background, clock } = this.parts;
    demandWholeProvince(caller);
    await this.confirmable(poolOf(dataSource), body, caller);
    const figures = await inSnapshot(background, observedFigures);
    return inTransaction(dataSource, async (client) => {
      await lockMode(client);
      const proposed = await this.confirmable(client, body, caller);
      await leaveObserving(client, proposed, caller.userId, figures);
      const { reject, claw_back, held } = figuresAnswer(figures);
      await appendAudit(client, {
        at: clock.now(),
        actor: caller.userId,
        action: 'confirmLeavingObserving',
        subject: `proposal ${proposed.proposalId}`,
        details: { digest: proposed.digest, proposed_by: proposed.proposedBy, reject, claw_back, held },
      });
      return answerOf(client);
    });
  }

  /** @throws Refused where the proposal is not the one that can be confirmed, or not by this person. */
  private async confirmable(
    client: Queryable,
    { proposal, digest }: ConfirmBody,
    { userId }: Caller,
  ): Promise<LeavingProposed> {
    await demandObserving(client);
    const proposed = await lastProposal(client);
    if (proposed === null || proposed.proposalId !== String(proposal) || proposed.digest !== digest)
      throw conflict(
        'another-proposal',
        'This is not the latest proposal（不是最近一次提议）',
        'Read GET /v1/observing and confirm what it shows（请重新查看后确认）',
      );
    if (proposed.proposedBy === userId) throw samePerson();
    const age = this.parts.clock.now() - proposed.proposedAt;
    if (exceeds(age, PROPOSAL_STANDS_MS))
      throw conflict(
        'proposal-too-old',
        'The figures are more than a day old（数字已超过一天）',
        'Propose again, so that what is confirmed is what turns（请重新提出）',
      );
    return proposed;
  }
}

const answerOf = async (client: Queryable): Promise<ObservingAnswer> =>
  observingAnswer(await modeInForce(client), await lastProposal(client));

/** It turns lines of every area. */
function demandWholeProvince({ areas }: Caller): void {
  if (!areas.includes('')) throw outOfScope();
}

async function demandObserving(client: Queryable): Promise<void> {
  if ((await modeInForce(client))?.mode !== 'observing') throw notObserving();
}

const notObserving = (): Refused =>
  conflict(
    'not-observing',
    'The installation does not observe（未处于观察运行）',
    'Only an installation that began with OBSERVE=true can leave it（仅以 OBSERVE=true 启动的系统可以结束观察）',
  );
