/**
 * A year end to end: lines, payments, late notices, appeals, voids, re-uploads, refunds and facts, months closed in between, and
 * the year cleared after all of it: every file of `gatekeeper clear` is what an oracle written apart says it must be.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearedFolder, disagreements } from '../gatekeeper/cleared-folder';
import { gatekeeper as command } from '../gatekeeper/command';
import { yearHistory } from '../gatekeeper/year-history';
import { clearedByOracle } from '../gatekeeper/year-oracle';
import type { ClearingQuestion } from '../gatekeeper/year-oracle';
import type { AskedThen } from '../gatekeeper/year-played';
import { YearPlayed } from '../gatekeeper/year-played';
import { describeWith } from '../servers/addresses';
import { historySeed } from '../servers/rounds';

const SEED = historySeed();
const PATIENCE_MS = 600_000;

const questionOf = ({ area, period, areaOf, by, at }: AskedThen): ClearingQuestion => ({
  ...{ area, period, areaOf: areaOf ?? 'treatment', by: by ?? 'settlement', knownAt: at },
});

describeWith(['postgres'], `a year (HISTORY_SEED=${SEED})`, () => {
  it('plays', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatekeeper-year-'));
    const played = await YearPlayed.open(yearHistory(SEED));
    const wrong: string[] = [];
    let n = 0;
    try {
      await played.play(async (asked) => {
        if (asked.areaOf === 'insurance') return;
        n += 1;
        const out = join(folder, `e${n}`);
        const scope = ['--area', asked.area, '--period', asked.period];
        const exported = await command(['export', ...scope, '--known-at', asked.at, '--out', out], { DATABASE_URL: played.driven.databaseUrl });
        if (exported.code !== 0) throw new Error(exported.stderr);
        const inst = JSON.parse(readFileSync(join(out, 'installation.json'), 'utf8')) as Record<string, unknown>;
        inst['closed_periods'] = played.closed.map(({ area, period, closedFrom }) => ({ area, period, by: 'settlement', closed_from: closedFrom }));
        writeFileSync(join(out, 'installation.json'), JSON.stringify(inst));
        const cleared = join(folder, `c${n}`);
        const ended = await command(['clear', '--from', out, ...scope, '--by', asked.by ?? 'settlement', '--known-at', asked.at, '--out', cleared, '--seed', 's1']);
        if (ended.code !== 0) throw new Error(ended.stderr);
        const oracle = clearedByOracle(played, { ...questionOf(asked), seed: 's1' });
        const found = clearedFolder(cleared);
        const dis = disagreements(found, oracle);
        console.log(asked.area, asked.period, asked.at, dis.length, found.differences.map(({ cause }) => cause).join(), asked.kept.size);
        wrong.push(...dis.map((d) => `${asked.area} ${asked.period} ${asked.at} ${d}`));
      });
      writeFileSync('/tmp/year-wrong.txt', wrong.join('\n=====\n'));
      writeFileSync('/tmp/year-known.json', JSON.stringify(played, (k, v: unknown) => (k === 'driven' ? undefined : v)));
      expect(wrong.map((w) => w.slice(0, 300))).toEqual([]);
    } finally {
      await played.driven.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }, PATIENCE_MS);
});
