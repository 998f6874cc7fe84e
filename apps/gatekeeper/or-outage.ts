import { inTransaction, isOutage } from '@gatekeeper/database';
import type { PeriodDetached } from '@gatekeeper/decision-store';
import { messageOf, Outage } from '@gatekeeper/runtime';
import type { PoolClient } from 'pg';
import type { Parts } from './parts';

/** Work on PostgreSQL: its errors that another try may survive are thrown as an `Outage`, all others as they are. */
export async function orOutage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Outage || !isOutage(error)) throw error;
    throw new Outage('PostgreSQL', messageOf(error), { cause: error });
  }
}

/** The same in one transaction. */
export const inTransactionOrOutage = <T>(
  { dataSource }: Pick<Parts, 'dataSource'>,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> => orOutage(() => inTransaction(dataSource, work));

/** What cannot be done before a period is attached, and is tried again as whatever else has to wait. */
export const notAttachedYet = ({ periods }: Pick<PeriodDetached, 'periods'>, what: string): Outage =>
  new Outage(`what is on file of ${periods.join(', ')}`, `${what} wait until it is attached`);
