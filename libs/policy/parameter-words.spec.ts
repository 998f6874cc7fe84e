import type { BothLanguages, ParameterKind, ParameterName } from '.';
import { PARAMETER_GROUPS, PARAMETER_KINDS, PARAMETER_NAMES, PARAMETER_WORDS, valueWords } from '.';

/** What is said of a value as `--set` takes it. */
function said(name: ParameterName, written: string): BothLanguages {
  const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
  const value = kind.read(written);
  if (value === null) throw new Error(`${name} cannot be ${written}`);
  return valueWords(name, value as never);
}

/** The words a parameter may be, or that may stand in its list, as the message that refuses another has them. */
const wordsOf = (name: ParameterName): readonly string[] =>
  /one of (.+)$/.exec(PARAMETER_KINDS[name].expected)?.[1]?.split(', ') ?? [];
const OF_WORDS = PARAMETER_NAMES.filter((name) => wordsOf(name).length > 0);

const HAN = /\p{Script=Han}/u;
const ENGLISH = /^[a-z0-9][\x20-\x7e]*[\x21-\x7e]$/;

describe('a parameter', () => {
  it.each(PARAMETER_NAMES)('%s has a name of its own in both languages', (name) => {
    const { zh, en } = PARAMETER_WORDS[name];
    expect(zh).toMatch(HAN);
    expect(en).toMatch(/^[a-z][\x20-\x7e]*[\x21-\x7e]$/);
    const namesakes = PARAMETER_NAMES.filter((other) => PARAMETER_WORDS[other].en === en);
    expect(namesakes).toEqual([name]);
  });

  it('stands in one group, and each group has a title', () => {
    expect(PARAMETER_GROUPS.map(({ group, title }) => [group, title.en])).toEqual([
      ['line', 'Deciding lines'],
      ['scoring', 'Scoring'],
      ['procedure', 'Procedure and deadlines'],
      ['clearing', 'Audit, clearing and institutions'],
    ]);
    expect(PARAMETER_GROUPS.flatMap(({ names }) => names).sort()).toEqual([...PARAMETER_NAMES].sort());
  });
});

describe('each word a parameter may be is said in both languages, no two alike', () => {
  it.each(OF_WORDS)('%s', (name) => {
    const words = wordsOf(name).map((word) => said(name, word));
    for (const { zh, en } of words) {
      expect(zh).toMatch(HAN);
      expect(en).toMatch(ENGLISH);
    }
    expect(new Set(words.map(({ zh }) => zh)).size).toBe(words.length);
    expect(new Set(words.map(({ en }) => en)).size).toBe(words.length);
  });
});

describe('a list is said word by word, and that it is empty', () => {
  it.each([
    ['institutionStatuses', 'suspended,guidance', '中止、政策辅导期', 'suspended, guidance period'],
    ['emergencyCategories', '13,1301', '13、1301', '13, 1301'],
    ['personTypes', 'doctor,nurse', '医师、护士', 'doctors, nurses'],
    ['personTypes', '', '无', 'none'],
    ['guidanceBlocks', '', '无', 'none'],
    ['guidanceExceptsCenters', '', '无', 'none'],
    ['emergencyCategories', '', '无', 'none'],
    ['impliedEmergencyCategories', '', '无', 'none'],
    ['emergencyException', '', '无', 'none'],
    ['carveOutTransactions', '', '无', 'none'],
    ['tiers', '', '无', 'none'],
    ['repair', '', '未作规定', 'not regulated'],
    ['grades', '', '未作规定', 'not regulated'],
  ] as const)('%s=%s', (name, written, zh, en) => {
    expect(said(name, written)).toEqual({ zh, en });
  });
});

/** What each number counts. */
const COUNTED_IN: Readonly<
  Record<string, readonly [zh: string, one: string, names: readonly ParameterName[]]>
