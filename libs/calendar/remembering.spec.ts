import type { Instant } from '.';
import { formatInstant, instantOf, rememberingLast } from '.';

describe('the text of an instant, remembered for the next question', () => {
  it.each([
    ['asked once', [0], [0]],
    ['asked again at once: written once', [0, 0, 0], [0]],
    ['asked for another: written for each', [0, 1, 2], [0, 1, 2]],
    ['asked again after another: only the last is remembered', [0, 1, 0], [0, 1, 0]],
    ['each in turn', [5, 5, 7, 7, 5], [5, 7, 5]],
  ])('%s', (_, asked, expected) => {
    const written: Instant[] = [];
    const text = rememberingLast((instant) => {
      written.push(instant);
      return formatInstant(instant);
    });
    expect(asked.map((at) => text(instantOf(at)))).toEqual(asked.map((at) => formatInstant(instantOf(at))));
    expect(written).toEqual(expected);
  });
});
