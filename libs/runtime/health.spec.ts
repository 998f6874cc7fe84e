import { HealthBoard, OK } from './health';
import { Metrics } from './metrics';

describe('readiness', () => {
  it.each([
    [
      'every part is ok',
      { kafka: () => OK, postgres: () => Promise.resolve(OK) },
      { ready: true, degraded: {}, parts: { kafka: OK, postgres: OK } },
    ],
    [
      'a part has a reason',
      { kafka: () => 'lag of 5', postgres: () => OK },
      { ready: false, degraded: {}, parts: { kafka: 'lag of 5', postgres: OK } },
    ],
    [
      'a probe throws',
      { redis: () => Promise.reject(new Error('timed out')) },
      { ready: false, degraded: {}, parts: { redis: 'timed out' } },
    ],
    ['nothing is watched', {}, { ready: true, degraded: {}, parts: {} }],
  ])('when %s', async (_, probes: Record<string, () => string | Promise<string>>, health) => {
    const board = new HealthBoard();
    for (const [part, probe] of Object.entries(probes)) board.watch(part, probe);
    await expect(board.read()).resolves.toEqual(health);
  });

  it.each([
    ['degraded', { ready: true, degraded: { redis: 'away' } }],
    ['not_ready', { ready: false, degraded: {} }],
  ] as const)('a part that fails and leaves the process %s', async (whenFailing, health) => {
    const board = new HealthBoard();
    board.watch('postgres', () => OK);
    board.watch('redis', () => 'away', { whenFailing });
    await expect(board.read()).resolves.toEqual({ ...health, parts: { postgres: OK, redis: 'away' } });
  });
});

describe('metrics', () => {
  it('are printed with their labels, and observed when read', async () => {
    const metrics = new Metrics();
    const lines = metrics.counter('gatekeeper_lines_total', 'Lines by first disposition', ['outcome']);
    lines.inc({ outcome: 'accept' }, 3);
    let lag = 1;
    metrics.observedGauge('gatekeeper_lag', 'Messages behind', () => lag);
    lag = 7;
    const text = await metrics.text();
    expect(text).toContain('gatekeeper_lines_total{outcome="accept"} 3');
    expect(text).toContain('gatekeeper_lag 7');
  });
});
