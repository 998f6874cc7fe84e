import { Defect } from '@gatekeeper/runtime';
import { EmbeddedConsumer } from './embedded-consumer';
import type { EmbeddedConsumerSettings } from './embedded-consumer';
import { EmbeddedPartitions } from './embedded-partitions';
import type { BatchConsumer, Publisher } from './ports';

/**
 * A log inside the process, in Kafka's place: partitions chosen as Kafka's producers do, order within each, groups with
 * committed offsets. It lives as long as the process; a group has one running consumer at a time.
 */
export class EmbeddedLog extends EmbeddedPartitions {
  publisher(): Publisher {
    let closed = false;
    return {
      publish: async (batches) => {
        if (closed) throw new Defect('published after the publisher was closed');
        await Promise.resolve();
        this.append(batches);
      },
      close: async () => {
        await Promise.resolve();
        closed = true;
      },
    };
  }

  consumer(settings: EmbeddedConsumerSettings): BatchConsumer {
    return new EmbeddedConsumer(this, this.clock, settings);
  }
}
