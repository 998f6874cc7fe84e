/** Law 5: a crash repeats work, it never loses or doubles it. `kill -9`, again and again in one run. */
import { poolOf } from '@gatekeeper/database';
import type { Stated } from '../gatekeeper/answers';
import { holdsOf, idsOf, objectAt, statedOn } from '../gatekeeper/answers';
import { conservationOf } from '../gatekeeper/counters';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import type { Checked } from '../gatekeeper/offline';
import { Offline } from '../gatekeeper/offline';
import { REGISTRY } from '../gatekeeper/rows';
import { SAMPLE_COUNTS, sampleLines, sampleRegistry } from '../gatekeeper/sample';
import { sizeOf, storiesOf, waves } from '../gatekeeper/stories';
import { until } from '../gatekeeper/until';
import { describeRounds, rounds } from '../servers/rounds';

const KILLS = rounds(4, 10);
const ROUNDS_OF_A_SOAK = 15;
/** Lines that lie together in the log, and so are read and settled together. */
const AT_ONCE = 40;
const REGISTRIES = `${sampleRegistry().trimEnd()}\n${REGISTRY}`;

/** The sample, and scattered through it visits whose lines are uploaded again, paid and reversed within a batch or two. */
const VISITS = Array.from({ length: 20 }, (_, n) => storiesOf(`K${n}`));
const ROWS = withVisits(sampleLines().trimEnd().split('\n'));

function withVisits(sample: readonly string[]): readonly string[] {
  const stride = Math.ceil(sample.length / VISITS.length);
  return VISITS.flatMap((visits, n) => [
    ...sample.slice(n * stride, (n + 1) * stride),
    ...waves(visits).flat(),
  ]);
}

const releasesOf = (holds: readonly Stated[]): readonly string[] =>
  [
    ...new Set(holds.flatMap(({ released_by }) => (typeof released_by === 'string' ? [released_by] : []))),
  ].sort();

const NAME = `a gatekeeper killed ${KILLS} times during a run`;

describeRounds(['postgres', 'redis', 'kafka'], NAME, ROUNDS_OF_A_SOAK, () => {
  const offline = new Offline();
  let installation: Installation;
  let gatekeeper: GatekeeperProcess;
  let checked: Checked;
  let replayed = 0;

  const linesOnFile = (): Promise<number> => installation.count('SELECT count(*) FROM settlement_line');

  beforeAll(async () => {
    installation = await Installation.create('killed');
    await loadHistory(installation.registry, REGISTRIES);
    await installation.produce(lineMessages(ROWS.join('\n')), AT_ONCE);
    checked = await offline.check({ registry: REGISTRIES, lines: ROWS.join('\n') });
    const start = (): GatekeeperProcess => installation.gatekeeper({ CONSUMER_BATCH_LINES: String(AT_ONCE) });
    gatekeeper = start();
    for (let kills = 0; kills < KILLS; kills++) {
      const before = await linesOnFile();
      await until('more lines on file', async () => (await linesOnFile()) > before + kills, {
        explain: () => gatekeeper.tail(),
      });
      await gatekeeper.kill();
      gatekeeper = start();
    }
    await installation.drained(gatekeeper);
    replayed = conservationOf(await gatekeeper.counters()).byOutcome.resend;
  }, 300_000);

  afterAll(async () => {
    await gatekeeper.discard();
    await installation.close();
    offline.discard();
  });

  it('has recorded the decisions that check gives, none lost and none doubled', async () => {
    const { rows } = await poolOf(installation.dataSource).query<{ decision_id: string }>(
      'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
    );
    expect(rows.map(({ decision_id }) => decision_id)).toEqual(idsOf(checked.decisions));
  });

  it('has recorded each line once, and each of its revisions once', async () => {
    const visits = sizeOf(VISITS.flat());
    expect(await installation.count('SELECT count(*) FROM line_identity')).toBe(
      SAMPLE_COUNTS.lines + visits.lines,
    );
    expect(await linesOnFile()).toBe(SAMPLE_COUNTS.lines + visits.revisions);
    expect(await installation.count('SELECT count(*) FROM hold_record WHERE released_at IS NULL')).toBe(
      holdsOf(checked.holds).length,
    );
  });

  it('has published every decision that is recorded, and no other', async () => {
    const published = statedOn(await installation.read('decisions'));
    expect(idsOf(published)).toEqual(idsOf(checked.decisions));
    const byId = new Map(
      published.map((decision) => [String(decision['decision_id']), JSON.stringify(decision)]),
    );
    for (const decision of published)
      expect(JSON.stringify(decision)).toBe(byId.get(String(decision['decision_id'])));
  });

  it('has published every hold, and the end of each that ended', async () => {
    const published = statedOn(await installation.read('holds'));
    const { rows } = await poolOf(installation.dataSource).query<{ released_by: string }>(
      'SELECT released_by FROM hold_record WHERE released_by IS NOT NULL ORDER BY released_by COLLATE "C"',
    );
    expect(releasesOf(published)).toEqual(rows.map(({ released_by }) => released_by));
    expect(new Set(published.map((hold) => JSON.stringify(objectAt(hold, 'line')))).size).toBe(
      await installation.count(
        'SELECT count(*) FROM (SELECT DISTINCT mdtrt_id, feedetl_sn, chrg_bchno, revision FROM hold_record) AS held',
      ),
    );
    expect(holdsOf(published)).toEqual(expect.arrayContaining([...holdsOf(checked.holds)]));
  });

  it('conserves what its last process read', async () => {
    const { read, sum } = conservationOf(await gatekeeper.counters());
    expect(read).toBeGreaterThan(0);
    expect(sum).toBe(read);
    expect(replayed).toBeLessThanOrEqual(read);
    expect(await gatekeeper.end()).toBe(0);
  });
});
