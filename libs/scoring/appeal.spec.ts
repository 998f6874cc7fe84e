import { OPEN_END, covers, dayOf, instantOf, periodOf, plusDays, startOfDay } from '@gatekeeper/calendar';
import fc from 'fast-check';
import { runningDuring } from '.';

const FIRST_DAY = dayOf(2025, 6, 10)!;
const someDay = fc.integer({ min: -100, max: 500 }).map((days) => plusDays(FIRST_DAY, days));
const months = fc.integer({ min: 1, max: 36 });
const appeals = fc
  .tuple(someDay, fc.nat(300))
  .map(([filedOn, days]) => ({ filedOn, answeredOn: plusDays(filedOn, days) }));
const PAUSES = { sanctionRunsDuringAppeal: false };

describe('a sanction that pauses during an appeal', () => {
  it('is served in full in the end', () => {
    fc.assert(
      fc.property(months, appeals, (count, appeal) => {
        const ordered = periodOf(FIRST_DAY, count, 'last_day_of_month');
        const served = runningDuring(ordered, appeal, PAUSES).reduce(
          (sum, { from, until }) => sum + until - from,
          0,
        );
        expect(served).toBe(ordered.until - ordered.from);
      }),
    );
  });

  it('does not run on any day of the examination', () => {
    fc.assert(
      fc.property(months, appeals, fc.nat(300), (count, appeal, days) => {
        const day = plusDays(appeal.filedOn, days);
        if (day >= appeal.answeredOn) return;
        const running = runningDuring(periodOf(FIRST_DAY, count, 'last_day_of_month'), appeal, PAUSES);
        expect(running.some((interval) => covers(interval, startOfDay(day)))).toBe(false);
      }),
    );
  });

  it('without an end goes on without one', () => {
    const endless = { from: startOfDay(FIRST_DAY), until: OPEN_END };
    const filedOn = plusDays(FIRST_DAY, 10);
    const answeredOn = plusDays(FIRST_DAY, 20);
    expect(runningDuring(endless, { filedOn, answeredOn }, PAUSES)).toEqual([
      { from: endless.from, until: startOfDay(filedOn) },
      { from: startOfDay(answeredOn), until: instantOf(Infinity) },
    ]);
    expect(runningDuring(endless, { filedOn, answeredOn: null }, PAUSES)).toEqual([
      { from: endless.from, until: startOfDay(filedOn) },
    ]);
  });
});
