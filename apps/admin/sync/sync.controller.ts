import { Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { inTransaction } from '@gatekeeper/database';
import { schemaNamed } from '@gatekeeper/http';
import { Defect } from '@gatekeeper/runtime';
import { lastRebuild, requestRebuild, syncReport } from '@gatekeeper/sync';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { appendAudit } from '../audit/audit-log';
import { Guarded } from '../http/documented';
import { conflict } from '../http/refusals';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { sinksServed } from './run-sync';
import { rebuildAnswer, syncAnswer } from './sync-answer';
import type { RebuildAnswer, SyncAnswer } from './sync-answer';

/** Whether the registry, Redis and the topics agree, and what to do when they do not. */
@ApiTags('sync')
@Controller('v1/sync')
export class SyncController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('readSync')
  @Guarded()
  @ApiResponse({
    status: 200,
    description:
      'Lag by sink, drift by kind, the last scan and sample, the last rebuild（延迟、差异、最近比对与重建）',
    content: { 'application/json': { schema: schemaNamed('Sync') } },
  })
  async read(): Promise<SyncAnswer> {
    return syncAnswer(await syncReport(this.parts.dataSource), sinksServed(this.parts));
  }

  /** While a rebuild is unfinished no other begins: the answer is the one under way. */
  @Post('rebuild')
  @HttpCode(202)
  @Operation('rebuildRedis')
  @Guarded(409)
  @ApiResponse({
    status: 202,
    description:
      'The rebuild that was asked for, or is under way; GET /v1/sync tells how far it is（重建已受理或正在进行）',
    content: { 'application/json': { schema: schemaNamed('Rebuild') } },
  })
  async rebuild(@CurrentCaller() { userId }: Caller): Promise<RebuildAnswer> {
    const { dataSource, redis, clock } = this.parts;
    if (redis === null) {
      throw conflict(
        'no-redis',
        'There is no Redis to rebuild（未配置 Redis）',
        'Set REDIS_URL and start the app again（请配置 REDIS_URL 后重启）',
      );
    }
    return inTransaction(dataSource, async (client) => {
      const { rebuildId, isNew } = await requestRebuild(client, userId);
      await appendAudit(client, {
        at: clock.now(),
        actor: userId,
        action: 'rebuildRedis',
        subject: `rebuild ${rebuildId}`,
        details: { was_under_way: !isNew },
      });
      const rebuild = await lastRebuild(client);
      if (rebuild === null) throw new Defect('a rebuild that was just asked for is not on file');
      return rebuildAnswer(rebuild);
    });
  }
}
