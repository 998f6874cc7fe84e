import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from './data-source';

/** What became of work that one process at a time may do. */
export type Exclusive<T> = { readonly kind: 'done'; readonly value: T } | { readonly kind: 'elsewhere' };

/**
 * Does `work` while no other session holds the advisory lock `key`; where one does, nothing is done. The lock is the
 * session's, on a connection of its own: it is held across any number of transactions, and a process that dies lets go
 * of it. `work` is told by its signal when the connection, and so the lock, is lost; it may work on that connection.
 * @throws what `work` threw, or an outage of the connection before it.
 */
export async function withSessionLock<T>(
  dataSource: DataSource,
  key: number,
  work: (lost: AbortSignal, client: PoolClient) => Promise<T>,
): Promise<Exclusive<T>> {
  const client = await poolOf(dataSource).connect();
  const lost = new AbortController();
  const onError = (error: Error): void => lost.abort(error);
  client.on('error', onError);
  let unfit = true;
  try {
    const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock($1) AS mine', [key]);
    if (rows[0]?.mine !== true) {
      unfit = false;
      return { kind: 'elsewhere' };
    }
    const value = await work(lost.signal, client);
    // What is done is done: a lock that cannot be given back goes with the connection.
    unfit = await client.query('SELECT pg_advisory_unlock($1)', [key]).then(
      () => false,
      () => true,
    );
    return { kind: 'done', value };
  } finally {
    client.off('error', onError);
    // A connection that ends takes its lock, and its temporary tables, with it.
    client.release(unfit);
  }
}
