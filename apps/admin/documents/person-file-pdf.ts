/** A clinician's whole file (一医一档) in print. */
import type { Content } from 'pdfmake/interfaces';
import type { PersonFile } from '../person-file/person-file';
import {
  formTable,
  formTitle,
  listTable,
  pair,
  partHead,
  renderPdf,
  whole,
  writtenMoment,
} from '@gatekeeper/documents';
import { CATEGORY_WORDS } from './form-person';
import { CASES, DEADLINES, DECISIONS, HISTORY, SANCTIONS, SITES } from './person-file-columns';

const TITLE = '定点医药机构相关人员医保支付资格档案（一医一档）';

/** As long as it takes. The same file, asked for the same two moments, is the same bytes. */
export const personFilePdf = (file: PersonFile): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${file.code}`,
    madeAt: file.knownAt,
    footNote: `${file.code}\u3000时点 ${writtenMoment(file.effectiveAt)}\u3000知悉截至 ${writtenMoment(file.knownAt)}`,
    content: contentOf(file),
  });

const contentOf = (file: PersonFile): Content[] => [
  ...formTitle(TITLE, null),
  formTable([
    pair({ label: '姓　　名', answer: file.name ?? '' }, { label: '医保代码', answer: file.code }),
    pair(
      { label: '人员类别', answer: file.category === null ? '' : CATEGORY_WORDS[file.category] },
      { label: '身份证号码', answer: file.maskedIdentity ?? '未登记' },
    ),
    whole('档案时点', `所述为 ${writtenMoment(file.effectiveAt)} 的情况`),
    whole('知悉截至', `所依据的信息截至 ${writtenMoment(file.knownAt)} 已为登记机构知悉`),
  ]),
  partHead('一、登记备案与服务承诺'),
  listTable(SITES, file.sites, '无登记备案。'),
  partHead('二、年度记分'),
  ...years(file),
  partHead('三、处理决定'),
  listTable(SANCTIONS, file.sanctions, '无处理决定。'),
  partHead('四、陈述申辩、修复、恢复等办理事项'),
  listTable(CASES, file.cases, '无办理事项。'),
  partHead('五、期限'),
  listTable(DEADLINES, file.deadlines, '无期限。'),
  partHead('六、信息知悉记录'),
  listTable(HISTORY, file.history, '无记录。'),
];

function years({ years: onFile }: PersonFile): readonly Content[] {
  if (onFile.length === 0) return [{ text: '无记分。', fontSize: 9.5 }];
  return onFile.flatMap(({ year, total, remaining, grade, decisions }) => [
    {
      text: [
        `${year}年：累计记 ${total} 分`,
        ...(remaining === null ? [] : [`，剩余 ${remaining} 分`]),
        ...(grade === null ? [] : [`，等级 ${grade}`]),
      ].join(''),
      margin: [0, 2, 0, 0],
    },
    listTable(DECISIONS, decisions, ''),
  ]);
}
