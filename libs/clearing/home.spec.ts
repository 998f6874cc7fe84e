import type { ClosedPeriod, KnownPlace, PlacingTerms } from '.';
import { belongs, homeOf, monthOfCorrection } from '.';
import { at, lineOf, periodOf, placeOf, termsOf } from './testing/cleared';

const place = (knownFrom: string, more: Partial<KnownPlace> = {}): KnownPlace => ({
  ...placeOf(lineOf(), at(knownFrom)),
  ...more,
});
const closing = (period: string, closedFrom: string, more: Partial<ClosedPeriod> = {}): ClosedPeriod => ({
  area: '44',
  period,
  by: 'settlement',
  closedFrom: at(closedFrom),
  ...more,
});

describe('a line belongs to the month of its settlement, without one to that of its fee', () => {
  it.each<[string, string | null, PlacingTerms['by'], string]>([
    ['settled the last second of June', '2025-06-30 23:59:59', 'settlement', '2025-06'],
    ['settled the first second of July', '2025-07-01 00:00:00', 'settlement', '2025-07'],
    ['not settled', null, 'settlement', '2025-06'],
    ['settled in July, by the fee', '2025-07-01 00:00:00', 'fee', '2025-06'],
  ])('%s', (_, settledAt, by, month) => {
    const one = place('2025-06-10 10:00:00', { settledAt: settledAt === null ? null : at(settledAt) });
    expect(homeOf([one], { by, closed: [] })).toEqual({ place: one, month, closed: null });
  });

  it('as it was stated last', () => {
    const fee = place('2025-06-10 10:00:00');
    const settled = place('2025-07-02 10:00:00', { settledAt: at('2025-07-01 08:00:00') });
    const forgotten = place('2025-07-03 10:00:00');
    expect(homeOf([fee, settled], termsOf()).month).toBe('2025-07');
    expect(homeOf([fee, settled, forgotten], termsOf()).month).toBe('2025-06');
  });

  it.each<[string, Partial<PlacingTerms>, boolean]>([
    ['its month and area', {}, true],
    ['its year', { period: periodOf('2025') }, true],
    ['its whole area', { area: '440100' }, true],
    ['any area', { area: '' }, true],
    ['another month', { period: periodOf('2025-07') }, false],
    ['another year', { period: periodOf('2024') }, false],
    ['another area', { area: '4402' }, false],
    ['its area of insurance', { area: '45', areaOf: 'insurance' }, true],
    ['its area of treatment, asked by that of insurance', { areaOf: 'insurance' }, false],
  ])('%s: %s', (_, more, is) => {
    const one = place('2025-06-10 10:00:00', { insuranceArea: '450100' });
    const terms = termsOf(more);
    expect(belongs(homeOf([one], terms), terms)).toBe(is);
  });
});

