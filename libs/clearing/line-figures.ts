/** What one line counts as: its money, and the one reason it is counted under. */
import { amountInScope } from '@gatekeeper/adjudication';
import type { Parameters } from '@gatekeeper/policy';
import { liftedByEmergency } from '@gatekeeper/policy';
import type { BarCode, FundScope, Reason, SettlementLine } from '@gatekeeper/vocabulary';
import { BAR_CODES, VOID_REASON } from '@gatekeeper/vocabulary';
import type { DecisionAsked, LineAnswer } from './cleared-line';
import type { LineMoney } from './counts';

const NOTHING: LineMoney = { outcome: 'void', claimed: 0n, refused: 0n, recover: 0n };

/**
 * @param scopeOfHold the scope of the pack that a hold names: no decision says it yet; a hold without a pack counts all fund
 * money, whatever this says
 */
export function moneyOf(
  line: Pick<SettlementLine, 'fundAmount' | 'pooledAmount'>,
  answer: LineAnswer,
  scopeOfHold: FundScope,
): LineMoney {
  if (answer.kind === 'held') {
    const scope = answer.held.hold.pack === null ? 'all' : scopeOfHold;
    return { outcome: 'held', claimed: amountInScope(line, scope), refused: 0n, recover: 0n };
  }
  const { outcome, fundScope, refused, recover } = answer.decision.verdict;
  const claimed = amountInScope(line, fundScope);
  switch (outcome) {
    case 'accept':
      return { outcome: 'accepted', claimed, refused: 0n, recover: 0n };
    case 'reject':
      return { outcome: 'rejected', claimed, refused, recover };
    case 'claw_back':
      return { outcome: 'clawedBack', claimed, refused, recover };
    case 'void':
      return NOTHING;
  }
}

/**
 * The first bar that stands, else the first lift or note as listed; of a line that waits its hold code, of one withdrawn
 * `VOID` (CONTRACT 9).
 * @param parameters the leading text's; `null`: none, then nothing is lifted
 */
export function countedUnder(answer: LineAnswer, parameters: Parameters | null): string {
  if (answer.kind === 'held') return answer.held.hold.holdCode;
  const { outcome, reasons } = answer.decision.verdict;
  switch (outcome) {
    case 'void':
      return VOID_REASON;
    case 'accept':
      return (reasons.find(({ effect }) => effect !== 'bars') ?? reasons[0])?.code ?? '';
    case 'reject':
    case 'claw_back':
      return firstStanding(reasons, parameters);
  }
}

/** Of a refused line; a refund that mirrors one lists no bar. */
function firstStanding(reasons: readonly Reason[], parameters: Parameters | null): string {
  const bars = reasons.filter(({ effect }) => effect === 'bars');
  const lifts = reasons.filter(({ effect }) => effect === 'lifts');
  const standing = bars.find((bar) => !lifts.some((lift) => couldLift(lift, bar, parameters)));
  // That a clinician is dead, which emergency does not lift, is not told by the code alone.
  const unlifted = standing ?? bars.find(({ code }) => code === 'DEREGISTERED') ?? bars[0];
  return (unlifted ?? reasons[0])?.code ?? '';
}

const OF_SANCTIONS: readonly string[] = ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED', 'NOT_RESTORED'];
const OF_SITES: readonly string[] = ['INSTITUTION_GUIDANCE', 'DEPARTMENT_SUSPENDED'];

/** Whether what is listed as lifting reaches a bar, as far as code, effect and role tell: all that a decision states of it. */
function couldLift(lift: Reason, bar: Reason, parameters: Parameters | null): boolean {
  if (lift.code === 'EMERGENCY_EXEMPT')
    return (
      parameters !== null &&
      isBar(bar.code) &&
      liftedByEmergency({ code: bar.code, person: null }, parameters)
    );
  if (lift.code === 'EXEMPTION_GRANTED')
    return lift.role === null
      ? OF_SITES.includes(bar.code)
      : lift.role === bar.role && OF_SANCTIONS.includes(bar.code);
  // Of what lifts there is only the stay that began before the change.
  return bar.code === 'CLINICIAN_SUSPENDED' || bar.code === 'CLINICIAN_TERMINATED';
}

const BARS: ReadonlySet<string> = new Set(BAR_CODES);
const isBar = (code: string): code is BarCode => BARS.has(code);

/** What a sanction, or a status of the institution, bars: what damages are taken of. A department's status is neither. */
const OF_STATUS: ReadonlySet<string> = new Set([
  ...OF_SANCTIONS,
  'INSTITUTION_SUSPENDED',
  'INSTITUTION_TERMINATED',
  'INSTITUTION_EXIT_AUDIT',
  'INSTITUTION_GUIDANCE',
]);

/**
 * Whether a line is refused or recovered because of a sanction or of its institution's status, among other bars or alone. A
 * refund mirrors: it is as its original, so that what was given back by it is owed no damages.
 * @param mirrored of a refund the decision that it mirrors
 */
export function isBarredByStatus(
  { verdict: { outcome, reasons } }: DecisionAsked,
  mirrored: DecisionAsked | null,
  parameters: Parameters | null,
): boolean {
  if (outcome !== 'reject' && outcome !== 'claw_back') return false;
  const asked = mirrored === null ? reasons : mirrored.verdict.reasons;
  const lifts = asked.filter(({ effect }) => effect === 'lifts');
  return asked.some(
    (bar) =>
      bar.effect === 'bars' &&
      OF_STATUS.has(bar.code) &&
      !lifts.some((lift) => couldLift(lift, bar, parameters)),
  );
}
