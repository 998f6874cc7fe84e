/** The articles of an edition as they are read: its own, then those of its parent on codes it has none for, each with its origin. */
import type { Interval } from '@gatekeeper/calendar';
import { formatBoundary } from '@gatekeeper/calendar';
import type { Citation, Effect, ReasonCode } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { Article } from './article';
import type { Edition, WrittenDays } from './pack';
import { articlesOf } from './pack';

/** Where a rule or a value stands, ready to be shown. */
export interface Place {
  /** `guangdong-2025 art. 15`; of a reading `guangdong-2025 reading`. */
  readonly article: string;
  /** Our one-line summary. */
  readonly summary: string;
  readonly document: string;
  /** That the text is silent and this is how it is read. */
  readonly isReading: boolean;
  /** The pack it is taken over from; `null`: the text's own. */
  readonly inheritedFrom: string | null;
}

export interface WrittenArticle extends Place {
  readonly code: ReasonCode;
  readonly effect: Effect;
  /** The days within its edition on which it is in force. */
  readonly inForce: WrittenDays;
  /** Which day must lie in them. */
  readonly governedBy: Article['governedBy'];
  /** The bars it can lift. */
  readonly lifts: readonly ReasonCode[];
}

export const placeOf = (citation: Citation, inheritedFrom: string | null): Place => ({
  article: formatCitation(citation),
  summary: citation.summary,
  document: citation.document,
  isReading: citation.article === null,
  inheritedFrom,
});

export const writtenArticles = (edition: Edition): readonly WrittenArticle[] =>
  articlesOf(edition).map((article) => {
    const { code, effect, inForce, governedBy, citation } = article;
    return {
      ...placeOf(citation, originOf(edition, article)),
      code,
      effect,
      inForce: writtenDays(inForce),
      governedBy,
      lifts: article.effect === 'lifts' ? article.lifts : [],
    };
  });

function originOf({ parent, articles }: Edition, article: Article): string | null {
  if (articles.includes(article) || parent === null) return null;
  return originOf(parent.edition, article) ?? parent.name;
}

export const writtenDays = ({ from, until }: Interval): WrittenDays => ({
  from: Number.isFinite(from) ? formatBoundary(from) : null,
  until: Number.isFinite(until) ? formatBoundary(until) : null,
});
