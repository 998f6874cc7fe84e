import type { ChangeSink, RegistryChange } from '@gatekeeper/registry-store';
import type { OutgoingMessage, Publisher } from '@gatekeeper/stream';
import { encodeRegistryRecord } from '@gatekeeper/wire';

/** Passes registry changes on to `registry.changes.v1`: each record once for each subject it touches, key the subject. */
export class RegistryChangesTopic implements ChangeSink {
  readonly name = 'topic';

  constructor(
    private readonly publisher: Publisher,
    private readonly topic: string,
  ) {}

  async apply(changes: readonly RegistryChange[]): Promise<void> {
    const messages = changes.flatMap(({ subject, added }) =>
      added.map((record): OutgoingMessage => ({ key: subject, value: encodeRegistryRecord(record) })),
    );
    if (messages.length > 0) await this.publisher.publish([{ topic: this.topic, messages }]);
  }
}