> = {
  hours: ['小时', 'hour', ['feeAheadHours']],
  days: ['天', 'day', ['feeBeforeAdmissionDays']],
  'working days': [
    '个工作日',
    'working day',
    [
      'applyBeforeWorkingDays',
      'assessWorkingDays',
      'appealWorkingDays',
      'reviewWorkingDays',
      'noticeIssueWorkingDays',
      'noticeDeliveryWorkingDays',
      'promptWorkingDays',
      'findingReportWorkingDays',
      'certificateReviewWorkingDays',
      'changeReportWorkingDays',
      'changeHandlingWorkingDays',
      'publicationWorkingDays',
    ],
  ],
  months: [
    '个月',
    'month',
    [
      'titleReviewBarMonths',
      'certificateRenewalMonths',
      'unqualifiedSuspensionMonthsFrom',
      'heavierSuspensionMonthsFrom',
      'guidanceMonths',
      'guidanceExtensionMonths',
      'exitNoticeMonths',
      'exitRectificationMonths',
    ],
  ],
  years: [
    '年',
    'year',
    [
      'fraudStopYears',
      'agreementValidityYears',
      'certificateValidityYears',
      'unqualifiedSuspensionYearsUpTo',
      'heavierSuspensionYearsUpTo',
      'reapplyBanYears',
    ],
  ],
  points: [
    '分',
    'point',
    ['initialPoints', 'annualCap', 'repeatSameViolationBand', 'excellentScoreFrom', 'qualifiedScoreFrom'],
  ],
  persons: ['人', 'person', ['departmentRule']],
  times: [
    '次',
    'time',
    ['suspensionsToTerminate', 'fullChecksPerYear', 'onSiteChecksPerYear', 'specialChecksPerYear'],
  ],
  trainings: ['次', 'training', ['trainingsPerYear']],
};
const COUNTED = Object.values(COUNTED_IN).flatMap(([zh, one, names]) =>
  names.map((name) => [name, zh, one] as const),
);

describe('a number is said with what it counts, one of it and several', () => {
  it.each(COUNTED)('%s: %s, %s', (name, zh, one) => {
    expect(said(name, '1')).toEqual({ zh: `1${zh}`, en: `1 ${one}` });
    expect(said(name, '2')).toEqual({ zh: `2${zh}`, en: `2 ${one}s` });
  });

  it.each([
    ['fraudStopYears', '1-5', '1至5年', '1 to 5 years'],
    ['repeatSameViolationBand', '4-6', '4至6分', '4 to 6 points'],
    ['samplingMinPercent', '5', '5%', '5 %'],
    ['institutionRatio', '25', '25%', '25 %'],
    ['institutionReportDay', '5', '每月5日前', 'by day 5 of each month'],
    ['provinceReportDay', '10', '每月10日前', 'by day 10 of each month'],
    ['feeEarliestDay', '2000-01-01', '2000-01-01', '2000-01-01'],
    ['emergencyWords', '急诊、急救', '急诊、急救', '急诊、急救'],
  ] as const)('%s=%s: %s, %s', (name, written, zh, en) => {
    expect(said(name, written)).toEqual({ zh, en });
  });
});

describe('where a text regulates nothing, that is said', () => {
  const silent = PARAMETER_NAMES.filter((name) => PARAMETER_KINDS[name].expected.startsWith('none, or'));
  it.each(silent)('%s', (name) => {
    expect(said(name, 'none')).toEqual({ zh: '未作规定', en: 'not regulated' });
  });
});

describe('what a year’s total leads to', () => {
  it.each([
    ['[0,9) inform', '0分以上不满9分：告知机构', '0 to below 9 points: the institution is informed'],
    [
      '[9,12) suspend 1-6',
      '9分以上不满12分：暂停1至6个月',
      '9 to below 12 points: suspended for 1 to 6 months',
    ],
    ['[10,..) suspend 12', '10分以上：暂停12个月', '10 points or more: suspended for 12 months'],
    ['[1,..) suspend 1', '1分以上：暂停1个月', '1 point or more: suspended for 1 month'],
    ['[0,1) inform', '0分以上不满1分：告知机构', '0 to below 1 point: the institution is informed'],
    [
      '[0,9) inform;[9,..) suspend 3',
      '0分以上不满9分：告知机构；9分以上：暂停3个月',
      '0 to below 9 points: the institution is informed; 9 points or more: suspended for 3 months',
    ],
  ])('%s', (written, zh, en) => {
    expect(said('tiers', written)).toEqual({ zh, en });
  });
});
