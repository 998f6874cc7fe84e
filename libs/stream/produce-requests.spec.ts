import fc from 'fast-check';
import { sizeOf } from './message-too-large';
import type { TopicMessages } from './ports';
import { halves, produceRequests } from './produce-requests';

const LIMIT = 1000;

const message = fc.record({
  key: fc.option(fc.string({ maxLength: 20 })),
  value: fc.option(fc.string({ maxLength: 1500 })),
});
const batches = fc.array(
  fc.record({ topic: fc.constantFrom('a', 'b', 'c'), messages: fc.array(message, { maxLength: 8 }) }),
  {
    maxLength: 8,
  },
);

const flat = (requests: readonly (readonly TopicMessages[])[]): readonly unknown[] =>
  requests.flat().flatMap(({ topic, messages }) => messages.map((it) => [topic, it]));

const total = (request: readonly TopicMessages[]): number =>
  request.flatMap(({ messages }) => messages).reduce((sum, it) => sum + sizeOf(it), 0);

describe('produce requests', () => {
  it('hold every message once, in order, each request within the limit or of one message', () =>
    fc.assert(
      fc.property(batches, (given) => {
        const requests = produceRequests(given, LIMIT);
        expect(flat(requests)).toEqual(flat([given]));
        for (const request of requests) {
          const count = request.reduce((sum, { messages }) => sum + messages.length, 0);
          expect(count === 1 || total(request) <= LIMIT).toBe(true);
        }
      }),
    ));

  it('cut in halves keep every message in order', () =>
    fc.assert(
      fc.property(batches, (given) => {
        const split = halves(given);
        const count = flat([given]).length;
        expect(split === null).toBe(count < 2);
        if (split !== null) expect(flat(split)).toEqual(flat([given]));
      }),
    ));
});
