/**
 * A number that changes on a day, from the pack file to the answer: Guangdong made to raise a tier and to widen its fund scope
 * from 2026-03-01, as libs/policy/README.md says to write it.
 */
import type { Amendment, Edition, Pack, Tier } from '@gatekeeper/policy';
import {
  ALL_DAYS,
  amendedFrom,
  GUANGDONG_2025,
  loadPacks,
  NATIONAL_2024,
  oneAfterAnother,
  PACKS,
} from '@gatekeeper/policy';
import { scoreFindings } from '@gatekeeper/scoring';
import { decisionIdOf } from '@gatekeeper/wire';
import { faultsOf, daysFrom, parentFaultsOf } from './days-covered';
import { Desk, settledShortly, under } from './desk';
import { ask, inGoodStanding, inShort, outpatient, sanction } from './facts';
import { loaded, measured, nationalPoints } from './scoring';

const DAY = '2026-03-01';
/** As if nothing had changed since, whatever ships. */
const firstOf = ({ editions: [first] }: Pack): Edition => ({ ...first!, holds: ALL_DAYS });
const FIRST = firstOf(GUANGDONG_2025);
const cite = (article: string, summary: string) => ({
  pack: 'guangdong-2025',
  article,
  summary,
  document: '粤医保规〔2026〕1号',
  lastCheckedOn: '2026-02-20',
});
const throughout = <Value>(value: Value, article: string, summary: string) => [
  { value, citation: cite(article, summary), holds: { from: null, until: null } },
];

const RAISED: readonly Tier[] = [
  { from: 0, below: 9, action: 'inform', months: null },
  { from: 9, below: 12, action: 'suspend', months: { from: 6, to: 6 } },
];
const AMENDMENT: Amendment = {
  settings: {
    tiers: throughout(RAISED, '2', 'from 9 to below 12 a suspension of 6 months'),
    fundScope: throughout('all', '3', 'no fund money is paid'),
  },
};
const amended = (pack: Pack, ...editions: readonly Edition[]): Pack => ({
  ...pack,
  editions: oneAfterAnother(...editions),
});
const RAISING = amended(GUANGDONG_2025, FIRST, amendedFrom(DAY, FIRST, AMENDMENT));
const ALL = PACKS.map((pack) => (pack.name === 'guangdong-2025' ? RAISING : pack));

/** The moments around the day, in Shanghai and as UTC writes them. */
const MOMENTS = [
  ['the last second before', '2026-02-28 23:59:59', '1'],
  ['the same, as UTC writes it', '2026-02-28T15:59:59Z', '1'],
  ['its first second', '2026-03-01 00:00:00', '2'],
  ['the same, as UTC writes it', '2026-02-28T16:00:00Z', '2'],
  ['the day after', '2026-03-02 09:00:00', '2'],
] as const;

describe('dated law: lines are decided by the values of the day on which the fee arose', () => {
  const registry = [...inGoodStanding(), sanction({ until: '2027-01-01' })];
  it.each(MOMENTS)('%s: a fee of %s, edition %s', (_, feeOccurredAt, edition) => {
    const answer = ask({
      line: outpatient({ feeOccurredAt }),
      registry,
      packs: ALL,
      knownAt: '2026-06-01 00:00:00',
    });
    expect(inShort(answer)).toBe('reject CLINICIAN_SUSPENDED');
    expect(answer).toMatchObject(
      edition === '1'
        ? { edition, fundScope: 'pooled', refused: 7000n }
        : { edition, fundScope: 'all', refused: 8000n },
    );
  });

  it('an old line asked again long after the day keeps the values of its own day', () => {
    const { packs } = loadPacks(ALL, (_, { number }) => number);
    const desk = new Desk(
      inGoodStanding(),
      '2026-03-10 00:00:00',
      under('guangdong-2025'),
      decisionIdOf,
      packs,
    );
    const old = outpatient({ feeOccurredAt: '2026-02-28 23:59:59', lineNo: 'old' });
    const fresh = outpatient({ feeOccurredAt: '2026-03-01 00:00:00', lineNo: 'new' });
    for (const line of [old, fresh])
      expect(settledShortly(desk.settle(line))).toBe('first: accept ~IN_GOOD_STANDING (real_time)');
    desk.learn([sanction({ until: '2027-01-01' })], '2026-11-01 00:00:00');
    const again = [old, fresh].map((line) => desk.again(line, 'status_change').decision?.verdict);
    expect(again).toMatchObject([
      { outcome: 'reject', edition: '1', fundScope: 'pooled', refused: 7000n },
      { outcome: 'reject', edition: '2', fundScope: 'all', refused: 8000n },
    ]);
  });
});

