/** What a decision notes besides bars and what lifts them, each note cited by the leading pack's article. */
import type { Instant } from '@gatekeeper/calendar';
import { covers, neverWas } from '@gatekeeper/calendar';
import type { Case, LoadedEdition, Parameters, SanctionOnFile } from '@gatekeeper/policy';
import { reasonOf } from '@gatekeeper/policy';
import type { Reason, SettlementLine } from '@gatekeeper/vocabulary';

/** Whether the fee arose while the pack's text was law. */
export const isFeeInForce = (
  { inForce }: LoadedEdition,
  { feeOccurredAt }: Pick<SettlementLine, 'feeOccurredAt'>,
): boolean => covers(inForce, feeOccurredAt);

/** That the text was not in force on the day of the fee, and the area map chose it all the same. */
export const outsideNote = ({ fixedReasons }: LoadedEdition, isInForce: boolean): readonly Reason[] =>
  isInForce ? NO_REASONS : fixedReasons.outsideInForce;

/** That nothing in the pack's fund scope is claimed. */
export const noFundMoney = ({ fixedReasons }: LoadedEdition, isInForce: boolean): readonly Reason[] =>
  isInForce ? fixedReasons.noFundMoney : fixedReasons.noFundMoneyOutside;

/** That no bar applies, and what that rests on. */
export const reasonsOfGoodStanding = (
  leading: LoadedEdition,
  isInForce: boolean,
  evidence: readonly string[],
): readonly Reason[] => [
  ...reasonOf(leading.notes, 'IN_GOOD_STANDING', evidence),
  ...outsideNote(leading, isInForce),
];

const NO_REASONS: readonly Reason[] = [];

/** The stay crosses a status change and this fee arose before it (guangdong-2025 art. 38 para. 2). */
export function stayNote(asked: Case, leading: LoadedEdition, parameters: Parameters): readonly Reason[] {
  const settledBy = asked.line.settledAt ?? asked.knownAt;
  const crossed = changesDuringStay(asked, parameters).filter(({ running }) => settledBy >= running.from);
  return crossed.length === 0
    ? NO_REASONS
    : reasonOf(
        leading.notes,
        'INPATIENT_BEFORE_STATUS_CHANGE',
        crossed.flatMap(({ evidence }) => evidence.slice(0, 2)),
      );
}

/** When those status changes begin that a stay crosses if it is not settled before; none where it is settled. */
export const beginningsAhead = (asked: Case, parameters: Parameters): readonly Instant[] =>
  asked.line.settledAt !== null
    ? []
    : changesDuringStay(asked, parameters)
        .map(({ running }) => running.from)
        .filter((from) => from > asked.knownAt);

/** The status changes behind the fee of a stay, which it crosses if it is settled after they begin. */
function changesDuringStay(
  { line, checked }: Case,
  { inpatientCarveOut, carveOutTransactions }: Parameters,
): readonly SanctionOnFile[] {
  const { admittedAt, feeOccurredAt, transaction } = line;
  if (inpatientCarveOut === 'none' || !carveOutTransactions.includes(transaction)) return NO_CHANGES;
  if (admittedAt === null || admittedAt > feeOccurredAt) return NO_CHANGES;
  return checked
    .filter(({ role }) => role === 'ordering')
    .flatMap(({ sanctions }) => sanctions)
    .filter(({ running }) => !neverWas(running) && feeOccurredAt < running.from);
}

const NO_CHANGES: readonly SanctionOnFile[] = [];

/** What good standing rests on: each person's place at the site, and the restorations without which a served period would bar. */
export function standingEvidence({ line, checked }: Case, { restore }: Parameters): readonly string[] {
  const evidence: string[] = [];
  for (const { site, sanctions } of checked) {
    if (site !== null) evidence.push(...site.evidence);
    if (restore === 'auto') continue;
    for (const sanction of sanctions) {
      if (isRestoredBy(sanction, line))
        evidence.push(...sanction.evidence.slice(0, 1), ...sanction.restorationEvidence.slice(-1));
    }
  }
  return evidence;
}

const isRestoredBy = ({ restoredFrom }: SanctionOnFile, { feeOccurredAt }: SettlementLine): boolean =>
  restoredFrom !== null && restoredFrom <= feeOccurredAt;
