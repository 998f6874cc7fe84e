export * from './line-facts';
export * from './line-ledger';
export * from './line-walk';
