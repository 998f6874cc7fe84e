import { ADVISORY_LOCKS } from '.';

describe('keys of advisory locks', () => {
  const keys = Object.values(ADVISORY_LOCKS);

  it('are one each, so that two parts never wait for one another by accident', () => {
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('leave room for the lanes of the sweep behind theirs', () => {
    const lanes = Array.from({ length: 9 }, (_, n) => ADVISORY_LOCKS.sweepLanes + n + 1);
    expect(keys.filter((key) => lanes.includes(key))).toEqual([]);
  });
});
