/** The servers of a run: those whose address is given, as for `npm test`, else fresh ones that keep what they are told. */
import { Client } from 'pg';
import type { ServerName } from '../servers/addresses';
import { PrivateServer } from '../servers/private-server';

const VARIABLES: Readonly<Record<ServerName, string>> = {
  postgres: 'TEST_DATABASE_URL',
  redis: 'TEST_REDIS_URL',
  kafka: 'TEST_KAFKA_BROKERS',
};

export interface BenchServers {
  /** One line for each server. */
  readonly found: readonly string[];
  stop(): Promise<void>;
}

/** Starts what is not given, PostgreSQL with fsync on, Kafka for the long run, and leaves the addresses where `test/servers` looks for them. */
export async function benchServers(): Promise<BenchServers> {
  const started = new Map<string, PrivateServer>();
  const stop = async (): Promise<void> => {
    await Promise.all([...started.values()].map((server) => server.stop()));
    // The next part of the run starts its own.
    for (const variable of started.keys()) Reflect.deleteProperty(process.env, variable);
  };
  try {
    const found = await Promise.all(
      (Object.keys(VARIABLES) as ServerName[]).map(async (name) => {
        const variable = VARIABLES[name];
        if (process.env[variable] !== undefined) return `${name}: the one of ${variable}`;
        const server = await PrivateServer.start(name, { quick: false });
        started.set(variable, server);
        process.env[variable] = server.url;
        return `${name}: started on port ${server.port}`;
      }),
    );
    return { found: [...found, await fsyncOf(process.env[VARIABLES.postgres] ?? '')], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fsyncOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ setting: string }>(
    `SELECT current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit') AS setting`,
  );
  await client.end();
  return `postgres: fsync ${rows[0]?.setting ?? 'unknown'}`;
}
