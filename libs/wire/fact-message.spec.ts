import { instantOf } from '@gatekeeper/calendar';
import { OFFICER_FACTS } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { factMessageText, parseLineMessage } from '.';

/** Texts as they are on file: trimmed and not empty, the institution's code folded. */
const part = fc.stringMatching(/^[A-Z0-9|一-龥]{1,30}$/);

it('a fact that is sent reads as it was agreed on', () => {
  const facts = fc.record({
    identity: fc.record({
      fixmedinsCode: fc.stringMatching(/^[A-Z0-9]{1,12}$/),
      visitId: part,
      chargeBatch: fc.oneof(fc.constant(''), part),
      lineNo: part,
    }),
    fact: fc.constantFrom(...OFFICER_FACTS),
    documentNo: part,
    approvedAt: fc.integer({ min: 0, max: 4_000_000_000_000 }).map(instantOf),
  });
  fc.assert(
    fc.property(facts, (fact) =>
      expect(parseLineMessage(Buffer.from(factMessageText(fact)))).toEqual({ kind: 'fact', fact }),
    ),
  );
});
