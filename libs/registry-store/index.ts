export * from './change-sink';
export * from './fence';
export * from './record-body';
export type * from './lookup-asked';
export * from './registry-lookups';
export * from './registry-store';
export * from './relay';
export type { AppendOptions, AppendOutcome, Appended } from './write-records';
