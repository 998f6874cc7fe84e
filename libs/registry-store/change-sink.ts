import { messageOf, Outage } from '@gatekeeper/runtime';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';

/** One committed write as it touched one subject. */
export interface RegistryChange {
  readonly subject: string;
  /** The version of the write. */
  readonly version: number;
  /** The subject's whole timeline as of now: of this version, or of a later one that is still to come through. */
  readonly timeline: SubjectTimeline;
  /** The records that this write brought to the timeline; none where it corrected one by a record of another subject. */
  readonly added: readonly RegistryRecord[];
}

/**
 * Where committed registry changes are passed on to: Redis, a topic, a sweep. Called with changes in the order in which
 * they were committed, at least once each: applying one again must do no harm.
 */
export interface ChangeSink {
  readonly name: string;
  /** @throws when they could not be passed on: they come again, with those after them. */
  apply(changes: readonly RegistryChange[]): Promise<void>;
}

/** A sink did not take the changes: they come again. */
export class SinkFailed extends Outage {
  constructor(sink: string, cause: unknown) {
    super(sink, `did not take registry changes: ${messageOf(cause)}`, { cause });
  }
}
