import { instantOf } from '@gatekeeper/calendar';
import { OK } from '@gatekeeper/runtime';
import type { BatchConsumer, Progress } from './ports';
import { ProgressLedger } from './progress-ledger';
import { progressProbe } from './progress-probe';
import { StallWatch } from './stall-watch';

const P0 = { topic: 'lines', partition: 0 };
const P1 = { topic: 'lines', partition: 1 };

function ledgerOf(...partitions: readonly (typeof P0)[]): ProgressLedger {
  const ledger = new ProgressLedger(() => 1000);
  ledger.assign(partitions);
  return ledger;
}

describe('lag', () => {
  it('is unknown, and counted as none, before anything was seen', () => {
    expect(ledgerOf(P0).read().lag).toBe(0);
  });

  it('counts what is behind the committed offsets of all partitions, beyond 2^53', () => {
    const ledger = ledgerOf(P0, P1);
    ledger.observed(P0, '9007199254740999', '9007199254740993');
    ledger.observed(P1, '10', '0');
    expect(ledger.read().lag).toBe(16);
    ledger.committed(P1, '4');
    expect(ledger.read()).toMatchObject({ lag: 12, lastProgressAt: 1000 });
  });

  it('keeps its own position where a look at the log is older', () => {
    const ledger = ledgerOf(P0);
    ledger.fetched(P0, { offset: '0', timestamp: '500' }, '10');
    ledger.committed(P0, '10');
    ledger.observed(P0, '10', '0');
    expect(ledger.read().lag).toBe(0);
  });

  it('forgets the position and the trouble of a partition given away', () => {
    const ledger = ledgerOf(P0, P1);
    ledger.observed(P0, '10', '0');
    ledger.trouble('lines[0]', 'PostgreSQL at db:5432: refused');
    ledger.assign([P1]);
    expect(ledger.read()).toEqual({
      assigned: [P1],
      lag: 0,
      oldestUndecidedAt: null,
      lastProgressAt: null,
      troubles: [],
    });
  });
});

const at = (over: Partial<Progress>): Progress => ({
  assigned: [P0],
  lag: 5,
  oldestUndecidedAt: null,
  lastProgressAt: null,
  troubles: [],
  ...over,
});

describe('a stall of 100 ms', () => {
  it.each([
    ['lag and nothing moves, just below', [at({}), at({})], [0, 99], null],
    ['lag and nothing moves, at the limit', [at({}), at({})], [0, 100], 100],
    ['lag and nothing moves, above', [at({}), at({})], [0, 250], 250],
    ['no lag', [at({ lag: 0 }), at({ lag: 0 })], [0, 500], null],
    ['progress in between', [at({}), at({ lastProgressAt: 60 })], [0, 110], null],
    ['the lag is new', [at({ lag: 0, lastProgressAt: 0 }), at({}), at({})], [0, 1000, 1050], null],
    ['an outage is known', [at({}), at({ troubles: ['db down'] })], [0, 500], null],
    ['an outage has only just ended', [at({ troubles: ['db down'] }), at({}), at({})], [0, 500, 550], null],
  ] as const)('%s', (_, observed, times, quietMs) => {
    const watch = new StallWatch(100);
    expect(observed.map((progress, n) => watch.observe(progress, times[n] ?? 0)).at(-1)).toBe(quietMs);
  });
});

describe('readiness of a consumer', () => {
  it.each([
    ['nothing to do', [at({ lag: 0 })], [0], OK],
    ['behind, and just started', [at({})], [0], OK],
    ['an outage', [at({ troubles: ['lines[0]: db: refused'] })], [0], 'lines[0]: db: refused'],
    ['behind and still', [at({}), at({})], [0, 60_000], '5 messages behind and no progress for 60 s'],
  ] as const)('%s', (_, observed, times, health) => {
    let turn = 0;
    const consumer: BatchConsumer = {
      topics: ['lines'],
      start: () => Promise.resolve(),
      stop: () => Promise.resolve(),
      progress: () => observed[turn] ?? at({}),
    };
    const probe = progressProbe(consumer, { now: () => instantOf(times[turn] ?? 0) });
    const answers = observed.map((__, n) => {
      turn = n;
      return probe();
    });
    expect(answers.at(-1)).toBe(health);
  });
});
