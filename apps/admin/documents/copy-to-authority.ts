/** The copy sent to another authority (抄告书): guangdong-2025 form 7, art. 45. */
import type { Content } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import type { Column } from '@gatekeeper/documents';
import { formTitle, listTable, paragraphs, renderPdf, sealAndDay } from '@gatekeeper/documents';
import type { IdentityShown } from './identity-shown';
import { printedIdentity } from './identity-shown';

/** One person of the list: what was done, the points of this time and of the year, and what was ordered. */
export interface PersonCopied {
  readonly name: string;
  readonly identity: IdentityShown;
  readonly code: string;
  readonly institutionName: string;
  readonly violation: string;
  /** Of the notice of handling. */
  readonly documentNo: string;
  readonly pointsThisTime: number;
  readonly pointsThisYear: number;
  readonly handling: string;
}

export interface CopyToAuthority {
  /** Stands at the foot of each page, so that a page can be told to belong to it. */
  readonly reference: string;
  /** To whom: the health or drug authority. */
  readonly addressee: string;
  readonly senderName: string;
  readonly persons: readonly PersonCopied[];
  readonly madeOn: Day;
}

const TITLE = '定点医药机构相关人员记分情况抄告书';

/** The letter with its list; a long list runs on with its head repeated. The same copy is the same bytes. */
export const copyToAuthorityPdf = (copy: CopyToAuthority): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${copy.reference}`,
    madeAt: startOfDay(copy.madeOn),
    footNote: copy.reference,
    content: contentOf(copy),
  });

const COLUMNS: readonly Column<PersonCopied>[] = [
  { head: '序号', width: 22, centred: true, cellOf: (_, place) => String(place) },
  {
    head: '姓名、身份证号码、医保代码',
    width: 92,
    cellOf: ({ name, identity, code }) => [name, printedIdentity(identity), code],
  },
  { head: '机构名称', width: 70, cellOf: ({ institutionName }) => institutionName },
  { head: '违规情形', width: '*', cellOf: ({ violation }) => violation },
  { head: '当次记分', width: 22, centred: true, cellOf: ({ pointsThisTime }) => String(pointsThisTime) },
  { head: '累计记分', width: 22, centred: true, cellOf: ({ pointsThisYear }) => String(pointsThisYear) },
  { head: '处理、文号', width: 78, cellOf: ({ handling, documentNo }) => [handling, documentNo] },
];

const contentOf = (copy: CopyToAuthority): Content[] => [
  ...formTitle(TITLE, null),
  { text: `${copy.addressee}：`, margin: [0, 6, 0, 4] },
  paragraphs(
    `本单位在开展医疗保障定点医药机构相关人员医保支付资格管理工作中，发现${foundOf(copy.persons)}。现将本单位对定点医药机构相关人员的记分情况抄告你单位，以便你单位加强监管。`,
  ),
  paragraphs('抄告材料清单：'),
  listTable(COLUMNS, copy.persons, ''),
  sealAndDay(copy.senderName, copy.madeOn),
];

function foundOf(persons: readonly PersonCopied[]): string {
  const [only, ...others] = persons;
  return only === undefined || others.length > 0
    ? '下列人员存在违规行为，予以记分'
    : `${only.institutionName}${only.name}存在违规行为，记 ${only.pointsThisTime} 分`;
}
