/** What must hold after any history, whatever it was: of what is recorded, of what was published, and of money. */
import type { LateHistory } from './late-histories';

/** What is looked at: the database, and the topic of decisions. */
export interface Ended {
  rows<Row extends object>(statement: string): Promise<readonly Row[]>;
  readonly published: readonly string[];
}

/** Decisions recorded and not published, or published and not recorded, or published as two things. */
export async function unpublished({ rows: ask, published: texts }: Ended): Promise<readonly string[]> {
  const rows = await ask<{ decision_id: string }>('SELECT decision_id FROM decision');
  const recorded = new Set(rows.map(({ decision_id }) => decision_id));
  const published = new Map<string, string>();
  const wrong: string[] = [];
  for (const text of texts) {
    const { decision_id: id } = JSON.parse(text) as Record<string, string>;
    if (id === undefined || !recorded.has(id)) wrong.push(`not recorded: ${text}`);
    else if ((published.get(id) ?? text) !== text) wrong.push(`two texts: ${text}`);
    else published.set(id, text);
  }
  return [...wrong, ...[...recorded].filter((id) => !published.has(id)).map((id) => `not published: ${id}`)];
}

/** Lines whose decisions are no chain that ends in what the line says it is decided by. */
export async function brokenChains(ended: Ended): Promise<readonly object[]> {
  return ended.rows(`
    WITH leaf AS (
      SELECT d.fixmedins_code, d.mdtrt_id, d.feedetl_sn, d.chrg_bchno, d.decision_id FROM decision d
      WHERE NOT EXISTS (SELECT FROM decision l WHERE l.fixmedins_code = d.fixmedins_code AND l.supersedes = d.decision_id)
    )
    SELECT i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno, i.decision_id, array_agg(leaf.decision_id) AS leaves,
      (SELECT count(*) FROM decision d WHERE d.supersedes IS NULL AND d.fixmedins_code = i.fixmedins_code
        AND d.mdtrt_id = i.mdtrt_id AND d.feedetl_sn = i.feedetl_sn AND d.chrg_bchno = i.chrg_bchno)::integer AS roots
    FROM line_identity i LEFT JOIN leaf USING (fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno)
    GROUP BY i.fixmedins_code, i.mdtrt_id, i.feedetl_sn, i.chrg_bchno, i.decision_id
    HAVING count(leaf.decision_id) > 1 OR max(leaf.decision_id) IS DISTINCT FROM i.decision_id`);
}

interface DecidedRow {
  key: string;
  feedetl_sn: string;
  outcome: string;
  recover: number;
}

/** Decisions that recover something else than nothing or what may have been paid of the line; of a refund, than its share. */
export async function wrongRecoveries(
  ended: Ended,
  histories: readonly LateHistory[],
): Promise<readonly DecidedRow[]> {
  const rows = await ended.rows<DecidedRow>(`
    SELECT concat_ws('|', fixmedins_code, mdtrt_id, feedetl_sn, chrg_bchno) AS key, feedetl_sn, outcome,
      recover_fen::integer AS recover FROM decision WHERE recover_fen <> 0 OR outcome = 'claw_back'`);
  const payable = payableOn(histories);
  return rows.filter(({ key, feedetl_sn, outcome, recover }) => {
    if (outcome !== 'claw_back') return true;
    const amounts = payable.get(key) ?? new Set();
    return feedetl_sn.startsWith('R')
      ? recover > 0 || -recover > Math.max(0, ...amounts)
      : recover <= 0 || !amounts.has(recover);
  });
}

/** By line every amount that may have been paid of it at some moment: of a row, or of notices of one or two settlements. */
function payableOn(histories: readonly LateHistory[]): ReadonlyMap<string, ReadonlySet<number>> {
  const payable = new Map<string, Set<number>>();
  const notices = new Map<string, Map<string, Set<number>>>();
  for (const { area, events } of histories) {
    // Guangdong recovers the pooled fund; the texts of the other areas all fund money.
    const claimed = area.startsWith('44') ? 'pool_pay_amt' : 'fund_pay_amt';
    for (const event of events) {
      if (event.kind === 'write') continue;
      const row = JSON.parse(event.row) as Record<string, string>;
      if (row[claimed] === undefined) continue;
      const key = [row['fixmedins_code'], row['mdtrt_id'], row['feedetl_sn'], row['chrg_bchno'] ?? ''].join(
        '|',
      );
      const fen = Math.round(Number(row[claimed]) * 100);
      if (event.kind === 'lines') addTo(payable, key, Math.abs(fen));
      else {
        const ofLine = notices.get(key) ?? new Map<string, Set<number>>();
        notices.set(key, ofLine);
        addTo(ofLine, row['setl_id'] ?? '', fen);
      }
    }
  }
  for (const [key, ofLine] of notices) {
    let sums = [0];
    for (const amounts of ofLine.values())
      sums = [...sums, ...sums.flatMap((sum) => [...amounts].map((amount) => sum + amount))];
    for (const sum of sums) addTo(payable, key, sum);
  }
  return payable;
}

function addTo(of: Map<string, Set<number>>, key: string, value: number): void {
  const known = of.get(key);
  if (known === undefined) of.set(key, new Set([value]));
  else known.add(value);
}
