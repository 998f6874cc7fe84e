/** Whatever comes of lines, however batches fall and whenever figures are folded: the figures are the lines, counted. */
import { dayOf } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import { inTransaction, MIGRATIONS, poolOf } from '@gatekeeper/database';
import { DecisionStore, readTallies } from '@gatekeeper/decision-store';
import { Outage } from '@gatekeeper/runtime';
import { HandDriven } from '../gatekeeper/hand-driven';
import { REGISTRY } from '../gatekeeper/rows';
import { visitsAtRandom } from '../gatekeeper/visits-at-random';
import { describeWith } from '../servers/addresses';
import { historySeed, rounds } from '../servers/rounds';

const VISITS = rounds(50, 2_000);
const SEED = historySeed();

/** On both sides of midnight in China, and in two months. */
const FEE_TIMES = [
  '2025-06-30 23:59:59',
  '2025-07-01 00:00:00',
  '2025-07-01 23:59:59',
  '2025-07-02 07:59:59',
  '2025-07-02 08:00:00',
];
const AREAS = ['440100', '440300', '990000'];

/** The same row is of the same day and area wherever it comes again; another upload of its line may be of others. */
function elsewhere(row: string): string {
  const fields = JSON.parse(row) as Record<string, string>;
  if (fields['fee_ocur_time'] === undefined) return row;
  const chance = Buffer.from(row).reduce((sum, byte) => (sum * 31 + byte) % 9973, 7);
  const fee_ocur_time = FEE_TIMES[chance % FEE_TIMES.length];
  return JSON.stringify({
    ...fields,
    fee_ocur_time,
    mdtrtarea_admvs: AREAS[chance % 7 === 0 ? 2 : chance % 2],
  });
}

interface StandingRow {
  content: string;
  held: boolean;
  hold_code: string | null;
  hold_pack: string | null;
  outcome: string | null;
  fund_scope: string | null;
  pack: string | null;
  reasons: readonly { readonly code: string; readonly effect: string; readonly role: string | null }[] | null;
  refused: number | null;
  recover: number | null;
}

type Figures = [
  lines: number,
  claimed: number,
  refused: number,
  recover: number,
  fund: number,
  pooled: number,
];

const fen = (amount: string | undefined): number => Math.round(Number(amount) * 100);

/** What one line counts as, by the words of CONTRACT 8 and 9. */
function counted(row: StandingRow): readonly [key: string, figures: Figures] {
  const content = JSON.parse(row.content) as Record<string, string>;
  const place = [
    content['fixmedins_code'],
    content['fee_ocur_time']?.slice(0, 10),
    content['mdtrtarea_admvs'],
  ];
  const [fund, pooled, doctor] = [
    fen(content['fund_pay_amt']),
    fen(content['pool_pay_amt']),
    content['bilg_dr_codg'] ?? '',
  ];
  if (row.held)
    return [
      [...place, 'held', row.hold_code, row.hold_pack ?? '', doctor].join(' '),
      [1, 0, 0, 0, fund, pooled],
    ];
  if (row.outcome === 'void') return [[...place, 'void', 'VOID', row.pack, ''].join(' '), [1, 0, 0, 0, 0, 0]];
  const [bar, lift, first] = [
    row.reasons?.find(({ effect }) => effect === 'bars'),
    row.reasons?.find(({ effect }) => effect === 'lifts'),
    row.reasons?.find(({ role }) => role !== 'performing'),
  ];
  const reason = row.outcome === 'accept' ? (lift ?? bar ?? first) : (bar ?? first);
  const isBarred =
    row.outcome !== 'accept' || lift !== undefined || reason?.code === 'INPATIENT_BEFORE_STATUS_CHANGE';
  return [
    [...place, row.outcome, reason?.code, row.pack, isBarred ? doctor : ''].join(' '),
    [1, row.fund_scope === 'pooled' ? pooled : fund, row.refused ?? 0, row.recover ?? 0, 0, 0],
  ];
}

const sorted = (figures: ReadonlyMap<string, Figures>): readonly string[] =>
  [...figures].map(([key, of]) => `${key}: ${of.join(' ')}`).sort();

const day = (year: number, month: number, dayOfMonth: number): Day => dayOf(year, month, dayOfMonth) as Day;

