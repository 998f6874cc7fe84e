import { instantOf } from '@gatekeeper/calendar';
import { silentLog } from '@gatekeeper/runtime';
import type { ApplyingParts } from './apply';
import { TransferWork } from './transfer-work';

describe('work on transfers that is ended', () => {
  it('while a round is at work ends with that round, and does not sit out the interval', async () => {
    const ending = new AbortController();
    let rounds = 0;
    const waiting = (): Promise<[]> => {
      rounds += 1;
      ending.abort();
      return Promise.resolve([]);
    };
    const parts = { transfers: { waiting }, clock: { now: () => instantOf(0) } } as unknown as ApplyingParts;
    const longerThanATestLasts = 10_000;
    await new TransferWork(parts, { share: 1 }, silentLog()).run(ending.signal, longerThanATestLasts);
    expect(rounds).toBe(1);
  });
});
