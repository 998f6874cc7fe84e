import type { ClientBase, PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';

/** What may run a statement: a client inside a transaction, or the pool. */
export type Queryable = Pick<ClientBase, 'query'>;

/**
 * Runs `work` in one transaction (READ COMMITTED) on a client of its own: COMMIT when it resolves, ROLLBACK when it
 * rejects. A client that cannot even roll back is destroyed, not returned to the pool.
 * @throws what `work` threw, or the error of BEGIN or COMMIT. After an outage during COMMIT it is unknown whether the
 * transaction was committed: whatever was to be written must bear being looked up or written again.
 */
export function inTransaction<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return within(READ_COMMITTED, dataSource, work);
}

/**
 * Runs `work` in one transaction (READ COMMITTED) on a client that the caller has and keeps.
 * @throws as `inTransaction`; where it cannot even be rolled back, the client's next statement fails.
 */
export function inTransactionOn<T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return runOn(client, READ_COMMITTED, work, () => undefined);
}

/**
 * Lets `work` read one snapshot: every statement sees the database as it stood at the first. Nothing can be written, and
 * no lock is taken that a writer would wait for.
 * @throws as `inTransaction`.
 */
export function inSnapshot<T>(dataSource: DataSource, work: (client: PoolClient) => Promise<T>): Promise<T> {
  return within('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', dataSource, work);
}

/**
 * As `inSnapshot`, where something is written besides: a temporary table, or the outcome of what was read. However long `work`
 * thinks between two statements, the session is kept.
 * @throws as `inTransaction`.
 */
export function inWritingSnapshot<T>(
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  return within('BEGIN ISOLATION LEVEL REPEATABLE READ', dataSource, async (client) => {
    await client.query('SET LOCAL idle_in_transaction_session_timeout = 0');
    return work(client);
  });
}

const READ_COMMITTED = 'BEGIN ISOLATION LEVEL READ COMMITTED';

async function within<T>(
  begin: string,
  dataSource: DataSource,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await poolOf(dataSource).connect();
  // A connection that breaks between two statements says so by this event; the next statement fails on it.
  const faults: Error[] = [];
  const onError = (error: Error): void => void faults.push(error);
  client.on('error', onError);
  try {
    return await runOn(client, begin, work, onError);
  } finally {
    client.off('error', onError);
    client.release(faults[0]);
  }
}

/** @param onUnfit told why the client could not even roll back. */
async function runOn<T>(
  client: PoolClient,
  begin: string,
  work: (client: PoolClient) => Promise<T>,
  onUnfit: (error: Error) => void,
): Promise<T> {
  try {
    await client.query(begin);
    const result = await work(client);
    const { command } = await client.query('COMMIT');
    // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and no error.
    if (command !== 'COMMIT') throw new Error('the transaction had failed before COMMIT and was rolled back');
    return result;
  } catch (error) {
    const unfit = await rollBack(client);
    if (unfit !== null) onUnfit(unfit);
    throw error;
  }
}

/** Rolls back; the error with which that failed, if it did: the client is unfit for further use. */
async function rollBack(client: PoolClient): Promise<Error | null> {
  try {
    await client.query('ROLLBACK');
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
