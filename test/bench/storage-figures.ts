/** What cutting the tables costs: the same rows by COPY into them and into the plain tables of before, in turns. */
import { createHash } from 'node:crypto';
import { copyRows, migrate, MIGRATIONS } from '@gatekeeper/database';
import type { CopyRow } from '@gatekeeper/database';
import type { Policy } from '@gatekeeper/policy';
import { compareText } from '@gatekeeper/vocabulary';
import * as pg from 'pg';
import { DataSource } from 'typeorm';
import { freshDatabase } from '../servers/fresh';
import type { FreshDatabase } from '../servers/fresh';
import { REASONS } from './bare-rows';
import { bySize, percentile } from './figures';
import { lineTexts } from './mix';

/** As many lines as a batch of the stream has. */
const BATCH = 1_770;
/** Batches of each side before any is counted: the first ones grow the files. */
const WARM_UP = 5;
const CUT = 'RoomForYears1767225617000';

/** What a stream that keeps up sees. */
const MONTHS_AT_WORK = ['2026-09', '2026-10', '2026-11'];

export interface StorageFigures {
  readonly batches: number;
  readonly months: number;
  /** Medians, in microseconds of a line. */
  readonly plainMicros: number;
  readonly cutMicros: number;
  /** The median of each pair's ratio: what the machine does meanwhile falls on both. */
  readonly ratio: number;
}

/** Of the sample's own months, of which every batch has most, and of three. */
export async function storageFigures(
  lines: number,
  policy: Policy,
  say: (text: string) => void,
): Promise<readonly StorageFigures[]> {
  const batches = batchesOf(lines, policy);
  const atWork = batches.map((batch) =>
    batch.map((line, place) => ({
      ...line,
      fee_ocur_time:
        `${MONTHS_AT_WORK[place % MONTHS_AT_WORK.length] ?? ''}${line.fee_ocur_time.slice(7)}`.replace(
          /-(29|30|31) /,
          '-28 ',
        ),
    })),
  );
  return [await inTurns(atWork, say), await inTurns(batches, say)];
}

async function inTurns(
  batches: readonly (readonly Line[])[],
  say: (text: string) => void,
): Promise<StorageFigures> {
  const months = [...new Set(batches.flat().map(({ fee_ocur_time }) => monthOf(fee_ocur_time)))];
  say(`${batches.length} batches of ${BATCH} lines of ${months.length} months, each into both`);
  const [plain, cut] = [await Side.open('plain'), await Side.open('cut')];
  try {
    await cut.makeMonths(months);
    const pairs: (readonly [number, number])[] = [];
    for (const [turn, batch] of batches.entries()) {
      // Who goes first changes: the second finds the machine warmer, or the disk busier.
      const sides = turn % 2 === 0 ? [plain, cut] : [cut, plain];
      const took = new Map<Side, number>();
      for (const side of sides) took.set(side, await side.record(batch));
      if (turn >= WARM_UP) pairs.push([took.get(plain) ?? NaN, took.get(cut) ?? NaN]);
    }
    return {
      batches: pairs.length,
      months: months.length,
      plainMicros: median(pairs.map(([ms]) => ms)) * (1_000 / BATCH),
      cutMicros: median(pairs.map(([, ms]) => ms)) * (1_000 / BATCH),
      ratio: median(pairs.map(([before, now]) => now / before)),
    };
  } finally {
    await plain.close();
    await cut.close();
  }
}

const median = (values: readonly number[]): number => percentile([...values].sort(bySize), 0.5);

/** A database with the schema of today, or of before its tables were cut. */
class Side {
  private constructor(
    private readonly kind: 'plain' | 'cut',
    private readonly database: FreshDatabase,
    private readonly client: pg.Client,
    private readonly tables: readonly Table[],
  ) {}

  static async open(kind: 'plain' | 'cut'): Promise<Side> {
    const database = await freshDatabase(`storage_${kind}`);
    await (kind === 'cut' ? migrate(database.url) : migrateUntilCut(database.url));
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const tables = TABLES.map(({ table, fields }) => ({
      table,
      fields: fields.filter(([, , since]) => since === undefined || since === kind),
    }));
    return new Side(kind, database, client, tables);
  }

  async makeMonths(months: readonly string[]): Promise<void> {
    for (const month of months) await this.client.query('SELECT make_fee_month($1::date)', [month]);
  }

