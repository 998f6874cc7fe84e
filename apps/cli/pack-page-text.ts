/** A pack in full as a page of text, 100 columns wide, in both languages. */
import type { EditionPage, PackPage, PackSummary, PackStatus, Source } from '@gatekeeper/policy';
import { articleTable, catalogueTable, parameterTable } from './pack-page-tables';
import { reasonsText } from './pack-page-reasons';
import { both, daysText, hanging, headed, isAlways, PAGE_COLUMNS } from './page-layout';

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
  return [
    `${page.name}\n${page.titleZh}\n${page.titleEn}`,
    headOf(page),
    ...page.pages.map((edition) => editionText(edition, page.sources)),
  ].join('\n\n');
}

function headOf(page: PackPage): string {
  const { superseded } = page;
  const rows = [hanging('状态 status', COLUMN, STATUS_WORDS[page.status])];
  if (superseded !== null)
    rows.push(hanging('被取代 superseded', COLUMN, `from ${superseded.from} by ${superseded.by}`));
  rows.push(hanging('施行 in force', COLUMN, inForceText(page)));
  rows.push(hanging('适用地区 areas', COLUMN, areasText(page)));
  page.sources.forEach((source, index) => {
    rows.push(hanging(index === 0 ? '来源 sources' : '', COLUMN, `[${index + 1}] ${sourceText(source)}`));
  });
  if (page.blanks.length > 0) rows.push(hanging('待填 blanks', COLUMN, blanksText(page)));
  return rows.join('\n');
}

const sourceText = ({ document, titleZh, issuedOn }: Source): string =>
  `${document === titleZh ? document : `${document} 《${titleZh}》`}${issuedOn === null ? '' : `, ${issuedOn}`}`;

/** `44 (1st of guangdong-2025, nhsa-2018)`; the first leads. */
export const areasText = ({ areas }: PackSummary): string =>
  areas.length === 0
    ? '无 none: no entry of the area map names it'
    : areas
        .map(({ prefix, position, stack, dated }) => {
          const name = prefix === '' ? '其余 everything else' : prefix;
          const days = dated === null ? '' : ` ${daysText(dated)}`;
          if (stack.length === 1) return `${name}${days}`;
          const part = position === 1 ? '主 leads' : '附加 adds to';
          return `${name}${days} (${part} ${stack.filter((_, index) => (index === 0) !== (position === 1)).join(', ')})`;
        })
        .join('; ');

const blanksText = ({ name, blanks }: PackSummary): string =>
  [
    `${blanks.length} values the text leaves blank. Until all are filled in, its lines are held PACK_INCOMPLETE.`,
    `原文留空${blanks.length}项，全部填写之前，其明细一律待定（PACK_INCOMPLETE）。填写 fill in with:`,
    ...blanks.map((blank) => `--set ${name}.${blank}=…`),
  ].join('\n');

function editionText(page: EditionPage, sources: readonly Source[]): string {
  const documents = sources.map(({ document }) => document);
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
    : both({
        zh: `${parent.name} 第${parent.edition}版：本文件未规定的，沿用其参数和条款；`,
        en: `its values and articles stand where this text is silent`,
      });
