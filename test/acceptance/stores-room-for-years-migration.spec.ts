/** Lines, decisions, holds and notices that were recorded before they were cut by month and institution. */
import { migrate, poolOf, timestampText } from '@gatekeeper/database';
import { DecisionStore, EMPTY_BATCH, LineRaced } from '@gatekeeper/decision-store';
import type { RecordedBatch, RecordedLine } from '@gatekeeper/decision-store';
import type { Decision, HeldLine, LineIdentity, LineRevision } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import type * as pg from 'pg';
import type { DataSource } from 'typeorm';
import { describeWith } from '../servers/addresses';
import { databaseBefore } from '../servers/fresh';
import type { EarlierDatabase } from '../servers/fresh';
import { at, collect, decisionOn, heldOn, identity, recordedLine, revisionOf } from './stores-parts';

const NAME = 'RoomForYears1767225617000';

const [moved, waiting, refund, released] = [identity('1'), identity('2'), identity('3'), identity('4', 'B7')];
const ancient: LineIdentity = { ...identity('1'), fixmedinsCode: 'H2' };
const notYetHere: LineIdentity = { ...identity('9'), visitId: 'V9' };

const [known1, known2] = [at('2025-07-01T00:00:00.001+08:00'), at('2025-07-02T00:00:00.002+08:00')];
const paidAt = at('2025-07-01T12:00:00.000+08:00');

const decided: readonly Decision[] = [
  decisionOn(revisionOf(moved), 'moved-1'),
  decisionOn(revisionOf(moved, 2), 'moved-2', {
    supersedes: 'moved-1',
    trigger: 're_upload',
    knownAt: known2,
  }),
  decisionOn(revisionOf(moved, 2), 'moved-3', { supersedes: 'moved-2', trigger: 'payment', knownAt: known2 }),
  decisionOn(revisionOf(waiting), 'waiting-1'),
  decisionOn(revisionOf(refund), 'refund-1'),
  decisionOn(revisionOf(released), 'released-1', { trigger: 'hold_released', knownAt: known2 }),
];
const held: readonly HeldLine[] = [
  heldOn(revisionOf(waiting, 2), { knownAt: known2, since: known2 }),
  heldOn(revisionOf(ancient)),
];
/** With a content that says what later migrations count lines by. */
const filed = (line: LineRevision, more: Partial<RecordedLine> = {}): RecordedLine => {
  const amounts = { fund_pay_amt: '80.00', pool_pay_amt: '70.00' };
  const content = JSON.stringify({ feedetl_sn: line.lineNo, ...amounts, mdtrtarea_admvs: '440100' });
  return recordedLine(line, { content, ...more });
};
const lines: readonly RecordedLine[] = [
  filed(revisionOf(moved), { feeOccurredAt: at('2025-01-31 23:59:59'), settlementId: 'S1' }),
  filed(revisionOf(moved, 2), {
    feeOccurredAt: at('2025-03-01 00:00:00'),
    settledAt: at('2025-05-01 00:30:00'),
  }),
  filed(revisionOf(waiting), { feeOccurredAt: at('2025-01-15 00:00:00') }),
  filed(revisionOf(waiting, 2), { feeOccurredAt: at('2025-02-15 00:00:00') }),
  filed(revisionOf(refund), { feeOccurredAt: at('2025-03-02 00:00:00'), originalLineNo: '1' }),
  filed(revisionOf(released)),
  filed(revisionOf(ancient), { feeOccurredAt: at('0000-01-01 00:00:00') }),
];

