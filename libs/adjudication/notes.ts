/** What a decision notes besides bars and what lifts them, each note cited by the leading pack's article. */
import { covers, neverWas } from '@gatekeeper/calendar';
import type { Case, LoadedEdition, Parameters, SanctionOnFile } from '@gatekeeper/policy';
import { reasonOf } from '@gatekeeper/policy';
import type { Reason, SettlementLine } from '@gatekeeper/vocabulary';

/** Whether the fee arose while the pack's text was law. */
export const isFeeInForce = ({ inForce }: LoadedEdition, { feeOccurredAt }: SettlementLine): boolean =>
  covers(inForce, feeOccurredAt);

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
export function stayNote(
  { line, knownAt, checked }: Case,
  leading: LoadedEdition,
  { inpatientCarveOut, carveOutTransactions }: Parameters,
): readonly Reason[] {
  const { admittedAt, feeOccurredAt, settledAt, transaction } = line;
  if (inpatientCarveOut === 'none' || !carveOutTransactions.includes(transaction)) return NO_REASONS;
  if (admittedAt === null || admittedAt > feeOccurredAt) return NO_REASONS;
  const settledBy = settledAt ?? knownAt;
  const crossed = checked
    .filter(({ role }) => role === 'ordering')
    .flatMap(({ sanctions }) => sanctions)
    .filter(({ running }) => !neverWas(running) && feeOccurredAt < running.from && settledBy >= running.from);
  return crossed.length === 0
    ? NO_REASONS
    : reasonOf(
        leading.notes,
        'INPATIENT_BEFORE_STATUS_CHANGE',
        crossed.flatMap(({ evidence }) => evidence.slice(0, 2)),
      );
}

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
