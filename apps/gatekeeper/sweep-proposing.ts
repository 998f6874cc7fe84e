/** What a sweep would move of paid money: by itself where it is little, after two people have agreed where it is much. */
import { inSnapshot, inTransaction, poolOf } from '@gatekeeper/database';
import {
  addTurnsKept,
  beginTurning,
  countLines,
  forgetTurns,
  includeTurnsAgain,
  insertPlan,
  lockSweep,
  moveLines,
  readSweep,
  yieldToOpenPlans,
} from '@gatekeeper/decision-store';
import type { Sweep } from '@gatekeeper/decision-store';
import { figuresKept } from '@gatekeeper/settling';
import type { Figures } from '@gatekeeper/settling';
import type { PoolClient } from 'pg';
import type { Parts } from './parts';

/**
 * Adds up what the sweep's paid lines would move, together with what it has moved already, and has them turned, or waits for
 * people (CONTRACT 8, Sweep).
 * @returns whether there is more to do on the sweep now
 */
export async function proposePlan(parts: Parts, { sweepId }: Sweep): Promise<boolean> {
  const { background, sweepApprovalFen: threshold } = parts;
  if (await inTransaction(background, (client) => yieldUnlessLocked(client, sweepId))) return true;
  const sweep = await readSweep(poolOf(background), sweepId);
  // Where another worker still looks for lines, what the write moves is not known yet.
  if (sweep.stage !== 'asking') return false;
  const { due = 0, paid = 0 } = await countLines(poolOf(background), sweepId);
  if (due > 0) return true;
  if (threshold === null || sweep.reverts !== null)
    return inTransaction(background, (client) => turnAll(client, sweepId, paid));
  const figures = await inSnapshot(background, (client) => figuresKept(client, sweep));
  return inTransaction(background, (client) =>
    sweep.movedFen + figures.moved > threshold
      ? propose(client, sweep, figures.figures(), paid)
      : turnAll(client, sweepId, paid),
  );
}

/** Not while another worker proposes them at this moment: half of them would be its plan's. */
const yieldUnlessLocked = async (client: PoolClient, sweepId: string): Promise<boolean> =>
  (await lockSweep(client, sweepId)) !== null && (await yieldToOpenPlans(client, sweepId));

/** @param expected how many lines were added up: where others have been at it since, it is looked at again. */
async function turnAll(client: PoolClient, sweepId: string, expected: number): Promise<boolean> {
  if (!(await isStill(client, sweepId, expected))) return false;
  // Kept: what is known when a line's turn comes may be more than was added up.
  await beginTurning(client, sweepId);
  await moveLines(client, sweepId, 'paid', 'turn', null);
  return true;
}

async function propose(
  client: PoolClient,
  { sweepId, version }: Sweep,
  figures: Figures,
  expected: number,
): Promise<boolean> {
  if (!(await isStill(client, sweepId, expected))) return false;
  const planId = await insertPlan(client, { version, figures, digest: figures.digest });
  // What follows a line that turns turns with it, whatever was refused of it before.
  await includeTurnsAgain(client, sweepId);
  await addTurnsKept(client, planId, sweepId);
  await forgetTurns(client, sweepId);
  await moveLines(client, sweepId, 'paid', 'planned', planId);
  return true;
}

async function isStill(client: PoolClient, sweepId: string, expected: number): Promise<boolean> {
  if ((await lockSweep(client, sweepId))?.stage !== 'asking') return false;
  const { due = 0, turn = 0, paid = 0 } = await countLines(client, sweepId);
  return due + turn === 0 && paid === expected;
}
