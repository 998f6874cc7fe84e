/** The parameters of audit and clearing, and of how institutions come and go, in words. */
import type { ClearingParameters, LiquidatedDamages } from './clearing-parameters';
import type { BothLanguages } from './both-languages';
import type { WordsOf } from './value-words';
import { countOf, oneWordOf, orNotRegulated, worded, yesNo } from './value-words';

const months = orNotRegulated(countOf('个月', 'month'));
const years = orNotRegulated(countOf('年', 'year'));
const workingDays = orNotRegulated(countOf('个工作日', 'working day'));
const times = orNotRegulated(countOf('次', 'time'));

const damagesWords = ({ refused, suspended, terminated }: LiquidatedDamages): BothLanguages => ({
  zh: `不予支付或追回的${refused}%，并中止协议的${suspended}%，并解除协议的${terminated}%`,
  en: `${refused} % where it is refused or recovered, ${suspended} % where the agreement is suspended too, ${terminated} % where it is terminated`,
});

export const CLEARING_PARAMETER_WORDS: WordsOf<ClearingParameters> = {
  samplingBase: worded(
    '复审抽查对象',
    'what the second audit samples from',
    orNotRegulated(
      oneWordOf({
        all_passed: { zh: '初审通过的全部费用', en: 'all fees that passed the first' },
        inpatient: { zh: '住院费用', en: 'fees of hospital stays' },
      }),
    ),
  ),
  samplingMinPercent: worded(
    '抽查比例不低于',
    'the sample is at least',
    orNotRegulated((percent) => ({ zh: `${percent}%`, en: `${percent} %` })),
  ),
  samplingExtrapolates: worded('可按抽查比例放大拒付', 'whether a sample may be extrapolated', yesNo),
  extrapolationCapPercent: worded(
    '放大拒付不超过该层申报额的',
    'no more is refused so than, of what a stratum claims,',
    (percent) => ({
      zh: `${percent}%`,
      en: `${percent} %`,
    }),
  ),
  liquidatedDamages: worded('违约金', 'liquidated damages', orNotRegulated(damagesWords)),
  liquidatedDamagesBase: worded(
    '违约金基数',
    'what the percentage is taken of',
    oneWordOf({
      violating_fees: { zh: '违规费用', en: 'the violating fees' },
      fund_part: { zh: '其中基金支付部分', en: 'the fund part of them' },
    }),
  ),
  clearedDamagesBase: worded(
    '清算时违约金基数',
    'what it is taken of in clearing',
    oneWordOf({
      refused_and_recovered: {
        zh: '不予支付和追回的金额',
        en: 'what is refused and recovered',
      },
      violating_fees: { zh: '违规明细金额', en: 'the amounts of the lines in violation' },
      fund_part: { zh: '其中基金支付部分', en: 'the fund part of them' },
    }),
  ),
  prepaymentCutPercent: worded(
    '违规机构预付减少',
    'prepayment of an institution in breach is reduced by',
    orNotRegulated((percent) => ({ zh: `${percent}%`, en: `${percent} %` })),
  ),
  stayPrescriptionsExcluded: worded(
    '住院期间外配处方费用从DRG/DIP点数中剔除',
    'whether prescriptions filled outside during a stay leave the case points',
    yesNo,
  ),
  recoveryObjectionWorkingDays: worded(
    '机构对追回提出异议的时限',
    'an institution objects to a recovery within',
    workingDays,
  ),
  guidanceMonths: worded('政策辅导期', 'the guidance period of a new institution', months),
  guidanceExtensionMonths: worded('辅导期延长', 'its extension', months),
  reapplyBanYears: worded('解除协议后不得申请定点', 'no new agreement after a termination for', years),
  suspensionsToTerminate: worded(
    '协议期内中止几次即解除',
    'suspensions after which the agreement ends',
    times,
  ),
  exitNoticeMonths: worded('退出须提前申请', 'notice before leaving', months),
  exitRectificationMonths: worded(
    '退出审核未通过的整改期',
    'time to rectify after a failed exit audit',
    months,
  ),
  fullChecksPerYear: worded('每年全覆盖检查不少于', 'full checks a year, at least', times),
  onSiteChecksPerYear: worded('每年现场检查不少于', 'on-site checks a year, at least', times),
  specialChecksPerYear: worded('每年专项检查不少于', 'special checks a year, at least', times),
};
