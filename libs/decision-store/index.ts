export * from './decision-store';
export { ensureMonths, feeMonthOf, monthsAhead } from './fee-months';
export type { FeeMonth } from './fee-months';
export type { HoldStanding } from './find';
export type { Arrival, KnownLine, StoredLine } from './known-line';
export * from './line-keys';
export type { LineNews, NamedLine } from './line-news';
export type { DueLine } from './lines-due';
export type { RecordedNotice } from './payments';
export * from './lines-reached';
export * from './recorded-batch';
export * from './sweep-plans';
export * from './sweeps';
export { StoredRowUnreadable } from './stored-fields';
export type { Said } from './publication-contents';
export type {
  FeeSpan,
  OpenPublication,
  PublicationCounts,
  PublicationKey,
  RecordedPublication,
  Repeat,
} from './publications';
export type { KeptMessage, SetAsideMessage } from './set-aside-messages';
export type { GapKind, StreamGap } from './stream-gaps';
export type {
  FoundGap,
  MovedPosition,
  StreamPartition,
  StreamPosition,
  TopicPartition,
} from './stream-position';
export { StreamStore } from './stream-store';
