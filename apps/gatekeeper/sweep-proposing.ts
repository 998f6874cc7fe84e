/** What a sweep would move of paid money: by itself where it is little, after two people have agreed where it is much. */
import type { Queryable } from '@gatekeeper/database';
import { inSnapshot, inTransaction, poolOf } from '@gatekeeper/database';
import {
  addPlanLines,
  countLines,
  excludedFromSweeps,
  includeAgain,
  insertPlan,
  lockSweep,
  moveLines,
  readSweep,
  yieldToOpenPlans,
} from '@gatekeeper/decision-store';
import type { Sweep } from '@gatekeeper/decision-store';
import { forecastPlan } from '@gatekeeper/settling';
import type { PlanForecast } from '@gatekeeper/settling';
import type { PoolClient } from 'pg';
import type { Parts } from './parts';

/**
 * Adds up what the sweep's paid lines would move, together with what it has moved already, and has them turned, or waits for
 * people (FORMATS 8, Sweep).
 * @returns whether there is more to do on the sweep now
 */
export async function proposePlan(parts: Parts, { sweepId }: Sweep, onPage: () => void): Promise<boolean> {
  const { background, sweepApprovalFen: threshold } = parts;
  await yieldToOpenPlans(poolOf(background), sweepId);
  const sweep = await readSweep(poolOf(background), sweepId);
  // Where another worker still looks for lines, what the write moves is not known yet.
  if (sweep.stage !== 'asking') return false;
  const { due = 0, paid = 0 } = await countLines(poolOf(background), sweepId);
  if (due > 0) return true;
  if (threshold === null || sweep.reverts !== null)
    return inTransaction(background, (client) => turnAll(client, sweepId, paid));
  const found = await inSnapshot(background, (client) => forecastPlan(parts, client, sweep, null, onPage));
  if (await isKeptByOpenPlan(poolOf(background), found)) {
    // A plan took what turns with one of them meanwhile: asked again, such lines are left to that plan's end.
    await moveLines(poolOf(background), sweepId, 'paid', 'due', null);
    return true;
  }
  return inTransaction(background, (client) =>
    sweep.movedFen + found.figures.moved > threshold
      ? propose(client, sweep, found, paid)
      : turnAll(client, sweepId, paid),
  );
}

/** @param expected how many lines were added up: where others have been at it since, it is looked at again. */
async function turnAll(client: PoolClient, sweepId: string, expected: number): Promise<boolean> {
  if (!(await isStill(client, sweepId, expected))) return false;
  await moveLines(client, sweepId, 'paid', 'turn', null);
  return true;
}

async function propose(
  client: PoolClient,
  { sweepId, version }: Sweep,
  { figures, lines }: PlanForecast,
  expected: number,
): Promise<boolean> {
  if (!(await isStill(client, sweepId, expected))) return false;
  const stated = figures.figures();
  const planId = await insertPlan(client, { version, figures: stated, digest: stated.digest });
  // What follows a line that turns turns with it, whatever was refused of it before.
  await includeAgain(
    client,
    lines.map(({ identity }) => identity),
  );
  await addPlanLines(client, planId, lines);
  await moveLines(client, sweepId, 'paid', 'planned', planId);
  return true;
}

async function isKeptByOpenPlan(client: Queryable, { lines }: PlanForecast): Promise<boolean> {
  const keeping = await excludedFromSweeps(
    client,
    lines.map(({ identity }) => identity),
  );
  return [...keeping.values()].some(({ state }) => state !== 'done' && state !== 'refused');
}

async function isStill(client: PoolClient, sweepId: string, expected: number): Promise<boolean> {
  if ((await lockSweep(client, sweepId))?.stage !== 'asking') return false;
  const { due = 0, turn = 0, paid = 0 } = await countLines(client, sweepId);
  return due + turn === 0 && paid === expected;
}
