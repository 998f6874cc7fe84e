export type { CacheEvent, CacheLog, CacheMetrics, Stopwatch } from './ports';
export { CACHE_EVENTS } from './ports';
export { openRedis } from './redis-connection';
export type { RedisConnection, RedisSettings } from './redis-connection';
export * from './redis-entries';
export * from './redis-projection';
export * from './status-cache';
export { openWatchedRedis } from './watched-redis';
