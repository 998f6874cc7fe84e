/** CONTRACT 8, Facts: what two officers agree on about a line is recorded, then said on the lines topic until it is out, and decides the line. */
import { Outage, silentLog } from '@gatekeeper/runtime';
import { KafkaPublisher, topicNames } from '@gatekeeper/stream';
import type { Publisher } from '@gatekeeper/stream';
import { LineFactRelay } from '@gatekeeper/sync';
import { objectAt, statedOn } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { HandDriven } from '../gatekeeper/hand-driven';
import { lineMessages, loadHistory } from '../gatekeeper/inputs';
import { Installation } from '../gatekeeper/installation';
import { HOSPITAL, lineRow, lineVoidRow, REGISTRY } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import type { Somebody } from './admin-access-parts';
import { openProcessOn } from './admin-process';
import type { CaseTold, Process, WholeCaseTold } from './admin-process';

const PATH = 'line-fact-cases';
const AREAS = ['4401'];

const factOn = (feedetl_sn: string, fact: string, more: object = {}): object => ({
  fixmedins_code: HOSPITAL,
  mdtrt_id: 'V-1',
  feedetl_sn,
  fact,
  document_no: `核查〔2026〕${feedetl_sn}号`,
  reasons: '调阅急诊留观记录',
  ...more,
});

interface FactTold extends WholeCaseTold {
  readonly line_fact: { readonly state: string; readonly sent_at: string | null } | null;
}

/** Two officers who may agree, one of another area, and one who may do either but not both. */
async function officers(
  process: Process,
): Promise<Record<'auditor' | 'reviewer' | 'either' | 'elsewhere', Somebody>> {
  return {
    auditor: await process.person('settlement_auditor', { areas: AREAS }),
    reviewer: await process.person('reviewer', { areas: AREAS }),
    either: await process.person('admin_department', { areas: AREAS }),
    elsewhere: await process.person('admin_department', { areas: ['4602'] }),
  };
}

const lastOn = (lineNo: string, stated: readonly Stated[]): string => {
  const last = stated.findLast((decision) => objectAt(decision, 'line')['feedetl_sn'] === lineNo);
  return last === undefined ? 'none' : `${String(last['outcome'])} ${String(last['trigger'])}`;
};

describeWith(
  ['postgres', 'redis', 'kafka'],
  'facts about lines, with a gatekeeper and an admin app that run',
  () => {
    let installation: Installation;
    let process: Process;
    let publisher: KafkaPublisher;
    const started: GatekeeperProcess[] = [];

    afterAll(async () => {
      for (const one of started) await one.discard();
      await process.close();
      await publisher.close();
      await installation.close();
    });

    it('decide held lines and turn decided ones, once two people agreed and the message is out', async () => {
      installation = await Installation.create('line_facts');
      await loadHistory(installation.registry, REGISTRY);
      publisher = new KafkaPublisher({
        brokers: installation.servers.kafkaBrokers,
        clientId: 'line-facts',
        log: silentLog(),
      });
      process = await openProcessOn(installation.servers.databaseUrl, [], [], {
        publisher,
        environment: { TOPIC_PREFIX: installation.prefix },
      });
      const gatekeeper = installation.gatekeeper();
      started.push(gatekeeper);
      const lines = [
        lineRow({ feedetl_sn: '1', er_flag: '1' }),
        lineRow({ feedetl_sn: '2', rescue_record_no: 'QJ-1' }),
        lineRow({ feedetl_sn: '3', fee_ocur_time: '1999-06-01 10:00:00', chrg_bchno: 'B-1' }),
      ];
      await installation.produce(lineMessages(lines.join('\n')));
      await installation.drained(gatekeeper);
      const { auditor, reviewer } = await officers(process);
      const confirmed: CaseTold[] = [];
      for (const [lineNo, fact, more] of [
        ['1', 'emergency_proven', {}],
        ['2', 'emergency_refuted', {}],
        ['3', 'date_confirmed', { chrg_bchno: 'B-1' }],
      ] as const) {
        const proposed = await process.open(PATH, auditor, factOn(lineNo, fact, more));
        confirmed.push(await process.step(PATH, proposed, 'confirm', reviewer));
      }
      const told = async (): Promise<readonly (string | undefined)[]> => {
        const wholes = await Promise.all(
          confirmed.map(async ({ case_id }) => (await process.read(PATH, case_id, auditor)) as FactTold),
        );
        return wholes.map(({ line_fact }) => line_fact?.state);
      };
      expect(await told()).toEqual(['waiting', 'waiting', 'waiting']);
      started.push(installation.adminApp());
      await until('all of it sent', async () => (await told()).every((state) => state === 'sent'), {
        explain: () => started.map((one) => one.tail()).join('\n'),
      });
      await until(
        'all of it decided',
        async () => (await installation.count('SELECT count(*) FROM decision')) === 4,
        { explain: () => gatekeeper.tail() },
      );
      await installation.drained(gatekeeper);
      const decisions = statedOn(await installation.read('decisions'));
      expect(['1', '2', '3'].map((lineNo) => lastOn(lineNo, decisions))).toEqual([
        'accept hold_released',
        'reject status_change',
        'reject hold_released',
      ]);
      expect(await installation.count('SELECT count(*) FROM hold_record WHERE released_at IS NULL')).toBe(0);
      const evidence = decisions.map((decision) => JSON.stringify(decision)).join();
      expect(evidence).toContain('核查〔2026〕1号');
      const keys = (await installation.read('lines')).map(({ message }) => String(message.key));
      expect(new Set(keys)).toEqual(new Set([`${HOSPITAL}|V-1`]));
    });
  },
);

