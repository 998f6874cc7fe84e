import { observing, topicNames } from '@gatekeeper/stream';
import { startNotes } from './start-summary';

describe('what a start has to say besides its figures', () => {
  const topics = observing(topicNames(''));

  it('is nothing where it is live and ready', () => {
    expect(startNotes({ observes: false, topics }, 0)).toEqual([]);
  });

  it('is that it observes, and where its decisions go', () => {
    const [first = ''] = startNotes({ observes: true, topics }, 0);
    expect(first).toMatch(
      /^observing \(OBSERVE=true\): .*settlement\.decisions\.v1\.observe and .*\.observe only/,
    );
  });

  it.each([
    [1, 'a gap of the stream is answered for'],
    [4, '4 gaps of the stream are answered for'],
  ])('is that %d gaps keep it from being ready, and the command that answers for one', (open, words) => {
    const said = startNotes({ observes: false, topics }, open).join('\n');
    expect(said).toContain(words);
    expect(said).toContain('npm run gaps -- --acknowledge <id>');
  });
});
