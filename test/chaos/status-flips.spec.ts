/** Law 6: statuses change while lines flow; no line stands as it was decided before, and all that is recorded is out. */
import { poolOf } from '@gatekeeper/database';
import { idsOf, standingOn, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { appendNow, exportedRegistry, lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  recordRow,
  refundRow,
  REGISTRY,
  sanctionRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeRounds } from '../servers/rounds';

const ROUNDS_OF_A_SOAK = 10;
const VISITS = 1_500;
/** Lines that lie together in the log, and so are read and settled together. */
const AT_ONCE = 50;
const PAID = { paid_at: '2025-07-05 10:00:00' };

/** Of each visit a line of the clinician whose status flips, every third paid, every fifth with a refund behind it. */
const ROWS = Array.from({ length: VISITS }, (_, n) => {
  const visit = { mdtrt_id: `F-${n}`, bilg_dr_codg: IN_STANDING, ...(n % 3 === 0 ? PAID : {}) };
  return [lineRow(visit), ...(n % 5 === 0 ? [refundRow('1', { ...visit, feedetl_sn: '2' })] : [])];
});

const suspended = (no: number): string => sanctionRow(IN_STANDING, HOSPITAL, `FLIP-${no}`);
const annulled = (no: number): string =>
  recordRow(`annulment-${no}`, { kind: 'annulment', document_no: `FLIP-${no}`, decided_at: '2025-08-01' });
const closed = recordRow('closed', {
  ...{ kind: 'institution_status', fixmedins_code: HOSPITAL, status: 'suspended' },
  ...{ from: '2025-07-01', until: '2025-07-02', document_no: 'FLIP-H' },
});
const withdrawn = recordRow('closed-wrongly', {
  ...{ kind: 'withdrawal', supersedes: 'closed', reason: '录入有误', approved_at: '2025-08-02' },
});
const FLIPS = [suspended(1), annulled(1), closed, suspended(2), withdrawn, annulled(2), suspended(3)];

describeRounds(
  ['postgres', 'redis', 'kafka'],
  'statuses that flip while lines flow',
  ROUNDS_OF_A_SOAK,
  () => {
    const offline = new Offline();
    let installation: Installation;
    let gatekeepers: readonly GatekeeperProcess[] = [];

    const pending = async (): Promise<readonly (number | undefined)[]> =>
      Promise.all(gatekeepers.map(async (it) => (await it.counters()).get('gatekeeper_sweep_pending')));

    beforeAll(async () => {
      installation = await Installation.create('flips');
      await loadHistory(installation.registry, REGISTRY);
      await installation.produce(lineMessages(ROWS.flat().join('\n')), AT_ONCE);
      const settings = { CONSUMER_BATCH_LINES: String(AT_ONCE), SWEEP_APPROVAL_YUAN: 'none' };
      gatekeepers = [installation.gatekeeper(settings), installation.gatekeeper(settings)];
      for (const [n, flip] of FLIPS.entries()) {
        const enough = ((n + 1) * VISITS) / (FLIPS.length + 2);
        await until(
          'more lines on file',
          async () => (await installation.count('SELECT count(*) FROM line_identity')) > enough,
          {
            explain: () => gatekeepers.map((it) => it.tail()).join('\n'),
          },
        );
        await appendNow(installation.registry, flip);
      }
      for (const gatekeeper of gatekeepers) await installation.drained(gatekeeper);
      await until('nothing pending', async () => (await pending()).every((count) => count === 0), {
        explain: () => gatekeepers.map((it) => it.tail()).join('\n'),
      });
    }, 300_000);

    afterAll(async () => {
      await Promise.all(gatekeepers.map((it) => it.discard()));
      await installation.close();
      offline.discard();
    });

    it('leave on every line what check gives with all that is known', async () => {
      const checked = await offline.check({
        registry: await exportedRegistry(installation.registry),
        lines: ROWS.flat().join('\n'),
      });
      const stands = standingOn(
        statedOn(await installation.read('decisions')),
        statedOn(await installation.read('holds')),
      );
      expect(stands.length).toBe(ROWS.flat().length);
      expect(stands).toEqual(standingOn(checked.decisions, checked.holds));
    });

    it('have all that is recorded out, and nothing else', async () => {
      const { rows } = await poolOf(installation.dataSource).query<{ decision_id: string }>(
        'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
      );
      expect(idsOf(statedOn(await installation.read('decisions')))).toEqual(
        rows.map(({ decision_id }) => decision_id),
      );
      expect(rows.length).toBeGreaterThan(ROWS.flat().length);
    });

    it('conserve what was read', async () => {
      const counts = await Promise.all(gatekeepers.map(async (it) => conservationOf(await it.counters())));
      for (const { read, sum } of counts) expect(sum).toBe(read);
    });
  },
);
