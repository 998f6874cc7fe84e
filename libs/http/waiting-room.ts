import { Module } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Shutdown } from '@gatekeeper/runtime';
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

/** Where a process answers for itself: at the port of its doors, unless it has one for this. */
export interface OperatingDoors {
  readonly port: number;
  readonly metricsPort?: number | undefined;
  readonly host: string;
}

/**
 * Health and figures from the first moment on. At a port of their own (METRICS_PORT) they stay there until the process ends;
 * else they give way to the doors, which bring their own, once `opened` is called.
 * @returns `opened`, and whether the doors are to serve health and figures themselves.
 */
export async function answerForProcess(
  watched: Watched,
  { port, metricsPort, host }: OperatingDoors,
  shutdown: Pick<Shutdown, 'closing'>,
): Promise<{ readonly opened: () => Promise<void>; readonly atTheDoors: boolean }> {
  if (metricsPort === undefined)
    return { opened: await openWaitingRoom(watched, { port, host }), atTheDoors: true };
  shutdown.closing('health and figures', await openWaitingRoom(watched, { port: metricsPort, host }));
  return { opened: () => Promise.resolve(), atTheDoors: false };
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
