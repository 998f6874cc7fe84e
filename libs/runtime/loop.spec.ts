import { Defect, Outage } from './faults';
import { HealthBoard } from './health';
import { silentLog } from './log';
import type { RunLoop, RunningLoop } from './loop';
import { repeat, runLoop } from './loop';
import { Metrics } from './metrics';
import { Shutdown } from './shutdown';

const NEVER_BY_ITSELF = 3_600_000;
const QUICK = { firstDelayMs: 1, maxDelayMs: 1 };

/** A loop whose rounds end as the test says, one after the other. */
function loopOf(options: Partial<RunLoop> = {}) {
  const rounds: { end: () => void; fail: (error: unknown) => void; moved: () => void }[] = [];
  const awaited: (() => void)[] = [];
  const surroundings = {
    shutdown: new Shutdown({ log: silentLog(), deadlineMs: 5_000, exit: () => undefined }),
    health: new HealthBoard(),
    metrics: new Metrics(),
    log: silentLog(),
  };
  const loop: RunningLoop = runLoop({
    name: 'relay',
    everyMs: NEVER_BY_ITSELF,
    backOff: QUICK,
    whenFailing: 'degraded',
    work: (signal, moved) =>
      new Promise<void>((end, fail) => {
        signal.addEventListener('abort', () => end());
        rounds.push({ end, fail, moved });
        for (const heard of awaited.splice(0)) heard();
      }),
    ...surroundings,
    ...options,
  });
  const round = async (n: number) => {
    while (rounds.length < n) await new Promise<void>((heard) => awaited.push(heard));
    const it = rounds[n - 1];
    if (it === undefined) throw new Error(`no round ${n}`);
    return it;
  };
  return { ...surroundings, loop, round, rounds };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a background loop', () => {
  it('rests after a good round, until it is woken', async () => {
    const { loop, round, rounds, health, shutdown } = loopOf();
    (await round(1)).end();
    await settled();
    expect(rounds).toHaveLength(1);
    loop.wake();
    await round(2);
    expect(await health.read()).toMatchObject({ ready: true, degraded: {}, parts: { relay: 'ok' } });
    await shutdown.end('test');
  });

  it('goes on at once when it was woken while it worked', async () => {
    const { loop, round, shutdown } = loopOf();
    const first = await round(1);
    loop.wake();
    first.end();
    await round(2);
    await shutdown.end('test');
  });

  it.each([
    ['an outage', new Outage('Redis', 'away'), 'Redis: away'],
    ['a defect', new Defect('cannot be'), 'cannot be'],
    ['whatever else is thrown', 'text', 'text'],
  ])('outlives %s, which stands in health and figures until a round goes well', async (_, error, reason) => {
    const { round, health, metrics, shutdown } = loopOf();
    (await round(1)).fail(error);
    (await round(2)).fail(error);
    const third = await round(3);
    const failing = await health.read();
    expect(failing).toMatchObject({ ready: true, degraded: { relay: expect.stringContaining(reason) } });
    expect(await metrics.text()).toContain('gatekeeper_loop_failures_total{loop="relay"} 2');
    third.end();
    await settled();
    expect(await health.read()).toMatchObject({ degraded: {} });
    await shutdown.end('test');
  });

  it('makes the process unready where its work cannot do without it', async () => {
    const { round, health, shutdown } = loopOf({ whenFailing: 'not_ready' });
    (await round(1)).fail(new Error('away'));
    await round(2);
    expect((await health.read()).ready).toBe(false);
    await shutdown.end('test');
  });

  it('is seen where a round does not move, and not where it does', async () => {
    const { round, health, shutdown } = loopOf({ quietLimitMs: -1 });
    const first = await round(1);
    await settled();
    expect((await health.read()).degraded).toMatchObject({ relay: expect.stringMatching(/no progress/) });
    first.end();
    await settled();
    expect((await health.read()).degraded).toEqual({});
    await shutdown.end('test');
  });

  it('tells the age of its last good round', async () => {
    const { metrics, shutdown } = loopOf();
    expect(await metrics.text()).toMatch(/gatekeeper_loop_last_success_seconds\{loop="relay"\} 0/);
    await shutdown.end('test');
  });

  it('shares its figures with other loops', async () => {
    const { shutdown, health, metrics, log } = loopOf();
    const work = (): Promise<void> => Promise.resolve();
    runLoop({
      name: 'reconciler',
      everyMs: 1,
      work,
      whenFailing: 'degraded',
      shutdown,
      health,
      metrics,
      log,
    });
    const text = await metrics.text();
    expect(text).toMatch(/last_success_seconds\{loop="relay"\}/);
    expect(text).toMatch(/last_success_seconds\{loop="reconciler"\}/);
    await shutdown.end('test');
  });

  it('is waited for at the end', async () => {
    const { round, shutdown } = loopOf();
    await round(1);
    expect(await shutdown.end('test')).toBe(0);
  });
});

describe('rounds without a process around them', () => {
  it('end with a defect', async () => {
    const loop = { name: 'x', everyMs: 1, work: () => Promise.reject(new Defect('cannot be')) };
    await expect(repeat(loop, new AbortController().signal)).rejects.toThrow('cannot be');
  });
});
