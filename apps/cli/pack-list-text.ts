/** The packs in a table: what each is worth, when and where it is used. */
import type { PackSummary } from '@gatekeeper/policy';
import { areasText, inForceText, STATUS_WORDS } from './pack-page-text';
import { ruledTable } from './ruled-table';

export const listText = (packs: readonly PackSummary[]): string =>
  ruledTable(
    ['文件 pack', '状态、施行 status, in force', '版本、适用地区 edition, areas', '来源 sources'],
    [27, 24, 28, 16],
    packs.map((pack) => [
      `${pack.name}\n${pack.titleZh}`,
      statusText(pack),
      usedText(pack),
      pack.sources.map(({ document }) => document).join('\n'),
    ]),
  );

function statusText(pack: PackSummary): string {
  const rows = [STATUS_WORDS[pack.status]];
  if (pack.superseded !== null) rows.push(`被取代 superseded from ${pack.superseded.from}`);
  rows.push(`施行 in force: ${inForceText(pack)}`);
  return rows.join('\n');
}

function usedText(pack: PackSummary): string {
  const rows = [`版本 edition ${pack.editions.join(', ')}`, areasText(pack)];
  if (pack.blanks.length > 0) rows.push(`待填 blanks: ${pack.blanks.length}`);
  return rows.join('\n');
}
