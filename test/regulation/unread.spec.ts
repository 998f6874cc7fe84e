/** Not having read a timeline is not the same as the subject being absent (CONTRACT 7, Known). */
import type { OriginalLine } from '@gatekeeper/adjudication';
import { gatherFacts, neverOnFile, Views } from '@gatekeeper/adjudication';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import {
  at,
  COLLEAGUE,
  DOCTOR,
  HOSPITAL,
  outpatient,
  PHARMACY,
  pharmacy,
  pharmacyInGoodStanding,
  PRINCIPAL,
  recorded,
  principal,
  refundOf,
  timelineIn,
} from './facts';

const ORIGINAL: OriginalLine = { kind: 'held' };
const PAID = { fundAmount: 8000n, pooledAmount: 7000n };
const gathered = (
  line: SettlementLine,
  unreadSubjects: readonly string[],
  registry = pharmacyInGoodStanding(),
) => {
  const read = timelineIn(registry);
  const asking = { knownAt: at('2026-01-01'), noticed: PAID, original: ORIGINAL };
  return gatherFacts(
    line,
    asking,
    (subject) => (unreadSubjects.includes(subject) ? undefined : read(subject)),
    new Views(),
  );
};

describe('facts are gathered whole, or the first timeline that was not read is named', () => {
  const both = outpatient({ performingCode: COLLEAGUE });
  it.each([
    ['the institution', both, [HOSPITAL, DOCTOR, COLLEAGUE], HOSPITAL],
    ['who ordered', both, [DOCTOR, COLLEAGUE], DOCTOR],
    ['who performed', both, [COLLEAGUE], COLLEAGUE],
    ['a principal', pharmacy(), [PRINCIPAL], PRINCIPAL],
    ['the pharmacy', pharmacy(), [PHARMACY, PRINCIPAL], PHARMACY],
  ])('%s', (_, line, unread, named) => {
    expect(gathered(line, unread)).toEqual({ unread: named });
  });

  it.each([
    ['who is not named', outpatient({ orderingCode: '/' }), [DOCTOR, COLLEAGUE]],
    ['a principal, where the line is of no pharmacy', outpatient({ fixmedinsCode: PHARMACY }), [PRINCIPAL]],
  ])('not %s', (_, line, unread) => {
    expect(gathered(line, unread)).not.toHaveProperty('unread');
  });

  it('a principal who became known later is not asked about', () => {
    const registry = [...pharmacyInGoodStanding().slice(0, 3), principal(recorded('2026-02-01'))];
    expect(gathered(pharmacy(), [PRINCIPAL], registry)).not.toHaveProperty('unread');
  });

  it('the original is asked for refunds only', () => {
    expect(gathered(refundOf('L1'), [])).toMatchObject({
      original: ORIGINAL,
      noticed: PAID,
      knownAt: at('2026-01-01'),
    });
    expect(gathered(outpatient(), [])).toMatchObject({ original: null });
  });

  it('persons who are absent have a view that says so; who is not named has none', () => {
    expect(gathered(outpatient(), [])).toMatchObject({
      ordering: { subject: DOCTOR, known: false, version: neverOnFile(DOCTOR).version },
      performing: null,
      institution: { subject: HOSPITAL, known: false },
    });
  });
});
