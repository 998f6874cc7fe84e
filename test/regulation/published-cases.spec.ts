/** Cases that authorities published (READINGS 6). What a source does not give is not filled in; names are left out. */
import { formatInstant, periodOf } from '@gatekeeper/calendar';
import { dayOn, inGoodStanding, institutionStatus, outpatient, shortly } from './facts';
import { answersOn, finding, lastScore, loaded, problemsOn, scoring, shortScores } from './scoring';

const PACK = 'national-2024';
const persons = (number: number) =>
  Array.from({ length: number }, (_, position) => `D15040000000${position}`);

describe('G1: Inner Mongolia 2025, six persons forged reports and records, 12 points each at once', () => {
  const stated = persons(6).map((code) =>
    finding('N23-10-12-1', { code, points: 12, at: '2025-03-31', inspection: 'I1' }),
  );

  it('are terminated for 3 years each', () => {
    const answers = answersOn(PACK, stated);
    expect(answers.map(({ code }) => code)).toEqual(persons(6));
    for (const { measure } of answers)
      expect(measure).toMatchObject({ outcome: 'terminate', barYears: { from: 3, to: 3 } });
  });

  it('an earlier suspension of the same year, served and restored, does not make it accumulated', () => {
    const before = finding('N23-7-9-2', { code: persons(1)[0]!, points: 9, at: '2025-01-02' });
    expect(lastScore(PACK, [before, stated[0]!])).toBe('12 → terminate 3 years 2025-03-31/2028-03-30');
  });
});

describe('G2: the same case, two persons with 10 points each, suspended for 4 months', () => {
  const stated = persons(2).map((code) =>
    finding('N23-10-12-1', { code, points: 10, at: '2025-03-31', inspection: 'I1' }),
  );

  it('4 months lie in what the scheme leaves to the agency', () => {
    for (const { measure } of answersOn(PACK, stated)) {
      expect(measure).toMatchObject({ outcome: 'suspend', months: { from: 1, to: 6 }, lastDay: null });
    }
  });

  it('under the province’s own table, 10 points are 4 months', () => {
    const values = { tiers: '[0,9) inform;[9,10) suspend 1-3;[10,11) suspend 4;[11,12) suspend 5-6' };
    expect(shortScores(PACK, stated, values)).toEqual([
      '10 → suspend 4 months 2025-03-31/2025-07-30',
      '10 → suspend 4 months 2025-03-31/2025-07-30',
    ]);
  });
});

describe('G3: Chongqing 2025, a village clinic: 10 points, later 4 more of the same year', () => {
  // The day of the second decision is not published: any later one of the year gives the same.
  it.each(['2025-05-01', '2025-12-31 23:59:59'])('counted as 12 and terminated for 1 year (%s)', (second) => {
    const stated = [
      finding('N23-10-12-3', { points: 10, at: '2025-04-30', inspection: 'I1' }),
      finding('N23-4-6-2', { points: 4, at: second, inspection: 'I2' }),
    ];
    const answers = answersOn(PACK, stated);
    expect(answers.map(({ yearTotal }) => yearTotal)).toEqual([10, 12]);
    expect(answers[1]).toMatchObject({
      counted: [{ points: 4 }],
      measure: { outcome: 'terminate', barYears: { from: 1, to: 1 } },
    });
  });
});

describe('G7: Hunan 2025, a nurse with general responsibility under article 38 of the Regulation: 7 points', () => {
  const stated = [finding('N23-4-6-1', { code: 'N431122000001', points: 7, at: '2025-05-09' })];
  const HUNAN = {
    tiers: '[0,9) inform;[9,12) suspend 1-2',
    terminate: 'at 12: accumulated 1-3, one-off 1-3',
    effectiveFrom: 'next_month',
  };

  it.each([
    ['nationally', {}],
    ['in Hunan', HUNAN],
  ])('below 9: the institution is informed, %s', (_, values) => {
    expect(shortScores(PACK, stated, values)).toEqual(['7 → inform']);
  });

  it('a band above that of the penalty, so with a warning', () => {
    expect(answersOn(PACK, stated)[0]?.warnings).toEqual([
      expect.objectContaining({ warning: 'outside_band', points: 7, from: 4, to: 6 }),
    ]);
  });

  it('is scored when it is decided, not when the penalty was', () => {
    const penalty = finding('N23-4-6-1', { points: 6, at: '2025-04-24' });
    expect(answersOn(PACK, [...stated, penalty]).map(({ decidedAt }) => formatInstant(decidedAt))).toEqual([
      '2025-04-24T00:00:00+08:00',
      '2025-05-09T00:00:00+08:00',
    ]);
  });
});

describe('G8: Inner Mongolia 2025, a community station: 4 points', () => {
  it('are told to the institution', () => {
    expect(shortScores(PACK, [finding('N23-4-6-2', { points: 4, at: '2025-07-27' })])).toEqual([
      '4 → inform',
    ]);
  });

  it('and do nothing to the person: no line of theirs is barred', () => {
    expect(
      shortly({ line: outpatient({ feeOccurredAt: '2025-07-28 09:00:00' }), registry: inGoodStanding() }),
    ).toBe('accept ~IN_GOOD_STANDING');
  });
});

describe('G11b: institutions suspended from 2025-08-04 00:00', () => {
  it.each([
    [3, '2025-11-04T00:00:00+08:00', '3 months end with 2025-11-03 24:00'],
    [1, '2025-09-04T00:00:00+08:00', '1 month ends with 2025-09-03 24:00'],
  ])('%i month(s) end before %s: %s', (months, until) => {
    const period = periodOf(dayOn('2025-08-04'), months, 'last_day_of_month');
    expect([formatInstant(period.from), formatInstant(period.until)]).toEqual([
      '2025-08-04T00:00:00+08:00',
      until,
    ]);
  });

  it.each([
    ['a second before', '2025-08-03 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['the first second', '2025-08-04 00:00:00', 'reject INSTITUTION_SUSPENDED'],
    ['the last second', '2025-11-03 23:59:59', 'reject INSTITUTION_SUSPENDED'],
    ['the first second after', '2025-11-04 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('3 months, on a line of %s (%s): %s', (_, fee, expected) => {
    const { from, until } = periodOf(dayOn('2025-08-04'), 3, 'last_day_of_month');
    const registry = [
      ...inGoodStanding(),
      institutionStatus({ from: formatInstant(from), until: formatInstant(until) }),
    ];
    expect(shortly({ line: outpatient({ feeOccurredAt: fee }), registry })).toBe(expected);
  });
});

describe('N1: points of a health authority are none of the fund', () => {
  it.each(['national-2024', 'hainan-2022'])(
    'they are no situation of %s: refused, nothing is scored',
    (pack) => {
      const stated = [finding('health-commission', { points: 8, at: '2018-06-01' })];
      expect(scoring(pack, stated).answers).toEqual([]);
      expect(problemsOn(pack, stated)).toEqual([
        expect.stringMatching(
          `^situation: expected a code of the catalogue of ${pack} .*, got health-commission$`,
        ),
      ]);
    },
  );

  it('and change no status: what is on file decides', () => {
    const registry = inGoodStanding();
    expect(shortly({ line: outpatient({ feeOccurredAt: '2025-06-15 09:00:00' }), registry })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
  });

  it('a penalty of that authority counts only as what the fund’s own catalogue makes of it', () => {
    expect(loaded('hainan-2022').editions[0]?.catalogue.get('HI22-16-1')?.points).toEqual({ from: 6, to: 6 });
  });
});
