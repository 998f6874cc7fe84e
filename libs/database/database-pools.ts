import type { LoopSurroundings, Shutdown } from '@gatekeeper/runtime';
import { Defect, Outage, retryUntil, runLoop, serverName } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { AnsweringPool } from './answering-pool';
import { demandCurrentSchema } from './current-schema';
import type { DatabaseOptions } from './data-source';
import { answeringPoolOf, openDatabase } from './data-source';
import { refuseSharedBackends, settingRefusedByPooler } from './pooler';

/** What a pool is for decides how many connections it holds and how long they wait for anything. */
export type PoolLimits = Pick<
  DatabaseOptions,
  'poolSize' | 'connectionTimeoutMs' | 'statementTimeoutMs' | 'lockTimeoutMs' | 'idleInTransactionTimeoutMs'
>;

export interface DatabaseAddress {
  readonly databaseUrl: string;
  readonly databaseCaFile?: string | undefined;
  readonly applicationName: string;
}

const WAIT_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 2.5, 5];
const LOOK_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 1_500;

/**
 * The pools of one process on one database, apart by what they are for: none ever waits for another's connections. The
 * process's end closes them.
 */
export class DatabasePools {
  private readonly pools: AnsweringPool[] = [];
  private first: DataSource | null = null;
  private readonly server: string;
  private readonly waits;
  private readonly givenUp;

  constructor(
    private readonly address: DatabaseAddress,
    private readonly surroundings: LoopSurroundings & { readonly shutdown: Shutdown },
  ) {
    this.server = `PostgreSQL at ${serverName(address.databaseUrl)}`;
    const { health, metrics } = surroundings;
    health.watch('postgresql', () => `waiting for ${this.server}`);
    this.waits = metrics.histogram(
      'gatekeeper_database_wait_seconds',
      'Time until a connection was had, by pool.',
      WAIT_SECONDS,
      ['pool'],
    );
    this.givenUp = metrics.counter(
      'gatekeeper_database_given_up_total',
      'Connections given up because PostgreSQL was not at work on what it was asked on them, by pool.',
      ['pool'],
    );
  }

  /** Opens a pool, waiting for the server with a line in the log for each try. @param name as figures and PostgreSQL's own views have it */
  async open(name: string, limits: PoolLimits): Promise<DataSource> {
    const { databaseUrl, databaseCaFile, applicationName } = this.address;
    const { log, shutdown, metrics } = this.surroundings;
    this.givenUp.inc({ pool: name }, 0);
    const options: DatabaseOptions = {
      ...limits,
      applicationName: `${name} of ${applicationName}`,
      caFile: databaseCaFile,
      onIdleError: (error) => log.warn({ err: error, pool: name }, 'an idle PostgreSQL connection broke'),
      onConnectionWait: (ms) => this.waits.observe({ pool: name }, ms / 1_000),
      onGivenUp: (reason) => {
        this.givenUp.inc({ pool: name });
        log.warn({ err: reason, pool: name }, 'a PostgreSQL connection was given up');
      },
    };
    const dataSource = await this.waiting(`connecting to ${this.server}`, () =>
      openDatabase(databaseUrl, options).catch((error: unknown) => {
        throw settingRefusedByPooler(error);
      }),
    );
    shutdown.closing(`PostgreSQL, ${name}`, () => dataSource.destroy());
    const pool = answeringPoolOf(dataSource);
    metrics.observedGaugeOf(
      'gatekeeper_database_waiting',
      'Requests for a connection that wait for one, by pool.',
      { pool: name },
      () => pool.waitingCount,
    );
    this.pools.push(pool);
    this.first ??= dataSource;
    return dataSource;
  }

  /**
   * Waits for the current schema. From then on the server is looked at every second, for the part `postgresql` of health.
   * @throws SettingsError where a pooler in between does not give whole sessions.
   */
  async ready(): Promise<void> {
    const { health } = this.surroundings;
    const { first } = this;
    if (first === null) throw new Defect('no pool was opened');
    health.watch(
      'postgresql',
      () => 'its schema is not known to be the current one: `npm run migrate` makes it so',
    );
    await this.waiting(`looking at the schema in ${this.server}`, () => demandCurrentSchema(first));
    await this.waiting(`looking at the sessions of ${this.server}`, () => refuseSharedBackends(first));
    this.watch(answeringPoolOf(first));
  }

  /** On a connection of its own, which no work can keep waiting. */
  private watch({ options }: AnsweringPool): void {
    const asking = new AnsweringPool({
      ...options,
      max: 1,
      application_name: `health of ${this.address.applicationName}`,
    });
    asking.on('error', () => undefined); // the next look opens another connection, and tells where that fails
    this.surroundings.shutdown.closing('PostgreSQL, health', () => asking.end());
    runLoop({
      ...this.surroundings,
      name: 'postgresql',
      everyMs: LOOK_EVERY_MS,
      backOff: { firstDelayMs: LOOK_EVERY_MS / 2, maxDelayMs: LOOK_EVERY_MS },
      whenFailing: 'not_ready',
      work: () => this.look(asking),
    });
  }

  private async look(asking: AnsweringPool): Promise<void> {
    const question = { text: 'SELECT 1', query_timeout: ANSWER_WITHIN_MS };
    try {
      await asking.query(question);
    } catch (error) {
      // What one open connection swallows, others that were open then may swallow too.
      for (const pool of [asking, ...this.pools]) pool.renew();
      throw error;
    }
    if (this.pools.some((pool) => pool.isSuspect()))
      throw new Outage(this.server, 'it is not at work on what it was asked on an open connection');
  }

  private waiting<T>(describe: string, work: () => Promise<T>): Promise<T> {
    const { log, shutdown } = this.surroundings;
    return retryUntil(shutdown.signal, work, { describe, onRetry: ({ line }) => log.warn(line) });
  }
}
