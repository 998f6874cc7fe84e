import type { Instant } from '@gatekeeper/calendar';
import { OPEN_END } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import type { RecordKnown } from './person-file';

/**
 * What was ever known of a subject by a moment, in the order in which it became known: also what had been corrected by then. A
 * correction that came later is not told.
 */
export const recordsKnown = ({ records }: SubjectTimeline, knownAt: Instant): readonly RecordKnown[] =>
  records
    .filter(({ recorded }) => recorded.from <= knownAt)
    .map(({ fact, recorded }) => ({
      record: fact,
      held: { from: recorded.from, until: recorded.until <= knownAt ? recorded.until : OPEN_END },
    }))
    .sort((a, b) => a.held.from - b.held.from);
