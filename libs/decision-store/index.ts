export * from './decision-store';
export { ensureMonths, feeMonthOf, monthsAhead } from './fee-months';
export type { FeeMonth } from './fee-months';
export type { KnownLine, StoredLine } from './known-line';
export * from './line-keys';
export * from './recorded-batch';
export { StoredRowUnreadable } from './stored-fields';
export type { ReadMessage, StreamPartition, StreamPosition, ToldMessage } from './stream-position';
