/** A message that this system fails on is put aside, with where it failed, and the others go on. */
import { basename } from 'node:path';
import type { FoundGap } from '@gatekeeper/decision-store';
import type { MessageBatch } from '@gatekeeper/stream';
import type { SetAsideReason } from '@gatekeeper/wire';
import type { PoolClient } from 'pg';
import { placeOf, recordGapsOf } from './batch-position';
import type { Parts } from './parts';

/**
 * So many messages in a row that fail, and none that succeeds, are no matter of a message any more: then nothing is put
 * aside, the partition waits and says why.
 */
export const MOST_DEFECTS_IN_A_ROW = 20;

/** How a dead letter says that this system failed on it. */
export const defectReason = (where: string): SetAsideReason => ({
  problems: [{ path: '', code: 'DEFECT', expected: 'a message that this system can settle', got: where }],
});

const FRAME = /^\s*at (?:async )?(?:(\S+) )?\(?(?:file:\/\/)?([^()]+?):(\d+):\d+\)?$/;

/** Where it was thrown: the error's name and code, and the first frame. Never its words: they may hold what the message said. */
export function defectOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `thrown: ${typeof thrown}`;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? ` ${thrown.code}` : '';
  const frame = (thrown.stack ?? '')
    .split('\n')
    .map((line) => FRAME.exec(line))
    .find((it) => it !== null);
  if (frame === undefined) return `${thrown.name}${code}`;
  const [, called = 'top level', file = '', line = ''] = frame;
  return `${thrown.name}${code} in ${called} (${basename(file)}:${line})`;
}

/** `unfinished` publications come first; a message `read_again` is on file already. */
export type PutAside =
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'put_aside' | 'read_again'; readonly gaps: readonly FoundGap[] };

/**
 * Records one message as put aside, bytes and all, on the caller's transaction; it goes out as a dead letter with its
 * publication.
 */
export async function recordQuarantined(
  { stream, bounds }: Pick<Parts, 'stream' | 'bounds'>,
  client: PoolClient,
  batch: MessageBatch,
  where: string,
): Promise<PutAside> {
  const [message] = batch.messages;
  const position = await stream.openPosition(client, batch);
  if (position.open.length > 0) return { kind: 'unfinished' };
  const { from, next, gaps } = await placeOf(batch, position, bounds);
  await recordGapsOf(stream, client, batch, gaps, bounds);
  if (message === undefined || BigInt(message.offset) < from) return { kind: 'read_again', gaps };
  const { topic, topicId, partition } = batch;
  const { offset, key, headers, value } = message;
  const { publicationId } = position;
  const { problems } = defectReason(where);
  await stream.keepMessage(
    { topic, topicId, partition, offset, errorCode: 'DEFECT', problems, key, headers, publicationId },
    value,
    client,
  );
  await stream.recordPublication(
    client,
    {
      ...{ topic, partition, publicationId, firstOffset: BigInt(offset), messages: 1 },
      ...{ dispositions: new Map([['set_aside', 1]]), superseded: new Map(), fees: null, repeats: [] },
    },
    { topic, topicId, partition, nextOffset: next },
  );
  return { kind: 'put_aside', gaps };
}
