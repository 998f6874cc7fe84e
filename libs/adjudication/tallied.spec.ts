import { parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { formatDay } from '@gatekeeper/calendar';
import type { Hold, Reason } from '@gatekeeper/vocabulary';
import type { LineState, StandingDecision } from '.';
import { talliedAs } from '.';

const at = (text: string): Instant => parseTime(text)?.instant ?? (Number.NaN as Instant);
const line = {
  treatmentArea: '440100',
  feeOccurredAt: at('2025-07-01 00:00:00'),
  orderingCode: ' d440100000001',
  fundAmount: 8000n,
  pooledAmount: 7000n,
};
const reason = (code: Reason['code'], effect: Reason['effect'], role: Reason['role'] = null): Reason => ({
  ...{ code, effect, role, article: 'art. 1', evidence: [] },
});
const decided = (more: Partial<StandingDecision>): StandingDecision => ({
  ...{ decisionId: 'd', supersedes: null, revision: 1, reasons: [], refused: 0n, recover: 0n },
  ...{ outcome: 'accept', liable: 'none', fundScope: 'pooled', pack: 'guangdong-2025', edition: '1' },
  ...more,
});
const hold: Hold = {
  ...{ kind: 'hold', holdCode: 'EMERGENCY_EVIDENCE_NEEDED', needs: [] },
  ...{ pack: 'guangdong-2025', edition: '1' },
};
const identity = { fixmedinsCode: 'H1', visitId: 'V', chargeBatch: '', lineNo: '1' };
const state = (standing: StandingDecision | null, held: Hold | null = null): LineState => {
  const revision = { ...identity, revision: 1, contentHash: 'sha256:0' };
  const since = at('2025-07-02');
  return {
    ...{ line: revision, revision: 1, contentHash: 'sha256:0', standing },
    settlement: { settlementId: null, settledAt: null, paidAt: null },
    found: { emergency: null, dateConfirmed: null },
    held: held === null ? null : { line: revision, hold: held, knownAt: since, since },
  };
};

const GOOD = [reason('IN_GOOD_STANDING', 'notes')];
const BARRED = [reason('CLINICIAN_SUSPENDED', 'bars', 'ordering')];
const LIFTED = [...BARRED, reason('EMERGENCY_EXEMPT', 'lifts')];

describe('what a line counts as', () => {
  it.each([
    ['accepted', decided({ reasons: GOOD }), 'accept IN_GOOD_STANDING  7000 0 0'],
    [
      'accepted, all fund money',
      decided({ reasons: GOOD, fundScope: 'all' }),
      'accept IN_GOOD_STANDING  8000 0 0',
    ],
    ['lifted', decided({ reasons: LIFTED }), 'accept EMERGENCY_EXEMPT D440100000001 7000 0 0'],
    [
      'rejected',
      decided({ outcome: 'reject', reasons: BARRED, refused: 7000n }),
      'reject CLINICIAN_SUSPENDED D440100000001 7000 7000 0',
    ],
    [
      'clawed back',
      decided({ outcome: 'claw_back', reasons: BARRED, refused: 1000n, recover: 6000n }),
      'claw_back CLINICIAN_SUSPENDED D440100000001 7000 1000 6000',
    ],
    ['withdrawn', decided({ outcome: 'void' }), 'void VOID  0 0 0'],
  ])('%s', (_, standing, expected) => {
    const told = talliedAs(state(standing), line);
    expect(
      [told?.outcome, told?.reason, told?.orderingCode, told?.claimed, told?.refused, told?.recover].join(
        ' ',
      ),
    ).toBe(expected);
    expect([told?.heldFund, told?.heldPooled]).toEqual([0n, 0n]);
  });

  it('CONTRACT 8: a line that waits counts as that only, whatever decision stays on file', () => {
    const alone = talliedAs(state(null, hold), line);
    expect(alone).toMatchObject({
      ...{ outcome: 'held', reason: 'EMERGENCY_EVIDENCE_NEEDED', pack: 'guangdong-2025' },
      ...{
        orderingCode: 'D440100000001',
        claimed: 0n,
        refused: 0n,
        recover: 0n,
        heldFund: 8000n,
        heldPooled: 7000n,
      },
    });
    const decidedBefore = decided({ outcome: 'claw_back', reasons: BARRED, recover: 7000n });
    expect(talliedAs(state(decidedBefore, hold), line)).toEqual(alone);
  });

  it.each([
    [
      'a hold without a pack',
      { ...hold, holdCode: 'PACK_MISSING', pack: null } as const,
      line,
      '',
      'D440100000001',
    ],
    ['a line that names nobody', hold, { ...line, orderingCode: null }, 'guangdong-2025', ''],
  ])('%s', (_, held, of, pack, orderingCode) => {
    expect(talliedAs(state(null, held), of)).toMatchObject({ pack, orderingCode });
  });

  it.each([
    ['2025-06-30 23:59:59', '2025-06-30'],
    ['2025-07-01 00:00:00', '2025-07-01'],
    ['2025-06-30T16:00:00Z', '2025-07-01'],
  ])('a fee of %s is of %s, the day in China', (fee, day) => {
    const told = talliedAs(state(decided({ reasons: GOOD })), { ...line, feeOccurredAt: at(fee) });
    expect(told === null ? null : formatDay(told.feeDay)).toBe(day);
  });

  it('nothing, as long as nothing was said about it', () => {
    expect(talliedAs(state(null), line)).toBeNull();
  });
});
