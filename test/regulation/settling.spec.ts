import { chooseOriginal, NOTHING_TAKEN, originalOf } from '@gatekeeper/adjudication';
import { Desk, settledShortly } from './desk';
import { at, inGoodStanding, outpatient, recorded, refundOf, sanction } from './facts';

const suspended = [...inGoodStanding(), sanction()];
const A = outpatient();
const B = outpatient({ pooledAmount: 5000n });
const flagged = outpatient({ emergencyFlag: '1' });
const shortlyEach = (desk: Desk, ...lines: ReturnType<typeof outpatient>[]) =>
  lines.map((line) => settledShortly(desk.settle(line)));

describe('CONTRACT 1: the same content again is a resend', () => {
  it('and leads to nothing, however often, whatever was learnt meanwhile', () => {
    const desk = new Desk(inGoodStanding());
    const first = desk.settle(A);
    desk.learn([sanction()]);
    for (const again of [desk.settle(A), desk.settle({ ...A })]) {
      expect(settledShortly(again)).toBe('resend: nothing');
      expect(again.state).toEqual(first.state);
      expect(again).toMatchObject({ decision: null, held: null, release: null });
    }
  });

  it('also with other facts about the settlement, which are no content', () => {
    const desk = new Desk(suspended);
    const settled = outpatient({ settlementId: 'S1', settledAt: '2025-06-16' });
    expect(shortlyEach(desk, A, settled, settled)).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'payment: nothing',
      'resend: nothing',
    ]);
  });

  it('on a line that is held asks again, because the fact may have come', () => {
    const desk = new Desk(suspended);
    expect(shortlyEach(desk, flagged, flagged)).toEqual([
      'first: hold EMERGENCY_EVIDENCE_NEEDED',
      'resend: nothing',
    ]);
    const waiting = desk.stateOf(flagged)?.held;
    desk.learn([
      {
        ...sanction({ documentNo: 'x' }),
        kind: 'annulment',
        documentNo: '粤医保处〔2025〕1号',
        decidedAt: at('2025-07-01'),
      },
    ]);
    const released = desk.settle(flagged);
    expect(settledShortly(released)).toBe(
      'resend: accept ~IN_GOOD_STANDING (hold_released), releases EMERGENCY_EVIDENCE_NEEDED',
    );
    expect(released.release).toEqual({ held: waiting, releasedBy: released.decision?.decisionId });
    expect(released.state.held).toBeNull();
  });
});

