/** CONTRACT 8, what is learned of single lines late: voids, facts, payments. */
import { Desk, settledShortly } from './desk';
import { at, inGoodStanding, outpatient, refundOf, revision, sanction } from './facts';

const suspended = [...inGoodStanding(), sanction()];
const A = outpatient();
const flagged = outpatient({ emergencyFlag: '1' });
const paid = outpatient({ settlementId: 'S1', paidAt: '2025-06-20' });
const shortly = (settled: ReturnType<Desk['settle']> | null): string =>
  settled === null ? 'not on file' : settledShortly(settled);

describe('Voids', () => {
  it('withdraw a line: nothing is refused or recovered, under the pack of what is superseded', () => {
    const desk = new Desk(suspended);
    const first = desk.settle(paid);
    const [voided] = desk.withdraw({ settlementId: 'S1' });
    expect(shortly(voided ?? null)).toBe('void: void (void)');
    expect(voided?.decision).toMatchObject({
      supersedes: first.decision?.decisionId,
      line: first.decision?.line,
      verdict: {
        ...{ reasons: [], refused: 0n, recover: 0n, liable: 'none' },
        ...{ fundScope: 'pooled', pack: 'guangdong-2025', edition: '1' },
      },
    });
    expect(voided?.state.settlement).toEqual({ settlementId: null, settledAt: null, paidAt: null });
  });

  it('of a line that is only held release it, under the hold’s own pack, or none', () => {
    for (const [line, map, pack, edition] of [
      [flagged, undefined, 'guangdong-2025', '1'],
      [flagged, new Map(), '', ''],
    ] as const) {
      const desk = map === undefined ? new Desk(suspended) : new Desk(suspended, undefined, map);
      const waiting = desk.settle(line).held;
      const [voided] = desk.withdraw({ lineNo: 'L1' });
      expect(voided?.decision).toMatchObject({
        supersedes: null,
        verdict: { pack, edition, fundScope: 'all' },
      });
      expect(voided?.release).toEqual({ held: waiting, releasedBy: voided?.decision?.decisionId });
    }
  });

  it.each<[string, Parameters<Desk['withdraw']>[0], readonly string[]]>([
    ['by its number, without a batch', { lineNo: 'L1' }, ['L1']],
    ['by its number and batch', { lineNo: 'L2', chargeBatch: 'B' }, ['L2']],
    ['by its number, where the batch is another', { lineNo: 'L2' }, []],
    ['each that names no settlement', { lineNo: '0000' }, ['L1', 'L2']],
    ['each of a batch that names no settlement', { lineNo: '0000', chargeBatch: 'B' }, ['L2']],
    ['those of a settlement', { settlementId: 'S1' }, ['L3']],
    ['those of a settlement in another batch', { settlementId: 'S1', chargeBatch: 'B' }, []],
    ['a line, though a settlement is named too', { lineNo: 'L1', settlementId: 'S1' }, ['L1']],
    ['of another visit', { lineNo: 'L1', visitId: 'V2' }, []],
  ])('name lines: %s', (_, named, expected) => {
    const desk = new Desk(inGoodStanding());
    desk.settle(A);
    desk.settle(outpatient({ lineNo: 'L2', chargeBatch: 'B' }));
    desk.settle(outpatient({ lineNo: 'L3' }));
    desk.settle(outpatient({ lineNo: 'L3', settlementId: 'S1' }));
    expect(desk.withdraw(named).map(({ state }) => state.line.lineNo)).toEqual(expected);
  });

  it('leave alone what is withdrawn already; a line that comes after its void is a new revision, as it stands', () => {
    const desk = new Desk(suspended);
    desk.settle(paid);
    desk.withdraw({ lineNo: 'L1' });
    expect(desk.withdraw({ lineNo: 'L1' }).map(shortly)).toEqual(['void: nothing']);
    expect(shortly(desk.again(A, 'status_change'))).toBe('again: nothing');
    const after = desk.settle(A);
    expect(shortly(after)).toBe('re_upload: reject CLINICIAN_SUSPENDED (re_upload)');
    expect(after.decision?.line.revision).toBe(2);
    expect(shortly(desk.settle(A))).toBe('resend: nothing');
  });

  it('make an original unknown to its refunds, and give room back', () => {
    const desk = new Desk(suspended);
    const refund = refundOf('L1');
    const whole = refundOf('L1', { lineNo: 'R2' });
    expect([A, refund, whole].map((line) => shortly(desk.settle(line)))).toEqual([
      'first: reject CLINICIAN_SUSPENDED (real_time)',
      'first: reject ~REFUND_MIRRORS_ORIGINAL (real_time)',
      'first: hold REFUND_EXCEEDS_ORIGINAL',
    ]);
    desk.withdraw({ lineNo: 'R1' });
    expect(shortly(desk.again(whole, 'hold_released'))).toBe(
      'again: reject ~REFUND_MIRRORS_ORIGINAL (hold_released), releases REFUND_EXCEEDS_ORIGINAL',
    );
    desk.withdraw({ lineNo: 'L1' });
    expect(shortly(desk.again(whole, 'void'))).toBe('again: hold REFUND_ORIGINAL_UNKNOWN');
  });
});

