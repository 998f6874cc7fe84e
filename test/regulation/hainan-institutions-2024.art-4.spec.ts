import type { BreachMeasure } from '@gatekeeper/scoring';
import type { ReasonCode, SettlementLine } from '@gatekeeper/vocabulary';
import type { ClearingSummary } from '@gatekeeper/clearing';
import {
  ClearingPart,
  mergeParts,
  PRESCRIPTIONS_HEADER,
  prescriptionRows,
  stayOf,
  summaryText,
} from '@gatekeeper/clearing';
import {
  at,
  clearedLine,
  lineOf,
  policyOf,
  reasonOf,
  rejected,
  termsOf,
} from '../../libs/clearing/testing/cleared';

function proposedFor(
  bar: ReasonCode,
  measures: readonly BreachMeasure[] = [],
  more: Partial<SettlementLine> = {},
): ClearingSummary['prepayment'] {
  const line = lineOf({ treatmentArea: '460100', fixmedinsCode: 'H1', ...more });
  const terms = termsOf({ area: line.treatmentArea });
  const part = new ClearingPart(terms);
  part.addMeasures('H1', measures);
  part.add(clearedLine({ line, run: rejected({ reasons: [reasonOf(bar, 'bars')] }, line) }));
  const run = mergeParts([part.finish().result]);
  const summary: ClearingSummary = JSON.parse(summaryText(terms, run, 0, ''));
  return summary.prepayment;
}

describe('hainan-institutions-2024 art. 4: prepayment of an institution in breach is cut by 50 % or stopped', () => {
  it.each<[string, ReasonCode, readonly BreachMeasure[], ClearingSummary['prepayment']]>([
    ['a line of a suspended clinician', 'CLINICIAN_SUSPENDED', [], { H1: { cut_percent: 50 } }],
    ['its agreement suspended', 'CLINICIAN_SUSPENDED', ['suspended'], { H1: { stopped: true } }],
    ['its agreement terminated', 'INSTITUTION_TERMINATED', ['terminated'], { H1: { stopped: true } }],
    ['a missing code is no breach of it', 'CODE_MISSING', [], undefined],
    ['a measure without a line in breach', 'CODE_MISSING', ['suspended'], undefined],
  ])('%s', (_, bar, measures, expected) => {
    expect(proposedFor(bar, measures)).toEqual(expected);
  });

  it('not of a pharmacy, nor where no text says so', () => {
    expect(proposedFor('CLINICIAN_SUSPENDED', [], { transaction: '2102' })).toBeUndefined();
    expect(proposedFor('CLINICIAN_SUSPENDED', [], { treatmentArea: '440100' })).toBeUndefined();
  });
});

describe('hainan-institutions-2024 art. 4: prescriptions filled outside during a stay leave the case points', () => {
  const stay = (more: Partial<SettlementLine> = {}): SettlementLine =>
    lineOf({
      treatmentArea: '460100',
      fixmedinsCode: 'H1',
      visitId: 'S1',
      admittedAt: at('2025-06-10 08:00:00'),
      feeOccurredAt: at('2025-06-12 08:00:00'),
      ...more,
    });
  const prescription = (feeOccurredAt: string, more: Partial<SettlementLine> = {}): SettlementLine =>
    lineOf({
      transaction: '2102',
      fixmedinsCode: 'P1',
      visitId: 'R1',
      treatmentArea: '460100',
      feeOccurredAt: at(feeOccurredAt),
      ...more,
    });
  const rowsFor = (line: SettlementLine, ...lines: readonly SettlementLine[]) => {
    const found = stayOf(lines, policyOf());
    return prescriptionRows(found === null ? [] : [found], [line]);
  };
  const settled = stay({ settledAt: at('2025-06-15 10:00:00') });

  it.each([
    ['the last second before admission', '2025-06-10 07:59:59', false],
    ['at admission', '2025-06-10 08:00:00', true],
    ['when it was settled', '2025-06-15 10:00:00', true],
    ['a second after', '2025-06-15 10:00:01', false],
  ])('%s', (_, moment, listed) => {
    expect(rowsFor(prescription(moment), settled)).toHaveLength(listed ? 1 : 0);
  });

  it('is listed under a header that names its fields', () => {
    const [row] = rowsFor(prescription('2025-06-12 00:00:00'), settled);
    const [header, fields] = [PRESCRIPTIONS_HEADER, row ?? ''].map((text) => text.split(','));
    expect(header).toHaveLength(fields?.length ?? 0);
    expect([header?.[1], header?.at(-1)]).toEqual(['stay_mdtrt_id', 'amount']);
  });

  it('a stay of which some lines say no admission begins with the first that is said', () => {
    const silent = { ...settled, lineNo: '2', admittedAt: null, settledAt: null };
    expect(rowsFor(prescription('2025-06-10 08:00:00'), silent, settled)).toHaveLength(1);
    expect(rowsFor(prescription('2025-06-10 07:59:59'), silent, settled)).toEqual([]);
  });

  it('one not settled lasts until its last fee', () => {
    const later = stay({ lineNo: '2', feeOccurredAt: at('2025-06-13 08:00:00') });
    expect(rowsFor(prescription('2025-06-13 08:00:00'), stay(), later)).toHaveLength(1);
    expect(rowsFor(prescription('2025-06-13 08:00:01'), stay(), later)).toEqual([]);
  });

  it('is listed under its stay, with its prescriber and whole amount', () => {
    const line = prescription('2025-06-12 00:00:00', { orderingCode: ' d1' });
    expect(rowsFor(line, settled)).toEqual(['H1,S1,P1,R1,,1,D1,100.00']);
  });

  it.each<[string, SettlementLine, SettlementLine]>([
    ['another person', prescription('2025-06-12 00:00:00', { insuredPersonToken: 'p2' }), settled],
    ['no prescriber', prescription('2025-06-12 00:00:00', { orderingCode: null }), settled],
    ['a placeholder', prescription('2025-06-12 00:00:00', { orderingCode: '/' }), settled],
    ['no pharmacy', prescription('2025-06-12 00:00:00', { transaction: '2204' }), settled],
    ['no stay', prescription('2025-06-12 00:00:00'), { ...settled, transaction: '2204' }],
    ['nobody says since when', prescription('2025-06-12 00:00:00'), { ...settled, admittedAt: null }],
    ['a stay elsewhere', prescription('2025-06-12 00:00:00'), { ...settled, treatmentArea: '440100' }],
    ['a text with blanks', prescription('2025-06-12 00:00:00'), { ...settled, treatmentArea: '141000' }],
  ])('not listed: %s', (_, line, ofStay) => {
    expect(rowsFor(line, ofStay)).toEqual([]);
  });

  it('of several stays under the first', () => {
    const stays = ['S2', 'S1'].flatMap((visitId) => stayOf([{ ...settled, visitId }], policyOf()) ?? []);
    const [row] = prescriptionRows(stays, [prescription('2025-06-12 00:00:00')]);
    expect(row?.startsWith('H1,S1,')).toBe(true);
  });
});
