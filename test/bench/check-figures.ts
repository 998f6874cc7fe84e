/** `gatekeeper check` on files: lines a second, processor time, and the most memory it ever held. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Policy } from '@gatekeeper/policy';
import { lineTexts, registryTexts, writeRows } from './mix';
import { runMeasured } from './processes';

export interface CheckFigures {
  readonly lines: number;
  readonly linesPerSecond: number;
  /** Of all its threads. */
  readonly processorMicrosEach: number;
  /** Of memory that only the swap could take back; not a number where the system does not tell. */
  readonly anonymousPeakBytes: number;
  /** With the pages of files. */
  readonly residentPeakBytes: number;
}

const SAMPLE_MS = 25;

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
      const command = runMeasured('apps/cli/main.js', {
        // Written by the process itself when it ends.
        nodeOptions: ['-r', require.resolve('./report-peak')],
        environment: { REPORT_PEAK_TO: file('peak') },
        args: ['check', ...registry, '--lines', file('lines.ndjson'), '--out', file('decisions.ndjson')],
      });
      const sampled = { processorMs: Number.NaN, anonymousPeakBytes: Number.NaN };
      const sampler = setInterval(() => {
        const processorMs = command.processorMs();
        if (!Number.isNaN(processorMs)) sampled.processorMs = processorMs;
        const anonymous = anonymousBytes(command.pid);
        if (!(anonymous <= sampled.anonymousPeakBytes) && !Number.isNaN(anonymous))
          sampled.anonymousPeakBytes = anonymous;
      }, SAMPLE_MS);
      const [code] = (await command.ended.finally(() => clearInterval(sampler))) as [number | null];
      if (code !== 0) throw new Error(`check ended with ${code}`);
      figures.push({
        lines,
        linesPerSecond: (lines * 1000) / (performance.now() - started),
        processorMicrosEach: (sampled.processorMs * 1000) / lines,
        anonymousPeakBytes: sampled.anonymousPeakBytes,
        residentPeakBytes: Number(readFileSync(file('peak'), 'utf8')),
      });
    }
    return figures;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const KIBIBYTE = 1024;

/** `RssAnon` of proc(5). */
function anonymousBytes(pid: number | undefined): number {
  const status = `/proc/${pid}/status`;
  try {
    if (!existsSync(status)) return Number.NaN;
    return Number(/RssAnon:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'))?.[1]) * KIBIBYTE;
  } catch {
    // It ended between the two: what was sampled before counts.
    return Number.NaN;
  }
}