describe('Facts', () => {
  it('prove an emergency: a hold ends, a rejection turns, and the document is evidence', () => {
    const desk = new Desk(suspended);
    desk.settle(flagged);
    const released = desk.find(flagged, 'emergency_proven', '核查7号');
    expect(shortly(released)).toBe(
      'fact: accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT (hold_released), releases EMERGENCY_EVIDENCE_NEEDED',
    );
    expect(released.decision?.verdict.reasons.find(({ effect }) => effect === 'lifts')?.evidence).toEqual([
      'document 核查7号',
    ]);
    const other = new Desk(suspended);
    other.settle(A);
    expect(shortly(other.find(A, 'emergency_proven'))).toBe(
      'fact: accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT (status_change)',
    );
  });

  it('refute one: every field of the line that claims it is overridden', () => {
    const desk = new Desk(suspended);
    const proven = outpatient({ medicalCategory: '13', rescueRecordNo: 'R-1' });
    desk.settle(proven);
    expect(shortly(desk.find(proven, 'emergency_refuted'))).toBe(
      'fact: reject CLINICIAN_SUSPENDED (status_change)',
    );
    const waiting = new Desk(suspended);
    waiting.settle(flagged);
    expect(shortly(waiting.find(flagged, 'emergency_refuted'))).toBe(
      'fact: reject CLINICIAN_SUSPENDED (hold_released), releases EMERGENCY_EVIDENCE_NEEDED',
    );
  });

  it('the later to arrive wins, across revisions, until a void', () => {
    const desk = new Desk(suspended);
    desk.settle(A);
    desk.find(A, 'emergency_refuted');
    desk.find(A, 'emergency_proven');
    const B = outpatient({ localItemCode: 'X' });
    expect(shortly(desk.settle(B))).toBe(
      're_upload: accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT (re_upload)',
    );
    desk.withdraw({ lineNo: 'L1' });
    expect(shortly(desk.settle(B))).toBe('re_upload: reject CLINICIAN_SUSPENDED (re_upload)');
  });

  it('confirm the dates of one revision', () => {
    const desk = new Desk(suspended);
    const odd = outpatient({ feeOccurredAt: '1999-06-15 08:00:00' });
    expect(shortly(desk.settle(odd))).toBe('first: hold DATE_IMPLAUSIBLE');
    expect(shortly(desk.find(odd, 'date_confirmed'))).toMatch(/^fact: .*releases DATE_IMPLAUSIBLE$/);
    expect(shortly(desk.settle(outpatient({ feeOccurredAt: '1999-06-15 08:00:01' })))).toBe(
      're_upload: hold DATE_IMPLAUSIBLE',
    );
  });
});

