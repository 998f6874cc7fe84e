/** What each drawn year must have for what is looked at in it: the rest is up to the draw. */
import type { YearEvent } from '../gatekeeper/year-history';
import { yearHistory } from '../gatekeeper/year-history';

/** One whose draw is to withdraw the last record on file while news is not worked off. */
const WITHDRAWING = 305;
const SEEDS = [WITHDRAWING, ...Array.from({ length: 40 }, (_, n) => n + 1)];
/** The suspension that is appealed against, and the one whose plan is refused. */
const LOOKED_AT = ['年文〔2025〕己', '年文〔2025〕庚'];

const recordsOf = (event: YearEvent): readonly Readonly<Record<string, unknown>>[] =>
  event.kind === 'arrival'
    ? event.writes.flat().map((text) => JSON.parse(text) as Readonly<Record<string, unknown>>)
    : [];

describe('in every year', () => {
  const years = SEEDS.map((seed) => ({ seed, records: yearHistory(seed).events.flatMap(recordsOf) }));

  it('two suspensions are stated that nobody withdraws', () => {
    const wrong = years.flatMap(({ seed, records }) => {
      const stated = records.filter(
        ({ kind, document_no }) => kind === 'sanction' && LOOKED_AT.includes(String(document_no)),
      );
      const withdrawn = new Set(records.map(({ supersedes }) => supersedes));
      return stated.length === 2 && stated.every(({ record_id }) => !withdrawn.has(record_id)) ? [] : [seed];
    });
    expect(wrong).toEqual([]);
  });

  it('one of them alone is annulled', () => {
    const annulled = years.map(({ records }) =>
      records
        .filter(({ kind, document_no }) => kind === 'annulment' && LOOKED_AT.includes(String(document_no)))
        .map(({ document_no }) => document_no),
    );
    expect(annulled).toEqual(SEEDS.map(() => [LOOKED_AT[0]]));
  });
});
