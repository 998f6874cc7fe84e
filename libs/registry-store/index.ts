export * from './change-sink';
export * from './fence';
export * from './record-body';
export * from './registry-store';
export * from './relay';
