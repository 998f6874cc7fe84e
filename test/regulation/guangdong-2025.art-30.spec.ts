import { repairedBy, scoreFindings } from '@gatekeeper/scoring';
import type { ApprovedRepair, Finding, MeasureOnFile, PointsTakenBack } from '@gatekeeper/scoring';
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import { dayOn } from './facts';
import { parametersOf } from './parameters';
import { DOCTOR, OTHER_DOCTOR, finding, loaded } from './scoring';
import { at } from './times';

const pack = 'guangdong-2025';
const onFile = (more: Partial<MeasureOnFile> = {}): MeasureOnFile => ({
  documentNo: '粤医保处〔2025〕1号',
  total: 10,
  atOnce: 10,
  firstDay: dayOn('2025-06-10'),
  lastDay: dayOn('2025-10-09'),
  ...more,
});
const TERMINATED = onFile({ total: 12, atOnce: 12, lastDay: dayOn('2028-06-09') });

interface Asked {
  readonly points?: number;
  readonly lastDay?: string;
  readonly approvedOn?: string;
}
const approved = ({ points = 0, lastDay, approvedOn = '2025-07-01' }: Asked): ApprovedRepair => ({
  approvedOn: dayOn(approvedOn),
  points,
  lastDay: lastDay === undefined ? null : dayOn(lastDay),
});

/** `9 suspend, as it was`, `8 inform, until 2025-06-30`. */
function repaired(measure: MeasureOnFile, repair: Asked, values = {}): string {
  const result = repairedBy(measure, approved(repair), parametersOf(pack, values));
  if ('notProvided' in result) return `not provided: ${result.notProvided.join()}`;
  const end = result.revision === null ? 'as it was' : `until ${formatDay(result.revision.lastDay)}`;
  return `${result.total} ${result.measure.outcome}, ${end}`;
}

describe('guangdong-2025 art. 30: a repair takes points back or shortens the period, and the measure follows', () => {
  it.each([
    ['no points', 0, '10 suspend, as it was'],
    ['to the lowest total of the same tier', 1, '9 suspend, as it was'],
    ['below it: the suspension ends with the approval', 2, '8 inform, until 2025-06-30'],
    ['more than there were', 11, '0 inform, until 2025-06-30'],
  ])('4 months for 10 points: %s', (_, points, expected) => {
    expect(repaired(onFile(), { points })).toBe(expected);
  });

  it.each([
    [
      '12 at once, 1 back: a suspension, of which 6 months are the longest',
      1,
      '11 suspend, until 2025-12-09',
    ],
    ['3 back: the lowest total that suspends', 3, '9 suspend, until 2025-12-09'],
    ['4 back: nothing is left of it', 4, '8 inform, until 2025-06-30'],
  ])('terminated for 3 years: %s', (_, points, expected) => {
    expect(repaired(TERMINATED, { points })).toBe(expected);
  });

  it.each([
    ['earlier', '2025-09-09', '10 suspend, until 2025-09-09'],
    ['the same day', '2025-10-09', '10 suspend, as it was'],
    ['later: a period never grows', '2025-10-10', '10 suspend, as it was'],
    ['before the approval: what was served stays served', '2025-06-20', '10 suspend, until 2025-06-30'],
  ])('the period is set to end %s (%s)', (_, lastDay, expected) => {
    expect(repaired(onFile(), { lastDay })).toBe(expected);
  });

  it('of both effects the earlier end counts', () => {
    expect(repaired(TERMINATED, { points: 2, lastDay: '2025-08-09' })).toBe('10 suspend, until 2025-08-09');
    expect(repaired(TERMINATED, { points: 2, lastDay: '2026-08-09' })).toBe('10 suspend, until 2025-12-09');
  });

  it.each([
    ['on its last day', '2025-10-09', '8 inform, until 2025-10-08'],
    ['the day after', '2025-10-10', '8 inform, as it was'],
    ['long after', '2026-01-10', '8 inform, as it was'],
  ])('approved %s (%s)', (_, approvedOn, expected) => {
    expect(repaired(onFile(), { points: 2, approvedOn })).toBe(expected);
  });

  it('gives a revision all it needs: the document and its new end', () => {
    const result = repairedBy(onFile(), approved({ points: 2 }), parametersOf(pack));
    expect('revision' in result && result.revision).toEqual({
      documentNo: '粤医保处〔2025〕1号',
      lastDay: dayOn('2025-06-30'),
      until: expect.anything(),
    });
    expect('revision' in result && result.revision !== null && formatInstant(result.revision.until)).toBe(
      '2025-07-01T00:00:00+08:00',
    );
  });

  it.each([
    [
      'without recomputing, points go and the measure stays',
      'reduces_points,shortens_period',
      '8 suspend, as it was',
    ],
    ['points only', 'reduces_points,recomputes_tier', '8 inform, until 2025-06-30'],
    ['periods only', 'shortens_period', 'not provided: reduces_points'],
    ['no repair at all', '', 'not provided: reduces_points'],
  ])('read the other way: %s', (_, repair, expected) => {
    expect(repaired(onFile(), { points: 2 }, { repair })).toBe(expected);
  });

  it('a text that only shortens periods does so', () => {
    expect(repaired(onFile(), { lastDay: '2025-08-09' }, { repair: 'shortens_period' })).toBe(
      '10 suspend, until 2025-08-09',
    );
  });

  it('as long as the termination stands its years do', () => {
    const values = { annualCap: 'none' };
    const atOnce14 = { ...TERMINATED, total: 14, atOnce: 14 };
    expect(repaired(atOnce14, { points: 2 }, values)).toBe('12 terminate, as it was');
    expect(repaired(atOnce14, { points: 3 }, values)).toBe('11 suspend, until 2025-12-09');
    expect(repaired({ ...atOnce14, atOnce: 10 }, { points: 2 }, values)).toBe(
      '12 terminate, until 2026-06-09',
    );
  });

  it('names each effect that a text does not provide', () => {
    expect(repaired(onFile(), { points: 2, lastDay: '2025-08-09' }, { repair: 'recomputes_tier' })).toBe(
      'not provided: reduces_points,shortens_period',
    );
  });

  it('where tiers leave no choice the repaired tier sets the end', () => {
    const tiers = '[6,8) suspend 3;[8,10) suspend 6;[10,..) suspend 12';
    const year = onFile({ lastDay: dayOn('2026-06-09') });
    const values = { tiers, terminate: 'none' };
    expect(repaired(year, { points: 1 }, values)).toBe('9 suspend, until 2025-12-09');
    expect(repaired(year, { points: 3 }, values)).toBe('7 suspend, until 2025-09-09');
    expect(repaired(year, { points: 3, approvedOn: '2025-10-01' }, values)).toBe(
      '7 suspend, until 2025-09-30',
    );
    expect(repaired(year, { points: 5 }, values)).toBe('5 none, until 2025-06-30');
  });
});

