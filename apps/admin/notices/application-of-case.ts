/** Forms 4 to 6 of guangdong-2025 as their cases fill them in. */
import { PersonView } from '@gatekeeper/adjudication';
import { dayAt } from '@gatekeeper/calendar';
import type { AppealData } from '@gatekeeper/casework';
import type { SanctionOnFile } from '@gatekeeper/policy';
import type { CaseEvent, CaseFile } from '../cases/case-file';
import type { RepairData } from '../cases/workflows/repair-data';
import type { RestorationData } from '../cases/workflows/restoration-data';
import { lastDayOf } from '../cases/workflows/sanction-on-file';
import type { ReasonedApplication, RestorationApplication } from '../documents';
import { institutionName } from './form-facts';
import type { FormFacts } from './form-facts';
import { agencyOnAppeal, agencyOnRepair, agencyOnRestoration, institutionOnRepair } from './opinions';

/** An application, with what it states that is not in its case. */
export interface Applied<Data extends object> {
  readonly file: CaseFile<Data>;
  /** In their order. */
  readonly steps: readonly CaseEvent[];
  readonly facts: FormFacts;
  readonly agencyName: string;
}

const headOf = ({ file, facts, agencyName }: Applied<object>) => ({
  institutionName: institutionName(facts, file.fixmedinsCode),
  agencyName,
  person: facts.person,
  appliedOn: dayAt(file.openedAt),
});

/** Form 4 (记分修复申请书, art. 30). */
export const repairApplicationOf = (applied: Applied<RepairData>): ReasonedApplication => ({
  ...headOf(applied),
  noticeNumber: applied.file.data.document_no,
  reason: applied.file.data.reasons,
  institutionOpinion: institutionOnRepair(applied.steps),
  agencyOpinion: agencyOnRepair(applied.file.data, applied.steps),
});

/** Form 5 (陈述申辩书, art. 34). The institution's stamp is on the paper that came in; its words are kept nowhere. */
export const appealStatementOf = (applied: Applied<AppealData>): ReasonedApplication => ({
  ...headOf(applied),
  noticeNumber: applied.file.data.document_no,
  reason: applied.file.data.reasons,
  institutionOpinion: null,
  agencyOpinion: agencyOnAppeal(applied.file.data, applied.steps),
});

/**
 * Form 6 (恢复申请书, art. 31).
 * @param violation in the words of the case that ordered the measure; `null`: it was ordered elsewhere
 * @returns `null` where no measure of that document is on file
 */
export function restorationApplicationOf(
  applied: Applied<RestorationData>,
  violation: string | null,
): RestorationApplication | null {
  const { data } = applied.file;
  const ordered = orderedPeriod(applied.facts, data.document_no);
  if (ordered === null) return null;
  return {
    ...headOf(applied),
    violation: violation ?? '',
    documentNo: data.document_no,
    status: ordered.status,
    firstDay: dayAt(ordered.running.from),
    lastDay: lastDayOf(ordered),
    isEarly: data.early,
    declaration: data.declaration,
    institutionOpinion: null,
    agencyOpinion: agencyOnRestoration(data, applied.steps),
  };
}

/** A measure with its period as ordered and revised: what was applied for since neither ends it nor takes it off the form. */
function orderedPeriod({ timeline, knownAt }: FormFacts, documentNo: string): SanctionOnFile | null {
  const records = timeline.records.filter(
    ({ fact }) => fact.kind !== 'restoration' && fact.kind !== 'annulment',
  );
  const { sanctions } = new PersonView({ ...timeline, records }, knownAt);
  return sanctions.find((sanction) => sanction.documentNo === documentNo) ?? null;
}
