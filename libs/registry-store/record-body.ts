import type { Instant } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';

/**
 * How records are written as text. A store knows nothing of the wire: the app hands it the wire's codec. `encode` must be
 * deterministic and give one line (no line break), for the text is compared to tell a repeated record from a changed one.
 */
export interface RecordCodec {
  encode(record: RegistryRecord): string;
  /** @throws a defect when stored text cannot be read. */
  decode(text: string): RegistryRecord;
}

/** The record as its sender claimed it, without what a store stamped on it: the text that is kept. */
export const bodyOf = (codec: RecordCodec, record: RegistryRecord): string =>
  codec.encode({ ...record, receivedAt: null, knownFrom: record.recordedAt });

/** A kept text with the moment this store received it: known from then on. */
export const recordOf = (codec: RecordCodec, body: string, receivedAt: Instant): RegistryRecord => ({
  ...codec.decode(body),
  receivedAt,
  knownFrom: receivedAt,
});
