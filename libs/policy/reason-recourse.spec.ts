import { HOLD_CODES, REASON_CODES } from '@gatekeeper/vocabulary';
import type { ParameterName, Parameters } from '.';
import { NATIONAL_2024_EDITION_1, HAINAN_2022 } from '.';
import { factsOn } from './edition-facts';
import type { Edition } from './pack';
import { nextStepsOf, recourseOf } from './reasons';

type Given = Partial<{ [Name in ParameterName]: Parameters[Name] | null }>;

/** The national scheme with other values; `null`: left blank. */
function under(given: Given, edition: Edition = NATIONAL_2024_EDITION_1) {
  const facts = factsOn(edition, null);
  const other: Readonly<Record<string, unknown>> = given;
  return {
    ...facts,
    valueOf: <Name extends ParameterName>(name: Name): Parameters[Name] | null =>
      name in given ? (other[name] as Parameters[Name] | null) : facts.valueOf(name),
  };
}
const english = (texts: readonly { readonly en: string }[]): string => texts.map(({ en }) => en).join('\n');
const chinese = (texts: readonly { readonly zh: string }[]): string => texts.map(({ zh }) => zh).join('\n');

describe('what can be done against a code', () => {
  const kinds = (edition: Edition): Readonly<Record<string, readonly string[]>> => {
    const facts = factsOn(edition, null);
    const by: Record<string, string[]> = {};
    for (const code of [...REASON_CODES, ...HOLD_CODES]) {
      const recourse = recourseOf(code, facts);
      const kind = recourse.kind === 'remedy' ? recourse.means : recourse.kind;
      (by[kind] ??= []).push(code);
    }
    return by;
  };

  it('only a notice is appealed; the rest is for the institution to put right, or needs nothing', () => {
    expect(kinds(NATIONAL_2024_EDITION_1)).toEqual({
      re_upload: ['CODE_MISSING', 'CODE_INVALID'],
      evidence: [
        'CLINICIAN_UNKNOWN',
        'NOT_REGISTERED_AT_SITE',
        'COMMITMENT_MISSING',
        'REGISTRATION_EXPIRED',
        'DEREGISTERED',
        'INSTITUTION_UNKNOWN',
      ],
      appeal: ['CLINICIAN_SUSPENDED', 'CLINICIAN_TERMINATED'],
      restoration: ['NOT_RESTORED'],
      payment_query: [
        'INSTITUTION_SUSPENDED',
        'INSTITUTION_TERMINATED',
        'INSTITUTION_EXIT_AUDIT',
        'INSTITUTION_GUIDANCE',
        'DEPARTMENT_SUSPENDED',
      ],
      none: [
        'EMERGENCY_EXEMPT',
        'EXEMPTION_GRANTED',
        'INPATIENT_BEFORE_STATUS_CHANGE',
        'NO_FUND_MONEY',
        'REFUND_MIRRORS_ORIGINAL',
        'IN_GOOD_STANDING',
        'OUTSIDE_PACK_IN_FORCE',
        ...HOLD_CODES,
      ],
    });
  });

  it("a department's suspension is appealed where the text orders it itself (hainan-2022 art. 23, 24)", () => {
    const [edition] = HAINAN_2022.editions;
    expect(kinds(edition!).appeal).toEqual([
      'CLINICIAN_SUSPENDED',
      'CLINICIAN_TERMINATED',
      'DEPARTMENT_SUSPENDED',
    ]);
    expect(recourseOf('DEPARTMENT_SUSPENDED', under({ departmentRule: null }))).toMatchObject({
      kind: 'remedy',
      by: 'institution',
    });
  });
});

