/** The copy sent to another authority (抄告书): guangdong-2025 form 7, art. 45. */
import type { Content, TableCell } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import { formTitle, paragraphs, sealAndDay } from './form-blocks';
import type { IdentityShown } from './identity-shown';
import { printedIdentity } from './identity-shown';
import { renderPdf } from './render';

/** One person of the list. */
export interface PersonCopied {
  readonly name: string;
  readonly identity: IdentityShown;
  readonly code: string;
  readonly institutionName: string;
  readonly violation: string;
  /** `null`: none were given yet, where the department copies to the agency. */
  readonly points: number | null;
  readonly handling: string | null;
}

export interface CopyToAuthority {
  readonly number: string;
  /** To whom: the health or drug authority, or the agency. */
  readonly addressee: string;
  readonly senderName: string;
  readonly facts: string;
  readonly persons: readonly PersonCopied[];
  readonly issuedOn: Day;
}

const TITLE = '医保支付资格处理抄告书';
const HEAD = ['序号', '姓名', '身份证号码、医保代码', '机构名称', '违规行为', '记分', '处理'] as const;

/** The letter with its list; a long list runs on with its head repeated. The same copy is the same bytes. */
export const copyToAuthorityPdf = (copy: CopyToAuthority): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${copy.number}`,
    madeAt: startOfDay(copy.issuedOn),
    footNote: copy.number,
    content: contentOf(copy),
  });

const contentOf = (copy: CopyToAuthority): Content[] => [
  ...formTitle(TITLE, copy.number),
  { text: `${copy.addressee}：`, margin: [0, 6, 0, 4] },
  paragraphs(copy.facts),
  paragraphs('现将有关人员的情况抄告如下：'),
  listOf(copy.persons),
  sealAndDay(copy.senderName, copy.issuedOn),
];

const listOf = (persons: readonly PersonCopied[]): Content => ({
  fontSize: 8.5,
  margin: [0, 6, 0, 0],
  table: {
    headerRows: 1,
    dontBreakRows: true,
    widths: [22, 44, 92, 84, '*', 24, 66],
    body: [
      HEAD.map((text): TableCell => ({ text, bold: true, alignment: 'center' })),
      ...persons.map((person, index) => rowOf(person, index + 1)),
    ],
  },
});

const rowOf = (person: PersonCopied, place: number): TableCell[] => [
  { text: String(place), alignment: 'center' },
  person.name,
  { stack: [printedIdentity(person.identity), person.code] },
  person.institutionName,
  person.violation,
  { text: person.points === null ? '' : String(person.points), alignment: 'center' },
  person.handling ?? '',
];
