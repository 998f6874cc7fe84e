import { laterOf } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { RegistryLookups } from '@gatekeeper/registry-store';

/**
 * The moment to ask at for every write so far, where no timeline has been read yet: whoever has written must see it, whatever
 * the clocks say. @throws an outage of the database.
 */
export async function everyWriteKnown(
  now: Instant,
  lookups: Pick<RegistryLookups, 'lastReceivedAt'>,
): Promise<Instant> {
  return laterOf(now, (await lookups.lastReceivedAt()) ?? now);
}
