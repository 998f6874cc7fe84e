export * from './comparison';
export * from './instant';
export * from './interval';
export * from './notation';
export * from './timeline';
