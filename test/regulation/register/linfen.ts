/** The Linfen template on clinicians: five of ten pages are at hand and every number in them is blank (READINGS 1.5). */
import type { PackRegister } from './registered';
import { leftOut, modelled, NOT_AT_HAND, OFFICES, PURPOSE } from './registered';

const CONDUCT = 'conduct in practice; the text scores nothing: a breach leads to a measure under 5-4';
const TRAINING = 'training, without effect on a line or a score';

export const LINFEN_REGISTER: PackRegister = {
  pack: 'linfen',
  read: 'pages 1 to 5 of 10, by section and paragraph',
  articles: [
    leftOut('1-1', 'purpose', '目的', PURPOSE),
    modelled(
      '1-2',
      'doctors registered at a designated institution of the city',
      '适用于本市定点机构注册的医师',
    ),
    leftOut('1-3', 'principles: lawful, fair, by county, dynamic', '依法、公平、属地、动态的原则', PURPOSE),
    leftOut(
      '2-1',
      'application for the certificate through the institution',
      '经所在机构申请资格证书',
      'the way of an application; what follows from it is the certificate under 2-2',
    ),
    modelled('2-2', 'the agency examines in a blank number of working days', '经办机构审核，工作日数留空'),
    modelled(
      '2-3',
      'the certificate holds for a blank number of years and is renewed before',
      '证书有效年数与延续提前月数留空',
    ),
    modelled(
      '2-4',
      'changes are reported and handled in blank numbers of working days',
      '变更的报告与办理，工作日数留空',
    ),
    leftOut('3-1', 'how patients are treated', '诊疗服务要求', CONDUCT),
    leftOut('3-2', 'how costs are kept', '医疗费用控制', CONDUCT),
    leftOut('3-3', 'how records are written', '医疗文书管理', CONDUCT),
    leftOut('3-4', 'how the rules are made known', '政策宣传', CONDUCT),
    leftOut('4-1', 'who assesses', '考核组织', OFFICES),
    leftOut(
      '4-2',
      'what is assessed',
      '考核内容',
      'the text names subjects without weights: no score can be computed from it, only taken over (4-4)',
    ),
    leftOut(
      '4-3',
      'assessment month by month and year by year',
      '日常考核与年度考核',
      'a calendar of tasks whose yearly date is blank; the assessed score is taken over (4-4)',
    ),
    modelled(
      '4-4',
      'three grades with blank bounds, displayed for a blank number of working days',
      '三个等次，分数线与公示日数留空',
    ),
    modelled(
      '4-5',
      'an unqualified clinician is warned, suspended for a blank range, or struck off',
      '不合格的警告、暂停（期限留空）或注销',
    ),
    leftOut('5-1', 'who inspects', '监督检查主体', OFFICES),
    leftOut(
      '5-2',
      'what is inspected',
      '监督检查内容',
      'subjects of an inspection; what it finds leads to a measure under 5-4',
    ),
    modelled('5-3', 'inspections a blank number of times a year', '每年检查次数留空'),
    modelled(
      '5-4',
      'violations: a warning, a suspension for a blank range, or struck off',
      '违规的警告、暂停（期限留空）或注销',
    ),
    leftOut('6-1', 'who trains', '培训组织', TRAINING),
    leftOut('6-2', 'what is taught', '培训内容', TRAINING),
    leftOut(
      '6-3',
      'how it is taught, for a blank number of days',
      '培训方式，天数留空',
      `${TRAINING}; so its blank is not asked for`,
    ),
    leftOut('rest', 'pages 6 to 10', '第6至10页', NOT_AT_HAND),
  ],
};
