import type { Recorded } from '@gatekeeper/calendar';
import type { RegistryRecord } from './registry';

/**
 * Everything ever recorded about one subject (a person or an institution, by folded code), on both axes.
 * `version` is the registry version of the last write that touched it; 0 and no records: never on file.
 */
export interface SubjectTimeline {
  readonly subject: string;
  readonly version: number;
  readonly records: readonly Recorded<RegistryRecord>[];
}
