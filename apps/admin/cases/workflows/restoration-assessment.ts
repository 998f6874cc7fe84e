/**
 * The factors of an assessment (guangdong-2025 art. 32). The article lets them be weighed together and makes none of them decisive,
 * so a pass against one is taken, and carries a warning for whoever confirms it.
 */
import type { Instant } from '@gatekeeper/calendar';
import type { CaseFile } from '../case-file';
import type { Moment } from '../workflow';
import { annulledDocuments } from './annulments';
import type { AssessBody, AssessedFactors, AssessmentWarning, RestorationData } from './restoration-data';
import { SANCTION_KIND, isDecided, sanctionDataOf } from './sanction-data';
import { sanctionOnFile } from './sanction-on-file';
import { instantIn } from './written-days';

export async function factorsOf(
  { data, clinicianCode: code }: CaseFile<RestorationData>,
  { body, reads, now }: Moment<AssessBody>,
): Promise<AssessedFactors> {
  const { document_no: documentNo } = data;
  const cases = code === null ? [] : await reads.casesOfClinician(code, SANCTION_KIND);
  const handled = cases.find((file) => file.documentNo === documentNo);
  const sanction = code === null ? null : await sanctionOnFile(reads, code, documentNo, now);
  const others = cases.filter((file) => file !== handled);
  const said = {
    fund_money_returned: body.fund_money_returned ?? null,
    fines_paid: body.fines_paid ?? null,
    scored_again:
      code === null || sanction === null
        ? []
        : documentsScored(others, sanction.running.from, await annulledDocuments(reads, code)),
  };
  return {
    violation: handled === undefined ? null : (sanctionDataOf(handled)?.violation ?? null),
    amount: body.amount ?? null,
    ...said,
    warnings: body.passed ? warningsOf(said) : [],
  };
}

/** Notices of what was decided since the period began: one that is over and not restored goes on. */
const documentsScored = (
  cases: readonly CaseFile[],
  from: Instant,
  annulled: ReadonlySet<string>,
): readonly string[] =>
  cases.flatMap((file) => {
    const { documentNo } = file;
    const found = sanctionDataOf(file);
    if (found === null || documentNo === null || annulled.has(documentNo) || !isDecided(file)) return [];
    return found.findings.length > 0 && instantIn(found.decided_at) >= from ? [documentNo] : [];
  });

function warningsOf({
  fund_money_returned: returned,
  fines_paid: finesPaid,
  scored_again: scoredAgain,
}: Pick<
  AssessedFactors,
  'fund_money_returned' | 'fines_paid' | 'scored_again'
>): readonly AssessmentWarning[] {
  const warnings: AssessmentWarning[] = [];
  if (returned === false) warnings.push('fund_money_not_returned');
  if (finesPaid === false) warnings.push('fines_not_paid');
  if (scoredAgain.length > 0) warnings.push('scored_again');
  return warnings;
}
