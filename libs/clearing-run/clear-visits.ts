/** Clears visits that come in order, institution by institution, in flat memory. */
import type { ClearingTerms, LineRows, PartResult } from '@gatekeeper/clearing';
import { ClearingPart, measuresIn } from '@gatekeeper/clearing';
import type { Clearing, LineToClear } from './cleared-lines';
import type { Deciding } from './settle-visit';
import type { UntouchedOnFile, UntouchedStretch } from './untouched-visits';
import { isUntouched } from './untouched-visits';
import type { Visit } from './visit';

/** What one institution comes to. */
export interface ClearedInstitution {
  readonly fixmedinsCode: string;
  readonly result: PartResult;
  /** Rows of `sample.csv`. */
  readonly sample: readonly string[];
}

export interface ClearingVisits {
  readonly clearing: Clearing;
  readonly deciding: Deciding;
  readonly terms: ClearingTerms;
  /** Told of each line, in the order of identities within an institution. */
  readonly onLine: (rows: LineRows, line: LineToClear) => void;
  /** Told of each line that was proven untouched, in the same order. */
  readonly onUntouched?: (rows: Pick<LineRows, 'belongs' | 'adjustments'>, line: UntouchedOnFile) => void;
  readonly onVisit?: (lines: number) => void | Promise<void>;
}

/**
 * @param visits in the order of the bytes of institution and visit
 * @param wholePeriod of the run, whose measures count for damages
 */
export async function* clearVisits(
  visits: AsyncIterable<Visit | UntouchedStretch>,
  { clearing, deciding, terms, onLine, onUntouched, onVisit }: ClearingVisits,
  wholePeriod: ClearingTerms['period'] = terms.period,
): AsyncGenerator<ClearedInstitution> {
  let part: ClearingPart | null = null;
  let institution = '';
  for await (const visit of visits) {
    if (part === null || visit.fixmedinsCode !== institution) {
      if (part !== null) yield { fixmedinsCode: institution, ...part.finish() };
      institution = visit.fixmedinsCode;
      part = new ClearingPart(terms);
      part.addMeasures(institution, measuresIn(statusesOf(institution, deciding), wholePeriod));
    }
    if (isUntouched(visit)) {
      for (const line of visit.untouched) {
        const rows = part.addUntouched(line);
        onUntouched?.(rows, line);
      }
      continue;
    }
    const lines = clearing.linesOf(visit);
    for (const line of lines) onLine(part.add(line), line);
    await onVisit?.(lines.length);
  }
  if (part !== null) yield { fixmedinsCode: institution, ...part.finish() };
}

function statusesOf(institution: string, { timelineOf, views, knownAt }: Deciding) {
  const timeline = timelineOf(institution);
  if (timeline === undefined) throw new Error('an institution is read before its visits are settled');
  return views.institution(timeline, knownAt).statuses;
}
