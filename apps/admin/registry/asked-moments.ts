import type { Instant } from '@gatekeeper/calendar';
import { parseTime } from '@gatekeeper/calendar';
import { Defect } from '@gatekeeper/runtime';
import { MomentField, TextField } from '../http/fields';
import { PageQuery } from '../http/page';

/** The two moments of a question to the registry; now, where they are not stated. */
export class MomentsQuery {
  @MomentField({ optional: true, description: 'What held then; now, if absent（生效时点）' })
  effective_at?: string;

  @MomentField({ optional: true, description: 'As the registry knew it then; now, if absent（知悉时点）' })
  known_at?: string;
}

export class PagedMomentsQuery extends PageQuery {
  @MomentField({ optional: true, description: 'What held then; now, if absent（生效时点）' })
  effective_at?: string;

  @MomentField({ optional: true, description: 'As the registry knew it then; now, if absent（知悉时点）' })
  known_at?: string;
}

export class SearchQuery extends PagedMomentsQuery {
  @TextField({ max: 50, optional: true, description: 'Part of the name, or how the code begins' })
  text?: string;
}

export interface AskedMoments {
  readonly effectiveAt: Instant;
  readonly knownAt: Instant;
}

/** A moment that was checked at the door. */
export function momentOf(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const time = parseTime(text);
  if (time === null) throw new Defect(`a moment that was checked cannot be read: ${text}`);
  return time.instant;
}
