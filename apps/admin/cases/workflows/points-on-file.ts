/** The points of a person as they stand: of every measure that was decided and is not annulled, with what repairs took back. */
import type { Instant } from '@gatekeeper/calendar';
import type { LoadedPack } from '@gatekeeper/policy';
import { scoreFindings } from '@gatekeeper/scoring';
import type { Finding, PointsTakenBack, ScoreAnswer } from '@gatekeeper/scoring';
import type { CaseFile } from '../case-file';
import type { CaseReads, StepRefused } from '../workflow';
import { annulledDocuments } from './annulments';
import { REPAIR_KIND, repairDataOf } from './repair-data';
import { SANCTION_KIND, findingOf, isDecided, sanctionDataOf } from './sanction-data';
import { instantIn } from './written-days';

export interface PointsOnFile {
  readonly findings: readonly Finding[];
  readonly takenBack: readonly PointsTakenBack[];
}

/**
 * From a person's cases of both kinds, in their states of the moment asked about.
 * @param annulled numbers of documents whose measures never were
 */
export function pointsOf(
  sanctions: readonly CaseFile[],
  repairs: readonly CaseFile[],
  annulled: ReadonlySet<string>,
): PointsOnFile {
  const counting = sanctions.filter(
    (file) => isDecided(file) && (file.documentNo === null || !annulled.has(file.documentNo)),
  );
  return {
    findings: counting.flatMap((file) => sanctionDataOf(file)?.findings ?? []).map(findingOf),
    takenBack: repairs.flatMap((repair) => takenBackBy(repair, counting)),
  };
}

function takenBackBy(repair: CaseFile, sanctions: readonly CaseFile[]): readonly PointsTakenBack[] {
  const data = repairDataOf(repair);
  const points = data?.proposed?.points ?? 0;
  if (data === null || repair.state !== 'repaired' || points === 0) return [];
  const repaired = sanctions.find(({ documentNo }) => documentNo === data.document_no);
  const sanction = repaired === undefined ? null : sanctionDataOf(repaired);
  if (sanction === null || repair.clinicianCode === null) return [];
  return [{ code: repair.clinicianCode, decidedAt: instantIn(sanction.decided_at), points }];
}

/** Of the other cases of a person, in the transaction of a step. */
export async function pointsOnFile(reads: CaseReads, clinicianCode: string): Promise<PointsOnFile> {
  const sanctions = await reads.casesOfClinician(clinicianCode, SANCTION_KIND);
  const repairs = await reads.casesOfClinician(clinicianCode, REPAIR_KIND);
  return pointsOf(sanctions, repairs, await annulledDocuments(reads, clinicianCode));
}

/** The answer on one decision among a person's points, or why there is none. */
export function scoreOf(
  { findings, takenBack }: PointsOnFile,
  pack: LoadedPack,
  { code, decidedAt }: { readonly code: string; readonly decidedAt: Instant },
): ScoreAnswer | StepRefused {
  const { answers, problems } = scoreFindings(findings, pack, takenBack);
  const [problem] = problems;
  if (problem !== undefined)
    return {
      refused: 'finding-not-in-catalogue',
      detail: `${problem.field} must be ${problem.expected}, not ${problem.got ?? 'nothing'}`,
    };
  const answer = answers.find((it) => it.code === code && it.decidedAt === decidedAt);
  return answer ?? { refused: 'not-scored', detail: 'The text scores nothing on that day' };
}
