import { textOfSettingFile } from '@gatekeeper/runtime';
import { Cluster, Redis } from 'ioredis';
import type { RedisOptions } from 'ioredis';

/** A single server, or a cluster. */
export type RedisConnection = Redis | Cluster;

export interface RedisSettings {
  /** The longest a command may take before it fails, ms; who waits for less has a deadline of its own. Default 100. */
  readonly commandTimeoutMs?: number;
  /** PEM file of the authority that signed the server's certificate, for `rediss://`. */
  readonly caFile?: string;
  /** Told of each connection error; the client goes on connecting by itself. */
  readonly onError: (error: Error) => void;
}

/** Whoever waits longer for Redis is sooner served by the database. */
export const ANSWER_WITHIN_MS = 100;
const CONNECT_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_PAUSE_MS = 2_000;

/**
 * Opens `redis://…`, `rediss://…`, or a comma-separated list of them for a cluster. Does not wait for the server: while it
 * is away every command fails at once, and the answer comes from elsewhere.
 */
export function openRedis(url: string, settings: RedisSettings): RedisConnection {
  const nodes = url
    .split(',')
    .map((node) => node.trim())
    .filter((node) => node !== '');
  const [single] = nodes;
  if (single === undefined) throw new TypeError('no Redis address given');
  const options: RedisOptions = {
    commandTimeout: settings.commandTimeoutMs ?? ANSWER_WITHIN_MS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 1,
    keepAlive: 10_000,
    ...encryption(single, settings.caFile),
  };
  const connection =
    nodes.length === 1
      ? new Redis(single, { ...options, enableOfflineQueue: false, retryStrategy: reconnectPause })
      : new Cluster(nodes, {
          enableOfflineQueue: false,
          enableAutoPipelining: true,
          clusterRetryStrategy: reconnectPause,
          redisOptions: { ...options, ...credentialsOf(single) },
        });
  connection.on('error', settings.onError);
  return connection;
}

const reconnectPause = (attempt: number): number =>
  Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RECONNECT_PAUSE_MS);

/** Nodes that a cluster names by itself are reached with the credentials of the first address. */
function credentialsOf(address: string): Pick<RedisOptions, 'username' | 'password'> {
  const { username, password } = new URL(address);
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  };
}

/** `rediss://` is encrypted and verified, against the authority where one is named. */
function encryption(address: string, caFile: string | undefined): Pick<RedisOptions, 'tls'> {
  if (!address.startsWith('rediss:')) return {};
  return { tls: caFile === undefined ? {} : { ca: textOfSettingFile('REDIS_CA_FILE', caFile) } };
}
