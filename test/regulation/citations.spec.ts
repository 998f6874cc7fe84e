/** Whoever reads a citation finds the article: it is one the register models, in a document, read on a day. */
import { parseDay } from '@gatekeeper/calendar';
import { LOSS_CASES, PACKS } from '@gatekeeper/policy';
import { articleOf, citationsIn } from './register/citations';
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

describe('what the table of who bears a claw-back cites', () => {
  it('is an article that the register models, in a document that was read on a day', () => {
    const unknown = LOSS_CASES.flatMap(({ citations }) => citations).filter((citation) => {
      const registered = REGISTERS.find(({ pack }) => pack === citation.pack)?.articles;
      const article = registered?.find(({ id }) => id === articleOf(citation));
      return article?.notModelled !== null || parseDay(citation.lastCheckedOn) === null;
    });
    expect(unknown).toEqual([]);
  });
});
