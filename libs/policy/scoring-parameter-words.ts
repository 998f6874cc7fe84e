/** The parameters of scoring, in words. */
import { counted } from './both-languages';
import type { ScoringParameters } from './scoring-parameters';
import type { ConsecutiveYears, Grade, Termination, Tier } from './tiers';
import type { BothLanguages } from './both-languages';
import type { WordsOf } from './value-words';
import {
  countOf,
  listOfWords,
  NONE,
  oneWordOf,
  orNotRegulated,
  SEMICOLONS,
  spanOf,
  worded,
} from './value-words';

const points = countOf('分', 'point');
const months = spanOf('个月', 'month');
const years = spanOf('年', 'year');

/** `9分以上不满12分：暂停1至6个月`. */
function tierWords({ from, below, months: term }: Tier): BothLanguages {
  const measure =
    term === null
      ? { zh: '告知机构', en: 'the institution is informed' }
      : { zh: `暂停${months(term).zh}`, en: `suspended for ${months(term).en}` };
  return {
    zh: `${below === null ? `${from}分以上` : `${from}分以上不满${below}分`}：${measure.zh}`,
    en: `${below === null ? `${counted(from, 'point')} or more` : `${from} to below ${counted(below, 'point')}`}: ${measure.en}`,
  };
}

function terminationWords({ at, accumulatedYears, oneOffYears }: Termination): BothLanguages {
  const accumulated = years(accumulatedYears);
  const atOnce = years(oneOffYears);
  return {
    zh: `${at}分：累计的终止${accumulated.zh}，一次性的终止${atOnce.zh}`,
    en: `at ${counted(at, 'point')}: for ${accumulated.en} when accumulated, for ${atOnce.en} when at once`,
  };
}

function consecutiveWords({ years: count, pointsEach, barYears }: ConsecutiveYears): BothLanguages {
  const bar = years(barYears);
  return {
    zh: `连续${count}年每年${pointsEach}分以上：终止${bar.zh}`,
    en: `${count} years in a row with ${counted(pointsEach, 'point')} each: terminated for ${bar.en}`,
  };
}

const gradeWords = ({ grade, from }: Grade): BothLanguages => ({
  zh: `${grade}级：剩余${from}分以上`,
  en: `${grade} from ${from} remaining`,
});

export const SCORING_PARAMETER_WORDS: WordsOf<ScoringParameters> = {
  scoreDirection: worded(
    '计分方式',
    'how points are counted',
    oneWordOf({
      up: { zh: '记分累加', en: 'up from nothing' },
      down: { zh: '从初始积分扣减', en: "down from the year's beginning" },
    }),
  ),
  initialPoints: worded('年度初始积分', "points at the year's beginning", orNotRegulated(points)),
  annualCap: worded('年度上限', "the most a year's total can be", orNotRegulated(points)),
  resetAt: worded(
    '清零',
    'when totals begin anew',
    oneWordOf({ natural_year: { zh: '每年12月31日24时', en: 'at 24:00 of 31 December' } }),
  ),
  tiers: worded(
    '年度累计分值对应的处理',
    "what a year's total leads to",
    listOfWords(tierWords, NONE, SEMICOLONS),
  ),
  terminate: worded('终止', 'termination, without new registration', orNotRegulated(terminationWords)),
  oneOffBy: worded(
    '“一次性”看',
    'what counts as at once',
    oneWordOf({
      decision: { zh: '同一次处理的合计', en: 'the points of one decision together' },
      finding: { zh: '单项认定', en: 'the points of one finding alone' },
    }),
  ),
  consecutiveYears: worded('连续多年', 'several years in a row', orNotRegulated(consecutiveWords)),
  sameKindInSameInspection: worded(
    '同一次检查中多次违反同一情形',
    'several findings of one kind in one inspection',
    oneWordOf({
      once: { zh: '按一次计', en: 'count once' },
      perCase: { zh: '逐例计', en: 'count case by case' },
    }),
  ),
  sameActSeveralSituations: worded(
    '一个行为符合多种情形',
    'one act that fits several situations',
    oneWordOf({
      highest: { zh: '按最高的计', en: 'counts as the highest' },
      summed: { zh: '分别计分、累加', en: 'counts as their sum' },
    }),
  ),
  repeatSameViolationBand: worded(
    '同年重犯同一违规',
    'the same violation again within a year',
    orNotRegulated(spanOf('分', 'point')),
  ),
  tierEscalation: worded(
    '当年已暂停过又记分的',
    'a further measure in a year that has had a suspension',
    oneWordOf({
      freshFull: { zh: '按累计分值另行处理', en: 'is taken in full for the total reached' },
      topUp: { zh: '补足差额', en: 'makes up the difference' },
      none: { zh: '不再处理', en: 'is not taken' },
    }),
  ),
  effectiveFrom: worded(
    '处理起始（通知书未写明的）',
    'first day, where the notice names none',
    oneWordOf({
      decision: { zh: '作出决定之日', en: 'the day of the decision' },
      next_month: { zh: '次月1日', en: 'the first of the next month' },
    }),
  ),
  earlyRestore: worded(
    '提前恢复',
    'early restoration',
    orNotRegulated(
      oneWordOf({
        admin_approval: { zh: '经行政部门审批', en: 'with the approval of the administrative department' },
        repair: { zh: '仅通过记分修复', en: 'by repair only' },
      }),
    ),
  ),
  repair: worded(
    '记分修复',
    'what a repair may do',
    listOfWords(
      oneWordOf({
        reduces_points: { zh: '减分', en: 'reduce points' },
        shortens_period: { zh: '缩短期限', en: 'shorten the period' },
        recomputes_tier: { zh: '按修复后分值重算', en: 'compute the measure again' },
      }),
      { zh: '未作规定', en: 'not regulated' },
    ),
  ),
  institutionCauseFilter: worded(
    '机构或科室被处理时及于',
    'whom the measure of an institution or department reaches',
    oneWordOf({
      everyone: { zh: '该处全部人员', en: 'everyone there' },
      responsible: { zh: '责任人员', en: 'the responsible persons' },
    }),
  ),
  grades: worded(
    '信用等级',
    'credit grades',
    listOfWords(gradeWords, { zh: '未作规定', en: 'not regulated' }),
  ),
  institutionRatio: worded(
    '暂停人员占比达到即不得评优',
    'share of persons suspended from which an institution is not rated excellent',
    orNotRegulated((percent) => ({ zh: `${percent}%`, en: `${percent} %` })),
  ),
  departmentRule: worded(
    '科室暂停人数达到即提请处理科室',
    "persons of a department suspended from which the department's suspension is proposed",
    orNotRegulated(countOf('人', 'person')),
  ),
  titleReviewBarMonths: worded(
    '暂停达到即当年不得参评职称',
    'length of a suspension from which a person is not reviewed for a title that year',
    orNotRegulated(countOf('个月', 'month')),
  ),
  fraudStopYears: worded('欺诈骗保停止结算', 'stop for verified fraud', orNotRegulated(years)),
};
