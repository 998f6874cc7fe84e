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

/** Where health and figures are once the doors are open: among them, or at an address of their own. */
export type OperatingPlace =
  { readonly atTheDoors: true } | { readonly atTheDoors: false; readonly address: string };

/** The address of health and figures, beside doors at `doors`. */
export const operatingAddress = (place: OperatingPlace, doors: string): string =>
  place.atTheDoors ? doors : place.address;

/**
 * Health and figures from the first moment on. At a port of their own (METRICS_PORT) they stay there until the process ends;
 * else they give way to the doors, which bring their own, once `opened` is called.
 */
export async function answerForProcess(
  watched: Watched,
  { port, metricsPort, host }: OperatingDoors,
  shutdown: Pick<Shutdown, 'closing'>,
): Promise<{ readonly opened: () => Promise<void>; readonly place: OperatingPlace }> {
  const { address, close } = await openWaitingRoom(watched, { port: metricsPort ?? port, host });
  if (metricsPort === undefined) return { opened: close, place: { atTheDoors: true } };
  shutdown.closing('health and figures', close);
  return { opened: () => Promise.resolve(), place: { atTheDoors: false, address } };
}

/**
 * Answers for the process while it waits for its servers: alive, not ready, and why. A process that said nothing would be
 * taken for dead and started again and again.
 */
async function openWaitingRoom(
  watched: Watched,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  const room = await NestFactory.create<NestExpressApplication>(WaitingRoomModule.of(watched), {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  reportProblems(room, watched.log);
  await room.listen(port, host);
  const address = await room.getUrl();
  watched.log.info({ address }, 'health is answered while the servers are waited for');
  return { address, close: () => room.close() };
}
