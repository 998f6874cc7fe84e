/** What two editions say otherwise, side by side on a page of 100 columns, in both languages. */
import { PARAMETER_GROUPS } from '@gatekeeper/policy';
import type {
  ArticleDifference,
  ComparedEdition,
  EditionDifferences,
  ParameterDifference,
  Place,
  Sides,
  SituationDifference,
  ValueOnPage,
  WrittenArticle,
} from '@gatekeeper/policy';
import { pointsText, valueText } from './pack-page-tables';
import { STATUS_WORDS } from './pack-page-text';
import { daysText, hanging, headed, isAlways, placeText } from './page-layout';
import type { TableRow } from './ruled-table';
import { ruledTable } from './ruled-table';

const COLUMN = 22;
const WIDTHS = [34, 31, 31];
const SIDES = ['甲 first', '乙 second'] as const;

export function differencesText(differences: EditionDifferences): string {
  const { editions, parameters, articles, catalogue, medicalCategories, elsewhere } = differences;
  const documents = documentsOf(differences);
  const parts = [
    [
      ...SIDES.map((side, index) =>
        hanging(side, COLUMN, editionText(index === 0 ? editions.first : editions.second)),
      ),
      ...documents.map((document, index) =>
        hanging(index === 0 ? '引用 cited' : '', COLUMN, `[${index + 1}] ${document}`),
      ),
    ].join('\n'),
    part('一、参数', '1 · Parameters', '参数 parameter', parameterRows(parameters, documents)),
    part(
      '二、不予支付、除外和说明',
      '2 · What is barred, lifted and noted',
      '代码 code',
      articleRows(articles, documents),
    ),
    part('三、记分情形', '3 · What is scored', '情形 situation', situationRows(catalogue, documents)),
    part(
      '四、医疗类别',
      '4 · Medical categories',
      '代码 code',
      medicalCategories.map(({ code, first, second }) => [code, first ?? NOTHING, second ?? NOTHING]),
    ),
  ];
  const alike = [...elsewhere.parameters, ...elsewhere.articles, ...elsewhere.catalogue];
  if (alike.length > 0)
    parts.push(
      headed(
        { zh: '五、内容相同、依据不同', en: '5 · Said alike, in another place' },
        hanging('', 2, alike.join(', ')),
      ),
    );
  return parts.join('\n\n');
}

const NOTHING = '无 none';

const part = (zh: string, en: string, head: string, rows: readonly TableRow[]): string =>
  headed({ zh, en }, rows.length === 0 ? '相同 no difference' : ruledTable([head, ...SIDES], WIDTHS, rows));

const editionText = ({ name, titleZh, titleEn, status, edition, holds, parent }: ComparedEdition): string =>
  [
    `${name}, 版本 edition ${edition}, ${STATUS_WORDS[status]}`,
    titleZh,
    titleEn,
    isAlways(holds) ? '全部费用日 all fee days' : `费用日 fee days ${daysText(holds)}`,
    ...(parent === null ? [] : [`上位文件 parent ${parent.name}, 版本 edition ${parent.edition}`]),
  ].join('\n');

/** The documents of all that differs, numbered as they come. */
function documentsOf({ parameters, articles, catalogue }: EditionDifferences): readonly string[] {
  const values = parameters.flatMap(({ first, second }) => [...first, ...second]);
  const places: readonly (Place | null)[] = [
    ...values.filter(({ isSetByHand }) => !isSetByHand),
    ...articles.flatMap(({ first, second }) => [first, second]),
    ...catalogue.flatMap(({ first, second }) => [first, second]),
  ];
  return [...new Set(places.flatMap((place) => (place === null ? [] : [place.document])))];
}

const parameterRows = (
  parameters: readonly ParameterDifference[],
  documents: readonly string[],
): readonly TableRow[] =>
  PARAMETER_GROUPS.flatMap(({ group, title }) => {
    const rows = parameters
      .filter((parameter) => parameter.group === group)
      .map(({ name, zh, en, ...sides }) => [
        `${name}\n${zh}\n${en}`,
        ...bothOf(sides, (values) => values.map((value) => valueWithPlace(value, documents)).join('\n')),
      ]);
    return rows.length === 0 ? [] : [`${title.zh} ${title.en}`, ...rows];
  });

const bothOf = <Said>({ first, second }: Sides<Said>, say: (said: Said) => string): readonly string[] => [
  say(first),
  say(second),
];

const valueWithPlace = (value: ValueOnPage, documents: readonly string[]): string =>
  [
    valueText(value),
    ...(isAlways(value.holds) ? [] : [`费用日 fee days ${daysText(value.holds)}`]),
    value.isSetByHand ? '经办机构设定 set by the operator' : placeText(value, documents),
  ].join('\n');

const articleRows = (
  articles: readonly ArticleDifference[],
  documents: readonly string[],
): readonly TableRow[] =>
  articles.map(({ code, effect, text, ...sides }) => [
    `${code} (${effect})\n${text.zh}\n${text.en}`,
    ...bothOf(sides, (article) => (article === null ? NOTHING : articleText(article, documents))),
  ]);

const articleText = (article: WrittenArticle, documents: readonly string[]): string =>
  [
    placeText(article, documents),
    article.summary,
    ...(isAlways(article.inForce) ? [] : [`施行 in force ${daysText(article.inForce)}`]),
    ...(article.governedBy === 'fee' ? [] : ['以判定之日为准 by the day of deciding']),
    ...(article.lifts.length === 0 ? [] : [`可排除 lifts ${article.lifts.join(', ')}`]),
  ].join('\n');

const situationRows = (
  situations: readonly SituationDifference[],
  documents: readonly string[],
): readonly TableRow[] =>
  situations.map(({ code, first, second }) => {
    const either = first ?? second;
    return [
      either === null ? code : `${code}\n${either.zh}\n${either.en}`,
      ...bothOf({ first, second }, (situation) =>
        situation === null ? NOTHING : `${pointsText(situation)}\n${placeText(situation, documents)}`,
      ),
    ];
  });
