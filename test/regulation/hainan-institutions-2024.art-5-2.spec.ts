import { damagesFor, heaviestOf } from '@gatekeeper/scoring';
import type { BreachMeasure } from '@gatekeeper/scoring';
import { parametersOf } from './parameters';

const pack = 'hainan-institutions-2024';
const damages = (fen: bigint, measures: readonly BreachMeasure[], values = {}) =>
  damagesFor({ total: fen, fundPart: fen / 2n }, measures, parametersOf(pack, values));

describe('hainan-institutions-2024 art. 5-2: damages of 10, 20 or 30 % by the heaviest measure', () => {
  it.each<readonly [readonly BreachMeasure[], BreachMeasure | 'none', bigint | 'none']>([
    [[], 'none', 'none'],
    [['refused'], 'refused', 10_000n],
    [['refused', 'suspended'], 'suspended', 20_000n],
    [['terminated', 'refused'], 'terminated', 30_000n],
    [['refused', 'suspended', 'terminated'], 'terminated', 30_000n],
  ])('¥1,000 in breach, %j: %s alone counts, never the sum', (measures, heaviest, expected) => {
    expect(heaviestOf(measures)).toBe(heaviest);
    expect(damages(100_000n, measures)).toBe(expected);
  });

  it('¥31 at 30 % are ¥9.30 (G22)', () => {
    expect(damages(3100n, ['terminated'])).toBe(930n);
  });

  it.each([
    [0n, 0n],
    [4n, 0n],
    [5n, 1n],
    [14n, 1n],
    [15n, 2n],
    [104n, 10n],
    [105n, 11n],
    [12_345_678_901_234_567n, 1_234_567_890_123_457n],
  ])('10 %% of %d fen are %d fen: from half a fen on it is rounded up', (fen, expected) => {
    expect(damages(fen, ['refused'])).toBe(expected);
  });

  it('read the other way, of what the fund paid of the fees', () => {
    expect(damages(100_000n, ['refused'], { liquidatedDamagesBase: 'fund_part' })).toBe(5000n);
    expect(damages(100_000n, ['refused'])).toBe(10_000n);
  });

  it('a text that knows no damages asks for none', () => {
    expect(damages(100_000n, ['refused'], { liquidatedDamages: 'none' })).toBe('none');
  });
});
