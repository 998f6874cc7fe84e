/** The articles of an edition sorted by what they do, and what can be wrong with them. */
import type { BarCode } from '@gatekeeper/vocabulary';
import { BAR_CODES } from '@gatekeeper/vocabulary';
import type { Article, InstitutionBar, Lift, PersonBar } from './article';
import type { Complain } from './written-days';
import { readDay } from './written-days';

/** The articles that are asked about a line, by what they do. */
export interface AskedArticles {
  readonly personBars: readonly PersonBar[];
  readonly institutionBars: readonly InstitutionBar[];
  readonly lifts: readonly Lift[];
}

/** Bars in the order of the reason codes. */
export function askedOf(articles: readonly Article[]): AskedArticles {
  const personBars: PersonBar[] = [];
  const institutionBars: InstitutionBar[] = [];
  const lifts: Lift[] = [];
  for (const article of articles) {
    if (article.effect === 'lifts') lifts.push(article);
    else if (article.effect === 'bars')
      if (article.about === 'person') personBars.push(article);
      else institutionBars.push(article);
  }
  const byCode = (a: { readonly code: BarCode }, b: { readonly code: BarCode }): number =>
    rankOf(a) - rankOf(b);
  return { personBars: personBars.sort(byCode), institutionBars: institutionBars.sort(byCode), lifts };
}

const rankOf = ({ code }: { readonly code: BarCode }): number => BAR_CODES.indexOf(code);

/** Complains of what is wrong with an edition's own articles; a parent's are looked at where they are written. */
export function checkArticles(
  own: readonly Article[],
  { personBars, institutionBars }: AskedArticles,
  complain: Complain,
): void {
  for (const { code, citation } of own) readDay(`${code}.lastCheckedOn`, citation.lastCheckedOn, complain);
  const listed = own.filter((article) => article.effect === 'bars').map(rankOf);
  if (listed.some((position, index) => position < (listed[index - 1] ?? 0)))
    complain('articles', 'lists its bars in another order than the reason codes');
  const barred = new Set<BarCode>([...personBars, ...institutionBars].map(({ code }) => code));
  for (const article of own) {
    if (article.effect !== 'lifts') continue;
    for (const code of article.lifts)
      if (!barred.has(code)) complain(article.code, `lifts ${code}, for which there is no article`);
  }
}