  /** One transaction, as the stream's; the rows are made before the clock starts. @returns ms */
  async record(batch: readonly Line[]): Promise<number> {
    const rows = this.tables.map(({ table, fields }) =>
      this.inOrderOf(table, batch).map((line): CopyRow => fields.map(([, value]) => value(line))),
    );
    const started = performance.now();
    await this.client.query('BEGIN');
    for (const [place, { table, fields }] of this.tables.entries())
      await copyRows(
        this.client,
        table,
        fields.map(([column]) => column),
        rows[place] ?? [],
      );
    await this.client.query('COMMIT');
    return performance.now() - started;
  }

  /** As the store sends them: rows of one partition together; to the plain tables as they come. */
  private inOrderOf(table: string, batch: readonly Line[]): readonly Line[] {
    if (this.kind === 'plain') return batch;
    const keyOf = table === 'line_identity' ? (line: Line): string => line.fixmedins_code : month;
    return [...batch].sort((a, b) => compareText(keyOf(a), keyOf(b)));
  }

  async close(): Promise<void> {
    await this.client.end();
    await this.database.drop();
  }
}

async function migrateUntilCut(url: string): Promise<void> {
  const index = MIGRATIONS.findIndex(({ name }) => name === CUT);
  const dataSource = await new DataSource({
    type: 'postgres',
    driver: pg,
    url,
    migrations: MIGRATIONS.slice(0, index),
    migrationsTableName: 'schema_migration',
  }).initialize();
  await dataSource.runMigrations({ transaction: 'all' });
  await dataSource.destroy();
}

interface Line {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly feedetl_sn: string;
  readonly bilg_dr_codg: string;
  readonly fee_ocur_time: string;
  readonly content: string;
  readonly hash: string;
}

function batchesOf(lines: number, policy: Policy): readonly (readonly Line[])[] {
  const batches: Line[][] = [];
  let batch: Line[] = [];
  for (const content of lineTexts(lines, policy)) {
    const wire: Omit<Line, 'content' | 'hash'> = JSON.parse(content);
    batch.push({ ...wire, content, hash: createHash('sha256').update(content).digest('hex') });
    if (batch.length < BATCH) continue;
    batches.push(batch);
    batch = [];
  }
  return batches;
}

const monthOf = (time: string): string => `${time.slice(0, 7)}-01`;
const NOW = new Date().toISOString();

/** A column, its value as COPY reads it, and the side that alone has it. */
type Field = readonly [string, (line: Line) => string | null, ('plain' | 'cut')?];
interface Table {
  readonly table: string;
  readonly fields: readonly Field[];
}

const KEYS: readonly Field[] = [
  ['fixmedins_code', ({ fixmedins_code }) => fixmedins_code],
  ['mdtrt_id', ({ mdtrt_id }) => mdtrt_id],
  ['feedetl_sn', ({ feedetl_sn }) => feedetl_sn],
  ['chrg_bchno', () => ''],
  ['revision', () => '1'],
  ['content_hash', ({ hash }) => `sha256:${hash}`],
];
const month = ({ fee_ocur_time }: Line): string => monthOf(fee_ocur_time);
const decisionId = ({ hash }: Line): string => hash.slice(0, 32);

const TABLES: readonly Table[] = [
  {
    table: 'line_identity',
    fields: [
      ...KEYS,
      ['fee_month', month, 'cut'],
      ['decision_id', decisionId],
      ['decision_month', month, 'cut'],
      ['outcome', () => 'accept'],
      ['held', () => 'f'],
    ],
  },
  {
    table: 'settlement_line',
    fields: [
      ...KEYS,
      ['content', ({ content }) => content],
      ['fee_month', month],
      ['fee_occurred_at', ({ fee_ocur_time }) => `${fee_ocur_time}+08`],
      ['received_at', () => NOW, 'cut'],
      ['ordering_code', ({ bilg_dr_codg }) => bilg_dr_codg],
      ['source_topic', () => 'settlement.lines.v1'],
      ['source_partition', () => '0'],
      ['source_offset', () => '1'],
    ],
  },
  {
    table: 'decision',
    fields: [
      ...KEYS,
      ['fee_month', month, 'cut'],
      ['decision_id', decisionId],
      ['outcome', () => 'accept'],
      ['reasons', () => REASONS],
      ['refused_fen', () => '0'],
      ['recover_fen', () => '0'],
      ['liable', () => 'none'],
      ['fund_scope', () => 'all'],
      ['pack', () => 'national-2024'],
      ['edition', () => '1'],
      ['registry_version', () => '1'],
      ['known_at', () => NOW],
      ['decided_at', () => NOW],
      ['trigger', () => 'real_time'],
    ],
  },
];
