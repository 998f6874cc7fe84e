/** Chaos has a short form, for every run, and a long one, for `npm run soak`. Each kind of fault is in both. */
import type { ServerName } from './addresses';
import { describeWith } from './addresses';

const SOAKING = process.env['SOAK'] === 'true';

/** What histories are drawn by: printed with a suite's name, and given again by HISTORY_SEED. */
export const historySeed = (): number =>
  Number(process.env['HISTORY_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** How many there are of something: in the short form, and in the long one. */
export const rounds = (short: number, long: number): number => (SOAKING ? long : short);

/**
 * `describeWith`, once in the short form, and `long` times over in the long one, which says when a round begins; `body` gets
 * the number of its round, from 0, to draw chances from.
 */
export function describeRounds(
  needed: readonly ServerName[],
  name: string,
  long: number,
  body: (round: number) => void,
): void {
  const all = rounds(1, long);
  for (let round = 0; round < all; round++) {
    const which = all === 1 ? name : `${name}, round ${round + 1} of ${all}`;
    describeWith(needed, which, () => {
      if (SOAKING) beforeAll(() => void process.stderr.write(`${new Date().toISOString()} ${which}\n`));
      body(round);
    });
  }
}
