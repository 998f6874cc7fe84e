/**
 * The national scheme: 医保办发〔2024〕34号 by article number, 医保发〔2024〕23号 with `N23-` before. Its full text is not
 * among the sources: these are the articles that READINGS 2 describes, and one entry for each document's rest.
 */
import type { PackRegister } from './registered';
import { ADMINISTRATION, AUDITING, leftOut, modelled, NOT_AT_HAND, SYSTEMS } from './registered';

export const NATIONAL_2024_REGISTER: PackRegister = {
  pack: 'national-2024',
  read: 'the articles that are described at second hand; the full texts are not at hand',
  articles: [
    modelled(
      '16',
      'statuses; no payment during suspension or termination but in emergency',
      '三种状态；暂停终止期内除急诊抢救外不支付',
    ),
    modelled('18', 'each site registers the persons who practise there', '各机构为本机构人员登记备案'),
    modelled('21', 'without a commitment no service on the fund', '未作承诺不得提供服务'),
    leftOut(
      '24',
      'only persons of higher amounts or worse conduct are identified',
      '金额较高、性质较恶劣者认定责任',
      'a judgement of the agency: whom it holds responsible arrives as a finding',
    ),
    leftOut(
      '25',
      'degrees of responsibility place the points within the band',
      '责任程度决定档内分值',
      'the degree is a judgement of the agency: points arrive chosen, and are held to the band (N23-annex-2)',
    ),
    modelled(
      '26',
      'in one inspection types add up, one act counts as its heaviest; over sites points accumulate',
      '同检查不同类累加、一行为取最重、跨点累计',
    ),
    modelled('27', 'points date from the decision', '以处理决定作出时为记分时点'),
    modelled('28', 'points are counted by natural year', '按自然年度记分'),
    modelled(
      '29',
      'informed below 9, suspended from 9, terminated at 12 for 1 or 3 years',
      '不满9分通报，9分暂停，12分终止1年或3年',
    ),
    modelled('30', 'a ratio of persons above which measures follow', '超过一定比例的措施'),
    modelled('31', 'notice within 5 working days of the decision or its receipt', '5个工作日内出具通知'),
    modelled(
      '33',
      'delivery within 3 working days; the institution brings the status up to date',
      '3个工作日内送达，机构维护状态',
    ),
    modelled(
      '34',
      'linkage over sites; whom an institution’s measure reaches',
      '跨机构联动与机构处理涉及的人员',
    ),
    modelled('35', 'who has left or lost the licence is deregistered', '离岗或失去执业资格的取消备案'),
    leftOut(
      '37',
      'the person and the public can see the status',
      '本人查询与公开提示',
      'a view of what is on file, for the administration’s pages; nothing is decided by it',
    ),
    modelled('38', 'repair reduces points or shortens the period', '修复可减分或缩短期限'),
    modelled(
      '39',
      'restoration: applied for 15 working days before the end, assessed in 10',
      '期满前15个工作日申请恢复，10个工作日评估',
    ),
    modelled('41', 'appeal within 10 working days of receipt', '收到后10个工作日内申诉'),
    modelled(
      '44',
      'answered in 20 working days from the material, expert time apart',
      '20个工作日内答复，鉴定时间除外',
    ),
    modelled(
      '45',
      'what arises after the change may not be claimed, emergency apart',
      '变更后发生的不得申报，急诊抢救除外',
    ),
    modelled('46', 'who maintains late bears the loss', '未及时维护造成损失由机构承担'),
    leftOut('47', 'the status is linked with settlement', '状态与结算系统联动', SYSTEMS),
    modelled(
      '48',
      'what such persons ordered is not paid; what was paid is recovered',
      '其开具费用不支付，已付追回',
    ),
    leftOut('50', 'internal control and separated posts', '内部控制与岗位分离', ADMINISTRATION),
    leftOut('54', 'monthly audit and yearly clearing', '月度审核与年度清算', AUDITING),
    leftOut('56', 'life cycle of user rights', '用户权限全过程管理', ADMINISTRATION),
    leftOut(
      '58',
      'two years of transition for localities',
      '两年过渡期',
      'addresses localities with a scheme of their own; which text governs an area is the area map’s',
    ),
    modelled('59', 'in force since 2025-01-01', '自2025年1月1日起施行'),
    leftOut('rest', 'the other articles of N34', '其余条文', NOT_AT_HAND),
    modelled(
      'N23-3',
      'whose registration is not in order is not settled; auditors are stopped from auditing',
      '备案状态异常的不予结算；审核人员停止审核工作',
    ),
    modelled(
      'N23-annex-1',
      'persons and statuses, with emergency excepted in a suspension',
      '人员范围与状态，暂停期急诊抢救除外',
    ),
    modelled(
      'N23-annex-2',
      'scored situations in four bands, and what totals lead to',
      '四档记分情形与结果应用',
    ),
    leftOut('N23-rest', 'the other parts of N23', '其余部分', NOT_AT_HAND),
  ],
};
