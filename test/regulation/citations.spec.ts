/** Whoever reads a citation finds the article: it is one the register models, in a document, read on a day. */
import { parseDay } from '@gatekeeper/calendar';
import { PACKS } from '@gatekeeper/policy';
import { citationsIn } from './register/citations';
import { miscited } from './register/register-problems';
import { REGISTERS } from './register/registers';

describe.each(PACKS.map((pack) => [pack.name, pack] as const))('what %s cites', (name, pack) => {
  it('is an article that the register knows and models', () => {
    expect(miscited(pack, REGISTERS)).toEqual([]);
  });

  it('stands in a document, is summed up, and was read against it on a day', () => {
    const bare = citationsIn(pack).filter(
      ({ citation: { document, summary, lastCheckedOn } }) =>
        document.trim() === '' || summary.trim() === '' || parseDay(lastCheckedOn) === null,
    );
    expect(bare).toEqual([]);
  });

  it('is its own text; only what it scores may be another’s', () => {
    const editions = pack.editions.map((edition) => ({ ...edition, catalogue: [] }));
    const foreign = citationsIn({ ...pack, editions }).filter(({ citation }) => citation.pack !== name);
    expect(foreign).toEqual([]);
  });
});
