/** How many lines wait, for how long and for what money, by hold code: nothing is held silently. */
import { inTransaction } from '@gatekeeper/database';
import { holdFigures } from '@gatekeeper/decision-store';
import type { Loop, Metrics } from '@gatekeeper/runtime';
import { HOLD_CODES } from '@gatekeeper/vocabulary';
import type { Fen } from '@gatekeeper/vocabulary';
import type { DataSource } from 'typeorm';

const LOOK_EVERY_MS = 60_000;
/** Where a pack is missing, millions may wait: then the figures are late, and nothing else is. */
const LOOK_WITHIN_MS = 10_000;

/** Keeps the gauges of what waits in step, of the whole installation. While the database is away they are absent: not known is not 0. */
export function holdFiguresLoop(dataSource: DataSource, metrics: Metrics): Loop {
  const lines = metrics.gauge('gatekeeper_holds', 'Lines that are held now, of the whole installation.', [
    'hold_code',
  ]);
  const oldest = metrics.gauge(
    'gatekeeper_holds_oldest_seconds',
    'How long the longest waiting of the lines that are held has waited; 0: none is.',
    ['hold_code'],
  );
  const money = metrics.gauge(
    'gatekeeper_holds_fund_yuan',
    'Fund money of the lines that are held, refunds taken off: `all` of it (fund_pay_amt), and of that the `pooled` fund (pool_pay_amt).',
    ['hold_code', 'fund_scope'],
  );
  return {
    name: 'figures of holds',
    everyMs: LOOK_EVERY_MS,
    work: async () => {
      try {
        const figures = await inTransaction(dataSource, async (client) => {
          await client.query(`SET LOCAL statement_timeout = ${LOOK_WITHIN_MS}`);
          return holdFigures(client);
        });
        for (const holdCode of HOLD_CODES) {
          const waiting = figures.get(holdCode);
          const labels = { hold_code: holdCode };
          lines.set(labels, waiting?.lines ?? 0);
          oldest.set(labels, waiting?.oldestSeconds ?? 0);
          money.set({ ...labels, fund_scope: 'all' }, yuan(waiting?.fundAmount ?? 0n));
          money.set({ ...labels, fund_scope: 'pooled' }, yuan(waiting?.pooledAmount ?? 0n));
        }
      } catch (error) {
        for (const gauge of [lines, oldest, money]) gauge.reset();
        throw error;
      }
    },
  };
}

/** For a figure to look at; money that is decided on is never a floating-point number. */
const yuan = (fen: Fen): number => Number(fen) / 100;
