import type { Instant } from '@gatekeeper/calendar';
import { covers } from '@gatekeeper/calendar';
import type { Citation } from '@gatekeeper/vocabulary';
import type { LoadedEdition } from './load';
import { isBlank, settingOf } from './pack';
import type { ParameterName } from './parameters';
import { spanAt } from './resolved-span';
import { readDays } from './written-days';

/** Where the value stands that a loaded edition gives a parameter at a moment; of a blank, where the hole is. */
export function citationAt(edition: LoadedEdition, name: ParameterName, at: Instant): Citation | null {
  const setting = settingOf(edition.written, name)?.setting;
  if (setting === undefined) return null;
  if (isBlank(setting)) return setting.citation;
  const from = spanAt(edition, at)?.validity.from ?? at;
  // The days of a loaded edition exist: there is nothing to complain of.
  const held = setting.find(({ holds }) =>
    covers(
      readDays(name, holds, () => undefined),
      from,
    ),
  );
  return held?.citation ?? null;
}
