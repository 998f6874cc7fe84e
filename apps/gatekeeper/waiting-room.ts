import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { WAITING_CONTROLLERS, reportProblems } from './http';
import type { Watched } from './parts';
import { PARTS } from './parts';
import type { GatekeeperSettings } from './settings';

@Module({})
class WaitingRoomModule {
  static of(watched: Watched): DynamicModule {
    return {
      module: WaitingRoomModule,
      controllers: [...WAITING_CONTROLLERS],
      providers: [{ provide: PARTS, useValue: watched }],
    };
  }
}

/**
 * Answers for the process while it waits for its servers: alive, not ready, and why. A process that said nothing would be
 * taken for dead and started again and again. @returns what ends it.
 */
export async function openWaitingRoom(
  watched: Watched,
  { port, host }: Pick<GatekeeperSettings, 'port' | 'host'>,
): Promise<() => Promise<void>> {
  const room = await NestFactory.create<NestExpressApplication>(WaitingRoomModule.of(watched), {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  reportProblems(room, watched.log);
  await room.listen(port, host);
  watched.log.info({ address: await room.getUrl() }, 'health is answered while the servers are waited for');
  return () => room.close();
}
