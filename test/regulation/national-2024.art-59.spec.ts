import { Desk, under } from './desk';
import { ask, inGoodStanding, outpatient, reasonsFor, sanction, shortly } from './facts';

const pack = 'national-2024';

describe('national-2024 art. 59: in force since 2025-01-01', () => {
  it.each([
    ['years before', '2019-06-15 10:00:00', 1],
    ['the second before', '2024-12-31 23:59:59', 1],
    ['the first second', '2025-01-01 00:00:00', 0],
    ['the second after', '2025-01-01 00:00:01', 0],
    ['a year after', '2025-12-31 23:59:59', 0],
  ])('a fee of %s (%s): %d note', (_, feeOccurredAt, notes) => {
    const question = { line: outpatient({ feeOccurredAt }), registry: inGoodStanding(), pack };
    expect(shortly(question)).toBe('accept ~IN_GOOD_STANDING');
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', question)).toHaveLength(notes);
  });

  it('is noted line by line, also of one person line after line', () => {
    const desk = new Desk(inGoodStanding(), '2026-01-01 00:00:00', under(pack));
    const notesOn = (lineNo: string, feeOccurredAt: string) =>
      desk.settle(outpatient({ lineNo, feeOccurredAt })).decision?.verdict.reasons.map(({ code }) => code);
    expect(notesOn('1', '2025-01-01 00:00:00')).toEqual(['IN_GOOD_STANDING']);
    expect(notesOn('2', '2024-12-31 23:59:59')).toEqual(['IN_GOOD_STANDING', 'OUTSIDE_PACK_IN_FORCE']);
    expect(notesOn('3', '2024-12-31 23:59:58')).toEqual(['IN_GOOD_STANDING', 'OUTSIDE_PACK_IN_FORCE']);
    expect(notesOn('4', '2025-01-01 00:00:01')).toEqual(['IN_GOOD_STANDING']);
  });

  it('is decided by the first edition before it, which the note cites', () => {
    const line = outpatient({ feeOccurredAt: '2024-06-15 10:00:00' });
    const registry = [...inGoodStanding(), sanction({ from: '2024-06-01' })];
    expect(ask({ line, registry, pack })).toMatchObject({ outcome: 'reject', pack, edition: '1' });
    expect(reasonsFor('OUTSIDE_PACK_IN_FORCE', { line, registry, pack })).toEqual([
      {
        code: 'OUTSIDE_PACK_IN_FORCE',
        effect: 'notes',
        role: null,
        article: 'national-2024 art. 59',
        evidence: ['pack status in-force'],
      },
    ]);
  });
});
