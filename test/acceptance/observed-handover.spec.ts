/** What stood when observing was left goes to the live topics page by page: all of it, nothing else, also when publishing fails. */
import { inSnapshot, inTransaction } from '@gatekeeper/database';
import {
  EMPTY_BATCH,
  firstMode,
  leaveObserving,
  lockMode,
  observedFigures,
  proposeLeaving,
} from '@gatekeeper/decision-store';
import { Outage, silentLog } from '@gatekeeper/runtime';
import type { TopicMessages } from '@gatekeeper/stream';
import { topicNames } from '@gatekeeper/stream';
import type { Decision } from '@gatekeeper/vocabulary';
import { handOver } from '../../apps/gatekeeper/observed-handover';
import { until } from '../gatekeeper/until';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import { at, decisionOn, FAR_FUTURE, heldOn, openStores, recordedLine, revisionOf } from './stores-parts';

const topics = topicNames('');
/** More than two pages of one month, and a few of two others. */
const MANY = 1_203;

describeWith(['postgres'], 'what was observed', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('handover');
  });
  afterAll(() => stores.close());

  const line = (lineNo: string) =>
    revisionOf({ fixmedinsCode: 'H1', visitId: `V-${lineNo}`, chargeBatch: '', lineNo });
  const decided = (lineNo: string, more: Partial<Decision['verdict']> = {}, knownAt = at('2025-07-01')) => {
    const decision = decisionOn(line(lineNo), `d-${lineNo}`, { knownAt });
    return { ...decision, verdict: { ...decision.verdict, refused: 100n, recover: 0n, ...more } };
  };
  const record = (fee: string, decisions: readonly Decision[], holds: readonly string[] = []) =>
    inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, {
        ...EMPTY_BATCH,
        newLines: [...decisions.map((one) => one.line), ...holds.map(line)].map((revision) =>
          recordedLine(revision, { feeOccurredAt: at(fee) }),
        ),
        decisions,
        holds: holds.map((lineNo) => heldOn(line(lineNo))),
      }),
    );

  it('is told whole, in pages, once each page went out; what was accepted, superseded or came later is not', async () => {
    await firstMode(stores.dataSource, 'observing', 'test');
    const many = Array.from({ length: MANY }, (_, n) => decided(`m${n}`));
    await record('2025-06-30 10:00:00', many);
    await record('1999-06-30 10:00:00', [decided('early')]);
    await record('2025-07-02 10:00:00', [
      decided('paid', { outcome: 'claw_back', refused: 0n, recover: 100n }),
      decided('accepted', { outcome: 'accept', refused: 0n }),
      decided('superseded'),
    ]);
    await inTransaction(stores.dataSource, (client) =>
      stores.decisions.append(client, {
        ...EMPTY_BATCH,
        decisions: [
          {
            ...decided('superseded', { outcome: 'accept' }),
            decisionId: 'd-after',
            supersedes: 'd-superseded',
          },
        ],
      }),
    );
    await record('2025-07-02 10:00:00', [], ['waits']);
    const figures = await inSnapshot(stores.dataSource, observedFigures);
    expect(figures).toEqual({
      standing: [
        { month: 'before 2000', outcome: 'reject', lines: 1, refusedFen: '100', recoverFen: '0' },
        { month: '2025-06', outcome: 'reject', lines: MANY, refusedFen: `${MANY}00`, recoverFen: '0' },
        { month: '2025-07', outcome: 'claw_back', lines: 1, refusedFen: '0', recoverFen: '100' },
      ],
      heldLines: 1,
    });
    await inTransaction(stores.dataSource, async (client) => {
      await lockMode(client);
      const proposed = await proposeLeaving(client, 'one', figures);
      await leaveObserving(client, proposed, 'other', figures);
    });
    await record('2025-07-02 10:00:00', [decided('live', {}, FAR_FUTURE)]);

    const told: TopicMessages[] = [];
    let publishing = 0;
    const parts = {
      ...{ background: stores.dataSource, topics, log: silentLog() },
      publisher: {
        publish: (messages: readonly TopicMessages[]) => {
          publishing += 1;
          if (publishing === 3) return Promise.reject(new Outage('Kafka', 'away'));
          told.push(...messages);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
    };
    const { signal } = new AbortController();
    await expect(handOver(parts, signal)).rejects.toThrow(Outage);
    const before = told.length;
    expect(before).toBe(2);
    // The server may not have noticed yet that the one before has given up its lock.
    await until('the rest is told', async () => {
      await handOver(parts, signal);
      return told.length > before;
    });
    await handOver(parts, signal);
    const keysOn = (topic: string) =>
      told
        .filter((one) => one.topic === topic)
        .flatMap(({ messages }) => messages.map(({ key }) => String(key)));
    const expected = [...many.map((one) => one.line), line('early'), line('paid')];
    expect(keysOn(topics.decisions).sort()).toEqual(
      expected.map(({ visitId, lineNo }) => `H1|${visitId}||${lineNo}`).sort(),
    );
    expect(keysOn(topics.holds)).toEqual(['H1|V-waits||waits']);
  });

  it('is left by two people alone, says the database too', async () => {
    const other = await openStores('handover-alone');
    try {
      await firstMode(other.dataSource, 'observing', 'test');
      const figures = await inSnapshot(other.dataSource, observedFigures);
      await expect(
        inTransaction(other.dataSource, async (client) => {
          await lockMode(client);
          await leaveObserving(client, await proposeLeaving(client, 'one', figures), 'one', figures);
        }),
      ).rejects.toThrow(/installation_mode_second_person/);
    } finally {
      await other.close();
    }
  });
});
