/** The inclusion proof of one line of a run: from one block of the tree where its blocks are kept, else from every leaf. */
import { BLOCK_LEAVES, GrowingTree, proofFrom, proofInBlock } from '@gatekeeper/clearing';
import type { ProvenLine } from '@gatekeeper/clearing';
import { inSnapshot } from '@gatekeeper/database';
import type { Queryable } from '@gatekeeper/database';
import { leafCounts, leavesOfInstitution, leavesOfRun, treeBlocksOf } from '@gatekeeper/decision-store';
import { AnswerIsNo } from './ending';
import { treeHashing } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';

/**
 * `null`: the run has no such line.
 * @param line its identity joined with `|`
 * @throws AnswerIsNo: the leaves on file are not those that the run's tree was made of
 */
export function lineProven(dataSource: DataSource, runId: string, line: string): Promise<ProvenLine | null> {
  return inSnapshot(dataSource, async (client) => {
    const blocks = await treeBlocksOf(client, runId);
    return blocks === null ? fromAllLeaves(client, runId, line) : fromItsBlock(client, runId, blocks, line);
  });
}

/** As runs were proven before their blocks were kept. */
async function fromAllLeaves(client: Queryable, runId: string, asked: string): Promise<ProvenLine | null> {
  const tree = new GrowingTree(treeHashing);
  for await (const { leaves } of leavesOfRun(client, runId))
    for (const { line, hash } of leaves) tree.append(hash, line === asked);
  return proofFrom(tree);
}

async function fromItsBlock(
  client: Queryable,
  runId: string,
  blocks: readonly Uint8Array[],
  asked: string,
): Promise<ProvenLine | null> {
  const counts = await leafCounts(client, runId);
  let size = 0;
  let index = -1;
  for (const { fixmedinsCode, leaves } of counts) {
    if (asked.startsWith(`${fixmedinsCode}|`)) {
      const place = (await leavesOfInstitution(client, runId, fixmedinsCode)).findIndex(
        ({ line }) => line === asked,
      );
      if (place >= 0) index = size + place;
    }
    size += leaves;
  }
  if (index < 0) return null;
  const from = Math.floor(index / BLOCK_LEAVES) * BLOCK_LEAVES;
  const leaves = await leavesBetween(client, runId, counts, { from, until: from + BLOCK_LEAVES });
  const proven = proofInBlock(treeHashing, blocks, leaves, { index, size });
  if (proven === null)
    throw new AnswerIsNo(
      `the leaves of run ${runId} beside ${asked} are not those that its tree was made of`,
    );
  return proven;
}

/** Leaves by their place in the tree; the institutions that have them are read whole, one after the other. */
async function leavesBetween(
  client: Queryable,
  runId: string,
  counts: Awaited<ReturnType<typeof leafCounts>>,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<readonly Uint8Array[]> {
  const found: Uint8Array[] = [];
  let before = 0;
  for (const { fixmedinsCode, leaves } of counts) {
    if (before < until && before + leaves > from) {
      const own = await leavesOfInstitution(client, runId, fixmedinsCode);
      found.push(...own.slice(Math.max(from - before, 0), until - before).map(({ hash }) => hash));
    }
    before += leaves;
  }
  return found;
}
