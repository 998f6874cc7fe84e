import type { Instant } from '@gatekeeper/calendar';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { LineRaced, visitLineKey } from '@gatekeeper/decision-store';
import type { RecordedBatch } from '@gatekeeper/decision-store';
import type { BorneBy, Decision, LineIdentity } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { decisionText } from '@gatekeeper/wire';
import { describeWith } from '../servers/addresses';
import type { Stores } from './stores-parts';
import {
  at,
  collect,
  decisionOn,
  heldOn,
  identity,
  openStores,
  recordedLine,
  revisionOf,
} from './stores-parts';

const voidOf = ({ fixmedinsCode, visitId }: LineIdentity, settlementId: string, voidedAt: Instant) => ({
  ...{ fixmedinsCode, visitId, chargeBatch: null, lineNo: null, settlementId, voidedAt, reason: null },
});

const EMPTY: RecordedBatch = {
  newLines: [],
  newRevisions: [],
  decisions: [],
  holds: [],
  releases: [],
  tallies: [],
  carveOuts: [],
};

describeWith(['postgres'], 'lines, decisions and holds', () => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await openStores('decisions');
  });
  afterAll(() => stores.close());

  let visits = 0;
  let line: LineIdentity;
  let other: LineIdentity;
  beforeEach(() => {
    const visitId = `V${++visits}`;
    line = { ...identity('1'), visitId };
    other = { ...identity('2', 'B7'), visitId };
  });

  const record = (batch: Partial<RecordedBatch>): Promise<void> =>
    inTransaction(stores.dataSource, (client) => stores.decisions.append(client, { ...EMPTY, ...batch }));
  const known = async (one: LineIdentity) =>
    (await stores.decisions.findLines(poolOf(stores.dataSource), [one])).get(identityKey(one));
  const id = (name: string): string => `${line.visitId}-${name}`;

  test('a decision is read back exactly as it was recorded', async () => {
    const revision = revisionOf(line);
    const decision = decisionOn(revision, id('d'));
    await record({ newLines: [recordedLine(revision)], decisions: [decision] });
    expect(await known(line)).toEqual({
      identity: line,
      version: expect.any(String),
      revision: 1,
      contentHash: 'sha256:r1',
      current: decision,
      held: null,
      settlement: { settlementId: null, settledAt: null, paidAt: null },
      news: [],
      arrival: { publication: 0n, offset: 9_007_199_254_740_993n },
    });
  });

  test('who bears a claw-back is read back as it was told', async () => {
    const revision = revisionOf(line);
    const rejected = decisionOn(revision, id('c'));
    const borneBy: readonly BorneBy[] = [
      {
        code: 'CLINICIAN_SUSPENDED',
        documentNo: '文"1',
        who: 'agency',
        because: 'NOT_ISSUED_YET',
        article: 'guangdong-2025 reading',
      },
      {
        code: 'CODE_MISSING',
        documentNo: null,
        who: 'institution',
        because: 'NO_NOTICE_INVOLVED',
        article: 'guangdong-2025 reading',
      },
    ];
    const decision: Decision = {
      ...rejected,
      verdict: { ...rejected.verdict, outcome: 'claw_back', borneBy },
    };
    await record({ newLines: [recordedLine(revision)], decisions: [decision] });
    const current = (await known(line))?.current;
    expect(current).toEqual(decision);
    expect(decisionText(current ?? rejected)).toBe(decisionText(decision));
  });

  test('a line never seen is absent', async () => {
    expect(await known(line)).toBeUndefined();
  });

  test.each([
    ['before year 1', '0000-01-01 00:00:00'],
    ['in the last hours of 9999', '9999-12-31 23:59:59'],
  ])('an implausible fee %s is kept', async (_, written) => {
    const revision = revisionOf(line);
    await record({
      newLines: [recordedLine(revision, { feeOccurredAt: at(written) })],
      holds: [heldOn(revision)],
    });
    expect(await known(line)).toMatchObject({ held: heldOn(revision) });
  });

  test('contents A, B, A in one batch are revisions 1, 2, 3, and the last decision stands', async () => {
    const [first, second, third] = [
      revisionOf(line, 1, 'a'),
      revisionOf(line, 2, 'b'),
      revisionOf(line, 3, 'a'),
    ];
    const decisions = [
      decisionOn(first, id('1')),
      decisionOn(second, id('2'), { supersedes: id('1'), trigger: 're_upload' }),
      decisionOn(third, id('3'), { supersedes: id('2'), trigger: 're_upload' }),
    ];
    await record({
      newLines: [recordedLine(first)],
      newRevisions: [recordedLine(second), recordedLine(third)],
      decisions,
    });
    expect(await known(line)).toMatchObject({ revision: 3, contentHash: 'sha256:a', current: decisions[2] });
  });

  test('a re-upload of a line on file moves it on', async () => {
    const [first, second] = [revisionOf(line), revisionOf(line, 2)];
    await record({ newLines: [recordedLine(first)], decisions: [decisionOn(first, id('1'))] });
    const decision = decisionOn(second, id('2'), { supersedes: id('1') });
    await record({ newRevisions: [recordedLine(second)], decisions: [decision] });
    expect(await known(line)).toMatchObject({ revision: 2, current: decision });
  });

  describe('a hold', () => {
    test('is open until a decision releases it', async () => {
      const revision = revisionOf(line);
      await record({ newLines: [recordedLine(revision)], holds: [heldOn(revision)] });
      expect(await known(line)).toMatchObject({ current: null, held: heldOn(revision) });

      const decision = decisionOn(revision, id('d'), { trigger: 'hold_released' });
      await record({ decisions: [decision], releases: [{ line: revision, releasedBy: id('d') }] });
      expect(await known(line)).toMatchObject({ current: decision, held: null });
    });

    test('of a re-upload leaves the earlier decision current', async () => {
      const [first, second] = [revisionOf(line), revisionOf(line, 2)];
      const decision = decisionOn(first, id('1'));
      await record({ newLines: [recordedLine(first)], decisions: [decision] });
      await record({ newRevisions: [recordedLine(second)], holds: [heldOn(second)] });
      expect(await known(line)).toMatchObject({ revision: 2, current: decision, held: { line: second } });
    });

    test('may give way to another on the same revision', async () => {
      const revision = revisionOf(line);
      const next = heldOn(revision, { hold: { ...heldOn(revision).hold, holdCode: 'DATE_IMPLAUSIBLE' } });
      await record({ newLines: [recordedLine(revision)], holds: [heldOn(revision)] });
      await record({ holds: [next], releases: [{ line: revision, releasedBy: null }] });
      expect(await known(line)).toMatchObject({ held: next });
    });

    test('may begin and end within one batch', async () => {
      const [first, second] = [revisionOf(line), revisionOf(line, 2)];
      const decision = decisionOn(second, id('d'));
      await record({
        newLines: [recordedLine(first)],
        newRevisions: [recordedLine(second)],
        holds: [heldOn(first)],
        decisions: [decision],
        releases: [{ line: first, releasedBy: id('d') }],
      });
      expect(await known(line)).toMatchObject({ revision: 2, current: decision, held: null });
    });
  });

  describe('what another transaction has recorded meanwhile is noticed', () => {
    const onFile = async (): Promise<Decision> => {
      const decision = decisionOn(revisionOf(line), id('1'));
      await record({ newLines: [recordedLine(revisionOf(line))], decisions: [decision] });
      return decision;
    };

    test.each<[string, () => Partial<RecordedBatch>]>([
      ['a line taken for new', () => ({ newLines: [recordedLine(revisionOf(line))] })],
      ['a revision that is on file', () => ({ newRevisions: [recordedLine(revisionOf(line, 1))] })],
      ['a revision that leaves one out', () => ({ newRevisions: [recordedLine(revisionOf(line, 3))] })],
      [
        'a decision on file',
        () => ({ decisions: [decisionOn(revisionOf(line), id('1'), { supersedes: id('1') })] }),
      ],
      [
        'a decision that supersedes another',
        () => ({ decisions: [decisionOn(revisionOf(line), id('2'), { supersedes: 'x' })] }),
      ],
      ['a decision that supersedes none', () => ({ decisions: [decisionOn(revisionOf(line), id('2'))] })],
      ['the release of no hold', () => ({ releases: [{ line: revisionOf(line), releasedBy: null }] })],
    ])('%s', async (_, batch) => {
      const decision = await onFile();
      const fresh = revisionOf(other);
      const lines = { newLines: [recordedLine(fresh), ...(batch().newLines ?? [])] };
      await expect(record({ ...batch(), ...lines })).rejects.toThrow(LineRaced);
      expect([await known(line), await known(other)]).toMatchObject([{ current: decision }, undefined]);
    });

    test('two that decide the same line again at once: one is told', async () => {
      await onFile();
      const again = ['a', 'b', 'c'].map((name) =>
        record({ decisions: [decisionOn(revisionOf(line), id(name), { supersedes: id('1') })] }),
      );
      const ends = await Promise.allSettled(again);
      expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const told = ends.map((end) => end.status === 'rejected' && end.reason instanceof LineRaced);
      expect(told.filter(Boolean)).toHaveLength(2);
    });
  });

  describe('refunds', () => {
    test('find their originals in any charge batch of the visit', async () => {
      const [plain, batched] = [line, { ...line, chargeBatch: 'B7' }];
      await record({ newLines: [plain, batched].map((one) => recordedLine(revisionOf(one))) });
      const originals = await stores.decisions.findOriginals(poolOf(stores.dataSource), [line]);
      const found = originals.get(visitLineKey(line))?.map(({ known: { identity } }) => identity);
      expect(found).toEqual([plain, batched]);
    });

    test('come with the content of their current revision and what is known of its payment', async () => {
      const [settledAt, paidAt] = [at('2025-07-02 10:00:00'), at('2025-07-05 00:00:00')];
      const refund = recordedLine(revisionOf(other), { originalLineNo: '1' });
      const payment = { settlementId: 'S1', settledAt, paidAt };
      const again = { ...refund, ...payment, line: revisionOf(other, 2), content: 'B' };
      await record({ newLines: [refund], newRevisions: [again] });
      expect(await stores.decisions.findRefundsOf(poolOf(stores.dataSource), [line])).toMatchObject([
        { content: 'B', known: { settlement: { settlementId: 'S1', settledAt, paidAt } } },
      ]);
    });

    test('are found by their original, as their current content names it', async () => {
      const [first, second] = [revisionOf(other), revisionOf(other, 2)];
      await record({ newLines: [recordedLine(first, { originalLineNo: '1' })], holds: [heldOn(first)] });
      const refunds = async () => stores.decisions.findRefundsOf(poolOf(stores.dataSource), [line]);
      expect(await refunds()).toMatchObject([{ known: { identity: other, held: heldOn(first) } }]);
      await record({
        newRevisions: [recordedLine(second, { originalLineNo: '9' })],
        holds: [heldOn(second)],
        releases: [{ line: first, releasedBy: null }],
      });
      expect(await refunds()).toEqual([]);
    });
  });

  describe('settlement and payment', () => {
    const [early, late] = [at('2025-07-01 00:00:00'), at('2025-08-01 00:00:00')];
    const nothing = { settlementId: null, settledAt: null, paidAt: null };
    let offset = 0;
    const nextSource = () => ({ topic: 't', partition: 0, offset: String((offset += 1)) });

    test('are the latest stated, each by itself, until the line is withdrawn', async () => {
      const revision = revisionOf(line);
      await record({ newLines: [recordedLine(revision, { paidAt: late })] });
      const restate = (stated: object) =>
        record({
          settlements: [
            {
              ...{ line: revision, standing: null, source: nextSource() },
              stated: { ...nothing, ...stated, feeOccurredAt: early },
            },
          ],
        });
      await restate({ paidAt: early });
      await restate({ settlementId: 'S1' });
      expect(await known(line)).toMatchObject({ settlement: { settlementId: 'S1', paidAt: early } });
      const source = { topic: 't', partition: 0, offset: '7' };
      await record({
        decisions: [
          decisionOn(revision, 'gone', {
            verdict: { ...decisionOn(revision, 'x').verdict, outcome: 'void' },
          }),
        ],
        news: [
          {
            message: { kind: 'void', withdrawn: voidOf(line, 'S1', late) },
            source,
            named: [{ line: revision, standing: null, withdrew: true }],
          },
        ],
        newRevisions: [recordedLine(revisionOf(line, 2), { settlementId: 'S2' })],
      });
      expect(await known(line)).toMatchObject({
        revision: 2,
        settlement: { ...nothing, settlementId: 'S2' },
        news: [{ kind: 'void', settlementId: 'S1', voidedAt: late, withdrew: true }],
      });
    });

    test('are not restated where another decision was taken meanwhile', async () => {
      const revision = revisionOf(line);
      await record({ newLines: [recordedLine(revision)], decisions: [decisionOn(revision, 'first')] });
      const stated = { ...nothing, paidAt: early, feeOccurredAt: early };
      await expect(
        record({ settlements: [{ line: revision, standing: 'another', stated, source: nextSource() }] }),
      ).rejects.toThrow(LineRaced);
    });

    test('what officers found comes back in its order', async () => {
      const revision = revisionOf(line);
      await record({ newLines: [recordedLine(revision)], holds: [heldOn(revision)] });
      for (const fact of ['emergency_proven', 'emergency_refuted'] as const)
        await record({
          news: [
            {
              message: { kind: 'fact', fact: { identity: line, fact, documentNo: fact, approvedAt: early } },
              source: { topic: 't', partition: 0, offset: '8' },
              named: [{ line: revision, standing: null, withdrew: false }],
            },
          ],
        });
      expect((await known(line))?.news).toEqual(
        ['emergency_proven', 'emergency_refuted'].map((fact) => ({
          kind: 'fact',
          fact,
          documentNo: fact,
          revision: 1,
        })),
      );
    });

    test('notices are kept in their order, also of a line that has not come', async () => {
      const noticeOf = (settlementId: string, fundAmount: bigint) => ({
        notice: { identity: line, settlementId, paidAt: late, fundAmount, pooledAmount: fundAmount - 1n },
        source: { topic: 'p', partition: 1, offset: '9' },
      });
      await inTransaction(stores.dataSource, (client) =>
        stores.decisions.appendNotices(client, [noticeOf('S', 5n), noticeOf('S', -7n)], late),
      );
      const found = await stores.decisions.findNotices(poolOf(stores.dataSource), [other, line]);
      expect([...found]).toEqual([
        [identityKey(line), [noticeOf('S', 5n).notice, noticeOf('S', -7n).notice]],
      ]);
    });
  });

  test('a batch of 4,000 lines is counted and listed', async () => {
    const before = await stores.decisions.countByOutcome();
    const lines = Array.from({ length: 4_000 }, (_, n) =>
      revisionOf({ ...line, fixmedinsCode: 'H2', lineNo: `${n}` }),
    );
    await record({
      newLines: lines.map((one) => recordedLine(one)),
      decisions: lines.slice(0, 3_000).map((one) => decisionOn(one, id(one.lineNo))),
      holds: lines.slice(3_000).map((one) => heldOn(one)),
    });
    const after = await stores.decisions.countByOutcome();
    expect([after.reject - before.reject, after.held - before.held, after.lines - before.lines]).toEqual([
      3_000, 1_000, 4_000,
    ]);
    const decisions = (await collect(stores.decisions.allDecisions())).filter(
      (one) => one.line.fixmedinsCode === 'H2',
    );
    const held = (await collect(stores.decisions.heldLines())).filter(
      (one) => one.line.fixmedinsCode === 'H2',
    );
    expect([new Set(decisions.map((one) => one.decisionId)).size, decisions.length, held.length]).toEqual([
      3_000, 3_000, 1_000,
    ]);
  });

  test('holds cannot be removed', async () => {
    const pool = poolOf(stores.dataSource);
    await expect(pool.query('DELETE FROM hold_record')).rejects.toThrow('append-only');
    await expect(pool.query('DELETE FROM line_identity')).rejects.toThrow('append-only');
  });
});
