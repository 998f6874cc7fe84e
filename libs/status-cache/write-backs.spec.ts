import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { WriteBacks } from './write-backs';

const timeline = (n: number, version = 1): SubjectTimeline => ({ subject: `D${n}`, version, records: [] });
const many = (count: number): SubjectTimeline[] => Array.from({ length: count }, (_, n) => timeline(n));

/** A Redis that counts what is in flight, and answers when its turn comes. */
function redisThat(answers: (subject: string) => Promise<unknown>) {
  const state = { inFlight: 0, most: 0, written: new Map<string, number>() };
  const failures: unknown[] = [];
  const leftOut = new Map<string, number>();
  const writeBacks = new WriteBacks(
    async ({ subject, version }) => {
      state.inFlight += 1;
      state.most = Math.max(state.most, state.inFlight);
      try {
        await answers(subject);
        state.written.set(subject, version);
      } finally {
        state.inFlight -= 1;
      }
    },
    (error) => failures.push(error),
    (reason, timelines) => leftOut.set(reason, (leftOut.get(reason) ?? 0) + timelines),
  );
  return { state, failures, leftOut, writeBacks };
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('what the database answered on its way back to Redis', () => {
  it('arrives whole, with few in flight however many come at once', async () => {
    const { state, failures, leftOut, writeBacks } = redisThat(soon);
    writeBacks.add(many(5_300));
    await writeBacks.settled();
    expect([state.written.size, failures, [...leftOut]]).toEqual([5_300, [], []]);
    expect(state.most).toBeLessThanOrEqual(100);
  });

  it('is written at its latest version', async () => {
    const { state, writeBacks } = redisThat(soon);
    writeBacks.add([...many(150), timeline(149, 3), timeline(149, 2)]);
    await writeBacks.settled();
    expect(state.written.get('D149')).toBe(3);
  });

  it('is left out, and counted, past what may wait', async () => {
    const { state, leftOut, writeBacks } = redisThat(soon);
    writeBacks.add(many(20_007));
    await writeBacks.settled();
    expect([state.written.size, [...leftOut]]).toEqual([20_000, [['backlog_full', 7]]]);
  });

  it('is left out, and counted, when Redis fails; what comes later is tried again', async () => {
    let away = true;
    const { state, failures, leftOut, writeBacks } = redisThat(async () => {
      await soon();
      if (away) throw new Error('away');
    });
    writeBacks.add(many(250));
    await writeBacks.settled();
    expect([failures.length, [...leftOut]]).toEqual([1, [['redis_failed', 250]]]);
    away = false;
    writeBacks.add([timeline(7)]);
    await writeBacks.settled();
    expect([...state.written.keys()]).toEqual(['D7']);
  });
});
