/** The texts that a clearing was decided under: under which articles each reason stands, what they are worth, when a report is due. */
import type { Day, Instant } from '@gatekeeper/calendar';
import type { BothLanguages, LoadedEdition, LoadedPack, PackStatus } from '@gatekeeper/policy';
import { citationAt, reasonCatalogueOf, spanAt } from '@gatekeeper/policy';
import { agencyReportBy, provinceReportBy } from '@gatekeeper/scoring';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { PackNamed } from './cleared-files';

export type PacksByName = ReadonlyMap<string, LoadedPack>;

interface NamedText {
  readonly named: PackNamed;
  /** `null`: none of the packs that are known here. */
  readonly edition: LoadedEdition | null;
}

export interface TextShown {
  readonly pack: string;
  readonly edition: string;
  readonly title: BothLanguages;
  readonly status: BothLanguages;
}

export interface DueDay {
  readonly on: Day;
  readonly article: string;
}

const STATUS_WORDS: Readonly<Record<PackStatus, BothLanguages>> = {
  draft: { zh: '征求意见稿', en: 'draft' },
  'in-force': { zh: '施行中', en: 'in force' },
  superseded: { zh: '已被替代', en: 'superseded' },
  template: { zh: '样本', en: 'template' },
};
const UNKNOWN: BothLanguages = { zh: '未收录', en: 'not known here' };
const PROVINCE_DIGITS = 2;

export class NamedTexts {
  private readonly texts: readonly NamedText[];
  private readonly articles = new Map<string, Set<string>>();

  /** @param named those of `summary.json`; values set by hand change what an edition is called, not where its articles stand */
  constructor(packs: PacksByName, named: readonly PackNamed[]) {
    this.texts = named.map((each) => ({ named: each, edition: editionOf(packs, each) }));
    for (const { edition } of this.texts)
      for (const { code, articles } of edition === null ? [] : reasonCatalogueOf(edition))
        for (const { article } of articles)
          this.articles.set(code, (this.articles.get(code) ?? new Set<string>()).add(article));
  }

  /** `guangdong-2025 art. 15`; none of a code that rests on no article. */
  articlesOf(code: string): readonly string[] {
    return [...(this.articles.get(code) ?? [])];
  }

  shown(): readonly TextShown[] {
    return this.texts.map(({ named, edition }) => ({
      ...named,
      title: edition === null ? UNKNOWN : { zh: edition.pack.titleZh, en: edition.pack.titleEn },
      status: edition === null ? UNKNOWN : STATUS_WORDS[edition.pack.status],
    }));
  }

  /**
   * Until when the report on a month is due, by the first text that sets a day (hainan-2022 art. 31: the province's agency by
   * the 10th, any other by the 5th). An area of 2 digits is the province's. `null`: no text sets one, or it is about a year.
   */
  dueDay(area: string, period: string, at: Instant): DueDay | null {
    const [year, month] = period.split('-').map(Number);
    if (year === undefined || month === undefined) return null;
    const isProvince = area.length <= PROVINCE_DIGITS;
    for (const { edition } of this.texts) {
      const span = edition === null ? null : spanAt(edition, at);
      if (edition === null || span === null) continue;
      const on = (isProvince ? provinceReportBy : agencyReportBy)({ year, month }, span.parameters);
      const citation = citationAt(edition, isProvince ? 'provinceReportDay' : 'institutionReportDay', at);
      if (on !== 'none') return { on, article: citation === null ? '' : formatCitation(citation) };
    }
    return null;
  }
}

const numberOf = (edition: string): string => edition.split('+')[0] ?? edition;

const editionOf = (packs: PacksByName, { pack, edition }: PackNamed): LoadedEdition | null =>
  packs.get(pack)?.editions.find((each) => numberOf(each.edition) === numberOf(edition)) ?? null;
