/** `gatekeeper check` on files: lines a second, and the most memory it ever held. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '@gatekeeper/policy';
import { lineTexts, registryTexts, writeRows } from './mix';
import { outputOf } from './processes';

export interface CheckFigures {
  readonly lines: number;
  readonly linesPerSecond: number;
  readonly peakBytes: number;
}

export async function checkFigures(
  counts: readonly number[],
  policy: Policy,
  say: (text: string) => void,
): Promise<readonly CheckFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'gatekeeper-bench-'));
  const file = (name: string): string => join(folder, name);
  try {
    await writeRows(file('registry.ndjson'), registryTexts());
    const figures: CheckFigures[] = [];
    for (const lines of counts) {
      say(`check of ${lines} lines`);
      await writeRows(file('lines.ndjson'), lineTexts(lines, policy));
      const registry = ['--registry', file('registry.ndjson')];
      const started = performance.now();
      await outputOf('apps/cli/main.js', {
        // Written by the process itself when it ends: nothing has to watch it.
        nodeOptions: ['-r', require.resolve('./report-peak')],
        environment: { REPORT_PEAK_TO: file('peak') },
        args: ['check', ...registry, '--lines', file('lines.ndjson'), '--out', file('decisions.ndjson')],
      });
      figures.push({
        lines,
        linesPerSecond: (lines * 1000) / (performance.now() - started),
        peakBytes: Number(readFileSync(file('peak'), 'utf8')),
      });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
