/**
 * CONTRACT 8, the law: once everything is worked off, what stands on each line is what would have been decided had all been
 * known in order. Two gatekeepers, beset by faults, are compared with an oracle written apart, and with `check`.
 */
import { RegistryStore } from '@gatekeeper/registry-store';
import { registryCodec } from '@gatekeeper/wire';
import { standingOn } from '../gatekeeper/answers';
import { conservationOf, noticesOf } from '../gatekeeper/counters';
import { exportedRegistry } from '../gatekeeper/inputs';
import { isKnownToOracle, standsOf } from '../gatekeeper/late-oracle';
import { brokenChains, unpublished, wrongRecoveries } from '../gatekeeper/late-properties';
import type { Ended } from '../gatekeeper/late-properties';
import { LateRun } from '../gatekeeper/late-run';
import { storiesOf } from '../gatekeeper/late-stories';
import { Offline } from '../gatekeeper/offline';
import { describeWith } from '../servers/addresses';
import { historySeed, rounds } from '../servers/rounds';

const HISTORIES = rounds(200, 10_000);
/** Histories that share a database. */
const AT_ONCE = rounds(100, 500);
const SEED = historySeed();
const RUNS = Array.from({ length: Math.ceil(HISTORIES / AT_ONCE) }, (_, run) => ({
  seed: SEED + run * AT_ONCE,
  // Of every two runs one waits for people before it moves paid money.
  sweepApprovalFen: run % 2 === 1 ? 5_000n : null,
}));
const PATIENCE_MS = 600_000;

describeWith(['postgres'], `${HISTORIES} histories of late knowledge (HISTORY_SEED=${SEED})`, () => {
  const offline = new Offline();
  afterAll(() => offline.discard());

  describe.each(RUNS)('$seed and after, with plans above $sweepApprovalFen', ({ seed, sweepApprovalFen }) => {
    let run: LateRun;
    let standing: readonly string[];
    let excluded: ReadonlySet<string>;
    let ended: Ended;
    beforeAll(async () => {
      run = await LateRun.play({ seed, histories: AT_ONCE, sweepApprovalFen });
      excluded = await run.excludedSites();
      const { driven } = run.beset;
      ended = {
        rows: (statement) => driven.rows(statement),
        published: driven.said('decisions').map(({ value }) => String(value)),
      };
      standing = standingOn(driven.stated('decisions'), driven.stated('holds')).filter(isCompared);
    }, PATIENCE_MS);
    afterAll(() => run.beset.driven.close());

    const siteOf = (text: string): string => /^\["([^"]*)"/.exec(text)?.[1] ?? '';
    const isCompared = (text: string): boolean => !excluded.has(siteOf(text));

    it('end as the oracle says', async () => {
      const known = run.histories.filter(isKnownToOracle);
      const expected = known.flatMap((history) => standsOf(history)).filter(isCompared);
      expect(expected.length).toBeGreaterThan(AT_ONCE);
      const ours = standing.filter((text) => siteOf(text).slice(1).startsWith('44'));
      expect(await storiesOf(run.beset.driven, run.histories, ours, expected)).toEqual([]);
      expect(ours).toEqual(expected.sort());
    });

    it('end as check has them', async () => {
      const { driven } = run.beset;
      const textOf = (role: 'lines' | 'payments'): string =>
        driven
          .said(role)
          .map(({ value }) => String(value))
          .join('\n');
      const checked = await offline.check({
        registry: await exportedRegistry(new RegistryStore(driven.dataSource, registryCodec)),
        lines: textOf('lines'),
        payments: textOf('payments'),
      });
      const expected = standingOn(checked.decisions, checked.holds).filter(isCompared);
      expect(await storiesOf(driven, run.histories, standing, expected)).toEqual([]);
      expect(standing).toEqual(expected);
    });

    it('publish what is recorded, and nothing else', async () => {
      expect(await unpublished(ended)).toEqual([]);
    });

    it('leave of each line one chain of decisions, each superseded once at most', async () => {
      expect(await brokenChains(ended)).toEqual([]);
    });

    it('recover at every moment nothing, or what was paid', async () => {
      expect(await wrongRecoveries(ended, run.histories)).toEqual([]);
    });

    it('were beset by faults of every kind', () => {
      expect(Object.entries(run.beset.faults).filter(([, times]) => times === 0)).toEqual([]);
    });

    it('are conserved by every process, and no message was skipped', async () => {
      for (const counters of await run.beset.counters()) {
        const { read, sum } = conservationOf(counters);
        expect(sum).toBe(read);
        expect(noticesOf(counters).set_aside).toBe(0);
      }
      expect(await run.beset.driven.count('stream_gap')).toBe(0);
    });
  });
});
