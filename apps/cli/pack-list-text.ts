/** The packs in a table: what each is worth, when and where it is used. */
import type { PackSummary } from '@gatekeeper/policy';
import { areasText, inForceText, STATUS_WORDS } from './pack-page-text';
import { tableOf } from './page-layout';

export const listText = (packs: readonly PackSummary[]): string =>
  tableOf(
    ['文件 pack', '状态 status', '施行 in force', '版本 edition', '适用地区 areas', '来源 sources'],
    [22, 14, 13, 13, 16, 15],
    packs.map((pack) => [
      `${pack.name}\n${pack.titleZh}`,
      statusText(pack),
      inForceText(pack),
      editionText(pack),
      areasText(pack),
      pack.sources.map(({ document }) => document).join('\n'),
    ]),
  );

const statusText = ({ status, superseded }: PackSummary): string =>
  superseded === null
    ? STATUS_WORDS[status]
    : `${STATUS_WORDS[status]}\n被取代 superseded from ${superseded.from}`;

const editionText = ({ editions, blanks }: PackSummary): string =>
  `${editions.join(', ')}${blanks.length === 0 ? '' : `\n待填 blanks: ${blanks.length}`}`;
