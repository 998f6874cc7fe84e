import type { Instant } from '@gatekeeper/calendar';
import { isAfter } from '@gatekeeper/calendar';
import type {
  LoadedEdition,
  Parameters,
  SanctionOnFile,
  SanctionSteps,
  StepBeside,
} from '@gatekeeper/policy';
import { lossArticle, lossCaseOf } from '@gatekeeper/policy';
import type { BorneBy, Liable, Outcome } from '@gatekeeper/vocabulary';
import type { BarOnLine } from './bars';

/**
 * Who is liable. A refused line is the institution's. A recovered one is nobody's only when every bar that stands
 * is a sanction whose notice was delivered after the fee arose: nobody there could have known (guangdong-2025 art. 39,
 * N34 art. 46 put late maintenance on the institution). A notice without a day of delivery does not excuse.
 */
export function liableFor(outcome: Outcome, standing: readonly BarOnLine[], feeOccurredAt: Instant): Liable {
  switch (outcome) {
    case 'accept':
    case 'void':
      return 'none';
    case 'reject':
      return 'institution';
    case 'claw_back':
      return standing.every(({ finding: { sanction } }) =>
        deliveredAfter(sanction?.deliveredAt ?? null, feeOccurredAt),
      )
        ? 'none'
        : 'institution';
  }
}

const deliveredAfter = (deliveredAt: Instant | null, feeOccurredAt: Instant): boolean =>
  deliveredAt !== null && isAfter(deliveredAt, feeOccurredAt);

/**
 * Who bears what is recovered under each bar that stands, in the order of the bars, and why; bars of which the same is to be
 * said are told once. The institution bears one of them exactly where `liableFor` says that it is liable.
 */
export function borneBy(
  standing: readonly BarOnLine[],
  feeOccurredAt: Instant,
  { pack, written }: LoadedEdition,
  parameters: Pick<Parameters, 'statusMaintainer'>,
): readonly BorneBy[] {
  const told = new Map<string, BorneBy>();
  for (const { code, finding } of standing) {
    const { sanction } = finding;
    const found = lossCaseOf(sanction === null ? null : stepsBeside(sanction, feeOccurredAt, parameters));
    const documentNo = finding.documentNo === '' ? null : finding.documentNo;
    const article = lossArticle(found, pack.name, written);
    const one = { code, documentNo, who: found.who, because: found.cause, article };
    const key = JSON.stringify(Object.values(one));
    if (!told.has(key)) told.set(key, one);
  }
  return [...told.values()];
}

const stepsBeside = (
  { decidedAt, issuedAt, deliveredAt, maintainedAt, knownFrom }: SanctionOnFile,
  fee: Instant,
  { statusMaintainer }: Pick<Parameters, 'statusMaintainer'>,
): SanctionSteps => ({
  decided: beside(decidedAt, fee),
  issued: besideOrNone(issuedAt, fee),
  delivered: besideOrNone(deliveredAt, fee),
  maintained: besideOrNone(maintainedAt, fee),
  recorded: beside(knownFrom, fee),
  maintainer: statusMaintainer,
});

const beside = (step: Instant, fee: Instant): 'by_fee' | 'after_fee' =>
  isAfter(step, fee) ? 'after_fee' : 'by_fee';
const besideOrNone = (step: Instant | null, fee: Instant): StepBeside =>
  step === null ? 'not_on_file' : beside(step, fee);
