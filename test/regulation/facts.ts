/** Everything a spec says its facts with. */
export * from './asking';
export * from './institutions';
export * from './lines';
export * from './persons';
export * from './record-head';
export * from './times';
