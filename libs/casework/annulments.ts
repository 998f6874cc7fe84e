/** Annulments: the measure of a document never was, whatever else is on file of it (CONTRACT 7, Sanction). */
import type { Instant } from '@gatekeeper/calendar';
import type { AnnulmentRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { RecordHead, StepRefused } from './answer';
import { refuse } from './answer';
import { standing } from './on-file';

/** What takes a person's measure back: an appeal upheld, another authority's decision, an emergency act that does not stand. */
export const annulmentOf = (
  head: ReturnType<RecordHead>,
  decided: { readonly documentNo: string; readonly code: string; readonly decidedAt: Instant },
): AnnulmentRecord => ({ ...head, kind: 'annulment', ...decided });

/** The numbers of a person's documents whose measures never were. */
export const annulledDocuments = (person: SubjectTimeline): ReadonlySet<string> =>
  new Set(standing(person).flatMap((record) => (record.kind === 'annulment' ? [record.documentNo] : [])));

export const NEVER_WAS: StepRefused = refuse(
  'annulled-before',
  'The measure of that document is annulled already',
);
