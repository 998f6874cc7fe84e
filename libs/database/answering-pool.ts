/** A pool none of whose connections is waited for in vain: one that swallows what is sent on it is found out and replaced. */
import { Socket } from 'node:net';
import { types } from 'node:util';
import { Outage } from '@gatekeeper/runtime';
import * as pg from 'pg';

/** A statement without a byte of an answer for this long makes the server be asked whether it is at work on it, ms. */
const ASK_AFTER_MS = 2_500;
const LOOK_EVERY_MS = 500;
/** A look that comes this late was held up by the process itself: nothing can be said about the server. */
const OWN_LATENESS_MS = 1_500;
const CHECK_WITHIN_MS = 2_000;

export interface AnsweringPoolOptions extends pg.PoolConfig {
  /** Settings of each session, by PostgreSQL's name. Said after connecting: a pooler in between refuses them before. */
  readonly sessionSettings?: Readonly<Record<string, string>>;
  /** Told how long it took to get each connection, ms. */
  readonly onConnectionWait?: (ms: number) => void;
  /** Told of a connection that was given up. */
  readonly onGivenUp?: (reason: Error) => void;
}

/** A statement that has no answer yet. */
interface Asked {
  readonly backend: number;
  /** Bytes in either direction when they last moved, and when that was. */
  bytes: number;
  movedAt: number;
  /** How often the server was asked and was not at work on it. */
  suspicions: number;
  checking: boolean;
}

/**
 * Statements may take as long as the server lets them, but only while the server is at work on them: once one has been
 * silent for a while, the server is asked on a connection of its own. Where it knows nothing of the statement, or does not
 * answer either, the connection is closed and its backend ended, so that neither the caller nor the locks it holds wait for
 * TCP; connections opened before that are not used again.
 */
export class AnsweringPool extends pg.Pool {
  private readonly asked = new Map<pg.PoolClient, Asked>();
  private readonly eraOf = new WeakMap<pg.PoolClient, number>();
  private readonly settings: AnsweringPoolOptions;
  private looking: NodeJS.Timeout | null = null;
  private era = 0;
  private lookedAt = performance.now();

