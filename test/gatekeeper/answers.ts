/** Decisions and holds as they were stated, on a topic or by `check`, ready to be compared. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { TopicMessage } from './topic-messages';

/** One message or one row of a file, as JSON gives it. */
export type Stated = Readonly<Record<string, unknown>>;

export const rowsOf = (ndjson: string): readonly Stated[] =>
  ndjson
    .split('\n')
    .filter((row) => row !== '')
    .map(statedFrom);

export const statedOn = (messages: readonly TopicMessage[]): readonly Stated[] =>
  messages.map(({ message }) => statedFrom(String(message.value)));

/** The text of topic messages as a file of rows. */
export const fileOf = (messages: readonly TopicMessage[]): string =>
  messages.map(({ message }) => `${String(message.value)}\n`).join('');

function statedFrom(text: string): Stated {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error(`not an object: ${text}`);
  return value;
}

const isObject = (value: unknown): value is Stated =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A field that holds an object. */
export function objectAt(stated: Stated, field: string): Stated {
  const value = stated[field];
  if (!isObject(value)) throw new Error(`${field} is no object in ${JSON.stringify(stated)}`);
  return value;
}

/** A field that holds a list of objects. */
export function objectsAt(stated: Stated, field: string): readonly Stated[] {
  const value = stated[field];
  if (!Array.isArray(value) || !value.every(isObject))
    throw new Error(`${field} is no list of objects in ${JSON.stringify(stated)}`);
  return value;
}

/** A field that holds a text. */
export function textAt(stated: Stated, field: string): string {
  const value = stated[field];
  if (typeof value !== 'string') throw new Error(`${field} is no text in ${JSON.stringify(stated)}`);
  return value;
}

/** A field that holds a text, or is not there. */
export const textAtOr = (stated: Stated, field: string, otherwise: string): string =>
  stated[field] === undefined ? otherwise : textAt(stated, field);

/** Sorted and without repetition: what is published twice is the same decision. */
export const idsOf = (decisions: readonly Stated[]): readonly string[] =>
  [...new Set(decisions.map(({ decision_id }) => String(decision_id)))].sort();

/**
 * What stands on each line, in the order of the texts, without ids, evidence and clocks: the hold, where the last record of
 * it is one, else of its decisions the one that none supersedes.
 */
export function standingOn(decisions: readonly Stated[], holds: readonly Stated[]): readonly string[] {
  const superseded = new Set(decisions.map(({ supersedes }) => supersedes));
  const lastHolds = new Map(holds.map((record) => [lineText(record), record]));
  const waiting = [...lastHolds.values()].filter(({ released_by }) => released_by === undefined);
  const isWaiting = new Set(waiting.map(lineText));
  const leaves = decisions.filter(
    (decision) => !superseded.has(decision['decision_id']) && !isWaiting.has(lineText(decision)),
  );
  const standing = leaves.map((decision) => [lineText(decision), answerText(decision)].join(' '));
  const held = waiting.map((record) => [lineText(record), String(record['hold_code'])].join(' '));
  return [...new Set([...standing, ...held])].sort();
}

function lineText(stated: Stated): string {
  const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = objectAt(stated, 'line');
  return JSON.stringify([fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn]);
}

function answerText({ outcome, reasons, amounts, liable }: Stated): string {
  if (!Array.isArray(reasons)) throw new Error('a decision without reasons');
  const codes = reasons.map(({ code, effect, role }: Stated) => [code, effect, role]);
  return JSON.stringify([outcome, codes, amounts, liable]);
}

/** What a hold says, clocks apart; sorted and without repetition. */
export const holdsOf = (holds: readonly Stated[]): readonly string[] =>
  [
    ...new Set(
      holds
        .filter((hold) => hold['released_by'] === undefined)
        .map(({ known_at: _knownAt, since: _since, ...said }) => canonicalize(said) ?? ''),
    ),
  ].sort();

/** The id that a decision's own fields give (CONTRACT 7), computed without any code of the system. */
export function recomputedId(decision: Stated): string {
  const reasons = decision['reasons'];
  if (!Array.isArray(reasons)) throw new Error('a decision without reasons');
  const { line, outcome, amounts, liable, fund_scope, pack, edition, supersedes } = decision;
  const content = canonicalize({
    line,
    outcome,
    reasons: reasons.map(({ code, effect, role, article, evidence }: Stated) => ({
      code,
      effect,
      role,
      article,
      evidence,
    })),
    amounts,
    liable,
    fund_scope,
    pack,
    edition,
    supersedes,
  });
  return createHash('sha256')
    .update(content ?? '')
    .digest('hex')
    .slice(0, 32);
}
