/** What the suites of bulk writes share: small pages, a source of records that waits, and a preparation that was killed. */
import { openDatabase, poolOf } from '@gatekeeper/database';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { AppendOutcome } from '@gatekeeper/registry-store';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import type { Stores } from './stores-parts';
import { clinician } from './stores-parts';

export const PAGE = 20;
/** Two pages and one: they are prepared when the source is asked for what comes after them. */
export const MANY = 2 * PAGE + 1;
export const roster = (count = MANY): readonly RegistryRecord[] =>
  Array.from({ length: count }, (_, n) => clinician(`roster-${n}`, `R${n}`));

export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

/** A source that stops after its records, once they are prepared, until it is let go on. */
export class HeldSource {
  private readonly end = gate();
  private readonly rest = gate();

  constructor(
    private readonly records: readonly RegistryRecord[],
    private readonly after: readonly RegistryRecord[] = [],
  ) {}

  get prepared(): Promise<void> {
    return this.end.opened;
  }

  goOn(): void {
    this.rest.open();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RegistryRecord> {
    yield* this.records;
    this.end.open();
    await this.rest.opened;
    yield* this.after;
  }
}

const neverSaid = (error: unknown): void => {
  throw new Error('something is left behind', { cause: error });
};
export const inSmallPages = (dataSource: DataSource, onLeftBehind = neverSaid): RegistryStore =>
  new RegistryStore(dataSource, registryCodec, { bulkPageRows: PAGE, onLeftBehind });

/** Writes `records` in bulk, with `meanwhile` between their preparation and their becoming visible. */
export async function writing(
  { registry }: Pick<Stores, 'registry'>,
  records: readonly RegistryRecord[],
  meanwhile: () => Promise<unknown>,
  rest: readonly RegistryRecord[] = [],
): Promise<AppendOutcome> {
  // The filling makes the page whole, so that what the test is about is prepared before the source waits.
  const filling = roster(MANY - 1).slice(records.length);
  const source = new HeldSource([...records, ...filling], rest);
  const outcome = registry.appendInBulk(source, { tellsSubjects: false });
  await Promise.race([source.prepared, outcome]);
  try {
    await meanwhile();
  } finally {
    source.goOn();
  }
  return outcome;
}

/** A bulk write whose session ended when `records`, a whole number of pages, were prepared. @returns what it said it left. */
export async function killedOnceItPrepared(
  { url, dataSource }: Pick<Stores, 'url' | 'dataSource'>,
  records: readonly RegistryRecord[],
  rest: readonly RegistryRecord[] = [],
): Promise<readonly unknown[]> {
  const other = await openDatabase(url, { poolSize: 2, applicationName: 'killed' });
  const leftBehind: unknown[] = [];
  try {
    const source = new HeldSource(records, rest);
    const outcome = inSmallPages(other, (error) => void leftBehind.push(error)).appendInBulk(source);
    await source.prepared;
    await endSessions(dataSource, 'killed');
    source.goOn();
    await expect(outcome).rejects.toThrow();
  } finally {
    await other.destroy();
  }
  return leftBehind;
}

/** Ends the sessions of that application on this database, and waits until what they held is free. */
export async function endSessions(dataSource: DataSource, applicationName: string): Promise<void> {
  await poolOf(dataSource).query(
    `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
     WHERE application_name = $1 AND datname = current_database()`,
    [applicationName],
  );
}
