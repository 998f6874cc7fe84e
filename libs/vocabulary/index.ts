export * from './citation';
export * from './codes';
export * from './decision';
export * from './line';
export * from './money';
export * from './reason';
export * from './registry';
export type * from './timeline';
