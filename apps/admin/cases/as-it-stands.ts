import type { Instant } from '@gatekeeper/calendar';
import { laterOf } from '@gatekeeper/calendar';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';

/**
 * The moment at which a timeline, just read, is known as it stands: now, or where the database's clock is ahead of ours, the
 * moment of its last record. Asked as known then, nothing that was read is overlooked.
 */
export const knownNow = ({ records }: SubjectTimeline, now: Instant): Instant =>
  records.reduce((latest, { recorded }) => laterOf(latest, recorded.from), now);