describe('the appeal of a notice', () => {
  it.each([
    [
      {},
      {
        addressee: 'agency',
        withinWorkingDays: 10,
        answeredWithinWorkingDays: 20,
        answerCountedFrom: 'receipt',
        sanctionRunsMeanwhile: true,
      },
      ['to the agency, within 10 working days', 'within 20 working days from receipt', 'runs meanwhile'],
      ['收到处理通知书后10个工作日内可向医保经办机构', '自收到申诉材料起20个工作日内答复', '照常执行'],
    ],
    [
      {
        appealWorkingDays: 1,
        appealAddressee: 'admin_dept',
        reviewClock: 'acceptance',
        sanctionRunsDuringAppeal: false,
      },
      {
        addressee: 'admin_dept',
        withinWorkingDays: 1,
        answeredWithinWorkingDays: 20,
        answerCountedFrom: 'acceptance',
        sanctionRunsMeanwhile: false,
      },
      ['to the administrative department, within 1 working day from', 'from acceptance', 'pauses meanwhile'],
      ['1个工作日内可向医保行政部门', '自受理申诉起', '中止执行'],
    ],
    [
      { appealWorkingDays: 'none', reviewWorkingDays: 'none' },
      {
        addressee: 'agency',
        withinWorkingDays: 'none',
        answeredWithinWorkingDays: 'none',
        answerCountedFrom: 'receipt',
        sanctionRunsMeanwhile: true,
      },
      ['to the agency, without a limit in days'],
      ['（无明确时限）可向医保经办机构'],
    ],
    [
      {
        appealWorkingDays: null,
        appealAddressee: null,
        reviewWorkingDays: null,
        reviewClock: null,
        sanctionRunsDuringAppeal: null,
      },
      {
        addressee: null,
        withinWorkingDays: null,
        answeredWithinWorkingDays: null,
        answerCountedFrom: null,
        sanctionRunsMeanwhile: null,
      },
      [
        'to (an addressee to be filled in), within a number of working days to be filled in',
        'from (a moment to be filled in)',
        'whether the sanction runs meanwhile is to be filled in',
      ],
      ['（天数待填）', '（受理单位待填）', '（起算点待填）', '是否执行待填'],
    ],
  ] as const)('with %j', (given, rules, inEnglish, inChinese) => {
    const recourse = recourseOf('CLINICIAN_SUSPENDED', under(given));
    expect(recourse).toMatchObject({ kind: 'appeal', by: ['clinician', 'institution'], ...rules });
    for (const words of inEnglish) expect(recourse.text.en).toContain(words);
    for (const words of inChinese) expect(recourse.text.zh).toContain(words);
  });
});

