/** What a pack says of scoring on the day of a decision. */
import type { Instant } from '@gatekeeper/calendar';
import type { LoadedEdition, LoadedPack, Parameters, Situation } from '@gatekeeper/policy';
import { citationAt, editionAt, spanAt } from '@gatekeeper/policy';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { DecidedBy } from './measure';

/** The parameters, the catalogue and the articles that hold for one decision. */
export interface ScoringRules {
  readonly edition: LoadedEdition;
  readonly parameters: Parameters;
  readonly catalogue: ReadonlyMap<string, Situation>;
  /** `hainan-2022 art. 20`: where the rule stands that led to a measure. */
  articleOf(this: void, decidedBy: DecidedBy): string;
}

/** The rules of the edition and the dated values that hold at a decision; `null` where the text leaves blanks. */
export function rulesAt(pack: LoadedPack, decidedAt: Instant): ScoringRules | null {
  const edition = editionAt(pack, decidedAt);
  const span = edition === null ? null : spanAt(edition, decidedAt);
  if (edition === null || span === null) return null;
  return {
    edition,
    parameters: span.parameters,
    catalogue: edition.catalogue,
    articleOf: (decidedBy) => {
      const citation = citationAt(edition, decidedBy, decidedAt);
      return citation === null ? edition.pack.name : formatCitation(citation);
    },
  };
}