describe('CONTRACT 1: other content is a re-upload', () => {
  it('contents A, B, A are revisions 1, 2, 3, each superseding the one before', () => {
    const desk = new Desk(suspended);
    const [one, two, three] = [A, B, A].map((line) => desk.settle(line));
    expect([one, two, three].map((settled) => settled && settledShortly(settled))).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      're_upload: reject CLINICIAN_SUSPENDED (re_upload)',
      're_upload: reject CLINICIAN_SUSPENDED (re_upload)',
    ]);
    expect([one, two, three].map((settled) => settled?.decision?.line.revision)).toEqual([1, 2, 3]);
    expect([one, two, three].map((settled) => settled?.decision?.supersedes)).toEqual([
      null,
      one?.decision?.decisionId,
      two?.decision?.decisionId,
    ]);
    expect(new Set([one, two, three].map((settled) => settled?.decision?.decisionId)).size).toBe(3);
    expect(one?.decision?.line.contentHash).toBe(three?.decision?.line.contentHash);
    expect([one, two, three].map((settled) => settled?.decision?.verdict.refused)).toEqual([
      7000n,
      5000n,
      7000n,
    ]);
  });

  it('that changes no verdict is decided all the same: it is another revision', () => {
    const desk = new Desk(inGoodStanding());
    expect(shortlyEach(desk, A, outpatient({ localItemCode: 'X' }))).toEqual([
      'first: accept ~IN_GOOD_STANDING (real_time)',
      're_upload: accept ~IN_GOOD_STANDING (re_upload)',
    ]);
  });

  it('that is held leaves the earlier decision on file, and a refund sees it held', () => {
    const desk = new Desk(suspended);
    const first = desk.settle(A);
    const held = desk.settle(flagged);
    expect(settledShortly(held)).toBe('re_upload: hold EMERGENCY_EVIDENCE_NEEDED');
    expect(held.state.standing?.decisionId).toBe(first.decision?.decisionId);
    expect(held.held).toMatchObject({
      line: { revision: 2 },
      since: at('2026-01-01'),
      knownAt: at('2026-01-01'),
    });
    expect(originalOf({ state: held.state, line: A }, NOTHING_TAKEN)).toEqual({ kind: 'held' });
    expect(settledShortly(desk.settle(refundOf('L1')))).toBe('first: hold REFUND_ORIGINAL_UNKNOWN');
  });

  it('of a held line releases it when it can be decided, superseding what stood before', () => {
    const desk = new Desk(suspended);
    const first = desk.settle(A);
    desk.settle(flagged);
    const released = desk.settle(B);
    expect(settledShortly(released)).toBe(
      're_upload: reject CLINICIAN_SUSPENDED (re_upload), releases EMERGENCY_EVIDENCE_NEEDED',
    );
    expect(released.decision).toMatchObject({
      supersedes: first.decision?.decisionId,
      line: { revision: 3 },
    });
  });

  it('of a held line that is held again replaces the hold; it waits since the first', () => {
    const desk = new Desk(suspended);
    desk.settle(flagged);
    desk.learn([], '2026-02-01 00:00:00');
    const replaced = desk.settle(outpatient({ emergencyFlag: '1', localItemCode: 'X' }));
    expect(replaced.held).toMatchObject({
      line: { revision: 2 },
      since: at('2026-01-01'),
      knownAt: at('2026-02-01'),
    });
    expect(replaced.release).toBeNull();
  });
});

