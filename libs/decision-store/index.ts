export { CARVE_OUT_GROUPS, listCarveOuts, sumCarveOuts } from './carve-outs';
export type { CarveOutEntry, CarveOutGroup, CarveOutLine, CarveOutsAsked, CarveOutSum } from './carve-outs';
export { ABNORMAL_USE, listAbnormalUse, USERS_OF_EXCEPTIONS } from './carve-out-use';
export type { AbnormalUse, UseAsked, UseOfExceptions, UserOfExceptions } from './carve-out-use';
export * from './closing-exceptions';
export * from './closing-runs';
export * from './closings';
export * from './decision-store';
export * from './detached-lines';
export * from './detachments';
export * from './clearing-runs';
export * from './exported';
export * from './plain-lines';
export * from './untouched-lines';
export { chooseUntouched, saidText } from './untouched-visits';
export type { RangeRole, UntouchedRanges } from './untouched-visits';
export * from './visits-to-clear';
export { ensureMonths, feeMonthOf, monthsAhead } from './fee-months';
export type { FeeMonth } from './fee-months';
export type { HoldStanding } from './find';
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
export * from './held-lines';
export { askHoldsBy } from './holds-asked';
export * from './line-fact-outbox';
export type { LineNews } from './line-news';
export type { DueLine, DueTrigger } from './lines-due';
export type { TurningLine } from './lines-turning';
export { observedFigures } from './observed-figures';
export type { ObservedFigures, ObservedMonth } from './observed-figures';
export { isHandoverOpen, nextHandoverPage } from './observed-handover';
export type { HandoverPage } from './observed-handover';
export type { RecordedNotice } from './payments';
export * from './lines-reached';
export * from './period-seals';
export * from './recorded-batch';
export * from './sealed-rows';
export * from './sweep-plans';
export * from './sweeps';
export { StoredFields, StoredRowUnreadable } from './stored-fields';
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
export type { FoundGap, GapKind, StreamGap } from './stream-gaps';
export type { MovedPosition, StreamPartition, TopicPartition } from './stream-partition';
export type { StreamPosition } from './stream-position';
export { SIGNAL_KINDS, SIGNAL_READINGS } from './signal-statements';
export type { SignalKind } from './signal-statements';
export { examineDay, gatherDueDays, listSignals, takeDueDay } from './signals';
export type { ExaminedDay, Signal, SignalsAsked } from './signals';
export type { HoldKept } from './holds-said-again';
export { StreamStore } from './stream-store';
export { TALLY_GROUPS, readTallies } from './tallies';
export type { TalliesAsked, TallyCounts, TallyGroup, TallyOfGroup } from './tallies';
export { TallyChanges } from './tally-changes';
