/** Decision moments: what was decided of one person at one time. */
import { append, compareText } from '@gatekeeper/vocabulary';
import type { Instant } from '@gatekeeper/calendar';
import type { CountedBefore, CountedFinding } from './inspections';
import { NOTHING_COUNTED, countInspection } from './inspections';
import type { PointedFinding } from './points';
import type { ScoringRules } from './scoring-rules';

export interface Moment {
  readonly decidedAt: Instant;
  readonly findings: readonly PointedFinding[];
}

/** The moments of one person's findings, in the order of time. */
export function momentsOf(findings: readonly PointedFinding[]): readonly Moment[] {
  const byTime = new Map<Instant, PointedFinding[]>();
  for (const pointed of findings) append(byTime, pointed.finding.decidedAt, pointed);
  return [...byTime]
    .map(([decidedAt, decided]) => ({ decidedAt, findings: decided }))
    .sort((a, b) => a.decidedAt - b.decidedAt);
}

/** What one person's earlier moments have counted, inspection by inspection. */
export type InspectionLedger = Map<string, CountedBefore>;

/**
 * What counts of a moment, by finding id; the ledger is brought up to date. Findings without an inspection id share
 * one of their moment; an id names one inspection whenever it is decided on, in another year too.
 */
export function countMoment(
  { findings }: Moment,
  ledger: InspectionLedger,
  { parameters }: Pick<ScoringRules, 'parameters'>,
): readonly CountedFinding[] {
  const byInspection = new Map<string, PointedFinding[]>();
  for (const pointed of findings) append(byInspection, inspectionOf(pointed), pointed);
  const counted: CountedFinding[] = [];
  for (const [inspection, found] of byInspection) {
    const now = countInspection(found, ledger.get(inspection) ?? NOTHING_COUNTED, parameters);
    counted.push(...now.counted);
    ledger.set(inspection, now.after);
  }
  return counted.sort((a, b) => compareText(a.findingId, b.findingId));
}

const inspectionOf = ({ finding: { inspectionId, decidedAt } }: PointedFinding): string =>
  inspectionId === null ? `decided ${decidedAt}` : `inspection ${inspectionId}`;