describe('CONTRACT 7, Paid: what a message says of payment', () => {
  const paid = (paidAt: string, more: object = {}) => outpatient({ paidAt, ...more });

  it('at first sight recovers at once', () => {
    expect(shortlyEach(new Desk(suspended), paid('2025-06-20'))).toEqual([
      'first: claw_back CLINICIAN_SUSPENDED (real_time)',
    ]);
  });

  it('in a resend counts, once', () => {
    const desk = new Desk(suspended);
    const [first, noticed, again] = [A, paid('2025-06-20'), paid('2025-06-20')].map((line) =>
      desk.settle(line),
    );
    expect([first, noticed, again].map((settled) => settled && settledShortly(settled))).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'payment: claw_back CLINICIAN_SUSPENDED (payment)',
      'resend: nothing',
    ]);
    expect(noticed?.decision?.supersedes).toBe(first?.decision?.decisionId);
    expect(noticed?.decision?.line.revision).toBe(1);
  });

  it('of an accepted line changes no decision, and is kept', () => {
    const desk = new Desk(inGoodStanding());
    expect(shortlyEach(desk, A, paid('2025-06-20'))).toEqual([
      'first: accept ~IN_GOOD_STANDING (real_time)',
      'payment: nothing',
    ]);
    expect(desk.stateOf(A)?.settlement.paidAt).toBe(at('2025-06-20'));
    desk.learn([sanction()]);
    expect(settledShortly(desk.again(A, 'status_change'))).toBe(
      'again: claw_back CLINICIAN_SUSPENDED (status_change)',
    );
  });

  it('of a held line is kept until it is decided', () => {
    const desk = new Desk(suspended);
    const flaggedAndPaid = paid('2025-06-20', { emergencyFlag: '1' });
    expect(shortlyEach(desk, flagged, flaggedAndPaid, B)).toEqual([
      'first: hold EMERGENCY_EVIDENCE_NEEDED',
      'payment: nothing',
      're_upload: claw_back CLINICIAN_SUSPENDED (re_upload), releases EMERGENCY_EVIDENCE_NEEDED',
    ]);
  });

  it('stays known when a later upload says nothing of it', () => {
    const desk = new Desk(suspended);
    expect(shortlyEach(desk, paid('2025-06-20'), B)).toEqual([
      'first: claw_back CLINICIAN_SUSPENDED (real_time)',
      're_upload: claw_back CLINICIAN_SUSPENDED (re_upload)',
    ]);
  });

  it.each([
    ['in the second of asking', '2026-01-01 00:00:00', 'claw_back'],
    ['the second after', '2026-01-01 00:00:01', 'reject'],
  ])('%s: paid %s → %s, at first sight and on a re-upload', (_, paidAt, outcome) => {
    const desk = new Desk(suspended);
    expect(shortlyEach(desk, paid(paidAt), paid(paidAt, { pooledAmount: 5000n }))).toEqual([
      `first: ${outcome} CLINICIAN_SUSPENDED (real_time)`,
      `re_upload: ${outcome} CLINICIAN_SUSPENDED (re_upload)`,
    ]);
  });

  it('in a resend is no notice: a moment to come is none yet', () => {
    const desk = new Desk(suspended);
    expect(shortlyEach(desk, A, paid('2026-01-01 00:00:01'), B)).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'payment: nothing',
      're_upload: reject CLINICIAN_SUSPENDED (re_upload)',
    ]);
    expect(desk.stateOf(A)?.settlement.paidAt).toBe(at('2026-01-01 00:00:01'));
    desk.learn([], '2026-01-01 00:00:01');
    expect(settledShortly(desk.again(A, 'payment'))).toBe('again: claw_back CLINICIAN_SUSPENDED (payment)');
  });

  it('is the latest moment that was stated', () => {
    const desk = new Desk(suspended);
    desk.settle(paid('2025-06-20'));
    desk.settle(paid('2025-06-25', { pooledAmount: 5000n }));
    expect(desk.stateOf(A)?.settlement.paidAt).toBe(at('2025-06-25'));
    desk.settle(paid('2025-06-18', { pooledAmount: 4000n }));
    expect(desk.stateOf(A)?.settlement.paidAt).toBe(at('2025-06-18'));
  });
});

describe('settling again what is on file', () => {
  it('leads to nothing where the answer is the same', () => {
    const desk = new Desk(suspended);
    const first = desk.settle(A);
    const again = desk.again(A, 'status_change');
    expect(settledShortly(again)).toBe('again: nothing');
    expect(again.state).toEqual(first.state);
  });

  it('supersedes the decision that stands, with the trigger given, and states its clocks', () => {
    const desk = new Desk(inGoodStanding());
    const first = desk.settle(A);
    desk.learn([sanction()], '2026-03-01 00:00:00');
    const again = desk.again(A, 'status_change');
    expect(again.decision).toMatchObject({
      supersedes: first.decision?.decisionId,
      line: { revision: 1 },
      trigger: 'status_change',
      knownAt: at('2026-03-01'),
      decidedAt: at('2026-01-02'),
      registryVersion: 1,
    });
  });

  it('back and forth: the same verdict on another ground is another decision', () => {
    const desk = new Desk(inGoodStanding());
    const ids = [desk.settle(A).decision?.decisionId];
    const document = { documentNo: '粤医保处〔2025〕1号', code: null } as const;
    desk.learn([sanction()]);
    ids.push(desk.again(A, 'status_change').decision?.decisionId);
    desk.learn([{ ...sanction(), ...document, kind: 'annulment', decidedAt: at('2025-07-01') }]);
    ids.push(desk.again(A, 'appeal').decision?.decisionId);
    expect(new Set(ids).size).toBe(3);
    expect(ids).not.toContain(undefined);
  });

  it('holds what can no longer be decided, keeping what stands', () => {
    const desk = new Desk(inGoodStanding());
    const first = desk.settle(flagged);
    desk.learn([sanction()]);
    const held = desk.again(flagged, 'status_change');
    expect(settledShortly(held)).toBe('again: hold EMERGENCY_EVIDENCE_NEEDED');
    expect(held.state.standing?.decisionId).toBe(first.decision?.decisionId);
  });

  it('replaces a hold by another hold with another code', () => {
    const desk = new Desk([...suspended, sanction({ documentNo: '2号', ...recorded('2026-02-01') })]);
    const unknown = outpatient({ medicalCategory: '777' });
    desk.settle(unknown);
    desk.settle(flagged);
    expect(desk.stateOf(flagged)?.held?.hold.holdCode).toBe('EMERGENCY_EVIDENCE_NEEDED');
    expect(settledShortly(desk.again(flagged, 'status_change'))).toBe('again: nothing');
  });
});

