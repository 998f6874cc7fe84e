/** The Guangdong operating rules, draft for comment, read whole with their seven forms (READINGS 1.2). */
import { GUANGDONG_2025_LATER_ARTICLES } from './guangdong-2025-later-articles';
import type { PackRegister } from './registered';
import { AGREEMENT, leftOut, modelled, OFFICES, PURPOSE } from './registered';

export const GUANGDONG_2025_REGISTER: PackRegister = {
  pack: 'guangdong-2025',
  read: 'whole text, art. 1 to 52 and forms 1 to 7',
  articles: [
    leftOut(
      '1',
      'basis: the national scheme and the province’s own rules for carrying it out',
      '依据',
      PURPOSE,
    ),
    leftOut('2', 'for agencies of every level', '适用范围', PURPOSE),
    leftOut('3', 'principles', '原则', PURPOSE),
    leftOut('4', 'province guides, pooling areas carry out', '省级指导、统筹区实施', OFFICES),
    leftOut(
      '5',
      'the institution trains, maintains and assesses its persons',
      '机构的培训与管理职责',
      OFFICES,
    ),
    leftOut('6', 'eligibility becomes part of the agreement', '纳入协议管理', AGREEMENT),
    leftOut('7', 'what institution and agency owe each other under it', '协议双方的职责', AGREEMENT),
    modelled('8', 'with the agreement those who practise there become eligible', '签约后在岗人员获得资格'),
    leftOut('9', 'results enter the assessment of the institution', '结果纳入绩效考核', AGREEMENT),
    leftOut('10', 'results enter the credit of the institution', '结果纳入诚信管理', AGREEMENT),
    modelled('11', 'who is governed: five kinds of persons, and principals of pharmacies', '适用人员范围'),
    modelled('12', 'registration gives the national code', '登记备案并取得国家代码'),
    modelled('13', 'every site of a doctor registers, the status is linked', '多点执业均须备案并联动'),
    leftOut(
      '14',
      'what a registration states',
      '登记备案的内容',
      'fields of a form; those that decide a line are fields of the registry, the others are not kept',
    ),
    modelled(
      '15',
      'three statuses; the pooled fund does not pay in two of them',
      '三种状态与统筹基金不予支付',
    ),
    modelled('16', 'a new workplace registers anew', '变更机构须重新备案'),
    modelled('17', 'who has left is taken off the register', '离岗的取消备案'),
    leftOut('18', 'the agency provides the text of the commitment', '提供承诺书文本', OFFICES),
    leftOut(
      '19',
      'what a commitment holds',
      '承诺的内容',
      'the words of the commitment; whether there is one counts (20)',
    ),
    modelled('20', 'without a commitment no service on the fund', '未作承诺不得提供服务'),
    modelled('21', 'the commitment is made at every site', '各执业地点均须承诺'),
    leftOut(
      '22',
      'a breach of agreement or commitment may be scored by reference',
      '违反协议或承诺可参照记分',
      'lets the agency choose a scored situation; what it chooses arrives as a finding',
    ),
    leftOut(
      '23',
      'responsibility is fixed with the penalty or the handling',
      '处罚或处理时同步认定责任',
      'tells how the agency comes to a finding; the finding states its decision',
    ),
    modelled(
      '24',
      'scored when the decision is made; the agency maintains the status',
      '以作出处理时记分，经办维护状态',
    ),
    modelled(
      '25',
      'notice in 5 working days, on paper delivered in 3 more',
      '5个工作日出具，纸质3个工作日送达',
    ),
    leftOut(
      '26',
      'good doctors and pharmacists are commended',
      '好医师好药师激励',
      'left to the localities, without measure or effect',
    ),
    leftOut(
      '27',
      'the agency checks commitments and statuses from time to time',
      '定期核查承诺与状态',
      'a check without a number; what it finds is judged under 39',
    ),
    modelled(
      '28',
      'on notice the institution maintains the status and talks to the person',
      '收到通知后机构维护状态并谈话',
    ),
    leftOut(
      '29',
      'the person can look it up; booking shows it',
      '查询与提示',
      'a view of what is on file, for the administration’s pages; nothing is decided by it',
    ),
    modelled('30', 'repair: points reduced, period shortened, computed anew', '记分修复'),
    ...GUANGDONG_2025_LATER_ARTICLES,
  ],
};
