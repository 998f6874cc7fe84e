/** A sealed period's folder against its seal: whatever was changed, in any byte, is named by its line or by its file. */
import { join } from 'node:path';
import { flawOfSeal, GrowingTree, hashIn, hexOf } from '@gatekeeper/clearing';
import { decisionOfRow, heldLineOfRow, StoredRowUnreadable } from '@gatekeeper/decision-store';
import type { RowTexts } from '@gatekeeper/decision-store';
import { UnusableInput } from '@gatekeeper/runtime';
import type { Decision } from '@gatekeeper/vocabulary';
import {
  decisionIdOf,
  hashOfContent,
  leafHashOf,
  leafOfDecision,
  leafOfHold,
  treeHashing,
} from '@gatekeeper/wire';
import type { SealMessage } from '@gatekeeper/wire';
import { PeriodReader } from './read-period';
import type { PeriodLine } from './read-period';
import { FILES, sha256Of } from './sealed-folder';
import type { SealedFolder } from './sealed-folder';

const IDENTITY = ['fixmedins_code', 'mdtrt_id', 'chrg_bchno', 'feedetl_sn'] as const;

/**
 * What is wrong with a folder, in words; nothing: every leaf is one of the seal's tree and is what is kept of its line, every content
 * and decision is what its hash says, and every file is as it was written. The signature is the caller's to check.
 * @param onLines told how many more lines were looked at
 */
export async function* flawsOfPeriod(
  folder: string,
  { manifest }: SealedFolder,
  seal: SealMessage,
  onLines: (lines: number) => void = () => undefined,
): AsyncGenerator<string> {
  const flaw = flawOfSeal(treeHashing, seal);
  if (flaw !== null) yield `the seal is not sound: ${flaw}`;
  if (manifest.origin !== seal.origin)
    yield `the folder is of ${manifest.origin}, its seal of ${seal.origin}`;
  const named = manifest.files.map(({ name }) => name).sort();
  if (named.join() !== [...FILES].sort().join())
    yield `the manifest is of ${named.length === 0 ? 'no files' : named.join(', ')}, and a sealed period is ${FILES.join(', ')}`;
  for (const { name, sha256 } of manifest.files)
    if ((await sha256Of(join(folder, name))) !== sha256) yield `${name}: not the file that was written`;
  const tree = new GrowingTree(treeHashing);
  const reader = await PeriodReader.open(folder);
  try {
    for await (const line of reader.lines()) {
      const leaf = hashIn(line.line['leaf'] ?? '');
      if (leaf === null) yield `${writtenLine(line.line)}: its leaf is no hash`;
      else tree.append(leaf);
      for (const words of flawsOfLine(line)) yield `${writtenLine(line.line)}: ${words}`;
      onLines(1);
    }
  } catch (error) {
    // What DuckDB cannot read ends the reading; which file it is stands above too.
    if (!(error instanceof UnusableInput)) throw error;
    yield error.message;
    return;
  } finally {
    reader.close();
  }
  const { size, root } = tree.head();
  if (size !== seal.size || hexOf(root) !== seal.root)
    yield `the leaves make a tree of ${size} with root ${hexOf(root)}, sealed were ${seal.size} with root ${seal.root}`;
}

export const writtenLine = (row: RowTexts): string => IDENTITY.map((name) => row[name] ?? '').join('|');

function* flawsOfLine({ line, contents, decisions, holds }: PeriodLine): Generator<string> {
  const strangers = [...contents, ...decisions, ...holds].filter((row) =>
    IDENTITY.some((name) => row[name] !== line[name]),
  );
  if (strangers.length > 0) yield `rows of ${strangers.map(writtenLine).join(', ')} stand in its place`;
  for (const row of contents)
    if (hashOfContent(row['content'] ?? '') !== row['content_hash'])
      yield `changed: the content of revision ${row['revision'] ?? ''} is not what its hash says`;
  let isSealed = false;
  const leaf = line['leaf'];
  for (const row of decisions) {
    const decision = readable(() => decisionOfRow(row));
    if (decision === null) {
      yield `changed: decision ${row['decision_id'] ?? ''} cannot be read`;
      continue;
    }
    if (idOf(decision) !== decision.decisionId)
      yield `changed: decision ${decision.decisionId} is not what its id says`;
    if (hexOf(leafHashOf(leafOfDecision(decision))) === leaf) isSealed = true;
  }
  for (const row of holds) {
    const held = readable(() => heldLineOfRow(row));
    if (held !== null && hexOf(leafHashOf(leafOfHold(held))) === leaf) isSealed = true;
  }
  if (!isSealed) yield 'changed: nothing of it is what was sealed';
}

const idOf = ({ line, verdict, supersedes }: Decision): string => decisionIdOf(line, verdict, supersedes);

/** `null`: it is not what the store writes. */
function readable<Read>(read: () => Read): Read | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof StoredRowUnreadable || error instanceof SyntaxError || error instanceof RangeError)
      return null;
    throw error;
  }
}
