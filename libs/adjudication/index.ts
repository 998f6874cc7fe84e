export { decide } from './decide';
export * from './disposition';
export * from './facts';
export * from './knowledge';
export { resolveSanctions } from './sanctions';
export * from './settle';
export * from './site';
export * from './views';
