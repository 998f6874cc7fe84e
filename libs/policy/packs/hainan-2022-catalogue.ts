/** What Hainan's draft of 2022 scores (READINGS 1.1.1): fixed points, taken from 12 a year. */
import type { Situation } from '../situation';
import { citationsOf } from './citing';

const DRAFT = '海南省医疗保障定点医疗机构医保医师管理暂行办法（征求意见稿）';
const cite = citationsOf('hainan-2022', DRAFT);

/** One item of an article of articles 15 to 19, which each fix one number of points. */
function situation(article: number, item: number, points: number, zh: string, en: string): Situation {
  return {
    code: `HI22-${article}-${item}`,
    points: { from: points, to: points },
    zh,
    en,
    citation: cite(`${article} item ${item}`, en),
  };
}

/** Article 15: the whole of the year's points; 16 to 19: points for each case (每例). */
export const HAINAN_2022_CATALOGUE: readonly Situation[] = [
  situation(
    15,
    1,
    12,
    '诱导或协助冒名、虚假就医购药，出具假证明或串通虚开单据',
    'leading or helping others to be treated under a false name or for show, false certificates or bills',
  ),
  situation(
    15,
    2,
    12,
    '伪造、篡改、藏匿或毁弃文书、证明、凭证或电子数据',
    'forging, altering, hiding or destroying records, certificates, vouchers or data',
  ),
  situation(15, 3, 12, '编造未发生的医药服务', 'inventing services that were never given'),
  situation(
    15,
    4,
    12,
    '为骗保而实施第17条第1至7项行为并致基金损失',
    'an act of article 17 items 1 to 7 done to defraud, with a loss to the fund',
  ),
  situation(15, 5, 12, '受到纪检监察机关处理', 'dealt with by a discipline or supervision authority'),
  situation(15, 6, 12, '以其他手段骗取基金', 'defrauding the fund by any other means'),
  situation(
    16,
    1,
    6,
    '受到卫健、市场监管、公安等部门行政处罚',
    'an administrative penalty by health, market or police authorities',
  ),
  situation(16, 2, 6, '负面新闻曝光，查实且基金受损', 'bad press that proves true, with a loss to the fund'),
  situation(
    16,
    3,
    6,
    '借入、套用或出借医师代码开方',
    "prescribing under a borrowed, copied or lent physician's code",
  ),
  situation(17, 1, 3, '分解住院、挂床', 'splitting stays, or beds occupied on paper only'),
  situation(
    17,
    2,
    3,
    '过度诊疗检查、拆分处方、超量或重复开药等不必要服务',
    'overtreatment, split, excessive or repeated prescriptions, or other needless services',
  ),
  situation(17, 3, 3, '重复、超标或拆分收费', 'charging twice, above the rate, or in split items'),
  situation(
    17,
    4,
    3,
    '药品、耗材、项目、设施串换',
    'billing one medicine, material, service or facility as another',
  ),
  situation(
    17,
    5,
    3,
    '为参保人转卖药品、套取现金等牟利行为提供方便',
    'helping insured persons to resell medicines or draw cash or other gain',
  ),
  situation(
    17,
    6,
    3,
    '把支付范围以外的费用拿来结算',
    'settling fees that lie outside what the funds pay for',
  ),
  situation(17, 7, 3, '病种分值高套', 'coding cases into a disease group of a higher score'),
  situation(17, 8, 3, '其他使基金受损的违法行为', 'any other unlawful act that costs the fund'),
  situation(18, 1, 2, '监管所需信息未按规定上报', 'not reporting what supervision of the fund needs'),
  situation(18, 2, 2, '不接受监督检查或情况不实', 'refusing an inspection, or giving false information'),
  situation(19, 1, 1, '推托或拒绝诊治参保人', 'turning insured patients away'),
  situation(
    19,
    2,
    1,
    '未获同意使用范围外服务（急诊、抢救等除外）',
    'services outside coverage without consent, emergency and rescue excepted',
  ),
  situation(
    19,
    3,
    1,
    '不核验凭证致违规结算',
    'not checking the insurance credential, so that a wrongful visit was settled',
  ),
];
