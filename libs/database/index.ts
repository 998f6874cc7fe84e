export * from './advisory-locks';
export * from './copy';
export * from './data-source';
export * from './migrate';
export { MIGRATIONS } from './migrations';
export * from './moments';
export * from './outage';
export * from './transaction';
export * from './wait-for-database';