  constructor(settings: AnsweringPoolOptions = {}) {
    const readied = { onConnect: (client: pg.ClientBase) => readySession(client, settings) };
    super({ ...settings, ...readied });
    this.settings = settings;
    this.on('connect', (client) => this.watch(client));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: boolean | Error) => void,
    ) => void,
  ): void;
  override connect(
    callback?: (
      error: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: boolean | Error) => void,
    ) => void,
  ): Promise<pg.PoolClient> | undefined {
    const taking = this.take();
    if (callback === undefined) return taking;
    taking.then(
      (client) => callback(undefined, client, (error) => client.release(error)),
      (error: unknown) =>
        callback(
          // Not `instanceof`: a socket's errors may come from another realm than this code (a test runner's, a worker's).
          types.isNativeError(error) ? error : new Error(String(error)),
          undefined,
          () => undefined,
        ),
    );
    return undefined;
  }

  override end(): Promise<void>;
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | undefined {
    if (this.looking !== null) clearInterval(this.looking);
    const ended = super.end();
    if (callback === undefined) return ended;
    void ended.then(callback);
    return undefined;
  }

  /** True while the server was found not to be at work on what some connection waits for. */
  isSuspect(): boolean {
    return [...this.asked.values()].some(({ suspicions }) => suspicions > 0);
  }

  /** Connections opened so far are not used again, but for what is under way on them. */
  renew(): void {
    this.era += 1;
  }

  private async take(): Promise<pg.PoolClient> {
    const started = performance.now();
    for (;;) {
      const client = await super.connect();
      if (this.eraOf.get(client) === this.era) {
        this.settings.onConnectionWait?.(performance.now() - started);
        return client;
      }
      client.release(true);
    }
  }

  private watch(client: pg.PoolClient): void {
    this.looking ??= setInterval(() => this.look(), LOOK_EVERY_MS).unref();
    this.eraOf.set(client, this.era);
    client.query = new Proxy(client.query.bind(client), {
      apply: (query, _self, args): unknown => {
        this.asks(client);
        return Reflect.apply(query, client, args);
      },
    });
    // The statement under way has it, or the next one has: nobody who holds a client may be ended by an event he does not listen to.
    client.on('error', () => undefined);
    client.on('drain', () => this.asked.delete(client));
    client.on('end', () => this.asked.delete(client));
  }

  private asks(client: pg.PoolClient): void {
    const backend = backendOf.get(client);
    if (backend === undefined || client.connection.stream.destroyed) return; // it fails by itself
    const bytes = bytesOf(client);
    this.asked.set(client, { backend, bytes, movedAt: performance.now(), suspicions: 0, checking: false });
  }

  private look(): void {
    const now = performance.now();
    const late = now - this.lookedAt > LOOK_EVERY_MS + OWN_LATENESS_MS;
    this.lookedAt = now;
    for (const [client, asked] of this.asked) {
      const bytes = bytesOf(client);
      if (late || bytes !== asked.bytes) {
        asked.movedAt = now;
        asked.suspicions = 0;
      }
      asked.bytes = bytes;
      if (now - asked.movedAt >= ASK_AFTER_MS && !asked.checking) void this.check(client, asked);
    }
  }

  /** Asks the server about a silent statement. Never throws. */
  private async check(client: pg.PoolClient, asked: Asked): Promise<void> {
    asked.checking = true;
    const isStillSilent = (): boolean =>
      this.asked.get(client) === asked && performance.now() - asked.movedAt >= ASK_AFTER_MS;
    const asking = new pg.Client({
      ...this.options,
      connectionTimeoutMillis: CHECK_WITHIN_MS,
      query_timeout: CHECK_WITHIN_MS,
    });
    asking.on('error', () => undefined); // the statement under way has it
    try {
      await asking.connect();
      const { rows } = await asking.query<{ at_work: boolean }>(AT_WORK, [asked.backend]);
      if (rows[0]?.at_work === true) {
        asked.movedAt = performance.now();
        asked.suspicions = 0;
        return;
      }
      asked.suspicions += 1;
      // An answer may have been on its way while the server was asked: it counts when it is so twice.
      if (asked.suspicions < 2 || !isStillSilent()) return;
      await asking.query(END_BACKEND, [asked.backend]);
      this.giveUp(
        client,
        'the server is not at work on what it was asked on a connection, which is given up',
      );
    } catch (error) {
      if (!isStillSilent()) return;
      this.giveUp(client, 'the server answers neither on a connection nor on a new one', error);
    } finally {
      asked.checking = false;
      void asking.end().catch(() => undefined); // whatever became of it, it is not used again
    }
  }

  private giveUp(client: pg.PoolClient, what: string, cause?: unknown): void {
    const reason = new Outage('PostgreSQL', what, { cause });
    this.renew();
    this.asked.delete(client);
    this.settings.onGivenUp?.(reason);
    client.connection.stream.destroy(reason);
  }
}

const backendOf = new WeakMap<pg.ClientBase, number>();

/** Says the session's settings, and learns which backend serves it. */
async function readySession(
  client: pg.ClientBase,
  { sessionSettings = {}, connectionTimeoutMillis = CHECK_WITHIN_MS }: AnsweringPoolOptions,
): Promise<void> {
  const asking = {
    text: `SELECT pg_backend_pid() AS backend, set_config(name, value, false) FROM unnest($1::text[], $2::text[]) AS s (name, value)
           UNION ALL SELECT pg_backend_pid(), NULL`,
    values: [Object.keys(sessionSettings), Object.values(sessionSettings)],
    query_timeout: connectionTimeoutMillis,
  };
  const { rows } = await client.query<{ backend: number }>(asking);
  const [first] = rows;
  if (first !== undefined) backendOf.set(client, first.backend);
}

function bytesOf(client: pg.PoolClient): number {
  const { stream } = client.connection;
  return stream instanceof Socket ? stream.bytesRead + stream.bytesWritten : 0;
}

/** A backend that waits for the client is at work on nothing; nor is one that is gone. */
const AT_WORK = `
  SELECT state = 'active' AND wait_event IS DISTINCT FROM 'ClientRead' AS at_work
  FROM pg_stat_activity WHERE pid = $1`;

const END_BACKEND = `
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid = $1 AND usename = current_user AND datname = current_database()`;
