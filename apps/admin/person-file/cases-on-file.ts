/** What the cases tell of a person, as it was known at a moment: proceedings with their steps, points that count, deadlines. */
import type { Instant } from '@gatekeeper/calendar';
import { dayAt, heldAt } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import type { CaseDeadline, CaseEvent, CaseFile } from '../cases/case-file';
import { eventsOf, listCases } from '../cases/case-store';
import { deadlinesOf } from '../cases/deadline-store';
import { WORKFLOWS } from '../cases/workflows/all';
import { pointsOf } from '../cases/workflows/points-on-file';
import type { PointsOnFile } from '../cases/workflows/points-on-file';
import { REPAIR_KIND } from '../cases/workflows/repair-data';
import { SANCTION_KIND } from '../cases/workflows/sanction-data';
import { deadlineText } from './deadline-texts';
import type { CaseOnFile, DeadlineOnFile } from './person-file';

/** No person has so many cases of one kind. */
const MOST_CASES = 10_000;

export interface CasesRead {
  readonly points: PointsOnFile;
  readonly cases: readonly CaseOnFile[];
  readonly caseDeadlines: readonly DeadlineOnFile[];
}

/**
 * Cases as they stood at `knownAt`: steps taken later are not told. A deadline that was moved later is told as it stands now: where it
 * stood before is in the audit log. @throws an outage of the database.
 */
export async function casesOnFile(
  client: Queryable,
  { subject: code, records }: SubjectTimeline,
  knownAt: Instant,
): Promise<CasesRead> {
  const standing: CaseFile[] = [];
  const cases: CaseOnFile[] = [];
  const caseDeadlines: DeadlineOnFile[] = [];
  for (const { kind } of WORKFLOWS) {
    const filter = { kind, clinicianCode: code, fixmedinsCode: null, state: null, within: null };
    for (const file of await listCases(client, filter, MOST_CASES, null)) {
      const steps = (await eventsOf(client, file.caseId)).filter(({ at }) => at <= knownAt);
      const last = steps.at(-1);
      if (last === undefined) continue;
      standing.push({ ...file, state: last.toState });
      cases.push(told(file, steps, last));
      const deadlines = await deadlinesOf(client, file.caseId);
      caseDeadlines.push(...deadlines.map((deadline) => toldDeadline(deadline, knownAt)));
    }
  }
  cases.sort((a, b) => a.openedAt - b.openedAt);
  const annulled = heldAt(records, knownAt).flatMap((it) => (it.kind === 'annulment' ? [it.documentNo] : []));
  const ofKind = (kind: string): readonly CaseFile[] => standing.filter((file) => file.kind === kind);
  const points = pointsOf(ofKind(SANCTION_KIND), ofKind(REPAIR_KIND), new Set(annulled));
  return { points, cases, caseDeadlines };
}

const told = (file: CaseFile, steps: readonly CaseEvent[], last: CaseEvent): CaseOnFile => ({
  caseId: file.caseId,
  kind: file.kind,
  state: last.toState,
  fixmedinsCode: file.fixmedinsCode,
  documentNo: file.documentNo,
  openedAt: file.openedAt,
  steps: steps.map(({ event, toState, at }) => ({ event, toState, at })),
});

export function toldDeadline(
  { caseId, name, dueOn, metAt, withdrawnAt }: CaseDeadline,
  at: Instant,
): DeadlineOnFile {
  const met = metAt !== null && metAt <= at;
  const overdue = dueOn !== null && (met ? dayAt(metAt) : dayAt(at)) > dueOn;
  const withdrawn = withdrawnAt !== null && withdrawnAt <= at;
  const state = withdrawn ? 'withdrawn' : met ? 'met' : overdue ? 'overdue' : 'open';
  return { name, text: deadlineText(name), of: caseId, dueOn, state };
}