describeWith(['postgres'], 'a database from before its tables were cut', () => {
  let database: EarlierDatabase;
  let dataSource: DataSource;
  let store: DecisionStore;
  beforeAll(async () => {
    database = await databaseBefore('years_migration', NAME);
    ({ dataSource } = database);
    await fill();
    expect(await migrate(database.url)).toContain(NAME);
    store = new DecisionStore(dataSource);
  });
  afterAll(async () => {
    await sql(`DROP OWNED BY ${reader()}; DROP ROLE ${reader()}`);
    await database.drop();
  });

  const reader = (): string => `reader_${database.url.slice(-8)}`;
  const sql = async <Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) =>
    (await poolOf(dataSource).query<Row>(text, [...values])).rows;
  const keyOf = (line: LineIdentity): string[] => [
    line.fixmedinsCode,
    line.visitId,
    line.lineNo,
    line.chargeBatch,
  ];
  const textOrNull = (moment: number | null): string | null =>
    moment === null ? null : timestampText(moment);
  const insert = (table: string, columns: string, values: readonly unknown[]) =>
    sql(
      `INSERT INTO ${table} (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, ${columns})
       VALUES (${values.map((_, place) => `$${place + 1}`).join(', ')})`,
      values,
    );

  /** As the releases before this one wrote it. */
  async function fill(): Promise<void> {
    for (const { line, content, feeOccurredAt, settlementId, settledAt } of lines)
      await insert(
        'settlement_line',
        'revision, content_hash, content, fee_month, fee_occurred_at, setl_id, settled_at, source_topic, source_partition, source_offset',
        [
          ...[...keyOf(line), line.revision, line.contentHash, content, monthBefore(feeOccurredAt)],
          ...[timestampText(feeOccurredAt), settlementId, textOrNull(settledAt), 't', 0, 1],
        ],
      );
    for (const { line, verdict, ...decision } of decided)
      await insert(
        'decision',
        `revision, content_hash, decision_id, outcome, reasons, refused_fen, recover_fen, liable, fund_scope, pack, edition,
         supersedes, registry_version, known_at, decided_at, trigger`,
        [
          ...[...keyOf(line), line.revision, line.contentHash, decision.decisionId, verdict.outcome],
          ...[JSON.stringify(verdict.reasons), verdict.refused.toString(), verdict.recover.toString()],
          ...[verdict.liable, verdict.fundScope, verdict.pack, verdict.edition, decision.supersedes],
          ...[decision.registryVersion, timestampText(decision.knownAt), timestampText(decision.decidedAt)],
          decision.trigger,
        ],
      );
    const wasHeld = heldOn(revisionOf(released));
    for (const { line, hold, knownAt, since } of [...held, wasHeld])
      await insert('hold_record', 'revision, content_hash, hold_code, needs, known_at, since', [
        ...[...keyOf(line), line.revision, line.contentHash, hold.holdCode, JSON.stringify(hold.needs)],
        ...[timestampText(knownAt), timestampText(since)],
      ]);
    await sql(
      `UPDATE hold_record SET released_by = 'released-1', released_at = now() WHERE chrg_bchno = 'B7'`,
    );
    for (const line of [moved, notYetHere])
      await insert('payment_notice', 'setl_id, paid_at', [...keyOf(line), 'S0', timestampText(paidAt)]);
    const identities: readonly (readonly [LineIdentity, number, string | null, boolean, number | null])[] = [
      [moved, 2, 'moved-3', false, paidAt],
      [waiting, 2, 'waiting-1', true, null],
      [refund, 1, 'refund-1', false, null],
      [released, 1, 'released-1', false, null],
      [ancient, 1, null, true, null],
    ];
    for (const [line, revision, decisionId, isHeld, paid] of identities)
      await insert(
        'line_identity',
        'revision, content_hash, init_feedetl_sn, decision_id, outcome, held, paid_at',
        [
          ...[...keyOf(line), revision, `sha256:r${revision}`, line === refund ? '1' : null, decisionId],
          ...[decisionId === null ? null : 'reject', isHeld, textOrNull(paid)],
        ],
      );
    await sql(`CREATE ROLE ${reader()}`);
    await sql(`GRANT SELECT ON line_identity, decision TO ${reader()}`);
    await sql(`GRANT INSERT ON settlement_line TO ${reader()} WITH GRANT OPTION`);
  }

  /** What the release before wrote as `fee_month`, by PostgreSQL's own calendar. */
  const monthBefore = (feeOccurredAt: number): string =>
    feeOccurredAt < at('0001-01-01 00:00:00')
      ? '0001-01-01 BC'
      : `${new Date(feeOccurredAt + 8 * 3_600_000).toISOString().slice(0, 7)}-01`;

  const known = async (line: LineIdentity) =>
    (await store.findLines(poolOf(dataSource), [line])).get(identityKey(line));

  it('tells of each line what it told before', async () => {
    expect(await known(moved)).toEqual({
      identity: moved,
      version: expect.any(String),
      arrival: { publication: 0n, offset: 1n },
      revision: 2,
      contentHash: 'sha256:r2',
      current: decided[2],
      held: null,
      settlement: { settlementId: 'S1', settledAt: at('2025-05-01 00:30:00'), paidAt },
      news: [],
    });
    expect(await known(waiting)).toMatchObject({ revision: 2, current: decided[3], held: held[0] });
    expect(await known(released)).toMatchObject({ current: decided[5], held: null });
    expect(await known(ancient)).toMatchObject({ current: null, held: held[1] });
  });

  it('has every decision and every hold', async () => {
    const byId = (a: Decision, b: Decision): number => (a.decisionId < b.decisionId ? -1 : 1);
    expect([...(await collect(store.allDecisions()))].sort(byId)).toEqual([...decided].sort(byId));
    expect(await collect(store.heldLines())).toEqual(held);
    expect(await store.countByOutcome()).toEqual({
      ...{ accept: 0, reject: 4, claw_back: 0, void: 0, held: 2, lines: 5 },
    });
    expect(
      await sql(`SELECT hold_id::integer AS id, released_by FROM hold_record WHERE released_at IS NOT NULL`),
    ).toEqual([{ id: 3, released_by: 'released-1' }]);
  });

  it('finds refunds with their content', async () => {
    const [found] = await store.findRefundsOf(poolOf(dataSource), [moved]);
    expect(found).toMatchObject({
      known: { identity: refund, current: decided[4] },
      content: lines[4]?.content,
      receivedAt: known1,
    });
  });

  it('has revisions in the months of their fees, received when something was first said about them', async () => {
    expect(
      await sql(`
        SELECT tableoid::regclass::text AS part, revision, (extract(epoch FROM received_at) * 1000)::float8 AS ms
        FROM settlement_line WHERE feedetl_sn IN ('1', '2') ORDER BY fixmedins_code, feedetl_sn, revision`),
    ).toEqual([
      { part: 'settlement_line_2025_01', revision: 1, ms: known1 },
      { part: 'settlement_line_2025_03', revision: 2, ms: known2 },
      { part: 'settlement_line_2025_01', revision: 1, ms: known1 },
      { part: 'settlement_line_2025_02', revision: 2, ms: known2 },
      { part: 'settlement_line_before_2000', revision: 1, ms: known1 },
    ]);
    expect(
      await sql(
        `SELECT feedetl_sn, (extract(epoch FROM received_at) * 1000)::float8 AS ms FROM payment_notice ORDER BY 1`,
      ),
    ).toEqual([
      { feedetl_sn: '1', ms: known2 },
      { feedetl_sn: '9', ms: paidAt },
    ]);
  });

  it('knows what each line stated of its settlement last, and in which month that is', async () => {
    expect(
      await sql(`
        SELECT feedetl_sn, setl_id, settlement_month::text AS month, decision_month::text AS decided
        FROM line_identity WHERE fixmedins_code = 'H1' ORDER BY 1`),
    ).toEqual([
      { feedetl_sn: '1', setl_id: 'S1', month: '2025-05-01', decided: '2025-03-01' },
      { feedetl_sn: '2', setl_id: null, month: '2025-02-01', decided: '2025-01-01' },
      { feedetl_sn: '3', setl_id: null, month: '2025-03-01', decided: '2025-03-01' },
      { feedetl_sn: '4', setl_id: null, month: '2025-06-01', decided: '2025-06-01' },
    ]);
  });

  it('lets nobody supersede a second time what was superseded before', async () => {
    expect(await sql('SELECT supersedes, decision_id FROM decision_succession ORDER BY 1')).toEqual([
      { supersedes: 'moved-1', decision_id: 'moved-2' },
      { supersedes: 'moved-2', decision_id: 'moved-3' },
    ]);
    await expect(
      sql(`INSERT INTO decision SELECT fixmedins_code, 'x', fee_month, mdtrt_id, feedetl_sn, chrg_bchno, revision,
             content_hash, outcome, reasons, refused_fen, recover_fen, liable, fund_scope, pack, edition, supersedes,
             registry_version, known_at, decided_at, trigger FROM decision WHERE decision_id = 'moved-2'`),
    ).rejects.toThrow('decision_succession');
  });

  it('lets those read and write who did', async () => {
    const { rows } = await poolOf(dataSource).query<{ may: string }>(
      `SELECT name || ' ' || privilege AS may
       FROM unnest('{line_identity,decision,settlement_line,hold_record,decision_succession}'::text[]) AS name,
            unnest('{SELECT,INSERT,INSERT WITH GRANT OPTION,DELETE}'::text[]) AS privilege
       WHERE has_table_privilege($1, name, privilege) ORDER BY 1`,
      [reader()],
    );
    expect(rows.map(({ may }) => may)).toEqual([
      'decision SELECT',
      'decision_succession SELECT',
      'line_identity SELECT',
      'settlement_line INSERT',
      'settlement_line INSERT WITH GRANT OPTION',
    ]);
  });

  it('goes on: lines are re-uploaded, holds released, what is stale is refused', async () => {
    const append = async (batch: Partial<RecordedBatch>): Promise<void> => {
      const client = await poolOf(dataSource).connect();
      try {
        await client.query('BEGIN');
        await store.append(client, { ...EMPTY_BATCH, ...batch });
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK');
        throw error;
      } finally {
        client.release();
      }
    };
    const stale = decisionOn(revisionOf(moved, 2), 'x', { supersedes: 'moved-2' });
    await expect(append({ decisions: [stale] })).rejects.toThrow(LineRaced);
    const released2 = decisionOn(revisionOf(waiting, 2), 'waiting-2', { supersedes: 'waiting-1' });
    // A hold on a line that is held: the earlier one must be released.
    const second = {
      newRevisions: [recordedLine(revisionOf(ancient, 2))],
      holds: [heldOn(revisionOf(ancient, 2))],
    };
    await expect(append(second)).rejects.toThrow(LineRaced);
    await append({
      decisions: [released2],
      releases: [
        { line: revisionOf(waiting, 2), releasedBy: 'waiting-2' },
        { line: revisionOf(ancient), releasedBy: null },
      ],
      newRevisions: [recordedLine(revisionOf(ancient, 2))],
      holds: [heldOn(revisionOf(ancient, 2))],
    });
    expect(await known(waiting)).toMatchObject({ current: released2, held: null });
    expect(await known(ancient)).toMatchObject({ revision: 2, held: { line: revisionOf(ancient, 2) } });
  });
});