describe('guangdong-2025 art. 30: later decisions of the year add to the repaired total', () => {
  const REPAIRED = '2025-03-10 09:00:00';
  const LATER = '2025-06-10 09:00:00';
  const back = (points: number, more: Partial<PointsTakenBack> = {}): PointsTakenBack => ({
    code: DOCTOR,
    decidedAt: at(REPAIRED),
    points,
    ...more,
  });
  /** Of 10 points, and of so many later: what the later decision comes to, and the total of the one repaired. */
  const later = (
    points: number,
    takenBack: readonly PointsTakenBack[],
    { on = LATER, beside = [] }: { readonly on?: string; readonly beside?: readonly Finding[] } = {},
  ): string => {
    const situation = points > 3 ? 'N23-4-6-1' : 'N23-1-3-1';
    const findings = [
      finding('N23-10-12-1', { at: REPAIRED, points: 10 }),
      ...beside,
      finding(situation, { at: on, points }),
    ];
    const { answers } = scoreFindings(findings, loaded(pack), takenBack);
    const [repairedAnswer, answer] = answers;
    return `${repairedAnswer?.yearTotal} as decided, ${repairedAnswer?.totalAfterRepair} after; ${answer?.yearTotal} ${answer?.measure.outcome}`;
  };

  it.each([
    ['nothing back', 2, [], '10 as decided, 10 after; 12 terminate'],
    ['1 back: below the termination', 2, [back(1)], '10 as decided, 9 after; 11 suspend'],
    ['3 back, below the suspension', 1, [back(3)], '10 as decided, 7 after; 8 inform'],
    ['3 back, at the suspension', 2, [back(3)], '10 as decided, 7 after; 9 suspend'],
    ['2 back, below the termination', 3, [back(2)], '10 as decided, 8 after; 11 suspend'],
    ['2 back, at the termination', 4, [back(2)], '10 as decided, 8 after; 12 terminate'],
    ['in two repairs', 4, [back(1), back(2)], '10 as decided, 7 after; 11 suspend'],
    ['more than there were', 4, [back(11)], '10 as decided, 0 after; 4 inform'],
    ['of somebody else', 2, [back(1, { code: OTHER_DOCTOR })], '10 as decided, 10 after; 12 terminate'],
    [
      'of another decision',
      2,
      [back(1, { decidedAt: at('2025-03-11 09:00:00') })],
      '10 as decided, 10 after; 12 terminate',
    ],
  ] as const)('%s: %i more', (_, points, takenBack, expected) => {
    expect(later(points, takenBack)).toBe(expected);
  });

  it('off the total as it was capped, not off points beyond the cap', () => {
    const beside = [finding('N23-4-6-1', { at: REPAIRED, points: 5 })];
    expect(later(1, [back(2)], { beside })).toBe('12 as decided, 10 after; 11 suspend');
  });

  it('another year begins without either', () => {
    expect(later(4, [back(2)], { on: '2026-01-10 09:00:00' })).toBe('10 as decided, 8 after; 4 inform');
  });
});
