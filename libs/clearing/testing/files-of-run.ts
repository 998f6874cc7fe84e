/** All files of a run that fits into memory, for the specs of what stands in them. */
import { compareBytes } from '@gatekeeper/vocabulary';
import type { ClearingTerms, MergedRun, PartRows } from '..';
import { digestOf, LINE_FILES, summaryText, tableFiles } from '..';
import { asLines, inOrderOfBytes } from '../csv';
import type { WrittenFile } from '../files';
import { sha256Of } from '../sha256';

/** `summary.json` is the last; `RunFiles` of libs/clearing-run writes the same, sorting on disk. */
export function filesOfRun(
  terms: ClearingTerms,
  run: MergedRun,
  rows: PartRows,
  setAside: number,
): readonly WrittenFile[] {
  const lineFiles = LINE_FILES.filter(({ rows: which }) => which !== 'sample' || terms.seed !== null).map(
    ({ name, rows: which, header }) => ({
      name,
      text: asLines([...(header === null ? [] : [header]), ...inOrderOfBytes(rows[which])]),
    }),
  );
  const files = [...tableFiles(run), ...lineFiles].sort((a, b) => compareBytes(a.name, b.name));
  const digest = digestOf(
    files.map(({ name, text }) => ({ name, sha256: sha256Of(text, terms.newSha256) })),
    terms.newSha256,
  );
  return [...files, { name: 'summary.json', text: summaryText(terms, run, setAside, digest) }];
}
