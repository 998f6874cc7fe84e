/** A pack in full as a page of text, 100 columns wide, in both languages. */
import type { AreaPlace, EditionPage, PackPage, PackSummary, PackStatus, Source } from '@gatekeeper/policy';
import { articleTable, catalogueTable, parameterTable } from './pack-page-tables';
import { reasonsText } from './pack-page-reasons';
import { daysText, hanging, headed, isAlways, PAGE_COLUMNS } from './page-layout';

/** What a status is called. */
export const STATUS_WORDS: Readonly<Record<PackStatus, string>> = {
  'in-force': '现行 in-force',
  draft: '征求意见稿 draft',
  superseded: '已被取代 superseded',
  template: '范本 template',
};

export const inForceText = ({ inForce }: PackSummary): string =>
  inForce === null ? '从未施行 never' : daysText(inForce);

const COLUMN = 22;
const RULE = '═'.repeat(PAGE_COLUMNS);

export function pageText(page: PackPage): string {
  const documents = documentsOf(page);
  return [
    `${page.name}\n${page.titleZh}\n${page.titleEn}`,
    headOf(page, documents),
    ...page.pages.map((edition) => editionText(edition, documents)),
  ].join('\n\n');
}

/** The sources, then whatever else is cited: one numbering for the page. */
function documentsOf({ sources, pages }: PackPage): readonly string[] {
  const cited = pages.flatMap(({ articles, parameters, catalogue }) => [
    ...articles,
    ...parameters.flatMap((group) => group.parameters).flatMap(({ values }) => values),
    ...catalogue,
  ]);
  const others = cited.filter((place) => !('isSetByHand' in place && place.isSetByHand));
  return [...new Set([...sources, ...others].map(({ document }) => document))];
}

function headOf(page: PackPage, documents: readonly string[]): string {
  const { superseded } = page;
  const rows = [hanging('状态 status', COLUMN, STATUS_WORDS[page.status])];
  if (superseded !== null)
    rows.push(hanging('被取代 superseded', COLUMN, `from ${superseded.from} by ${superseded.by}`));
  rows.push(hanging('施行 in force', COLUMN, inForceText(page)));
  rows.push(hanging('适用地区 areas', COLUMN, areasText(page)));
  page.sources.forEach((source, index) => {
    rows.push(hanging(index === 0 ? '来源 sources' : '', COLUMN, `[${index + 1}] ${sourceText(source)}`));
  });
  documents.slice(page.sources.length).forEach((document, index) => {
    const name = index === 0 ? '另引 also cited' : '';
    rows.push(hanging(name, COLUMN, `[${page.sources.length + index + 1}] ${document}`));
  });
  if (page.blanks.length > 0) rows.push(hanging('待填 blanks', COLUMN, blanksText(page)));
  return rows.join('\n');
}

const sourceText = ({ document, titleZh, issuedOn }: Source): string =>
  `${document === titleZh ? document : `${document} 《${titleZh}》`}${issuedOn === null ? '' : `, ${issuedOn}`}`;

/** `44 (1/2, 主 leads nhsa-2018)`, `46 (2/2, 附加 adds to hainan-2022)`. */
export const areasText = ({ areas }: PackSummary): string =>
  areas.length === 0 ? '无 none: the area map does not name it' : areas.map(areaText).join('; ');

function areaText({ prefix, position, stack, dated }: AreaPlace): string {
  const name = prefix === '' ? '其余 everything else' : prefix;
  const days = dated === null ? '' : ` ${daysText(dated)}`;
  if (stack.length === 1) return `${name}${days}`;
  const [leading = '', ...others] = stack;
  const part = position === 1 ? `主 leads ${others.join(', ')}` : `附加 adds to ${leading}`;
  return `${name}${days} (${position}/${stack.length}, ${part})`;
}

function blanksText({ blanks, pages }: PackPage): string {
  const parameters = pages.flatMap((page) => page.parameters.flatMap((group) => group.parameters));
  return [
    `原文留空${blanks.length}项，全部填写之前，其明细一律待定（PACK_INCOMPLETE）`,
    `The text leaves ${blanks.length} values blank: its lines are held PACK_INCOMPLETE until all are filled in`,
    ...new Set(parameters.flatMap(({ fillWith }) => fillWith ?? [])),
  ].join('\n');
}

function editionText(page: EditionPage, documents: readonly string[]): string {
  const days = isAlways(page.holds) ? '全部费用日 all fee days' : daysText(page.holds);
  const parts = [
    RULE,
    hanging('版本 edition', COLUMN, `${page.edition}, ${days}`),
    hanging('上位文件 parent', COLUMN, parentText(page)),
    '',
    headed(
      { zh: '一、不予支付、除外和说明', en: '1 · What it bars, lifts and notes' },
      articleTable(page, documents),
    ),
    '',
    headed({ zh: '二、参数', en: '2 · Parameters' }, ''),
    ...page.parameters.map((group) => headed(group.title, `${parameterTable(group, documents)}\n`)),
    headed(
      { zh: '三、记分情形', en: '3 · What is scored' },
      page.catalogue.length === 0
        ? '本文件不记分 this text scores nothing'
        : catalogueTable(page.catalogue, documents),
    ),
    '',
    headed(
      { zh: '四、理由代码：谁承担、如何救济、下一步', en: '4 · Reasons: who bears them, what can be done' },
      reasonsText(page.reasons),
    ),
  ];
  return parts.join('\n');
}

const parentText = ({ parent }: EditionPage): string =>
  parent === null
    ? '无 none: it sets every value itself'
    : [
        `${parent.name}, 版本 edition ${parent.edition}`,
        '本文件未规定的，沿用其参数和条款',
        'its values and articles stand where this text is silent',
      ].join('\n');