describe('a line of a closed period stays in it', () => {
  const JUNE = closing('2025-06', '2025-07-10 00:00:00');
  const fee = place('2025-06-10 10:00:00');
  const settled = (knownFrom: string): KnownPlace =>
    place(knownFrom, { settledAt: at('2025-07-09 08:00:00') });

  it.each<[string, readonly [KnownPlace, ...KnownPlace[]], readonly ClosedPeriod[], string, boolean]>([
    [
      'its settlement known before the closing moves it',
      [fee, settled('2025-07-09 23:59:59')],
      [JUNE],
      '2025-07',
      false,
    ],
    ['known at that very moment moves it', [fee, settled('2025-07-10 00:00:00')], [JUNE], '2025-07', false],
    ['known a second later does not', [fee, settled('2025-07-10 00:00:01')], [JUNE], '2025-06', true],
    ['a late line is of the closed month too', [place('2025-07-11 00:00:00')], [JUNE], '2025-06', true],
    [
      'and stays in it',
      [place('2025-07-11 00:00:00'), settled('2025-07-12 00:00:00')],
      [JUNE],
      '2025-06',
      true,
    ],
    [
      'another area was closed',
      [fee, settled('2025-07-11 00:00:00')],
      [{ ...JUNE, area: '45' }],
      '2025-07',
      false,
    ],
    [
      'closed by the other clock',
      [fee, settled('2025-07-11 00:00:00')],
      [{ ...JUNE, by: 'fee' }],
      '2025-07',
      false,
    ],
    [
      'another month was closed',
      [fee, settled('2025-07-11 00:00:00')],
      [{ ...JUNE, period: '2025-05' }],
      '2025-07',
      false,
    ],
    [
      'its year was closed',
      [fee, settled('2025-07-11 00:00:00')],
      [{ ...JUNE, period: '2025' }],
      '2025-06',
      true,
    ],
    [
      'what was said and taken back at once counts for nothing',
      [place('2025-07-11 00:00:00'), settled('2025-07-11 00:00:00')],
      [JUNE],
      '2025-07',
      false,
    ],
  ])('%s', (_, places, closed, month, isClosed) => {
    const home = homeOf(places, { by: 'settlement', closed });
    expect([home.month, home.closed !== null]).toEqual([month, isClosed]);
  });

  it('by the first closing that has it, since that closing or since it came', () => {
    const year = closing('2025', '2026-02-10 00:00:00');
    const ofFee = homeOf([fee], { by: 'settlement', closed: [year, JUNE] });
    expect(ofFee.closed).toEqual({ by: JUNE, since: JUNE.closedFrom });
    const late = place('2025-07-11 00:00:00');
    expect(homeOf([late], { by: 'settlement', closed: [year, JUNE] }).closed?.since).toBe(late.knownFrom);
  });

  it('of two that were closed at one moment by the first given', () => {
    const wider = { ...JUNE, area: '4' };
    expect(homeOf([fee], { by: 'settlement', closed: [wider, JUNE] }).closed?.by).toBe(wider);
    expect(homeOf([fee], { by: 'settlement', closed: [JUNE, wider] }).closed?.by).toBe(JUNE);
  });

  it('also where its area is stated anew', () => {
    const moved = place('2025-07-11 00:00:00', { treatmentArea: '460100' });
    const terms = termsOf({ closed: [JUNE] });
    expect(belongs(homeOf([fee, moved], terms), terms)).toBe(true);
  });
});

describe('a correction falls into the month of its known_at, or the next one open at that moment', () => {
  const closed = [
    closing('2025-06', '2025-07-10 00:00:00'),
    closing('2025-07', '2025-08-10 00:00:00'),
    closing('2025-08', '2025-08-20 00:00:00'),
    closing('2025-12', '2025-12-20 00:00:00'),
  ];
  it.each([
    ['in the month after, which is open', '2025-07-15 00:00:00', '2025-07'],
    ['in a month that is open', '2025-08-09 23:59:59', '2025-08'],
    ['known just before its month is closed', '2025-08-19 23:59:59', '2025-08'],
    ['known at the moment of its closing', '2025-08-20 00:00:00', '2025-09'],
    ['known after its closing', '2025-08-31 23:59:59', '2025-09'],
    ['the first second of the next month', '2025-09-01 00:00:00', '2025-09'],
    ['over the turn of the year', '2025-12-31 23:59:59', '2026-01'],
  ])('%s: known at %s, %s', (_, knownAt, month) => {
    expect(monthOfCorrection(at(knownAt), { treatmentArea: '440100' }, { by: 'settlement', closed })).toBe(
      month,
    );
  });

  it.each<[string, Partial<ClosedPeriod>, string]>([
    ['two months in a row', { period: '2025-09' }, '2025-10'],
    ['the whole year', { period: '2025' }, '2026-01'],
    ['of another area', { period: '2025-09', area: '45' }, '2025-09'],
    ['by the other clock', { period: '2025-09', by: 'fee' }, '2025-09'],
  ])('closed too: %s', (_, more, month) => {
    const also = { ...closing('2025-09', '2025-08-20 00:00:00'), ...more };
    const terms = { by: 'settlement', closed: [...closed, also] } as const;
    expect(monthOfCorrection(at('2025-08-25 00:00:00'), { treatmentArea: '440100' }, terms)).toBe(month);
  });
});
