/**
 * What each statement of the stream opens, of years of partitions: the locks that it leaves in its transaction, which the
 * planner takes on every partition that it does not leave out; that it visits one cut by institution; and that it goes by
 * an index.
 */
import { gzipSync } from 'node:zlib';
import { inTransaction, poolOf } from '@gatekeeper/database';
import {
  beginRun,
  chooseVisits,
  EMPTY_BATCH,
  finishPart,
  leafCounts,
  leavesOfInstitution,
  linesKeptByPlans,
  linesReached,
  partsToDo,
  takePart,
} from '@gatekeeper/decision-store';
import type { LinesReached, RecordedBatch } from '@gatekeeper/decision-store';
import type { LineIdentity } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { at, decisionOn, heldOn, identity, openStores, recordedLine, revisionOf } from './stores-parts';

const YEARS = [2023, 2024, 2025];
const LINES = 3_000;
const MONTHS_OF_LINES = 36;

const numbered = (n: number): LineIdentity => ({ ...identity(String(n)), visitId: `V${n % 100}` });
const feeOf = (n: number): string => {
  const month = n % MONTHS_OF_LINES;
  return `${(YEARS[0] ?? 0) + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15 10:00:00`;
};
const STATED = {
  ...{ settlementId: 'S', settledAt: at('2024-01-01 00:00:00'), paidAt: null },
  feeOccurredAt: at('2024-01-31 12:00:00'),
};
const BY_INSTITUTION =
  /^(line_identity|line_news|hold_record|payment_notice|decision_succession|settlement_restated)_\d+/;
/** Who ordered every line. */
const DOCTOR = 'D440100000001';
const WINTER = { from: at('2023-12-10 00:00:00'), until: at('2024-01-20 00:00:00') };
const isHeld = (n: number): boolean => n % 10 === 0;
/** Every seventh line is a refund of the one 100 before it, which is of the same visit. */
const originalOf = (n: number): string | null => (n % 7 === 0 && n >= 100 ? String(n - 100) : null);

/** Of January 2023; of March 2023, held; a refund of February 2023 (105) of a line of May 2023 (5). */
const [january, march, refund, original] = [numbered(36), numbered(110), numbered(105), numbered(5)];

