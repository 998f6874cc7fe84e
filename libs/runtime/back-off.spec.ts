import { delayBeforeRetry, retryUntil } from './back-off';
import type { RetryNotice } from './back-off';
import { Defect, messageOf, Outage } from './faults';
import { serverName } from './server-name';

const QUICK = { firstDelayMs: 1, maxDelayMs: 2 };

describe('delays', () => {
  it.each([
    [1, 100, 50, 100],
    [2, 100, 100, 200],
    [5, 100, 500, 1000],
    [5000, 100, 500, 1000],
  ])('before attempt %i from %i ms lie between %i and %i ms', (attempt, firstDelayMs, least, most) => {
    for (let n = 0; n < 50; n += 1) {
      const delay = delayBeforeRetry(attempt, { firstDelayMs, maxDelayMs: 1000 });
      expect(delay).toBeGreaterThanOrEqual(least);
      expect(delay).toBeLessThanOrEqual(most);
    }
  });
});

describe('retrying', () => {
  it('goes on until it succeeds, and says each time what was tried', async () => {
    const notices: RetryNotice[] = [];
    let left = 2;
    const answer = await retryUntil(
      new AbortController().signal,
      () =>
        left-- > 0
          ? Promise.reject(new Outage('Redis at cache:6379', 'connection refused'))
          : Promise.resolve('there'),
      { ...QUICK, describe: 'connecting to Redis at cache:6379', onRetry: (notice) => notices.push(notice) },
    );
    expect(answer).toBe('there');
    expect(notices.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(notices[0]?.line).toMatch(
      /^connecting to Redis at cache:6379 failed \(attempt 1\): Redis at cache:6379: connection refused; next attempt in \d+ ms$/,
    );
  });

  it('does not repeat a defect', async () => {
    const defect = new Defect('no handler');
    const retried = retryUntil(new AbortController().signal, () => Promise.reject(defect), {
      describe: 'starting',
      onRetry: () => expect(defect).toBe('never retried'),
    });
    await expect(retried).rejects.toBe(defect);
  });

  it('gives up with the reason of its signal, in the middle of waiting too', async () => {
    const ending = new AbortController();
    const reason = new Error('the process is ending');
    const retried = retryUntil(ending.signal, () => Promise.reject(new Error('down')), {
      firstDelayMs: 3_600_000,
      maxDelayMs: 3_600_000,
      describe: 'connecting',
      onRetry: () => setImmediate(() => ending.abort(reason)),
    });
    await expect(retried).rejects.toBe(reason);
  });
});

describe('the name of a server', () => {
  it.each([
    ['postgres://gk:pa/ss@word@db.example:5432/settlement?ssl=true', 'db.example:5432'],
    ['redis://:secret@10.0.0.1:6379/0', '10.0.0.1:6379'],
    ['redis://a:7000,redis://b:7001', 'a:7000,b:7001'],
    ['127.0.0.1:9092, kafka2:9092', '127.0.0.1:9092,kafka2:9092'],
    ['postgres://db/x', 'db'],
  ])('%s is %s', (address, name) => expect(serverName(address)).toBe(name));
});

describe('words of an error', () => {
  it.each([
    [new Error('refused'), 'refused'],
    [
      new AggregateError([new Error('refused ::1'), new Error('refused 127.0.0.1')]),
      'refused ::1; refused 127.0.0.1',
    ],
    ['text', 'text'],
    [undefined, 'undefined'],
  ])('%p', (thrown, words) => expect(messageOf(thrown)).toBe(words));
});
