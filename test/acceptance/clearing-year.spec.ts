import { historySeed } from '../servers/rounds';
import { describeWith } from '../servers/addresses';
import { yearHistory } from '../gatekeeper/year-history';
import { YearPlayed } from '../gatekeeper/year-played';
import { clearedByOracle } from '../gatekeeper/year-oracle';
const SEED = historySeed();
describeWith(['postgres'], `a year (HISTORY_SEED=${SEED})`, () => {
  it('plays', async () => {
    const t0 = Date.now();
    const played = await YearPlayed.open(yearHistory(SEED));
    try {
      await played.play(async (asked) => {
        const c = clearedByOracle(played, { ...asked, knownAt: asked.at } as never);
        console.log(JSON.stringify(asked.area), asked.period, asked.at, JSON.stringify(c.summary), c.adjustments.length, c.carveOuts.length, asked.kept.size, JSON.stringify(c.differences.slice(0,3).map((d) => [asked.kept.get(d.line), d])), c.differences.length);
        await Promise.resolve();
      });
      console.log(Date.now() - t0, played.lines.length, played.decisions.length);
    } finally { await played.driven.close(); }
  }, 100000);
});