describeWith(['postgres'], 'of three years of months and sixteen cuts by institution', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('plans');
    const all = Array.from({ length: LINES }, (_, n) => n);
    await inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, {
        ...EMPTY_BATCH,
        newLines: all.map((n) =>
          recordedLine(revisionOf(numbered(n)), {
            feeOccurredAt: at(feeOf(n)),
            originalLineNo: originalOf(n),
          }),
        ),
        decisions: all.filter((n) => !isHeld(n)).map((n) => decisionOn(revisionOf(numbered(n)), `d${n}`)),
        holds: all.filter(isHeld).map((n) => heldOn(revisionOf(numbered(n)))),
      }),
    );
    await poolOf(stores.dataSource).query('ANALYZE');
  });
  afterAll(() => stores.close());

  const CUT = `
    SELECT DISTINCT c.relname AS part
    FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE l.pid = pg_backend_pid() AND c.relkind = 'r' ORDER BY 1`;
  /** Of small tables a whole scan costs least: here the planner takes one only where no index serves. */
  const BY_INDEX = 'SET LOCAL enable_seqscan = off';
  const SCANS = `
    SELECT relname || ' ' || seq_scan AS part FROM pg_stat_xact_user_tables WHERE relid IN (SELECT inhrelid FROM pg_inherits)`;
  /** What is cut by institution has few partitions, always as many: the planner opens them, but the executor one. */
  const VISITS = `
    SELECT relname || ' ' || seq_scan + idx_scan + n_tup_ins + n_tup_upd AS part FROM pg_stat_xact_user_tables
    WHERE relname ~ '^(line_identity|line_news|hold_record|payment_notice|decision_succession|settlement_restated)_[0-9]+$'`;

  const partsOf = async (client: PoolClient, query: string): Promise<readonly string[]> =>
    (await client.query<{ part: string }>(query)).rows.map(({ part }) => part);

  /** What `work` opens; of the tables cut by institution only how many partitions, for their numbers say nothing. */
  const opened = (work: (client: PoolClient) => Promise<unknown>) =>
    inTransaction(stores.dataSource, async (client) => {
      await client.query(BY_INDEX);
      const scansBefore = new Set(await partsOf(client, SCANS));
      const visitsBefore = new Set(await partsOf(client, VISITS));
      await work(client);
      const parts = await partsOf(client, CUT);
      const scanned = (await partsOf(client, SCANS)).filter((scans) => !scansBefore.has(scans));
      const visited = (await partsOf(client, VISITS)).filter((visits) => !visitsBefore.has(visits));
      const counts = new Map<string, number>();
      for (const visits of visited) {
        const table = BY_INSTITUTION.exec(visits)?.[1] ?? '';
        counts.set(table, (counts.get(table) ?? 0) + 1);
      }
      return {
        months: parts.filter((part) => !BY_INSTITUTION.test(part)),
        institutions: Object.fromEntries(counts),
        scanned,
      };
    });

  const askKeys = async (client: PoolClient, reached: LinesReached): Promise<void> => {
    for (const { sql, values } of linesReached(reached, 1)) {
      const { rows } = await client.query(sql, [...values]);
      expect(rows.length).toBeGreaterThan(0);
    }
  };

  const append = (batch: Partial<RecordedBatch>) => (client: PoolClient) =>
    stores.decisions.append(client, { ...EMPTY_BATCH, ...batch });

  const CASES: readonly (readonly [
    string,
    (client: PoolClient) => Promise<unknown>,
    readonly string[],
    Readonly<Record<string, number>>,
  ])[] = [
    [
      'looking lines up',
      (client) => stores.decisions.findLines(client, [january, march]),
      ['decision_2023_01'],
      { line_identity: 1, hold_record: 1 },
    ],
    [
      'looking up lines that are not on file',
      (client) => stores.decisions.findLines(client, [{ ...january, visitId: 'none' }]),
      [],
      { line_identity: 1 },
    ],
    [
      'looking originals up',
      (client) => stores.decisions.findOriginals(client, [january]),
      ['decision_2023_01', 'settlement_line_2023_01'],
      { line_identity: 1 },
    ],
    [
      'looking refunds up',
      (client) => stores.decisions.findRefundsOf(client, [original]),
      ['decision_2025_10', 'settlement_line_2025_10'],
      { line_identity: 1 },
    ],
    [
      'asking which lines are on file',
      (client) => stores.decisions.findOnFile(client, [january]),
      [],
      { line_identity: 1 },
    ],
    [
      'looking payments up',
      (client) => stores.decisions.findNotices(client, [january]),
      [],
      { payment_notice: 1 },
    ],
    [
      'recording a new line',
      append({
        newLines: [recordedLine(revisionOf(numbered(LINES)), { feeOccurredAt: at('2024-04-01 00:00:00') })],
        decisions: [decisionOn(revisionOf(numbered(LINES)), `d${LINES}`)],
      }),
      ['decision_2024_04', 'settlement_line_2024_04'],
      { line_identity: 1 },
    ],
    [
      'recording a decision on a line on file',
      append({
        decisions: [decisionOn(revisionOf(january), 'again', { supersedes: 'd36' })],
      }),
      ['decision_2023_01'],
      { line_identity: 1, decision_succession: 1 },
    ],
    [
      'recording a re-upload to another month, which is held',
      append({
        newRevisions: [recordedLine(revisionOf(refund, 2), { feeOccurredAt: at('2024-05-01 00:00:00') })],
        holds: [heldOn(revisionOf(refund, 2))],
      }),
      ['settlement_line_2024_05'],
      { line_identity: 1, hold_record: 1 },
    ],
    [
      'releasing a hold',
      append({
        decisions: [decisionOn(revisionOf(march), 'released')],
        releases: [{ line: revisionOf(march), releasedBy: 'released' }],
      }),
      ['decision_2023_03'],
      { line_identity: 1, hold_record: 1 },
    ],
    [
      'recording that a line was paid, and settled',
      append({
        settlements: [
          {
            ...{ line: revisionOf(january), standing: 'again', stated: STATED },
            source: { topic: 't', partition: 0, offset: '1' },
          },
        ],
      }),
      [],
      { line_identity: 1, settlement_restated: 1 },
    ],
    [
      'looking a visit up',
      (client) => stores.decisions.findVisits(client, [january]),
      ['decision', 'settlement_line'].flatMap((table) =>
        ['2023', '2024', '2025'].flatMap((year) =>
          ['01', '05', '09'].map((month) => `${table}_${year}_${month}`),
        ),
      ),
      { line_identity: 1 },
    ],
    [
      'finding the lines of a person in two months',
      (client) =>
        askKeys(client, {
          persons: [
            { subject: DOCTOR, site: null, fees: WINTER, openStaysAt: null },
            { subject: DOCTOR, site: null, fees: WINTER, openStaysAt: at('2024-01-01 00:00:00') },
          ],
          institutions: [],
        }),
      ['settlement_line_2023_12', 'settlement_line_2024_01'],
      { line_identity: 1 },
    ],
    [
      'finding the lines of an institution in two months',
      (client) =>
        askKeys(client, { persons: [], institutions: [{ subject: january.fixmedinsCode, fees: WINTER }] }),
      ['settlement_line_2023_12', 'settlement_line_2024_01'],
      {},
    ],
  ];

  /** A visit is read whole, whatever months it is of: of a part of a clearing it is asserted that it goes by its institution. */
  test('choosing the visits of a part of a clearing goes by its institution, and by an index', async () => {
    const knownAt = at('2099-01-01 00:00:00');
    const institution = january.fixmedinsCode;
    let visits = 0;
    const { institutions, scanned } = await opened(async (client) => {
      const month = { from: '2024-01-01', until: '2024-02-01', knownAt };
      const corrections = { from: at('2020-01-01 00:00:00'), until: knownAt };
      const asked = { areaPrefix: '44', areaOf: 'treatment', ...month, corrections } as const;
      visits = await chooseVisits(client, asked, institution);
      await linesKeptByPlans(client, knownAt, institution);
    });
    expect(visits).toBeGreaterThan(0);
    expect(institutions).toEqual({ hold_record: 1, line_identity: 1, settlement_restated: 1 });
    expect(scanned).toEqual([]);
  });

  test('what a part of a clearing came to is written and read by the keys of its run', async () => {
    const { months, institutions, scanned } = await opened(async (client) => {
      const period = { area: '44', areaOf: 'treatment', period: '2024-01', by: 'settlement' } as const;
      const part = { fixmedinsCode: january.fixmedinsCode, month: '2024-01' };
      const runId = await beginRun(
        client,
        { terms: 'plans', ...period, knownAt: at('2024-02-10 00:00:00') },
        [part],
      );
      expect(await partsToDo(client, runId)).toEqual([{ runId, ...part }]);
      expect(await takePart(client, { runId, ...part })).toBe(true);
      const done = { result: '{}', rows: Buffer.of(0), unexplained: 0 };
      const leaves = { leafHashes: Buffer.alloc(32), lineKeys: gzipSync(`${part.fixmedinsCode}|V||1\n`) };
      await finishPart(client, { runId, ...part }, { ...done, ...leaves });
      expect(await leafCounts(client, runId)).toEqual([{ fixmedinsCode: part.fixmedinsCode, leaves: 1 }]);
      expect(await leavesOfInstitution(client, runId, part.fixmedinsCode)).toHaveLength(1);
    });
    expect({ months, institutions, scanned }).toEqual({ months: [], institutions: {}, scanned: [] });
  });

  test.each(CASES)('%s opens what it is about', async (_, work, months, institutions) => {
    expect(await opened(work)).toEqual({ months, institutions, scanned: [] });
  });
});