describe('the next steps', () => {
  it.each([
    [
      'CLINICIAN_SUSPENDED',
      {},
      'restoration 15 working days before the period ends, through the institution; the agency assesses it within 10 working days',
    ],
    ['CLINICIAN_SUSPENDED', { restorationRoute: 'direct' }, 'ends, directly; the agency'],
    [
      'CLINICIAN_SUSPENDED',
      { applyBeforeWorkingDays: 'none', assessWorkingDays: 'none' },
      'restoration before the period ends, through',
    ],
    [
      'CLINICIAN_SUSPENDED',
      { applyBeforeWorkingDays: null },
      '(a number to be filled in) before the period ends',
    ],
    ['CLINICIAN_SUSPENDED', { restore: 'auto' }, 'The period ends by itself'],
    ['CLINICIAN_SUSPENDED', { earlyRestore: 'admin_approval' }, 'early restoration may be applied for'],
    ['CLINICIAN_SUSPENDED', {}, 'Repair of points'],
    ['CLINICIAN_TERMINATED', {}, 'Apply for restoration 15 working days'],
    ['CLINICIAN_TERMINATED', {}, 'Repair of points'],
    ['CLINICIAN_TERMINATED', {}, 'a new service commitment and a new registration'],
    ['CLINICIAN_TERMINATED', { commitmentRequired: false }, 'a new registration is needed'],
    ['NOT_RESTORED', {}, 'Apply for restoration 15 working days'],
    ['NOT_RESTORED', {}, 'a new service commitment'],
    ['REGISTRATION_EXPIRED', { certificateRenewalMonths: 1 }, 'Apply for renewal 1 month before the expiry'],
    [
      'REGISTRATION_EXPIRED',
      { certificateRenewalMonths: null },
      '(a number of months to be filled in) before the expiry',
    ],
    ['REGISTRATION_EXPIRED', {}, 'Renew the certificate'],
    ['INSTITUTION_TERMINATED', {}, 'depends on why'],
    ['INSTITUTION_TERMINATED', { reapplyBanYears: 3 }, 'within 3 years'],
    ['INSTITUTION_TERMINATED', { reapplyBanYears: null }, 'within (a number of years to be filled in)'],
    [
      'INSTITUTION_EXIT_AUDIT',
      { exitRectificationMonths: 1 },
      'through; where it is failed, rectify within 1 month',
    ],
    [
      'INSTITUTION_GUIDANCE',
      { guidanceMonths: 6, guidanceExtensionMonths: 6 },
      '(6 months, and 6 more where it is extended)',
    ],
    ['INSTITUTION_GUIDANCE', { guidanceMonths: 6 }, '(6 months) do not claim'],
    [
      'DEPARTMENT_SUSPENDED',
      { earlyRestore: 'admin_approval' },
      'the department may apply for early restoration',
    ],
    ['NO_FUND_MONEY', { fundScope: 'pooled' }, 'the personal account'],
    [
      'DATE_IMPLAUSIBLE',
      {},
      'at most 24 hours ahead, not before 2000-01-01, at most 3 days before admission',
    ],
  ] as const)('%s with %j: %s', (code, given, words) => {
    expect(english(nextStepsOf(code, under(given)))).toContain(words);
  });

  it.each([
    ['CLINICIAN_SUSPENDED', { restore: 'auto' }, 'Apply for restoration'],
    ['CLINICIAN_SUSPENDED', {}, 'ends by itself'],
    ['CLINICIAN_SUSPENDED', {}, 'early restoration'],
    ['CLINICIAN_SUSPENDED', { repair: [] }, 'Repair'],
    ['CLINICIAN_TERMINATED', { restore: 'auto' }, 'Apply for restoration'],
    ['CLINICIAN_TERMINATED', { restore: 'auto' }, 'ends by itself'],
    ['INSTITUTION_EXIT_AUDIT', {}, 'rectify'],
    ['INSTITUTION_GUIDANCE', {}, '('],
    ['DEPARTMENT_SUSPENDED', {}, 'early restoration'],
    ['NO_FUND_MONEY', {}, 'personal account'],
  ] as const)('%s with %j: nothing of "%s"', (code, given, words) => {
    expect(english(nextStepsOf(code, under(given)))).not.toContain(words);
  });

  it.each([
    ['CLINICIAN_SUSPENDED', {}, '期满前15个工作日经所在机构同意后申请恢复，经办机构10个工作日内评估'],
    [
      'CLINICIAN_SUSPENDED',
      { applyBeforeWorkingDays: 'none', restorationRoute: 'direct' },
      '期满前由本人直接申请恢复',
    ],
    ['CLINICIAN_SUSPENDED', { applyBeforeWorkingDays: null }, '期满前（待填）个工作日'],
    ['REGISTRATION_EXPIRED', { certificateRenewalMonths: 3 }, '届满前3个月'],
    ['REGISTRATION_EXPIRED', { certificateRenewalMonths: null }, '届满前（待填）个月'],
    ['INSTITUTION_TERMINATED', { reapplyBanYears: 3 }, '3年内不得'],
    ['INSTITUTION_TERMINATED', { reapplyBanYears: null }, '（待填）年内不得'],
    ['INSTITUTION_EXIT_AUDIT', { exitRectificationMonths: 1 }, '退出审核；未通过的，在1个月内整改'],
    [
      'INSTITUTION_GUIDANCE',
      { guidanceMonths: 6, guidanceExtensionMonths: 6 },
      '辅导期（6个月，可延长6个月）内',
    ],
    ['INSTITUTION_GUIDANCE', { guidanceMonths: 6 }, '辅导期（6个月）内'],
    ['INSTITUTION_GUIDANCE', {}, '辅导期内'],
    ['DATE_IMPLAUSIBLE', {}, '不晚于当前24小时、不早于2000-01-01、不早于入院3天'],
  ] as const)('%s with %j: %s', (code, given, words) => {
    expect(chinese(nextStepsOf(code, under(given)))).toContain(words);
  });

  it.each([
    ['CODE_MISSING', ["Complete the ordering clinician's national code"]],
    ['CODE_INVALID', ['Put the national code in place of the local one']],
    ['CLINICIAN_UNKNOWN', ['Check the code', 'register the person']],
    ['NOT_REGISTERED_AT_SITE', ['Register the person at this site', 'prove it so that the record']],
    ['COMMITMENT_MISSING', ['Have the person sign the service commitment', 'send the signed commitment']],
    ['REGISTRATION_EXPIRED', ['Renew the certificate']],
    ['DEREGISTERED', ['Hand the work over', 'reported by mistake']],
    ['CLINICIAN_SUSPENDED', ['Hand the work over', 'Apply for restoration', 'Repair of points']],
    [
      'CLINICIAN_TERMINATED',
      ['Hand the work over', 'Apply for restoration', 'Repair of points', 'a new service commitment'],
    ],
    ['NOT_RESTORED', ['Hand the work over', 'Apply for restoration', 'a new service commitment']],
    ['INSTITUTION_UNKNOWN', ["Check the institution's code"]],
    ['INSTITUTION_SUSPENDED', ['Claim nothing', 'Rectify as ordered', 'prove it to the agency']],
    ['INSTITUTION_TERMINATED', ['Claim nothing', 'A new agreement', 'prove it to the agency']],
    ['INSTITUTION_EXIT_AUDIT', ['Claim nothing', 'See the exit audit through']],
    ['INSTITUTION_GUIDANCE', ['In the guidance period do not claim', 'a regional medical centre']],
    ['DEPARTMENT_SUSPENDED', ['Have another department', 'Rectify as ordered']],
    ['EMERGENCY_EXEMPT', ['Keep the record of the emergency or rescue']],
    ['EXEMPTION_GRANTED', ['Keep the approval']],
    ['INPATIENT_BEFORE_STATUS_CHANGE', ['Settle what arose before the change as usual']],
    ['NO_FUND_MONEY', []],
    ['REFUND_MIRRORS_ORIGINAL', ['it follows when the decision on its original changes']],
    ['IN_GOOD_STANDING', []],
    ['OUTSIDE_PACK_IN_FORCE', ['the agency can map the area to a text that is in force']],
    ['PACK_MISSING', ['Check the area of treatment']],
    ['PACK_INCOMPLETE', ["once the agency has filled in the pack's blanks"]],
    ['REFUND_ORIGINAL_UNKNOWN', ['State the line it reverses (init_feedetl_sn)']],
    ['DATE_IMPLAUSIBLE', ['Check the time of the fee']],
    ['EMERGENCY_EVIDENCE_NEEDED', ['Send the emergency or rescue record (4302)']],
    ['AMOUNTS_CONTRADICT', ['one sign, pooled money within fund money']],
    ['REFUND_EXCEEDS_ORIGINAL', ['together they may not exceed its quantity']],
    ['MED_TYPE_UNKNOWN', ['Check the medical category']],
  ] as const)('%s: in the order in which they help, %j', (code, steps) => {
    const said = nextStepsOf(code, under({}));
    expect(said).toHaveLength(steps.length);
    steps.forEach((words, index) => expect(said[index]?.en).toContain(words));
    for (const { zh } of said) expect(zh).toMatch(/\p{Script=Han}/u);
  });

  it.each([
    ['CLINICIAN_SUSPENDED', { restore: 'auto', repair: [] }, ['Hand the work over', 'ends by itself']],
    [
      'CLINICIAN_SUSPENDED',
      { repair: null },
      ['Hand the work over', 'Apply for restoration', 'Repair of points'],
    ],
    ['CLINICIAN_TERMINATED', { restore: 'auto', repair: [] }, ['Hand the work over', 'a new service']],
  ] as const)('%s with %j: %j and no other', (code, given, steps) => {
    const said = nextStepsOf(code, under(given));
    expect(said).toHaveLength(steps.length);
    steps.forEach((words, index) => expect(said[index]?.en).toContain(words));
  });
});
