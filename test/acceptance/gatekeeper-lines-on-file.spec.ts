/** Lines that come back: what the second message about a line, or about another that rests on it, leads to. */
import type { Stated } from '../gatekeeper/answers';
import { fileOf, holdsOf, idsOf, objectAt, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { Offline } from '../gatekeeper/offline';
import { REGISTRY } from '../gatekeeper/rows';
import type { Story } from '../gatekeeper/stories';
import { sizeOf, STORIES, storiesOf, waves } from '../gatekeeper/stories';
import { describeWith } from '../servers/addresses';

const VISITS = storiesOf('V');
/** Of these visits. */
const OPEN_HOLDS = 3;
const BY_KIND = Object.keys(STORIES).map((kind, n): [string, Story] => [kind, VISITS[n]!]);

/** `which` is a line number, or `number@charge batch`. */
const ofLine =
  (visit: string, which: string) =>
  (stated: Stated): boolean => {
    const { mdtrt_id, feedetl_sn, chrg_bchno } = objectAt(stated, 'line');
    const [lineNo, chargeBatch = ''] = which.split('@');
    return mdtrt_id === visit && feedetl_sn === lineNo && chrg_bchno === chargeBatch;
  };

const decisionText = (stated: Stated): string =>
  `${String(objectAt(stated, 'line')['revision'])} ${String(stated['outcome'])} ${String(stated['trigger'])}`;

const holdText = ({ hold_code, ...stated }: Stated): string =>
  `${String(objectAt(stated, 'line')['revision'])} ${typeof hold_code === 'string' ? `held ${hold_code}` : 'released'}`;

describeWith(['postgres', 'redis', 'kafka'], 'lines on file', () => {
  describe.each([
    ['in one batch', [waves(VISITS).flat()]],
    ['in a batch each', waves(VISITS)],
  ] as const)('whose messages come %s', (_way, deliveries) => {
    const offline = new Offline();
    const rows = deliveries.flat();
    let installation: Installation;
    let gatekeeper: GatekeeperProcess;
    let decisions: readonly Stated[];
    let holds: readonly Stated[];
    let decisionFile: string;
    let holdFile: string;

    beforeAll(async () => {
      installation = await Installation.create('lines-on-file', { partitions: 1 });
      await loadHistory(installation.registry, REGISTRY);
      gatekeeper = installation.gatekeeper();
      for (const delivery of deliveries) {
        await installation.produce(lineMessages(delivery.join('\n')));
        await installation.drained(gatekeeper);
      }
      const [said, waiting] = [await installation.read('decisions'), await installation.read('holds')];
      [decisions, holds] = [statedOn(said), statedOn(waiting)];
      [decisionFile, holdFile] = [fileOf(said), fileOf(waiting)];
    });

    afterAll(async () => {
      await gatekeeper.discard();
      await installation.close();
      offline.discard();
    });

    it.each(BY_KIND)('%s: each decision supersedes the one before it', (_, story) => {
      for (const [lineNo, expected] of Object.entries(story.decisions)) {
        const own = decisions.filter(ofLine(story.visit, lineNo));
        const distinct = own.filter(
          (one, n) => own.findIndex((it) => it['decision_id'] === one['decision_id']) === n,
        );
        expect(distinct.map(decisionText)).toEqual(expected);
        expect(distinct.map(({ supersedes }) => supersedes)).toEqual([
          null,
          ...distinct.slice(0, -1).map(({ decision_id }) => decision_id),
        ]);
      }
    });

    it.each(BY_KIND.filter(([, { holds: own }]) => own !== undefined))(
      '%s: holds are stated, and released by the decision that ended them',
      (_, story) => {
        for (const [lineNo, expected] of Object.entries(story.holds ?? {})) {
          const own = holds.filter(ofLine(story.visit, lineNo));
          expect(own.map(holdText)).toEqual(expected);
          const ended = own.flatMap(({ released_by }) => released_by ?? []);
          const ids = decisions.filter(ofLine(story.visit, lineNo)).map(({ decision_id }) => decision_id);
          expect(ids).toEqual(expect.arrayContaining(ended));
        }
      },
    );

    it('give the ids that check gives for the same rows in the same order', async () => {
      const checked = await offline.check({ registry: REGISTRY, lines: rows.join('\n') });
      expect(idsOf(decisions)).toEqual(idsOf(checked.decisions));
      const open = await installation.count('SELECT count(*) FROM hold_record WHERE released_at IS NULL');
      expect([open, holdsOf(checked.holds).length]).toEqual([OPEN_HOLDS, OPEN_HOLDS]);
      expect(holdsOf(holds)).toEqual(expect.arrayContaining([...holdsOf(checked.holds)]));
    });

    it('are recomputed by verify from the topics', async () => {
      const { stdout, code } = await offline.verify({
        registry: REGISTRY,
        lines: rows.join('\n'),
        decisions: decisionFile,
        holds: holdFile,
      });
      expect([stdout, code]).toEqual([`${idsOf(decisions).length + OPEN_HOLDS} verified, 0 mismatched\n`, 0]);
    });

    it('are conserved, later decisions counted apart', async () => {
      const counters = await gatekeeper.counters();
      const { read, sum } = conservationOf(counters);
      expect([read, sum]).toEqual([rows.length, rows.length]);
      const later = (trigger: string): number | undefined =>
        counters.get(`gatekeeper_superseded_total{trigger="${trigger}"}`);
      expect([later('payment'), later('hold_released'), later('re_upload')]).toEqual([3, 6, 1]);
    });

    it('are one row a line, a revision and a decision', async () => {
      expect(await installation.count('SELECT count(*) FROM decision')).toBe(idsOf(decisions).length);
      expect(await installation.count('SELECT count(*) FROM line_identity')).toBe(sizeOf(VISITS).lines);
      expect(await installation.count('SELECT count(*) FROM settlement_line')).toBe(sizeOf(VISITS).revisions);
    });

    it('read again from the beginning, as after a crash, change nothing on file', async () => {
      const onFile = (): Promise<number[]> =>
        Promise.all(
          ['decision', 'settlement_line', 'line_identity', 'hold_record', 'payment_notice'].map((table) =>
            installation.count(`SELECT count(*) FROM ${table}`),
          ),
        );
      const before = await onFile();
      expect(await gatekeeper.end()).toBe(0);
      await installation.rewind();
      gatekeeper = installation.gatekeeper();
      await installation.drained(gatekeeper);
      expect(await onFile()).toEqual(before);
      // All of it was recorded, published and counted: nothing is said or counted once more.
      const { read, sum } = conservationOf(await gatekeeper.counters());
      expect([read, sum]).toEqual([0, 0]);
      expect(statedOn(await installation.read('decisions'))).toEqual(decisions);
      expect(await gatekeeper.end()).toBe(0);
    });
  });
});
