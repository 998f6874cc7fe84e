/** The copy sent to another authority (抄告书): guangdong-2025 form 7, art. 45. */
import type { Content } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { startOfDay } from '@gatekeeper/calendar';
import { formTitle, paragraphs, sealAndDay } from './form-blocks';
import type { IdentityShown } from './identity-shown';
import { printedIdentity } from './identity-shown';
import { listTable } from './list-table';
import type { Column } from './list-table';
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

/** The letter with its list; a long list runs on with its head repeated. The same copy is the same bytes. */
export const copyToAuthorityPdf = (copy: CopyToAuthority): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${copy.number}`,
    madeAt: startOfDay(copy.issuedOn),
    footNote: copy.number,
    content: contentOf(copy),
  });

const COLUMNS: readonly Column<PersonCopied>[] = [
  { head: '序号', width: 22, centred: true, cellOf: (_, place) => String(place) },
  { head: '姓名', width: 44, cellOf: ({ name }) => name },
  {
    head: '身份证号码、医保代码',
    width: 92,
    cellOf: ({ identity, code }) => [printedIdentity(identity), code],
  },
  { head: '机构名称', width: 84, cellOf: ({ institutionName }) => institutionName },
  { head: '违规行为', width: '*', cellOf: ({ violation }) => violation },
  {
    head: '记分',
    width: 24,
    centred: true,
    cellOf: ({ points }) => (points === null ? '' : String(points)),
  },
  { head: '处理', width: 66, cellOf: ({ handling }) => handling ?? '' },
];

const contentOf = (copy: CopyToAuthority): Content[] => [
  ...formTitle(TITLE, copy.number),
  { text: `${copy.addressee}：`, margin: [0, 6, 0, 4] },
  paragraphs(copy.facts),
  paragraphs('现将有关人员的情况抄告如下：'),
  listTable(COLUMNS, copy.persons, ''),
  sealAndDay(copy.senderName, copy.issuedOn),
];