describe('dated law: points are measured by the tiers of the day on which they were decided', () => {
  const pack = loaded('guangdong-2025', {}, ALL);
  const scored = (...moments: readonly string[]) =>
    scoreFindings(
      moments.map((moment, index) => nationalPoints(9, moment, { code: `D44010000000${index}` })),
      pack,
    ).answers;

  it.each(MOMENTS)('%s: a decision of %s, edition %s', (_, decidedAt, edition) => {
    const [answer] = scored(decidedAt);
    expect(answer).toMatchObject({
      edition,
      article: edition === '1' ? 'national-2024 art. 29' : 'guangdong-2025 art. 2',
    });
    expect(measured(answer!)).toMatch(edition === '1' ? /^suspend 1-6 months / : /^suspend 6 months /);
  });

  it('a finding reported late is scored by the day on which it was decided', () => {
    expect(
      scored('2026-03-01 00:00:00', '2026-02-28 23:59:59')
        .map(({ edition }) => edition)
        .sort(),
    ).toEqual(['1', '2']);
  });
});

describe('dated law: an amendment leaves what it does not name', () => {
  const second = amendedFrom(DAY, FIRST, AMENDMENT);

  it('every other value, the articles and the edition before are the very same', () => {
    const named = Object.keys(AMENDMENT.settings ?? {});
    const others = ({ settings }: Edition) =>
      Object.entries(settings).filter(([name]) => !named.includes(name));
    expect(others(second)).toEqual(others(FIRST));
    expect(second).toMatchObject({ number: '2', holds: { from: DAY, until: null } });
    expect(second.articles).toBe(FIRST.articles);
    expect(second.parent).toBe(FIRST.parent);
    expect(RAISING.editions).toEqual([{ ...FIRST, holds: { from: null, until: DAY } }, second]);
  });

  it('a second one ends the first, and each day has one edition and one value', () => {
    const third = amendedFrom('2027-01-01', second, {
      settings: { annualCap: throughout(10, '4', '10 points') },
    });
    const twice = amended(GUANGDONG_2025, FIRST, second, third);
    expect(twice.editions.map(({ number, holds }) => [number, holds.from, holds.until])).toEqual([
      ['1', null, DAY],
      ['2', DAY, '2027-01-01'],
      ['3', '2027-01-01', null],
    ]);
    expect(third.settings.tiers).toBe(second.settings.tiers);
    expect(faultsOf(twice, daysFrom('2025-12-01'))).toEqual([]);
    expect(loadPacks([twice], (_, { number }) => number).problems).toEqual([]);
  });

  it.each([
    ['a day that does not exist', '2026-02-29', 'edition 2.from is no day that exists: 2026-02-29'],
    ['a day before the edition began', '2024-01-01', 'edition 1 holds for no day'],
  ])('%s is named when the pack loads', (_, day, problem) => {
    const begun: Edition = { ...FIRST, holds: { from: '2025-01-01', until: null } };
    const { problems } = loadPacks(
      [amended(GUANGDONG_2025, begun, amendedFrom(day, begun, AMENDMENT))],
      (_pack, { number }) => number,
    );
    expect(problems.map(({ field, reason }) => `${field} ${reason}`)).toContain(problem);
  });
});

describe('dated law: what a parent changes reaches its heirs where they say so', () => {
  const national = firstOf(NATIONAL_2024);
  const nationalLater = amendedFrom(DAY, national, AMENDMENT);
  const scheme = amended(NATIONAL_2024, national, nationalLater);
  const following = amended(
    GUANGDONG_2025,
    FIRST,
    amendedFrom(DAY, FIRST, { parent: { name: 'national-2024', edition: nationalLater } }),
  );
  const days = daysFrom('2026-02-01');

  it('one that follows takes the value from the same day, and keeps its own', () => {
    const pack = loaded('guangdong-2025', {}, [scheme, following]);
    const spans = pack.editions.map(({ spans: [span] }) => span!.parameters);
    expect(spans.map(({ tiers }) => tiers[1]!.months)).toEqual([
      { from: 1, to: 6 },
      { from: 6, to: 6 },
    ]);
    expect(spans.map(({ fundScope }) => fundScope)).toEqual(['pooled', 'pooled']);
    expect(parentFaultsOf(following, [scheme], days)).toEqual([]);
  });

  it('one that was forgotten is found out', () => {
    expect(parentFaultsOf(amended(GUANGDONG_2025, FIRST), [scheme], days)).toEqual([
      'guangdong-2025 takes over from edition 1 of national-2024 on 2026-03-01, which has edition 2 then',
    ]);
  });
});
