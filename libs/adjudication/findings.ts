/** What officers found about a line, as it stands after everything that came (CONTRACT 8, Facts and Voids). */
import type { EmergencyFound } from '@gatekeeper/policy';
import type { OfficerFact } from '@gatekeeper/vocabulary';
import type { OfficerFindings } from './facts';
import { NOTHING_FOUND } from './facts';

/** Of the emergency until a void, whatever revision comes; of the dates for one revision. */
export interface FoundOnFile {
  readonly emergency: EmergencyFound | null;
  readonly dateConfirmed: { readonly revision: number; readonly documentNo: string } | null;
}

export const NOTHING_FOUND_ON_FILE: FoundOnFile = { emergency: null, dateConfirmed: null };

/** A fact that came to a line at one of its revisions. */
export interface FactOnFile {
  readonly fact: OfficerFact;
  readonly documentNo: string;
  readonly revision: number;
}

/** The later finding counts. */
export function foundWith(found: FoundOnFile, { fact, documentNo, revision }: FactOnFile): FoundOnFile {
  switch (fact) {
    case 'date_confirmed':
      return { ...found, dateConfirmed: { revision, documentNo } };
    case 'emergency_proven':
    case 'emergency_refuted':
      return { ...found, emergency: { proven: fact === 'emergency_proven', documentNo } };
  }
}

/** What stands of the voids and facts that named a line, in the order in which they came. */
export const foundAfter = (
  news: readonly (
    { readonly kind: 'void'; readonly withdrew: boolean } | ({ readonly kind: 'fact' } & FactOnFile)
  )[],
): FoundOnFile =>
  news.reduce<FoundOnFile>(
    (found, each) =>
      each.kind === 'fact' ? foundWith(found, each) : each.withdrew ? NOTHING_FOUND_ON_FILE : found,
    NOTHING_FOUND_ON_FILE,
  );

/** What of it holds for a revision. */
export function findingsOn(found: FoundOnFile, revision: number): OfficerFindings {
  if (found === NOTHING_FOUND_ON_FILE) return NOTHING_FOUND;
  const { emergency, dateConfirmed } = found;
  return {
    emergency,
    dateConfirmedBy: dateConfirmed?.revision === revision ? dateConfirmed.documentNo : null,
  };
}
