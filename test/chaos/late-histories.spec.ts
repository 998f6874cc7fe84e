/** FORMATS 8, the law: once everything is worked off, what stands is what `check` gives with all that is known then. */
import { standingOn } from '../gatekeeper/answers';
import { Beset } from '../gatekeeper/beset';
import { Chances } from '../gatekeeper/chances';
import { exportedRegistry } from '../gatekeeper/inputs';
import { lateHistories } from '../gatekeeper/late-histories';
import type { LateHistory } from '../gatekeeper/late-histories';
import { isKnownToOracle, standsOf } from '../gatekeeper/late-oracle';
import { Offline } from '../gatekeeper/offline';
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import { historySeed, rounds } from '../servers/rounds';

const HISTORIES = rounds(200, 10_000);
const AT_ONCE = Math.min(HISTORIES, Number(process.env['HISTORIES_AT_ONCE'] ?? '100'));
const SEED = historySeed();

describeWith(['postgres'], `${HISTORIES} histories of late knowledge (HISTORY_SEED=${SEED})`, () => {
  const offline = new Offline();
  afterAll(() => offline.discard());
  for (let first = 0; first < HISTORIES; first += AT_ONCE)
    it(`end as check has them, ${first} to ${first + AT_ONCE} (HISTORY_SEED=${SEED + first})`, () => end(SEED + first), 600_000);

  async function end(seed: number): Promise<void> {
    const chances = new Chances(seed);
    const histories = lateHistories(AT_ONCE, seed, { soonAfter: Date.now() + 3_000 });
    const registry = histories.flatMap(({ ground }) => ground).join('\n');
    const beset = await Beset.open('late', { registry }, chances, { sweepApprovalFen: null, mostAtOnce: AT_ONCE * 4 });
    try {
      const t0 = Date.now();
      const left = histories.map(({ events }) => [...events]);
      while (left.some((events) => events.length > 0)) {
        const writes: string[][] = [[], []];
        for (const events of left) {
          let isWritten = false;
          for (let n = chances.below(5); n > 0 && events.length > 0; n--) {
            const [event] = events;
            if (event?.kind === 'write') {
              if (isWritten) break;
              isWritten = true;
              chances.of(writes).push(...event.rows);
            } else if (event?.kind === 'lines') beset.driven.send([event.row]);
            else if (event !== undefined) beset.driven.sendPayments([event.row]);
            events.shift();
          }
        }
        await beset.round(writes.filter((rows) => rows.length > 0), []);
      }
      process.stderr.write(`${Date.now() - t0} ms drawn\n`);
      beset.calm();
      await until('nothing pending', async () => (await beset.workOff()) === 0);
      process.stderr.write(`${Date.now() - t0} ms worked off\n`);
      await compare(beset, histories);
      process.stderr.write(`${Date.now() - t0} ms compared\n`);
    } finally {
      await beset.driven.close();
    }
  }

  async function compare(beset: Beset, histories: readonly LateHistory[]): Promise<void> {
    const { driven } = beset;
    const textOf = (role: 'lines' | 'payments') => driven.said(role).map(({ value }) => String(value)).join('\n');
    const checked = await offline.check({
      registry: await exportedRegistry(new RegistryStore(driven.dataSource, registryCodec)),
      lines: textOf('lines'),
      payments: textOf('payments'),
    });
    process.stderr.write(`${JSON.stringify(beset.faults)} ${checked.summary}\n`);
    const [decisions, holds] = [driven.stated('decisions'), driven.stated('holds')];
    const standing = standingOn(decisions, holds);
    expect(standing).toEqual(standingOn(checked.decisions, checked.holds));
    const now = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const known = histories.filter(isKnownToOracle);
    const isOfThese = (text: string): boolean => /^\[".44/.test(text);
    expect(standing.filter(isOfThese)).toEqual(known.flatMap((history) => standsOf(history, now)).sort());
  }
});