describe('Payments', () => {
  it('turn a rejection, leave an acceptance, and may come before the line', () => {
    const desk = new Desk(suspended);
    expect(shortly(desk.pay(A, {}))).toBe('not on file');
    expect(shortly(desk.settle(A))).toBe('first: claw_back CLINICIAN_SUSPENDED (real_time)');
    const good = new Desk(inGoodStanding());
    good.settle(A);
    expect(shortly(good.pay(A, {}))).toBe('again: nothing');
  });

  it('recover what was paid in scope, and refuse the rest of the claim', () => {
    const desk = new Desk(suspended);
    desk.settle(A);
    const turned = desk.pay(A, { pooledAmount: 3000n });
    expect(shortly(turned)).toBe('again: claw_back CLINICIAN_SUSPENDED (payment)');
    expect(turned?.decision?.verdict).toMatchObject({ recover: 3000n, refused: 4000n });
    expect(desk.pay(A, { settlementId: 'S2', pooledAmount: 5000n })?.decision?.verdict).toMatchObject({
      recover: 8000n,
      refused: 0n,
    });
  });

  it('of one settlement the later replaces the earlier; a sum of nothing, or less, is unpaid', () => {
    const desk = new Desk(suspended);
    desk.settle(outpatient({ paidAt: '2025-06-20' }));
    expect(desk.stateOf(A)?.standing).toMatchObject({ outcome: 'claw_back', recover: 7000n });
    desk.pay(A, { pooledAmount: 6000n });
    desk.pay(A, { pooledAmount: 2000n });
    expect(desk.stateOf(A)?.standing).toMatchObject({ outcome: 'claw_back', recover: 2000n });
    // What the line itself says of payment no longer counts beside a notice that does.
    desk.pay(A, { settlementId: 'S2', pooledAmount: -2000n });
    expect(desk.stateOf(A)?.standing).toMatchObject({ outcome: 'reject', refused: 7000n, recover: 0n });
  });

  it.each([
    ['that names its settlement', { settlementId: 'S1', voidedAt: at('2025-01-01') }, 'reject'],
    ['of the line, later than it was paid', { lineNo: 'L1', voidedAt: at('2025-06-20 00:00:01') }, 'reject'],
    ['of the line, in the second it was paid', { lineNo: 'L1', voidedAt: at('2025-06-20') }, 'claw_back'],
  ])('a void %s, whichever comes first: %s', (_, withdrawn, outcome) => {
    for (const isAhead of [true, false]) {
      const desk = new Desk(suspended);
      if (isAhead) desk.pay(A, {});
      desk.settle(outpatient({ settlementId: 'S1' }));
      desk.withdraw(withdrawn);
      if (!isAhead) desk.pay(A, {});
      expect(desk.settle(A).decision?.verdict.outcome).toBe(outcome);
    }
  });
});

describe('What moves nothing', () => {
  it('other evidence of the same reasons: the sanction ends later', () => {
    const desk = new Desk(suspended);
    const first = desk.settle(A);
    desk.learn([revision('2025-12-31')]);
    expect(shortly(desk.again(A, 'status_change'))).toBe('again: nothing');
    const anew = new Desk([...suspended, revision('2025-12-31')]).settle(A);
    expect(anew.decision?.decisionId).not.toBe(first.decision?.decisionId);
  });

  it('a hold that comes and goes: the decision that stood all the while releases it', () => {
    const desk = new Desk(suspended);
    const refund = refundOf('L1');
    desk.settle(A);
    const standing = desk.settle(refund).decision?.decisionId;
    desk.withdraw({ lineNo: 'L1' });
    const held = desk.again(refund, 'void').held;
    expect(held?.hold.holdCode).toBe('REFUND_ORIGINAL_UNKNOWN');
    desk.settle(A);
    expect(desk.again(refund, 're_upload')).toMatchObject({
      decision: null,
      release: { held, releasedBy: standing },
      state: { held: null },
    });
  });
});
