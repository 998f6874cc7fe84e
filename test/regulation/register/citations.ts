/** Every citation a pack makes, wherever it stands in the pack as written. */
import type { Edition, Pack, Setting } from '@gatekeeper/policy';
import { isBlank } from '@gatekeeper/policy';
import type { Citation } from '@gatekeeper/vocabulary';

/** A citation with where it stands: `edition 1.fundScope`. */
export interface PlacedCitation {
  readonly place: string;
  readonly citation: Citation;
}

export const citationsIn = ({ editions }: Pack): readonly PlacedCitation[] => editions.flatMap(ofEdition);

function ofEdition({ number, settings, articles, catalogue }: Edition): readonly PlacedCitation[] {
  const at = (place: string, citation: Citation): PlacedCitation => ({
    place: `edition ${number}.${place}`,
    citation,
  });
  return [
    ...Object.entries<Setting<unknown>>(settings).flatMap(([name, setting]) =>
      citationsOf(setting).map((citation) => at(name, citation)),
    ),
    ...articles.map(({ code, citation }) => at(code, citation)),
    ...catalogue.map(({ code, citation }) => at(code, citation)),
  ];
}

const citationsOf = (setting: Setting<unknown>): readonly Citation[] =>
  isBlank(setting) ? [setting.citation] : setting.map(({ citation }) => citation);

/** The article that a citation stands in, paragraphs and items left out: `38 para. 2` is in `38`. */
export const articleOf = ({ article }: Citation): string | null => article?.split(' ')[0] ?? null;
