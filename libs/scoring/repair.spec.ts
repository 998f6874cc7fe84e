import type { Day } from '@gatekeeper/calendar';
import { dayOf, nextDay, plusDays, startOfDay } from '@gatekeeper/calendar';
import type { RepairEffect, Tier } from '@gatekeeper/policy';
import fc from 'fast-check';
import type { ApprovedRepair, MeasureOnFile } from '.';
import { repairedBy } from '.';

const TIERS: readonly Tier[] = [
  { from: 0, below: 9, action: 'inform', months: null },
  { from: 9, below: 12, action: 'suspend', months: { from: 1, to: 6 } },
];
const TERMS = {
  repair: ['reduces_points', 'shortens_period', 'recomputes_tier'] as readonly RepairEffect[],
  tiers: TIERS,
  terminate: { at: 12, accumulatedYears: { from: 1, to: 1 }, oneOffYears: { from: 3, to: 3 } },
  monthEnd: 'last_day_of_month' as const,
};
const FIRST_DAY = dayOf(2025, 6, 10)!;
const someDay = fc.integer({ min: -400, max: 1500 }).map((days) => plusDays(FIRST_DAY, days));
const measures: fc.Arbitrary<MeasureOnFile> = fc
  .record({ total: fc.nat(12), atOnce: fc.nat(12), length: fc.integer({ min: 1, max: 1200 }) })
  .map(({ total, atOnce, length }) => ({
    documentNo: '1号',
    total,
    atOnce: Math.min(atOnce, total),
    firstDay: FIRST_DAY,
    lastDay: plusDays(FIRST_DAY, length),
  }));
const repairs: fc.Arbitrary<ApprovedRepair> = fc.record({
  approvedOn: someDay,
  points: fc.nat(14),
  lastDay: fc.option(someDay),
});
const endOf = (onFile: MeasureOnFile, repair: ApprovedRepair): Day => {
  const result = repairedBy(onFile, repair, TERMS);
  return 'notProvided' in result ? onFile.lastDay : (result.revision?.lastDay ?? onFile.lastDay);
};

describe('a repair', () => {
  it('never makes a period longer, and never takes back what was served', () => {
    fc.assert(
      fc.property(measures, repairs, (onFile, repair) => {
        const end = endOf(onFile, repair);
        const served = plusDays(repair.approvedOn, -1);
        expect(end).toBeLessThanOrEqual(onFile.lastDay);
        expect(end).toBeGreaterThanOrEqual(Math.min(served, onFile.lastDay));
      }),
    );
  });

  it('of more points never ends later than one of fewer', () => {
    fc.assert(
      fc.property(measures, repairs, (onFile, repair) => {
        const more = { ...repair, points: repair.points + 1 };
        expect(endOf(onFile, more)).toBeLessThanOrEqual(endOf(onFile, repair));
      }),
    );
  });

  it('that grants nothing changes nothing', () => {
    fc.assert(
      fc.property(measures, someDay, (onFile, approvedOn) => {
        const result = repairedBy(onFile, { approvedOn, points: 0, lastDay: null }, TERMS);
        expect(result).toMatchObject({ total: onFile.total, revision: null });
      }),
    );
  });

  it('states an end on the registry that is the day after the last one', () => {
    fc.assert(
      fc.property(measures, repairs, (onFile, repair) => {
        const result = repairedBy(onFile, repair, TERMS);
        if ('notProvided' in result || result.revision === null) return;
        expect(result.revision.until).toBe(startOfDay(nextDay(result.revision.lastDay)));
        expect(result.revision.documentNo).toBe(onFile.documentNo);
      }),
    );
  });
});
