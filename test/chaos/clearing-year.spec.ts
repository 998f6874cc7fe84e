/**
 * A year end to end: lines, payments, late notices, appeals, voids, re-uploads, refunds and facts, months closed in between, and
 * the year cleared after all of it: every file of `gatekeeper clear` is what an oracle written apart says it must be.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearHere } from '../gatekeeper/cleared-here';
import { clearedFolder, disagreements, textsOf } from '../gatekeeper/cleared-folder';
import type { ClearedFolder } from '../gatekeeper/cleared-folder';
import { gatekeeperMust } from '../gatekeeper/command';
import { yearHistory } from '../gatekeeper/year-history';
import type { Asked } from '../gatekeeper/year-history';
import { clearedByOracle, possibleCauses } from '../gatekeeper/year-oracle';
import type { OracleClearing } from '../gatekeeper/year-oracle';
import { YearPlayed } from '../gatekeeper/year-played';
import type { KeptLines } from '../gatekeeper/year-played';
import { describeRounds, historySeed, rounds } from '../servers/rounds';

const SEED = historySeed();
const PATIENCE_MS = 900_000;
/** Draws the samples. */
const DRAW = 'drawn by lot';
/** Months whose closing runs are looked at in the short form: each is closed in a way of its own. */
const CLOSINGS = ['2025-04', '2025-07', '2025-09', '2025-11', '2025-12'];

interface Ran {
  readonly asked: Asked;
  readonly folder: ClearedFolder;
  readonly oracle: OracleClearing;
  readonly kept: KeptLines;
}

const nameOf = ({ area, period, at, by, areaOf }: Asked): string =>
  [area, period, by ?? '', areaOf ?? '', `as known at ${at}`].join(' ');

describeRounds(['postgres'], `a year (HISTORY_SEED=${SEED})`, 20, (round) => {
  let played: YearPlayed;
  let folder: string;
  const ran: Ran[] = [];
  let outs = 0;

  const newFolder = (): string => join(folder, String((outs += 1)));
  const command = (args: readonly string[]): Promise<unknown> =>
    gatekeeperMust(args, { DATABASE_URL: played.driven.databaseUrl });
  const scopeOf = ({ area, period, by, areaOf, at }: Asked): readonly string[] => [
    ...['--area', area, '--period', period, '--known-at', at, '--seed', DRAW],
    ...(by === undefined ? [] : ['--by', by]),
    ...(areaOf === undefined ? [] : ['--area-of', areaOf]),
  ];
  async function clear(asked: Asked, ...more: readonly string[]): Promise<string> {
    const out = newFolder();
    await command(['clear', ...scopeOf(asked), '--out', out, ...more]);
    return out;
  }
  const find = (period: string, which = -1): Ran => {
    const found = ran.filter(
      ({ asked }) =>
        asked.period === period &&
        asked.area === '44' &&
        asked.by === undefined &&
        asked.areaOf === undefined,
    );
    const one = found.at(which);
    if (one === undefined) throw new Error(`nobody cleared ${period}`);
    return one;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatekeeper-year-'));
    played = await YearPlayed.open(yearHistory(SEED + round));
    await played.play(async ({ kept, ...asked }) => {
      if (asked.closes && !CLOSINGS.includes(asked.period) && rounds(1, 2) === 1) return;
      const out = newFolder();
      await clearHere(played.driven.dataSource, asked, { seed: DRAW, out });
      const cleared = clearedFolder(out);
      const question = { area: asked.area, period: asked.period, knownAt: asked.at, seed: DRAW };
      const { by = 'settlement', areaOf = 'treatment' } = asked;
      ran.push({
        asked,
        kept,
        folder: cleared,
        oracle: clearedByOracle(played, { ...question, by, areaOf }),
      });
    });
  }, PATIENCE_MS);
  afterAll(async () => {
    await played.driven.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('comes to what the oracle says, file by file, to the fen', () => {
    const wrong = ran.flatMap(({ asked, folder: is, oracle }) =>
      disagreements(is, oracle).map((text) => `${nameOf(asked)}: ${text}`),
    );
    expect(wrong).toEqual([]);
  });

  it('names a cause that there was for each line that differs', () => {
    const wrong = ran.flatMap(({ asked, folder: { differences }, oracle, kept }) =>
      differences.flatMap(({ line, cause }) => {
        const difference = oracle.differences.find((each) => each.line === line);
        const causes = difference === undefined ? [] : possibleCauses(played, difference, asked.at, kept);
        return causes.includes(cause) ? [] : [`${nameOf(asked)} ${line}: ${cause}, not ${causes.join()}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('had something of everything to clear', () => {
    const { summary } = find('2025').oracle;
    for (const counted of ['accepted', 'rejected', 'clawed_back', 'held', 'void'])
      expect([counted, Number(summary[counted]) > 2]).toEqual([counted, true]);
    const all = (rowsOf: (oracle: OracleClearing) => readonly unknown[]): number =>
      ran.reduce((sum, { oracle }) => sum + rowsOf(oracle).length, 0);
    expect(all(({ adjustments }) => adjustments)).toBeGreaterThan(20);
    const causes = ran.flatMap(({ folder: { differences } }) => differences.map(({ cause }) => cause));
    expect(new Set(causes)).toEqual(new Set([...causes, 'late_knowledge', 'plan_open', 'plan_refused']));
  });

  it.each([
    ['closed long since', '2025-07', 0],
    ['of which news was not worked off', '2025-05', 0],
    ['of which lines were kept by a plan', '2025-05', 1],
  ])('a month %s is the same, asked again as known then', async (_, period, which) => {
    const { asked, folder: then } = find(period, which);
    // Of a run that was made nothing is done again: with every line decided it is another.
    expect(textsOf(await clear(asked, '--full'))).toEqual(then.texts);
  });

  it('is the same of an exported folder, with every line decided, and on one worker or four', async () => {
    const { asked, folder: year } = find('2025');
    const exported = newFolder();
    const scope = ['--area', '44', '--period', '2025', '--known-at', asked.at];
    await command(['export', ...scope, '--out', exported]);
    const sources = [['--from', exported], ['--full'], ['--workers', '1'], ['--full', '--workers', '4']];
    for (const source of sources)
      expect([source, textsOf(await clear(asked, ...source))]).toEqual([source, year.texts]);
  });
});
