import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, inTransaction, poolOf } from '@gatekeeper/database';
import { instantOf } from '@gatekeeper/calendar';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';
import { currentVersion, subjectVersions } from './append';
import { inBulkSession } from './bulk-session';
import type { BulkOptions } from './bulk-write';
import { LeftBehind, writeInBulk } from './bulk-write';
import type { FenceWait } from './close-fence';
import { PAGE_ROWS } from './end-bulk-write';
import type { Fence } from './fence';
import { openFence } from './fence';
import { readSnapshot } from './snapshot';
import { readTimelines } from './read-timelines';
import type { ProposalRead } from './proposed';
import { readProposed } from './proposed';
import type { RecordCodec } from './record-body';
import { recordOf } from './record-body';
import type { TakenBack, WrittenRecords } from './taken-back';
import { recordsOfWrite, takenBackBy } from './taken-back';
import type { AppendOptions, AppendOutcome, LastStep, RecordsToWrite } from './write-records';
import { NotWritten, writeRecords } from './write-records';

const EXPORT_PAGE = 2_000;
const NOBODY = (): void => undefined;
const LAST_STEP_IDLE_MS = 10_000;

export interface RegistryStoreOptions {
  /** Told how long each write stood before the fence, and how often it tried. */
  readonly onFenceWait?: (wait: FenceWait) => void;
  /** Told why a bulk write left something to be done after its outcome was known; the next one, or a relay's process, does it. */
  readonly onLeftBehind?: (error: unknown) => void;
  /** How long a recording may stand between two statements before PostgreSQL ends it, ms. Default 10 s. */
  readonly recordingIdleMs?: number;
  /** How long a write's last step, which recordings wait for, may stand between two statements, ms. Default 10 s. */
  readonly lastStepIdleMs?: number;
  /** How many records a bulk write prepares in one transaction. Default 2,000. */
  readonly bulkPageRows?: number;
}

/** The registry of record: append-only, on both axes. */
export class RegistryStore {
  /**
   * Writers of one process wait for each other here, without a connection: each on one of its own, waiting for the same
   * lock, they would leave none for those who read.
   */
  private lastTurn: Promise<void> = Promise.resolve();
  private readonly lastStep: LastStep;

  constructor(
    private readonly dataSource: DataSource,
    private readonly codec: RecordCodec,
    private readonly options: RegistryStoreOptions = {},
  ) {
    const { onFenceWait = NOBODY, lastStepIdleMs: idleMs = LAST_STEP_IDLE_MS } = options;
    this.lastStep = { onFenceWait, idleMs };
  }

  /**
   * Writes records in one transaction, one writer at a time. Every subject whose timeline changes gets the new version
   * and is queued for the relay.
   * @throws an outage: it is then unknown whether the write was committed; the same write again is safe. What
   * `options.alongside` or the records' source threw, nothing being written.
   */
  append(records: RecordsToWrite, options: AppendOptions = {}): Promise<AppendOutcome> {
    const outcome = this.lastTurn.then(() => this.appendNow(records, options));
    this.lastTurn = outcome.then(
      () => undefined,
      () => undefined, // told to whoever asked for it; the next has its turn all the same
    );
    return outcome;
  }

  private async appendNow(records: RecordsToWrite, options: AppendOptions): Promise<AppendOutcome> {
    try {
      return await inTransaction(this.dataSource, (client) =>
        writeRecords(client, this.codec, records, options, this.lastStep),
      );
    } catch (error) {
      if (error instanceof NotWritten) return error.outcome;
      throw error;
    }
  }

  /**
   * Writes many records, all or none, without holding up other writers: they are prepared beside everybody else's work, and
   * then visible at once. One such write at a time; the others wait for their turn. A record that another write brings
   * under the same `record_id` while this one is prepared is looked at anew.
   * @throws as `append` does, and an outage when others write in bulk for very long.
   */
  async appendInBulk(
    records: Iterable<RegistryRecord> | AsyncIterable<RegistryRecord>,
    options: BulkOptions = {},
  ): Promise<AppendOutcome> {
    const { lastStep } = this;
    const { onLeftBehind = NOBODY, bulkPageRows: pageRows = PAGE_ROWS } = this.options;
    try {
      return await inBulkSession(this.dataSource, (client) =>
        writeInBulk({ client, codec: this.codec, options, pageRows, lastStep, onLeftBehind }, records),
      );
    } catch (error) {
      if (!(error instanceof LeftBehind)) throw error;
      onLeftBehind(error.cause);
      return error.outcome;
    }
  }

  /** Joins the caller's transaction to the fence: see `openFence`. */
  openFence(client: Queryable, subjects: readonly string[]): Promise<Fence> {
    return openFence(client, subjects, this.options.recordingIdleMs);
  }

  /** The same without the fence, for whoever records nothing: see `readSnapshot`. */
  readSnapshot(client: Queryable, subjects: readonly string[]): Promise<Fence> {
    return readSnapshot(client, subjects);
  }

  /** Of each subject the version of the last write that touched it; 0: never on file. Holds no fence. */
  versions(client: Queryable, subjects: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return subjectVersions(client, subjects);
  }

  /** The timelines of these subjects; one that was never on file has version 0 and no records. */
  async timelines(
    subjects: readonly string[],
    client: Queryable = poolOf(this.dataSource),
  ): Promise<ReadonlyMap<string, SubjectTimeline>> {
    const read = await readTimelines(client, this.codec, subjects);
    return new Map([...read].map(([subject, { timeline }]) => [subject, timeline]));
  }

  /** The version of the last write; 0 for an empty registry. */
  version(client: Queryable = poolOf(this.dataSource)): Promise<number> {
    return currentVersion(client);
  }

  /** What a write of these records would be and touch, as the registry stands in the caller's transaction; nothing is written. */
  readProposed(client: Queryable, records: readonly RegistryRecord[]): Promise<ProposalRead> {
    return readProposed(client, this.codec, records);
  }

  /** Records of the write of this version, by `record_id`, at most so many; all are counted. */
  recordsOfWrite(client: Queryable, version: number, atMost: number): Promise<WrittenRecords> {
    return recordsOfWrite(client, this.codec, version, atMost);
  }

  /** What it takes to take the write of this version back: see `TakenBack`. */
  takenBackBy(client: Queryable, version: number): Promise<TakenBack> {
    return takenBackBy(client, this.codec, version);
  }

  /**
   * Every record on file when the export began, by `record_id`, each with the moment it was received. Read in pages: a
   * write that lands meanwhile is left out whole.
   */
  async *exportRecords(): AsyncGenerator<RegistryRecord> {
    const pool = poolOf(this.dataSource);
    const version = await currentVersion(pool);
    for (let after: string | null = null; ;) {
      const { rows }: { rows: ExportRow[] } = await pool.query<ExportRow>(EXPORT, [
        version,
        after,
        EXPORT_PAGE,
      ]);
      for (const { body, known_from_ms } of rows) yield recordOf(this.codec, body, instantOf(known_from_ms));
      const last = rows.at(-1);
      if (last === undefined || rows.length < EXPORT_PAGE) return;
      after = last.record_id;
    }
  }
}

interface ExportRow {
  record_id: string;
  body: string;
  known_from_ms: number;
}

const EXPORT = `
  SELECT r.record_id, r.body, ${epochMsOf('r.known_from')} AS known_from_ms
  FROM registry_record r
  WHERE r.version <= $1 AND ($2::text IS NULL OR r.record_id > $2)
  ORDER BY r.record_id LIMIT $3`;
