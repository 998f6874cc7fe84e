/** What the governing texts say at the moment of a step. */
import type { Instant, WorkingCalendar } from '@gatekeeper/calendar';
import type { LoadedEdition, LoadedPack, Parameters, Policy } from '@gatekeeper/policy';
import { spanAt } from '@gatekeeper/policy';

/** One of the texts that govern an area, with its values of the moment. */
export interface GoverningText {
  readonly edition: LoadedEdition;
  readonly parameters: Parameters;
}

export interface Terms {
  readonly pack: LoadedPack;
  readonly parameters: Parameters;
  /** Every text that governs the area, the leading one first. */
  readonly texts: readonly GoverningText[];
  readonly calendar: WorkingCalendar;
}

/** Every text that governs an area, the leading one first; `null` where none does, or one of them has blanks. */
export function governingTexts(
  policy: Policy,
  area: string,
  at: Instant,
): readonly [GoverningText, ...GoverningText[]] | null {
  const texts = (policy.governing(area, at) ?? []).map((edition) => textOf(edition, at));
  if (!texts.every((text) => text !== null)) return null;
  const [leading, ...others] = texts;
  return leading === undefined ? null : [leading, ...others];
}

/** The leading text of an area; `null` where no text governs it (or the area is not known), or the leading one has blanks. */
export function governingText(policy: Policy, area: string | null, at: Instant): GoverningText | null {
  const [leading] = (area === null ? null : policy.governing(area, at)) ?? [];
  return leading === undefined ? null : textOf(leading, at);
}

function textOf(edition: LoadedEdition, at: Instant): GoverningText | null {
  const span = spanAt(edition, at);
  return span === null ? null : { edition, parameters: span.parameters };
}
