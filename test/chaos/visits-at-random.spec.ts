/** Whatever comes of a visit, in whatever batches: what stands is what an oracle written apart says, and what check says. */
import { conservationOf } from '../gatekeeper/counters';
import { HandDriven } from '../gatekeeper/hand-driven';
import { Offline } from '../gatekeeper/offline';
import { REGISTRY, SUSPENDED } from '../gatekeeper/rows';
import { judgedBySuspension, standsAfter } from '../gatekeeper/visit-oracle';
import type { Row } from '../gatekeeper/visit-oracle';
import { visitsAtRandom } from '../gatekeeper/visits-at-random';
import type { Visit } from '../gatekeeper/visits-at-random';
import { describeWith } from '../servers/addresses';
import { historySeed, rounds } from '../servers/rounds';

const VISITS = rounds(200, 10_000);
const ONE_BY_ONE = rounds(40, 400);
const SEED = historySeed();

/** Revision, outcome or hold code, refused and recovered in fen. */
type Stands = readonly [number, string, number, number];

const rowOf = (text: string): Row => JSON.parse(text) as Row;

describeWith(['postgres'], `${VISITS} visits at random (HISTORY_SEED=${SEED})`, () => {
  const offline = new Offline();
  const visits = visitsAtRandom(VISITS, SEED);
  const rows = visits.flatMap((visit) => visit.rows);
  const notices = visits.flatMap((visit) => visit.notices);
  const expected = oracleOf(visits);
  let driven: HandDriven;

  beforeAll(async () => {
    driven = await HandDriven.open('visits-at-random', { registry: REGISTRY });
    driven.sendPayments(notices);
    await driven.settleAll(Infinity, 'payments');
    driven.send(rows);
    for (let size = 1; driven.nextBatch(1) !== null; size = (size % 97) + 8) {
      const batch = driven.nextBatch(size);
      const outage = batch === null ? null : await driven.settle(batch);
      if (outage !== null) throw outage;
    }
  });
  afterAll(async () => {
    await driven.close();
    offline.discard();
  });

  it('leave on each line what the oracle says', async () => {
    expect(await standing(driven)).toEqual(sorted(expected));
  });

  it('are conserved, and each decision supersedes the one before', async () => {
    const { read, sum } = conservationOf(await driven.counters());
    expect([read, sum]).toEqual([rows.length, rows.length]);
    expect(
      await driven.rows(`
        SELECT supersedes FROM decision GROUP BY fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno, supersedes
        HAVING count(*) > 1`),
    ).toEqual([]);
  });

  it('stand as check leaves them', async () => {
    const checked = await offline.check({
      registry: REGISTRY,
      lines: rows.join('\n'),
      payments: notices.join('\n'),
    });
    const stands = new Map<string, Stands>();
    for (const { line, outcome, amounts } of checked.decisions)
      stands.set(keyOf(line as Row), [
        Number((line as Row)['revision']),
        String(outcome),
        fenOf((amounts as Row)['refused']),
        fenOf((amounts as Row)['recover']),
      ]);
    for (const { line, hold_code } of checked.holds)
      stands.set(keyOf(line as Row), [Number((line as Row)['revision']), String(hold_code), 0, 0]);
    expect(sorted(stands)).toEqual(sorted(expected));
  });

  it('at every moment a line recovers nothing, or what was paid of it', async () => {
    const [wrong] = await driven.rows<{ count: number }>(`
      SELECT count(*)::integer AS count FROM decision
      WHERE (recover_fen <> 0 AND outcome <> 'claw_back') OR (outcome = 'claw_back' AND feedetl_sn NOT LIKE 'R%' AND recover_fen <= 0)`);
    expect(wrong).toEqual({ count: 0 });
  });
});

/** What the oracle leaves on each line. */
function oracleOf(visits: readonly Visit[]): ReadonlyMap<string, Stands> {
  const expected = new Map<string, Stands>();
  visits.forEach((visit, n) => {
    const stands = standsAfter(
      visit.rows.map(rowOf),
      visit.notices.map(rowOf),
      judgedBySuspension((doctor) => doctor === SUSPENDED),
    );
    for (const [line, [revision, answer, refused, recover]] of stands)
      expected.set(`V-${n} ${line}`, [revision, answer, refused, recover]);
  });
  return expected;
}

interface StandingRow {
  mdtrt_id: string;
  feedetl_sn: string;
  chrg_bchno: string;
  revision: number;
  hold_code: string | null;
  outcome: string | null;
  refused: number | null;
  recover: number | null;
}

async function standing(driven: HandDriven): Promise<readonly string[]> {
  const found = await driven.rows<StandingRow>(`
    SELECT i.mdtrt_id, i.feedetl_sn, i.chrg_bchno, i.revision, h.hold_code, d.outcome,
           d.refused_fen::integer AS refused, d.recover_fen::integer AS recover
    FROM line_identity i
    LEFT JOIN decision d ON d.decision_id = i.decision_id AND d.fee_month = i.decision_month
    LEFT JOIN hold_record h ON h.released_at IS NULL AND h.mdtrt_id = i.mdtrt_id AND h.feedetl_sn = i.feedetl_sn
      AND h.chrg_bchno = i.chrg_bchno`);
  return sorted(
    new Map(
      found.map((row) => {
        const answer: Stands =
          row.hold_code === null
            ? [row.revision, row.outcome ?? '', row.refused ?? 0, row.recover ?? 0]
            : [row.revision, row.hold_code, 0, 0];
        return [`${row.mdtrt_id} ${row.feedetl_sn}@${row.chrg_bchno}`, answer];
      }),
    ),
  );
}

const sorted = (stands: ReadonlyMap<string, Stands>): readonly string[] =>
  [...stands].map(([line, stand]) => `${line}: ${stand.join(' ')}`).sort();
const keyOf = (line: Row): string =>
  `${line['mdtrt_id'] ?? ''} ${line['feedetl_sn'] ?? ''}@${line['chrg_bchno'] ?? ''}`;
const fenOf = (amount: string | undefined): number => Math.round(Number(amount) * 100);

/** Within one batch a refund passes through other decisions than in a file: it is asked once, at the end. */
describeWith(['postgres'], `visits at random, message by message (HISTORY_SEED=${SEED})`, () => {
  const offline = new Offline();
  let driven: HandDriven;
  beforeAll(async () => {
    driven = await HandDriven.open('visits-one-by-one', { registry: REGISTRY });
  });
  afterAll(async () => {
    await driven.close();
    offline.discard();
  });

  it('are recomputed by verify from what was said', async () => {
    const visits = visitsAtRandom(ONE_BY_ONE, SEED);
    const [rows, notices] = [visits.flatMap((visit) => visit.rows), visits.flatMap((visit) => visit.notices)];
    driven.sendPayments(notices);
    await driven.settleAll(Infinity, 'payments');
    driven.send(rows);
    await driven.settleAll(1);
    expect(await standing(driven)).toEqual(sorted(oracleOf(visits)));
    const { stdout, code } = await offline.verify({
      registry: REGISTRY,
      lines: rows.join('\n'),
      payments: notices.join('\n'),
      decisions: fileOfStated(driven.stated('decisions')),
      holds: fileOfStated(driven.stated('holds')),
    });
    expect(stdout).toMatch(/^\d+ verified, 0 mismatched\n$/);
    expect(code).toBe(0);
  });
});

const fileOfStated = (stated: readonly object[]): string =>
  stated.map((one) => `${JSON.stringify(one)}\n`).join('');
