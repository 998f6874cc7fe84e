import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { OPERATING_CONTROLLERS, reportProblems } from './operating';
import { WATCHED } from './watched';
import type { Watched } from './watched';

@Module({})
class WaitingRoomModule {
  static of(watched: Watched): DynamicModule {
    return {
      module: WaitingRoomModule,
      controllers: [...OPERATING_CONTROLLERS],
      providers: [{ provide: WATCHED, useValue: watched }],
    };
  }
}

/**
 * Answers for the process while it waits for its servers: alive, not ready, and why. A process that said nothing would be
 * taken for dead and started again and again. @returns what ends it.
 */
export async function openWaitingRoom(
  watched: Watched,
  { port, host }: { readonly port: number; readonly host: string },
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
