import { inTransaction, isOutage } from '@gatekeeper/database';
import { messageOf, Outage } from '@gatekeeper/runtime';
import type { PoolClient } from 'pg';
import type { Parts } from './parts';

/** Work on PostgreSQL: its errors that another try may survive are thrown as an `Outage`, all others as they are. */
export async function orOutage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asOutage(error);
  }
}

/** What PostgreSQL's client threw: an `Outage` where another try may survive it, else as it is. */
export function asOutage(thrown: unknown): unknown {
  if (thrown instanceof Outage || !isOutage(thrown)) return thrown;
  return new Outage('PostgreSQL', messageOf(thrown), { cause: thrown });
}

/** The same in one transaction. */
export const inTransactionOrOutage = <T>(
  { dataSource }: Pick<Parts, 'dataSource'>,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => orOutage(() => inTransaction(dataSource, work));
