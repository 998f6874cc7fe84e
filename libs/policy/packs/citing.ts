import type { Citation } from '@gatekeeper/vocabulary';
import type { BlankValue, CitedValue } from '../pack';
import { ALL_DAYS } from '../pack';

/** The day on which the articles and values of these packs were last read against their sources. */
const LAST_CHECKED_ON = '2026-11-22';

/** Citations of one pack: `cite('15', …)` for an article, `cite(null, …)` for a reading the pack takes. */
export const citationsOf =
  (pack: string, mainDocument: string) =>
  (article: string | null, summary: string, document: string = mainDocument): Citation => ({
    pack,
    article,
    summary,
    document,
    lastCheckedOn: LAST_CHECKED_ON,
  });

/** A value that holds for every fee the edition governs. */
export const throughout = <Value>(value: Value, citation: Citation): readonly CitedValue<Value>[] => [
  { value, citation, holds: ALL_DAYS },
];

/** A value the text leaves blank. */
export const blank = (citation: Citation): BlankValue => ({ blank: true, citation });
