/** Who and where the specs speak of, and what every registry record has. */
import type { Instant } from '@gatekeeper/calendar';
import { OPEN_END } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { at } from './times';

export const HOSPITAL = 'H44010600001';
export const OTHER_HOSPITAL = 'H44010600002';
export const PHARMACY = 'P44010600003';
export const DOCTOR = 'D440106000001';
export const COLLEAGUE = 'D440106000002';
export const PRINCIPAL = 'HY440106000003';

let serial = 0;
const KNOWN_LONG_AGO = at('2012-01-01 00:00:00');

/** The head every record has; later options overwrite it. */
export function head(recordedAt = KNOWN_LONG_AGO) {
  serial += 1;
  return {
    recordId: `t${String(serial).padStart(6, '0')}`,
    recordedAt,
    receivedAt: null,
    knownFrom: recordedAt,
    supersedes: null,
  };
}

/** When the registry came to know a record. */
export const recorded = (written: string): { readonly recordedAt: Instant; readonly knownFrom: Instant } => ({
  recordedAt: at(written),
  knownFrom: at(written),
});

/** A record as a spec states it: times as they would stand on the wire. */
export type Options<Kind extends RegistryRecord> = Partial<Omit<Kind, 'kind' | 'from' | 'until'>> & {
  from?: string;
  until?: string | null;
};

export const endOf = (until: string | null | undefined): Instant => (until == null ? OPEN_END : at(until));
