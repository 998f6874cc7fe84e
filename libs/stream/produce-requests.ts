import { sizeOf } from './message-too-large';
import type { OutgoingMessage, TopicMessages } from './ports';

/** Stays below the broker's default limit of 1,048,588 bytes for one record batch, and of 1 MiB fetches. */
export const REQUEST_BYTES = 900_000;

interface GrowingTopic {
  readonly topic: string;
  readonly messages: OutgoingMessage[];
}

/**
 * Cuts what is to be published into requests of at most `limitBytes`, in the order given; a single message above the
 * limit is a request of its own. Sent one after the other, they keep the order within each topic.
 */
export function produceRequests(
  batches: readonly TopicMessages[],
  limitBytes: number = REQUEST_BYTES,
): readonly (readonly TopicMessages[])[] {
  const requests: GrowingTopic[][] = [];
  let request: GrowingTopic[] = [];
  let size = 0;
  for (const { topic, messages } of batches) {
    for (const message of messages) {
      const bytes = sizeOf(message);
      if (size > 0 && size + bytes > limitBytes) {
        requests.push(request);
        request = [];
        size = 0;
      }
      size += bytes;
      const last = request.at(-1);
      if (last?.topic === topic) last.messages.push(message);
      else request.push({ topic, messages: [message] });
    }
  }
  if (request.length > 0) requests.push(request);
  return requests;
}

/** Two halves in order, to find the one message that is refused; `null` when there is only one. */
export function halves(
  request: readonly TopicMessages[],
): readonly [TopicMessages[], TopicMessages[]] | null {
  const total = request.reduce((sum, { messages }) => sum + messages.length, 0);
  if (total < 2) return null;
  const first: TopicMessages[] = [];
  const second: TopicMessages[] = [];
  let left = Math.floor(total / 2);
  for (const { topic, messages } of request) {
    const head = messages.slice(0, left);
    const tail = messages.slice(left);
    if (head.length > 0) first.push({ topic, messages: head });
    if (tail.length > 0) second.push({ topic, messages: tail });
    left -= head.length;
  }
  return [first, second];
}
