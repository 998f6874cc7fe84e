/** The reasons of a pack's page: each code with its words, who bears it, what can be done against it and next. */
import type { BothLanguages, CatalogueEntry } from '@gatekeeper/policy';
import { hanging, hangingList } from './page-layout';

const KINDS: Readonly<Record<CatalogueEntry['kind'], string>> = {
  bar: '不予支付 bars',
  lift: '除外 lifts',
  note: '说明 notes',
  hold: '待定 hold',
};

const RECOURSES: Readonly<Record<CatalogueEntry['recourse']['kind'], string>> = {
  appeal: '可申诉 can be appealed',
  remedy: '机构自行救济，非申诉 remedy of the institution, no appeal',
  none: '无 none',
};

const COLUMN = 22;

/** The codes the text can give, one after the other; then, in one line, those it never gives. */
export function reasonsText(reasons: readonly CatalogueEntry[]): string {
  const never = reasons.filter(({ arises }) => !arises).map(({ code }) => code);
  return [
    ...reasons.filter(({ arises }) => arises).map(entryText),
    ...(never.length === 0 ? [] : [hanging('不会出现 never given', COLUMN, never.join(', '))]),
  ].join('\n\n');
}

function entryText({
  code,
  kind,
  text,
  bears,
  recourse,
  nextSteps,
  articles,
  liftedBy,
}: CatalogueEntry): string {
  const rows = [
    `${code}  ${KINDS[kind]}${articles.length === 0 ? '' : `  ${articlesText(articles)}`}`,
    hanging('', 2, twoLines(text)),
    hanging('  承担 who bears it', COLUMN, twoLines(bears.text)),
    hanging('  救济 recourse', COLUMN, `${RECOURSES[recourse.kind]}\n${twoLines(recourse.text)}`),
  ];
  if (liftedBy.length > 0) rows.push(hanging('  可排除 lifted by', COLUMN, liftedBy.join(', ')));
  if (nextSteps.length > 0) rows.push(hangingList('  下一步 next steps', COLUMN, nextSteps.map(twoLines)));
  return rows.join('\n');
}

const twoLines = ({ zh, en }: BothLanguages): string => `${zh}\n${en}`;

const articlesText = (articles: CatalogueEntry['articles']): string =>
  [...new Set(articles.map(({ article }) => article))].join('; ');
