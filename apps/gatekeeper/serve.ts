/** Hosts the stream and the HTTP doors over open parts. */
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { openingDoors, operatingAddress } from '@gatekeeper/http';
import type { OperatingPlace } from '@gatekeeper/http';
import { NestLog, runLoop } from '@gatekeeper/runtime';
import type { Shutdown } from '@gatekeeper/runtime';
import { BatchKafkaServer, progressProbe } from '@gatekeeper/stream';
import type { BatchConsumer } from '@gatekeeper/stream';
import { DueLines } from './due-lines';
import { GatekeeperModule } from './gatekeeper.module';
import { gapsProbe } from './gaps-probe';
import { prepareHttp } from './http';
import type { OpenedParts } from './open-parts';
import { Publications } from './publications';
import type { GatekeeperSettings } from './settings';
import { Sweeper } from './sweeper';
import { signalsLoop } from './signals';
import { observeStream } from './stream-metrics';
import { tallyFoldingLoop } from './tally-folding';

export interface Served {
  /** Of the HTTP door. */
  readonly address: string;
  readonly operatingAddress: string;
  /** Of the lines topic. */
  readonly consumer: BatchConsumer;
}

/** Resolves once the HTTP door is open and the stream has been started. */
export async function serve(
  { parts, logServers }: OpenedParts,
  settings: GatekeeperSettings,
  shutdown: Shutdown,
  operating: OperatingPlace,
): Promise<Served> {
  const { lines, payments } = logServers.consumers((error) => void shutdown.fail(error));
  parts.health.watch('stream', progressProbe(lines, parts.clock));
  parts.health.watch('payments', progressProbe(payments, parts.clock));
  observeStream(parts.metrics, lines, payments, parts.clock);
  parts.health.watch('stream_gaps', gapsProbe(parts.stream));
  const app = await NestFactory.create<NestExpressApplication>(GatekeeperModule.of(parts, operating), {
    logger: new NestLog(parts.log),
    rawBody: true,
    abortOnError: false,
  });
  prepareHttp(app);
  for (const consumer of [lines, payments])
    app.connectMicroservice({
      strategy: new BatchKafkaServer({ consumer, topicPrefix: settings.topicPrefix }),
    });
  await openingDoors(settings, () => app.listen(settings.port, settings.host));
  shutdown.closing('HTTP', () => app.close());
  const surroundings = { shutdown, health: parts.health, metrics: parts.metrics, log: parts.log };
  runLoop({ ...app.get(Publications).leftOpenLoop(), ...surroundings, whenFailing: 'degraded' });
  app.get(DueLines).runIn(surroundings);
  app.get(Sweeper).runIn(surroundings, () => lines.progress().lag > 0);
  for (const loop of [tallyFoldingLoop(parts), signalsLoop(parts)])
    runLoop({ ...loop, ...surroundings, whenFailing: 'degraded' });
  // The HTTP door opens first: whoever watches sees why the stream is not ready yet.
  shutdown.closing('stream', async () => {
    await Promise.all([lines.stop(), payments.stop()]);
  });
  await app.startAllMicroservices();
  const address = await app.getUrl();
  return { address, operatingAddress: operatingAddress(operating, address), consumer: lines };
}
