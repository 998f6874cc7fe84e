import { openInput } from '@gatekeeper/offline';
import type { LoadedPack } from '@gatekeeper/policy';
import type { Finding, ScoreAnswer } from '@gatekeeper/scoring';
import { scoreFindings } from '@gatekeeper/scoring';
import type { Problem } from '@gatekeeper/wire';
import { findingProblem, isMalformed, parseFindingRow, readRows } from '@gatekeeper/wire';
import { UsageError } from './ending';
import { Progress } from './progress';

/** A finding and the row it stands on. */
interface FoundRow {
  readonly row: number;
  readonly finding: Finding;
}

interface RowProblem {
  readonly row: number;
  readonly problem: Problem;
}

export interface FindingsFile {
  /** Each finding once, in file order. */
  readonly found: readonly FoundRow[];
  readonly problems: readonly RowProblem[];
}

/** Reads a file of findings whole. A `finding_id` that comes again with the same content is one finding; with other content it is a problem. */
export async function readFindingsFile(path: string): Promise<FindingsFile> {
  const found: FoundRow[] = [];
  const problems: RowProblem[] = [];
  const first = new Map<string, { readonly row: number; readonly content: string }>();
  const progress = new Progress(path, 'reading');
  for await (const rows of readRows(openInput(path))) {
    for (const { row, bytes } of rows) {
      const finding = parseFindingRow(bytes);
      if (isMalformed(finding)) {
        problems.push(...finding.problems.map((problem) => ({ row, problem })));
        continue;
      }
      const content = JSON.stringify(finding);
      const known = first.get(finding.findingId);
      if (known === undefined) {
        first.set(finding.findingId, { row, content });
        found.push({ row, finding });
      } else if (known.content !== content) {
        const expected = `the finding of row ${known.row} again, or another id`;
        const problem: Problem = {
          path: 'finding_id',
          code: 'FIELD_INVALID',
          expected,
          got: 'other content',
        };
        problems.push({ row, problem });
      }
    }
    progress.advance(
      rows.reduce((sum, { bytes }) => sum + bytes.length + 1, 0),
      rows.length,
    );
  }
  progress.stop();
  return { found, problems };
}

/** Scores a findings file whole, or names every problem of every row: a total that left a finding out would be wrong. */
export function scoreFile(
  path: string,
  { found, problems }: FindingsFile,
  pack: LoadedPack,
): readonly ScoreAnswer[] {
  const scored = scoreFindings(
    found.map(({ finding }) => finding),
    pack,
  );
  const ofPack = scored.problems.map((problem) => ({
    row: found[problem.index]?.row ?? 0,
    problem: findingProblem(problem),
  }));
  const all = [...problems, ...ofPack].sort((a, b) => a.row - b.row);
  if (all.length === 0) return scored.answers;
  const rows = new Set(all.map(({ row }) => row)).size;
  throw new UsageError(
    `${rows} bad row(s) in the findings ${path}; nothing was scored`,
    all.map(
      ({ row, problem: { path: field, code, expected, got } }) =>
        `${path}:${row}: ${field === '' ? 'row' : field}: ${code}, expected ${expected}, got ${got}`,
    ),
  );
}
