/** The tables of a pack's page: its articles, its parameters, what it scores. */
import type {
  EditionPage,
  ParameterOnPage,
  ParametersOnPage,
  SituationOnPage,
  ValueOnPage,
  WrittenArticle,
} from '@gatekeeper/policy';
import { daysText, isAlways, placeText } from './page-layout';
import { ruledTable } from './ruled-table';

const EFFECTS = [
  ['bars', '不予支付 bars payment'],
  ['lifts', '除外 lifts a bar'],
  ['notes', '说明 notes'],
] as const;

/** Bars, then what lifts them, then notes; in force on all fee days of the edition unless it says which. */
export function articleTable({ articles, reasons }: EditionPage, documents: readonly string[]): string {
  const textOf = (code: string): string => reasons.find((entry) => entry.code === code)?.text.zh ?? '';
  const never = new Set<string>(reasons.filter(({ arises }) => !arises).map(({ code }) => code));
  const rowsOf = (effect: string): readonly (readonly string[])[] =>
    articles
      .filter((article) => article.effect === effect)
      .map((article) => [
        article.code + (never.has(article.code) ? '\n不会出现 never given' : ''),
        placeText(article, documents) + forceText(article),
        `${article.summary}\n${textOf(article.code)}`,
      ]);
  return ruledTable(
    ['代码 code', '依据 where it stands', '内容 what it says (our summary)'],
    [34, 28, 34],
    EFFECTS.flatMap(([effect, title]) => {
      const rows = rowsOf(effect);
      return rows.length === 0 ? [] : [title, ...rows];
    }),
  );
}

const forceText = ({ inForce, governedBy }: WrittenArticle): string =>
  (isAlways(inForce) ? '' : `\n施行 in force ${daysText(inForce)}`) +
  (governedBy === 'fee' ? '' : '\n以判定之日为准 by the day of deciding');

/** What the text says itself, then what stands because its parent says it. */
export function parameterTable({ parameters }: ParametersOnPage, documents: readonly string[]): string {
  const own = parameters.filter((parameter) => !isInherited(parameter));
  const inherited = parameters.filter(isInherited);
  const rowsOf = (some: readonly ParameterOnPage[]): readonly (readonly string[])[] =>
    some.flatMap((parameter) => parameter.values.map((value) => parameterRow(parameter, value, documents)));
  return ruledTable(
    ['参数 parameter', '取值 value (=：--set 写法 as written)', '依据 where it stands'],
    [36, 28, 32],
    [
      ...(own.length === 0 ? [] : ['本文件自定 set by this text', ...rowsOf(own)]),
      ...(inherited.length === 0 ? [] : ['沿用 inherited', ...rowsOf(inherited)]),
    ],
  );
}

const isInherited = ({ values }: ParameterOnPage): boolean =>
  values.every(({ inheritedFrom }) => inheritedFrom !== null);

const parameterRow = (
  { name, zh, en, expected, fillWith }: ParameterOnPage,
  value: ValueOnPage,
  documents: readonly string[],
): readonly string[] => [
  `${name}\n${zh}\n${en}`,
  valueText(value) +
    (fillWith === null ? '' : `\n（见上 see --set above）\n${expected}`) +
    (isAlways(value.holds) ? '' : `\n费用日 fee days ${daysText(value.holds)}`),
  value.isSetByHand ? '经办机构设定 set by the operator' : `${placeText(value, documents)}\n${value.summary}`,
];

/** A value in both languages, and as `--set` takes it. */
export function valueText({ written, words }: ValueOnPage): string {
  const said = words.zh === words.en ? words.en : `${words.zh}\n${words.en}`;
  return written === null || said.includes(written) ? said : `${said}\n= ${written}`;
}

export const catalogueTable = (catalogue: readonly SituationOnPage[], documents: readonly string[]): string =>
  ruledTable(
    ['情形 situation', '分值 points', '内容 what is scored', '依据 where it stands'],
    [14, 13, 42, 26],
    catalogue.map((situation) => [
      situation.code,
      pointsText(situation),
      `${situation.zh}\n${situation.en}`,
      placeText(situation, documents),
    ]),
  );

export const pointsText = ({ points: { from, to } }: SituationOnPage): string =>
  from === to ? `${from}` : `${from}–${to}`;