describeWith(['postgres'], 'facts about lines', () => {
  let driven: HandDriven;
  let process: Process;
  let people: Awaited<ReturnType<typeof officers>>;
  /** In place of the producer. */
  let publish: Publisher['publish'];
  const refused = (answer: { readonly body: unknown }): string =>
    String((answer.body as { type?: string }).type)
      .split(':')
      .at(-1) ?? '';

  beforeEach(async () => {
    driven = await HandDriven.open('line_facts', { registry: REGISTRY });
    process = await openProcessOn(driven.databaseUrl, [], []);
    people = await officers(process);
    publish = (batches) => {
      driven.log.append(batches);
      return Promise.resolve();
    };
    driven.send([lineRow({ er_flag: '1' })]);
    await driven.settleAll();
  });
  afterEach(async () => {
    await process.close();
    await driven.close();
  });

  const sayAll = (): Promise<void> =>
    new LineFactRelay({
      dataSource: driven.dataSource,
      publisher: { publish: (batches) => publish(batches), close: () => Promise.resolve() },
      topics: topicNames(''),
    }).sayAll();
  const agreed = async (fact = 'emergency_proven'): Promise<CaseTold> => {
    const proposed = await process.open(PATH, people.auditor, factOn('1', fact));
    return process.step(PATH, proposed, 'confirm', people.reviewer);
  };
  const outcomes = (): readonly string[] =>
    driven.stated('decisions').map(({ outcome, trigger }) => `${String(outcome)} ${String(trigger)}`);
  const stateOf = async ({ case_id }: CaseTold): Promise<string | undefined> =>
    ((await process.read(PATH, case_id, people.auditor)) as FactTold).line_fact?.state;

  it('need two people, within reach of the institution, and are in the audit log', async () => {
    const proposed = await process.open(PATH, people.either, factOn('1', 'emergency_proven'));
    expect(proposed).toMatchObject({
      state: 'proposed',
      awaits_second_person: true,
      data: { hold_code: 'EMERGENCY_EVIDENCE_NEEDED', revision: 1 },
    });
    const alone = await process.tryStep(PATH, proposed, 'confirm', people.either);
    expect([alone.status, refused(alone)]).toEqual([409, 'second-person-needed']);
    const wrongRole = await process.tryStep(PATH, proposed, 'confirm', people.auditor);
    const elsewhere = await process.tryStep(PATH, proposed, 'confirm', people.elsewhere);
    const openElsewhere = await process.tryOpen(PATH, people.elsewhere, factOn('1', 'emergency_proven'));
    expect([wrongRole.status, elsewhere.status, openElsewhere.status]).toEqual([403, 403, 403]);
    const confirmed = await process.step(PATH, proposed, 'confirm', people.reviewer);
    expect(await stateOf(confirmed)).toBe('waiting');
    const entries = await driven.rows<{ entry: Stated }>('SELECT entry FROM audit_entry ORDER BY seq');
    const [entry] = entries.map(({ entry }) => entry).filter(({ action }) => action === 'line_fact.confirm');
    expect(objectAt(entry ?? {}, 'details')).toMatchObject({
      line: `${HOSPITAL}|V-1||1`,
      fact: 'emergency_proven',
      document_no: '核查〔2026〕1号',
    });
    await sayAll();
    await driven.settleAll();
    expect(outcomes()).toEqual(['accept hold_released']);
    expect(await stateOf(confirmed)).toBe('sent');
  });

  it('say nothing where they are refused, of a line not on file, withdrawn, or uploaded again since', async () => {
    const missing = await process.tryOpen(PATH, people.auditor, factOn('9', 'emergency_proven'));
    const batch = await process.tryOpen(
      PATH,
      people.auditor,
      factOn('1', 'emergency_proven', { chrg_bchno: 'B-1' }),
    );
    expect([missing.status, refused(missing), refused(batch)]).toEqual([
      ...[409, 'line-not-on-file', 'line-not-on-file'],
    ]);
    const turnedDown = await process.open(PATH, people.auditor, factOn('1', 'emergency_proven'));
    await process.step(PATH, turnedDown, 'refuse', people.reviewer, { reasons: '无留观记录' });
    const proposed = await process.open(PATH, people.auditor, factOn('1', 'date_confirmed'));
    driven.send([lineRow({ er_flag: '1', pric: '99.00' })]);
    await driven.settleAll();
    const changed = await process.tryStep(PATH, proposed, 'confirm', people.reviewer);
    expect([changed.status, refused(changed)]).toEqual([409, 'line-changed']);
    driven.send([lineVoidRow()]);
    await driven.settleAll();
    const withdrawn = await process.tryOpen(PATH, people.auditor, factOn('1', 'emergency_proven'));
    expect([withdrawn.status, refused(withdrawn)]).toEqual([409, 'line-withdrawn']);
    await sayAll();
    expect(driven.nextBatch()).toBeNull();
  });

  it.each(['before', 'after'])(
    'are said again by whoever comes after one that ended %s the log had them',
    async (when) => {
      const first = await agreed();
      const said = publish;
      publish = async (batches) => {
        if (when === 'after') await said(batches);
        throw new Outage('Kafka', 'away');
      };
      await expect(sayAll()).rejects.toBeInstanceOf(Outage);
      expect(await stateOf(first)).toBe('waiting');
      publish = said;
      const second = await agreed('emergency_refuted');
      await sayAll();
      expect([await stateOf(first), await stateOf(second)]).toEqual(['sent', 'sent']);
      await driven.settleAll();
      expect(outcomes()).toEqual(['accept hold_released', 'reject status_change']);
      await sayAll();
      expect(driven.nextBatch()).toBeNull();
    },
  );

  it('are not said again once the line has them, so that they never reach what comes after it', async () => {
    const confirmed = await agreed();
    const said = publish;
    publish = async (batches) => {
      await said(batches);
      throw new Outage('Kafka', 'away');
    };
    await expect(sayAll()).rejects.toBeInstanceOf(Outage);
    await driven.settleAll();
    driven.send([lineVoidRow(), lineRow({ er_flag: '1' })]);
    await driven.settleAll();
    publish = said;
    await sayAll();
    expect([await stateOf(confirmed), driven.nextBatch()]).toEqual(['sent', null]);
    expect(outcomes()).toEqual(['accept hold_released', 'void void']);
    const [held] = await driven.rows('SELECT hold_code, revision FROM hold_record WHERE released_at IS NULL');
    expect(held).toEqual({ hold_code: 'EMERGENCY_EVIDENCE_NEEDED', revision: 2 });
  });
});