describeWith(['postgres'], `figures of ${VISITS} visits at random (HISTORY_SEED=${SEED})`, () => {
  let one: HandDriven;
  let other: HandDriven;
  let store: DecisionStore;
  let deltasSeen = 0;

  beforeAll(async () => {
    one = await HandDriven.open('tallies-at-random', { registry: REGISTRY });
    other = one.beside('other.');
    store = new DecisionStore(one.dataSource);
    const visits = visitsAtRandom(VISITS, SEED).map(({ rows, notices }) => ({
      rows: rows.map(elsewhere),
      notices,
    }));
    await Promise.all([
      drive(
        one,
        visits.filter((_, n) => n % 2 === 0),
      ),
      drive(
        other,
        visits.filter((_, n) => n % 2 === 1),
      ),
    ]);
    await one.askAllDue();
    deltasSeen = await one.count('tally_delta');
  }, 60_000);
  afterAll(() => one.close());

  /** Half of the notices come before the lines, half behind them; every third publishing fails, and every fifth batch is the last of its process. */
  async function drive(
    driven: HandDriven,
    visits: readonly { readonly rows: readonly string[]; readonly notices: readonly string[] }[],
  ): Promise<void> {
    let published = 0;
    driven.beforePublish = () => {
      published += 1;
      if (published % 3 === 0) throw new Outage('Kafka', 'away');
    };
    const notices = visits.flatMap((visit) => visit.notices);
    const half = Math.floor(notices.length / 2);
    driven.sendPayments(notices.slice(0, half));
    await settleAll(driven, 'payments');
    driven.send(visits.flatMap((visit) => visit.rows));
    for (let round = 0; driven.nextBatch(1) !== null; round++) {
      const batch = driven.nextBatch(((round * 37) % 61) + 1);
      if (batch !== null) await driven.settle(batch);
      if (round % 4 === 0) await fold(7);
      if (round % 5 === 0) driven.restart();
      if (round === 6) {
        driven.sendPayments(notices.slice(half));
        await settleAll(driven, 'payments');
      }
    }
    driven.beforePublish = () => undefined;
    await driven.settleAll(Infinity, 'payments');
  }

  /** As a consumer does: what an outage kept from being committed is read again. */
  async function settleAll(driven: HandDriven, of: 'payments'): Promise<void> {
    for (let batch = driven.nextBatch(20, of); batch !== null; batch = driven.nextBatch(20, of))
      await driven.settle(batch);
  }

  const fold = (atMost: number): Promise<number> =>
    inTransaction(one.dataSource, (client) => store.foldTallies(client, atMost));

  const standing = (): Promise<readonly StandingRow[]> =>
    one.rows<StandingRow>(`
      SELECT l.content, i.held, h.hold_code, h.pack AS hold_pack, d.outcome, d.fund_scope, d.pack, d.reasons,
             d.refused_fen::integer AS refused, d.recover_fen::integer AS recover
      FROM line_identity i
      JOIN settlement_line l USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, revision, fee_month)
      LEFT JOIN decision d ON d.decision_id = i.decision_id AND d.fee_month = i.decision_month
      LEFT JOIN hold_record h ON h.released_at IS NULL AND h.mdtrt_id = i.mdtrt_id AND h.feedetl_sn = i.feedetl_sn
        AND h.chrg_bchno = i.chrg_bchno`);

  async function expected(): Promise<ReadonlyMap<string, Figures>> {
    const figures = new Map<string, Figures>();
    for (const [key, of] of (await standing()).map(counted)) {
      const before = figures.get(key) ?? [0, 0, 0, 0, 0, 0];
      figures.set(key, before.map((figure, n) => figure + (of[n] ?? 0)) as Figures);
    }
    return figures;
  }

  async function found(tables: string): Promise<readonly string[]> {
    const rows = await one.rows<{ key: string; of: string }>(`
      SELECT concat_ws(' ', fixmedins_code, fee_day, mdtrtarea_admvs, outcome, reason, pack) || ' ' || ordering_code AS key,
             concat_ws(' ', sum(lines), sum(claimed_fen), sum(refused_fen), sum(recover_fen), sum(held_fund_fen),
                       sum(held_pooled_fen)) AS of
      FROM (${tables}) AS figures GROUP BY 1
      HAVING sum(lines) <> 0 OR sum(claimed_fen) <> 0 OR sum(refused_fen) <> 0 OR sum(recover_fen) <> 0`);
    return rows.map(({ key, of }) => `${key}: ${of}`).sort();
  }
  const BOTH = 'SELECT * FROM tally UNION ALL SELECT * FROM tally_delta';

  it('are what a count of the lines gives, some folded and some not', async () => {
    expect(deltasSeen).toBeGreaterThan(0);
    expect(await one.count('tally')).toBeGreaterThan(0);
    const wanted = sorted(await expected());
    expect(wanted.length).toBeGreaterThan(20);
    expect(await found(BOTH)).toEqual(wanted);
  });

  it('are told by group, in pages, as a count of the lines gives them', async () => {
    const asked = {
      ...{ from: day(2025, 6, 1), until: day(2025, 8, 1), within: null, limit: 3 },
      ...{ by: ['day', 'outcome'] as const, pooledPacks: ['guangdong-2025'] },
    };
    const told: string[] = [];
    for (let after: readonly string[] | null = null; ;) {
      const page = await readTallies(poolOf(one.dataSource), { ...asked, after });
      for (const { group, lines, claimed, heldAmount, ...counts } of page) {
        told.push(`${group.join(' ')}: ${lines} ${claimed - heldAmount} ${heldAmount}`);
        expect(counts).toMatchObject({ [group[1] ?? '']: lines });
      }
      after = page.at(-1)?.group ?? null;
      if (page.length < asked.limit) break;
    }
    const wanted = new Map<string, [number, number, number]>();
    for (const [key, [lines, claimed, , , fund, pooled]] of await expected()) {
      const [, feeDay, , outcome, , pack] = key.split(' ');
      const held = pack === 'guangdong-2025' ? pooled : fund;
      const before = wanted.get(`${feeDay} ${outcome}`) ?? [0, 0, 0];
      wanted.set(`${feeDay} ${outcome}`, [before[0] + lines, before[1] + claimed, before[2] + held]);
    }
    expect(told).toEqual([...wanted].map(([key, of]) => `${key}: ${of.join(' ')}`).sort());
  });

  it('stay the same when all is folded, by two at once', async () => {
    const wanted = await found(BOTH);
    const foldMany = async (): Promise<void> => {
      for (let left = 1; left > 0; left = await one.count('tally_delta')) await fold(50);
    };
    await Promise.all([foldMany(), foldMany()]);
    expect(await one.count('tally_delta')).toBe(0);
    expect(await found(BOTH)).toEqual(wanted);
  });

  const isException = ({ code, effect }: { readonly code: string; readonly effect: string }): boolean =>
    effect === 'lifts' || code === 'INPATIENT_BEFORE_STATUS_CHANGE';
  const IN_LEDGER = `
    SELECT concat_ws(' ', fixmedins_code, fee_day, sum(lines), sum(amount_fen)) AS says FROM carve_out
    GROUP BY fixmedins_code, fee_day HAVING sum(lines) <> 0 ORDER BY 1`;

  it('agree with the ledger of lines accepted under an exception, in which a line stands once at most', async () => {
    const wanted = new Map<string, [number, number]>();
    for (const [key, [lines, claimed]] of (await standing()).filter(isAccepted).map(counted)) {
      const place = key.split(' ').slice(0, 2).join(' ');
      const before = wanted.get(place) ?? [0, 0];
      wanted.set(place, [before[0] + lines, before[1] + claimed]);
    }
    const said = async () => (await one.rows<{ says: string }>(IN_LEDGER)).map(({ says }) => says);
    const all = [...wanted].map(([place, of]) => `${place} ${of.join(' ')}`).sort();
    expect(all.length).toBeGreaterThan(0);
    expect(await said()).toEqual(all);
    expect(
      await one.rows(`
        SELECT mdtrt_id, feedetl_sn FROM (
          SELECT *, sum(lines) OVER (
            PARTITION BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno ORDER BY entry_id) AS stands
          FROM carve_out) AS walked
        WHERE stands NOT IN (0, 1)`),
    ).toEqual([]);
    await one.rows('DROP TABLE carve_out');
    await migrateAgain('CarveOuts');
    expect(await said()).toEqual(all);
  });

  const isAccepted = ({ held, outcome, reasons }: StandingRow): boolean =>
    !held && outcome === 'accept' && (reasons ?? []).some(isException);

  async function migrateAgain(named: string): Promise<void> {
    const runner = one.dataSource.createQueryRunner();
    await runner.startTransaction();
    for (const Migration of MIGRATIONS.filter(({ name }) => name.startsWith(named)))
      await new Migration().up(runner);
    await runner.commitTransaction();
    await runner.release();
  }

  it('are what the migration counts of lines that were there before it', async () => {
    const wanted = sorted(await expected());
    await one.rows('DROP TABLE tally, tally_delta');
    await migrateAgain('Tallies');
    expect(await found(BOTH)).toEqual(wanted);
  });
});
