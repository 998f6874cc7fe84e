export * from './decision-store';
export * from './exported';
export { ensureMonths, feeMonthOf, monthsAhead } from './fee-months';
export type { FeeMonth } from './fee-months';
export type { Arrival, KnownLine, StoredLine } from './known-line';
export {
  firstMode,
  lastProposal,
  leaveObserving,
  lockMode,
  modeInForce,
  proposeLeaving,
  stillObserving,
} from './installation-mode';
export type { LeavingProposed, Mode, ModeInForce } from './installation-mode';
export * from './line-keys';
export type { LineNews, NamedLine } from './line-news';
export type { DueLine } from './lines-due';
export { observedFigures } from './observed-figures';
export type { ObservedFigures, ObservedMonth } from './observed-figures';
export { isHandoverOpen, nextHandoverPage } from './observed-handover';
export type { HandoverPage } from './observed-handover';
export type { RecordedNotice } from './payments';
export * from './recorded-batch';
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
