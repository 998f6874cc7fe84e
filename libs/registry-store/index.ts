export * from './change-sink';
export * from './fence';
export * from './record-body';
export * from './registry-store';
export * from './relay';
export type { AppendOptions, AppendOutcome, Appended } from './write-records';
export * from './subject-pages';
