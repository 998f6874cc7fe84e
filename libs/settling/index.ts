export * from './forecast';
export * from './line-facts';
export * from './line-ledger';
export * from './line-walk';
export * from './plan-forecast';
export { Proposal } from './proposal';
export * from './turn-figures';
export * from './turns';
export * from './what-if';
