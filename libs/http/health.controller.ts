import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Health } from '@gatekeeper/runtime';
import { WATCHED } from './watched';
import type { Watched } from './watched';
import { Answers, RefusesAs } from './documented';
import { NotReady } from './not-ready';
import { notReady } from './problem-details';

const NOT_READY_EXAMPLE = notReady({ postgresql: 'connect ECONNREFUSED 127.0.0.1:5432', stream: 'ok' });

/** Whether the process works, and whether it should be given work. */
@ApiTags('operating')
@Controller('health')
export class HealthController {
  constructor(@Inject(WATCHED) private readonly watched: Watched) {}

  @Get('live')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ operationId: 'live', summary: 'The process works（进程存活）' })
  @Answers('Live', 'It does', { status: 'live' })
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    operationId: 'ready',
    summary: 'Its servers answer and its work makes progress（可以接收工作）',
  })
  @Answers('Ready', 'Its work makes progress; `degraded` names what it goes on without', {
    status: 'ready',
    degraded: { redis: 'connect ECONNREFUSED 127.0.0.1:6379' },
    parts: { postgresql: 'ok', redis: 'connect ECONNREFUSED 127.0.0.1:6379', stream: 'ok' },
  })
  @RefusesAs(NOT_READY_EXAMPLE)
  async ready(): Promise<{ readonly status: 'ready' } & Omit<Health, 'ready'>> {
    const { ready, degraded, parts } = await this.watched.health.read();
    if (!ready) throw new NotReady(parts);
    return { status: 'ready', degraded, parts };
  }
}