describe('CONTRACT 7, Refund: which line it reverses', () => {
  const inBatch = (chargeBatch: string, more: object = {}) => outpatient({ chargeBatch, ...more });
  const original = (desk: Desk, refund: ReturnType<typeof refundOf>) =>
    chooseOriginal(refund, [...desk.files.values()])?.state.line.chargeBatch;

  it.each([
    ['the one of its own batch', ['a', 'b'], 'a', 'a'],
    ['the only one, of whatever batch', ['b'], 'a', 'b'],
    ['the only one, without a batch', [''], 'a', ''],
    ['none of several in other batches', ['b', 'c'], 'a', undefined],
    ['none where there is none', [], 'a', undefined],
  ])('%s', (_, batches, ownBatch, expected) => {
    const desk = new Desk(inGoodStanding());
    for (const batch of batches) desk.settle(inBatch(batch));
    expect(original(desk, refundOf('L1', { chargeBatch: ownBatch }))).toBe(expected);
  });

  it('never itself', () => {
    const desk = new Desk(inGoodStanding());
    const self = refundOf('R1');
    expect(shortlyEach(desk, self, self)).toEqual(['first: hold REFUND_ORIGINAL_UNKNOWN', 'resend: nothing']);
    const twin = refundOf('R1', { chargeBatch: 'b' });
    desk.settle(inBatch('b', { lineNo: 'R1' }));
    expect(original(desk, self)).toBe('b');
    expect(original(desk, twin)).toBe('');
  });

  it('is released by the row of its original, whichever comes first', () => {
    const desk = new Desk(suspended);
    const refund = refundOf('L1');
    expect(shortlyEach(desk, refund, A)).toEqual([
      'first: hold REFUND_ORIGINAL_UNKNOWN',
      'first: reject CLINICIAN_SUSPENDED (real_time)',
    ]);
    const released = desk.again(refund, 'real_time');
    expect(settledShortly(released)).toBe(
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_ORIGINAL_UNKNOWN',
    );
    expect(released.decision?.verdict).toMatchObject({ refused: -7000n });
  });

  it('follows its original when that is decided anew', () => {
    const desk = new Desk(inGoodStanding());
    const refund = refundOf('L1');
    desk.settle(A);
    const accepted = desk.settle(refund);
    desk.learn([sanction()]);
    const originalAgain = desk.again(A, 'status_change');
    const refundAgain = desk.again(refund, 'status_change');
    expect(settledShortly(refundAgain)).toBe('again: reject ~REFUND_MIRRORS_ORIGINAL (status_change)');
    expect(refundAgain.decision?.supersedes).toBe(accepted.decision?.decisionId);
    expect(refundAgain.decision?.verdict.reasons[0]?.evidence).toEqual([originalAgain.decision?.decisionId]);
  });

  it('of a refund mirrors the refund', () => {
    const desk = new Desk(suspended);
    const second = refundOf('R1', { lineNo: 'R2' });
    expect(shortlyEach(desk, A, refundOf('L1'), second)).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'first: reject ~REFUND_MIRRORS_ORIGINAL (real_time)',
      'first: reject ~REFUND_MIRRORS_ORIGINAL (real_time)',
    ]);
  });
});
