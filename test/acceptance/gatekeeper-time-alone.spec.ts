/** CONTRACT 8: what time alone turns is worked off by the clock of the database, whatever happened to the line or the process meanwhile. */
import { Outage } from '@gatekeeper/runtime';
import { idsOf, objectAt, standingOn } from '../gatekeeper/answers';
import { HandDriven } from '../gatekeeper/hand-driven';
import { Offline } from '../gatekeeper/offline';
import {
  HOSPITAL,
  IN_STANDING,
  lineRow,
  lineVoidRow,
  personRows,
  refundRow,
  REGISTRY,
  sanctionRow,
} from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';

/** Long enough for a test to do something before it, on a busy machine too. */
const AHEAD_MS = 3_000;
const DAY_MS = 86_400_000;
const TO_BE_SUSPENDED = 'D440199000003';

describeWith(['postgres'], 'what time alone turns', () => {
  const offline = new Offline();
  let driven: HandDriven;
  /** By the database's clock, three seconds from now. */
  let soon: number;
  const written = (at: number): string => new Date(at).toISOString();

  beforeEach(async () => {
    driven = await HandDriven.open('time_alone', { registry: REGISTRY });
    const [row] = await driven.rows<{ now: string }>(
      'SELECT floor(extract(epoch FROM clock_timestamp()))::text AS now',
    );
    soon = Number(row?.now) * 1000 + AHEAD_MS;
  });
  afterEach(() => driven.close());
  afterAll(() => offline.discard());

  /** Each decision once, as it first went out. */
  const historyOf = (lineNo: string): readonly string[] => {
    const decisions = driven
      .stated('decisions')
      .filter((decision) => objectAt(decision, 'line')['feedetl_sn'] === lineNo);
    const first = new Map(decisions.toReversed().map((decision) => [decision['decision_id'], decision]));
    return [...first.values()]
      .toReversed()
      .map(({ outcome, trigger }) => `${String(outcome)} ${String(trigger)}`);
  };
  const turned = (): Promise<unknown> =>
    until('nothing left to turn', async () => {
      await driven.askDue();
      const left = (await driven.count('line_turning')) + (await driven.count('line_due'));
      return left === 0;
    });
  const pending = async (): Promise<number | undefined> =>
    (await driven.counters()).get('gatekeeper_sweep_pending');

  async function standsAsChecked(lines: readonly string[], registry = REGISTRY): Promise<void> {
    const checked = await offline.check({ registry, lines: lines.join('\n') });
    expect(standingOn(driven.stated('decisions'), driven.stated('holds'))).toEqual(
      standingOn(checked.decisions, checked.holds),
    );
    const recorded = await driven.rows<{ decision_id: string }>(
      'SELECT decision_id FROM decision ORDER BY decision_id COLLATE "C"',
    );
    expect(idsOf(driven.stated('decisions'))).toEqual(recorded.map(({ decision_id }) => decision_id));
    await driven.sweep();
    expect([await driven.count('publication'), await pending()]).toEqual([0, 0]);
  }

  it('a date that is no longer too far ahead, and a payment whose day comes, refunds behind them; also by another process', async () => {
    const tomorrow = written(soon + DAY_MS);
    const lines = [
      lineRow({ feedetl_sn: '1', fee_ocur_time: tomorrow, bilg_dr_codg: IN_STANDING }),
      refundRow('1', { feedetl_sn: '2', bilg_dr_codg: IN_STANDING }),
      lineRow({ feedetl_sn: '3', paid_at: written(soon) }),
      refundRow('3', { feedetl_sn: '4' }),
      lineRow({ feedetl_sn: '5', bilg_dr_codg: IN_STANDING, paid_at: written(soon) }),
    ];
    driven.send(lines);
    await driven.settleAll();
    expect(await driven.rows('SELECT feedetl_sn AS no, trigger FROM line_turning ORDER BY 1')).toEqual([
      { no: '1', trigger: 'status_change' },
      { no: '3', trigger: 'payment' },
    ]);
    expect([historyOf('1'), historyOf('3')]).toEqual([[], ['reject real_time']]);
    driven.restart();
    await until('a line that is reached and not asked yet', async () => ((await pending()) ?? 0) > 0);
    await turned();
    expect(['1', '2', '3', '4', '5'].map(historyOf)).toEqual([
      ['accept hold_released'],
      ['accept hold_released'],
      ['reject real_time', 'claw_back payment'],
      ['reject real_time', 'claw_back payment'],
      ['accept real_time'],
    ]);
    await standsAsChecked(lines);
  });

  it('not a line that was withdrawn, uploaded with another date, or paid by a later word before; a first word alone counts once', async () => {
    const tomorrow = written(soon + DAY_MS);
    const paid = written(soon);
    const dated = lineRow({ feedetl_sn: '3', fee_ocur_time: tomorrow });
    const restated = lineRow({ feedetl_sn: '4', paid_at: written(soon + DAY_MS) });
    const lines = [
      lineRow({ feedetl_sn: '1', paid_at: paid }),
      lineRow({ feedetl_sn: '2', fee_ocur_time: tomorrow }),
      ...[dated, lineRow({ feedetl_sn: '4', paid_at: paid })],
      ...[lineVoidRow(), lineVoidRow({ feedetl_sn: '2' }), lineRow({ feedetl_sn: '3' }), restated],
    ];
    driven.send(lines);
    await driven.settleAll();
    await until('all reached but what lies a day ahead', async () => {
      await driven.askDue();
      const [row] = await driven.rows<{ left: number }>(
        `SELECT ((SELECT count(*) FROM line_turning WHERE at < now() + interval '1 hour') + (SELECT count(*) FROM line_due))::integer AS left`,
      );
      return row?.left === 0;
    });
    expect(['1', '2', '3', '4'].map(historyOf)).toEqual([
      ['reject real_time', 'void void'],
      ['void void'],
      ['reject re_upload'],
      ['reject real_time'],
    ]);
    // The later word is kept when the first one is asked, and so is when it turns.
    expect(await driven.rows('SELECT feedetl_sn AS no FROM line_turning')).toEqual([{ no: '4' }]);
    await standsAsChecked(lines);
  });

  it("a stay under way when its clinician's suspension begins, and a publisher that fails meanwhile", async () => {
    await driven.close();
    // It begins behind all that is set up here, on however slow a machine.
    soon += 5 * AHEAD_MS;
    const registry = [
      REGISTRY,
      ...personRows(TO_BE_SUSPENDED, '陈医生', 'doctor', HOSPITAL),
      sanctionRow(TO_BE_SUSPENDED, HOSPITAL, 'GD-2026-9', { from: written(soon), until: undefined }),
    ].join('\n');
    driven = await HandDriven.open('time_alone', { registry });
    const lines = [
      lineRow({
        ...{ infno: '2301', med_type: '21', bilg_dr_codg: TO_BE_SUSPENDED },
        ...{ adm_time: written(soon - DAY_MS), fee_ocur_time: written(soon - DAY_MS / 2) },
      }),
    ];
    driven.send(lines);
    await driven.settleAll();
    driven.beforePublish = () => {
      throw new Outage('Kafka', 'away');
    };
    expect(await driven.askDueInVain()).toBeInstanceOf(Outage);
    expect(await pending()).toBeGreaterThan(0);
    driven.restart();
    driven.beforePublish = () => undefined;
    await turned();
    expect(historyOf('1')).toEqual(['accept real_time', 'accept status_change']);
    await standsAsChecked(lines, registry);
  });
});
