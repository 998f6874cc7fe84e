import type { StreamPosition } from '@gatekeeper/decision-store';
import type { LogBounds, MessageBatch, PartitionBounds } from '@gatekeeper/stream';
import { placeOf } from './batch-position';

const batchOf = (first: number, last: number, high = last + 1, topicId = 'a'): MessageBatch => ({
  topic: 'lines',
  topicId,
  partition: 0,
  highWatermark: String(high),
  messages: [first, last].map((offset) => ({
    topic: 'lines',
    partition: 0,
    offset: String(offset),
    key: null,
    value: null,
    headers: {},
    timestamp: '0',
  })),
});

const positionAt = (next: number, topicId: string | null = 'a'): StreamPosition => ({
  topicId,
  nextOffset: BigInt(next),
  publicationId: '1',
  open: [],
});

const NOT_ASKED: LogBounds = {
  outlivesProcess: true,
  boundsOf: () => Promise.reject(new Error('the log was asked')),
  close: () => Promise.resolve(),
};
const bounds = (low: number, high: number, committed: number | null): LogBounds => ({
  ...NOT_ASKED,
  boundsOf: (): Promise<PartitionBounds> =>
    Promise.resolve({
      low: BigInt(low),
      high: BigInt(high),
      committed: committed === null ? null : BigInt(committed),
    }),
});

async function placed(batch: MessageBatch, position: StreamPosition, log: LogBounds = NOT_ASKED) {
  const { from, next, gaps } = await placeOf(batch, position, log);
  const told = gaps.map(({ kind, fromOffset, untilOffset }) => `${kind} ${fromOffset}-${untilOffset}`);
  return [Number(from), Number(next), ...told];
}

describe('a batch that continues its partition asks the log nothing', () => {
  it.each<[string, MessageBatch, StreamPosition, readonly (number | string)[]]>([
    ['right behind the position', batchOf(10, 19), positionAt(10), [10, 20]],
    ['read again in part', batchOf(5, 14), positionAt(10), [10, 15]],
    ['read again whole', batchOf(2, 4, 10), positionAt(10), [10, 10]],
    ['the first of a partition', batchOf(0, 4), positionAt(0), [0, 5]],
    ['of a position from before topics had ids', batchOf(10, 19), positionAt(10, null), [10, 20]],
    ['read again, of such a position', batchOf(4, 9, 12), positionAt(10, null), [10, 10]],
  ])('%s', async (_, batch, position, expected) => expect(await placed(batch, position)).toEqual(expected));
});

describe('a batch beyond the position', () => {
  it.each<[string, MessageBatch, StreamPosition, LogBounds, readonly (number | string)[]]>([
    [
      'behind control records: nothing is missing',
      batchOf(12, 19),
      positionAt(10),
      bounds(0, 20, 10),
      [10, 20],
    ],
    [
      'behind control records that were passed over and then deleted',
      batchOf(12, 19),
      positionAt(10),
      bounds(12, 20, 12),
      [10, 20],
    ],
    [
      'behind deleted messages',
      batchOf(15, 19),
      positionAt(10),
      bounds(15, 20, 10),
      [10, 20, 'skipped 10-15'],
    ],
    [
      'behind some deleted ones, and control records',
      batchOf(15, 19),
      positionAt(10),
      bounds(13, 20, 10),
      [10, 20, 'skipped 10-13'],
    ],
    [
      'whose own messages are deleted by now: they were read',
      batchOf(15, 19),
      positionAt(10),
      bounds(18, 20, 10),
      [10, 20, 'skipped 10-15'],
    ],
    [
      'the first of an installation, on a log whose beginning is gone',
      batchOf(7, 19),
      positionAt(0),
      bounds(7, 20, null),
      [0, 20, 'skipped 0-7'],
    ],
    [
      'where the group had committed less than was recorded',
      batchOf(15, 19),
      positionAt(10),
      bounds(15, 20, 4),
      [10, 20, 'skipped 10-15'],
    ],
  ])('%s', async (_, batch, position, log, expected) =>
    expect(await placed(batch, position, log)).toEqual(expected),
  );
});

describe('another log under the same name', () => {
  it.each<[string, MessageBatch, StreamPosition, LogBounds, readonly (number | string)[]]>([
    [
      'a topic made anew begins at 0, whatever was recorded',
      batchOf(0, 4, 5, 'b'),
      positionAt(10),
      NOT_ASKED,
      [0, 5, 'topic_made_anew 0-10'],
    ],
    [
      'also when it is longer than the one before',
      batchOf(0, 4, 50, 'b'),
      positionAt(10),
      NOT_ASKED,
      [0, 5, 'topic_made_anew 0-10'],
    ],
    [
      'and may have lost its own beginning; what the group had committed was of the other',
      batchOf(3, 4, 5, 'b'),
      positionAt(10),
      bounds(3, 5, 10),
      [0, 5, 'topic_made_anew 0-10', 'skipped 0-3'],
    ],
    [
      'nothing of it was recorded before: nothing to tell',
      batchOf(0, 4, 5, 'b'),
      positionAt(0),
      NOT_ASKED,
      [0, 5],
    ],
    [
      'a position from before topics had ids, on a log too short for it',
      batchOf(0, 4, 5),
      positionAt(10, null),
      NOT_ASKED,
      [0, 5, 'topic_made_anew 0-10'],
    ],
    [
      'the same topic, shorter than what was recorded of it',
      batchOf(2, 7, 8),
      positionAt(10),
      bounds(0, 8, 10),
      [8, 8, 'log_shortened 8-10'],
    ],
    [
      'the same topic, whose leader is only behind',
      batchOf(2, 7, 8),
      positionAt(10),
      bounds(0, 12, 10),
      [10, 10],
    ],
  ])('%s', async (_, batch, position, log, expected) =>
    expect(await placed(batch, position, log)).toEqual(expected),
  );
});
