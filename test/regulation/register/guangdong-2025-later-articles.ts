/** Guangdong from restoration on (art. 31 to 52), and its forms. */
import type { RegisteredArticle } from './registered';
import {
  ADMINISTRATION,
  AUDITING,
  leftOut,
  modelled,
  OFFICES,
  SUPERVISION,
  SYSTEMS,
  TOLD,
} from './registered';

const FORM = 'a form to be filled in by hand; what it states is on file as a record';

export const GUANGDONG_2025_LATER_ARTICLES: readonly RegisteredArticle[] = [
  modelled(
    '31',
    'restoration: applied for 15 working days before the end, never by itself',
    '期满前15个工作日申请，不自动恢复',
  ),
  leftOut(
    '32',
    'what an assessment looks at',
    '评估考虑的因素',
    'a judgement of the agency; its outcome is a restoration on file, or none',
  ),
  modelled('33', 'reports from time to time, without a day', '定期报送，未定日期'),
  modelled(
    '34',
    'appeal in 10 working days; meanwhile the handling is carried out',
    '10个工作日申诉，期间照常执行',
  ),
  leftOut(
    '35',
    'the agency explains; then the department of the same level',
    '解释与移交行政部门',
    'its outcome reaches the registry as an annulment or revision of the sanction, whatever body gave it',
  ),
  leftOut(
    '36',
    'experts judge disputed professional questions',
    '第三方评估鉴定',
    'the way to an expert; that the time does not count is tested under 37',
  ),
  modelled(
    '37',
    'answered in 20 working days from the material, experts apart; status changed back',
    '收到材料20个工作日内核实，可调整状态',
  ),
  modelled(
    '38',
    'no claim after the change; fees of a stay from before settle as usual',
    '变更后不得申报；住院此前费用照常结算',
  ),
  modelled('39', 'who maintains late bears the loss', '未及时维护造成损失由机构承担'),
  leftOut('40', 'fees are audited monthly and yearly', '月度审核与年度清算', AUDITING),
  modelled(
    '41',
    'what such a person ordered is not paid; what was paid is recovered',
    '其开具费用不支付，已付追回',
  ),
  leftOut('42', 'agencies accept supervision', '接受监督', SUPERVISION),
  leftOut('43', 'internal control of the agencies', '内部控制', ADMINISTRATION),
  leftOut('44', 'institutions supervise their departments', '机构内部管理', SUPERVISION),
  leftOut('45', 'other authorities are told', '信息共享与抄告', TOLD),
  leftOut('46', 'society may take part', '社会参与', SUPERVISION),
  leftOut('47', 'the status is linked with the settlement system', '状态与结算系统联动', SYSTEMS),
  leftOut('48', 'institutions connect by the national interface', '接口联通', SYSTEMS),
  leftOut('49', 'accounts and rights of users', '用户与权限管理', ADMINISTRATION),
  leftOut('50', 'a file for each person', '一医一档', SYSTEMS),
  leftOut('51', 'localities improve their processes', '各地完善流程', OFFICES),
  modelled('52', 'the day of coming into force is left blank', '实施日期留空'),
  leftOut('form-1', 'commitment', '承诺书', FORM),
  leftOut('form-2', 'registration', '登记备案表', FORM),
  modelled(
    'form-3',
    'notice: appeal in 7 working days, restoration direct, copies to every site',
    '处理通知书',
  ),
  leftOut('form-4', 'application for repair', '记分修复申请书', FORM),
  leftOut('form-5', 'statement on appeal', '陈述申辩书', FORM),
  modelled('form-6', 'application for restoration: period served, nothing settled meanwhile', '恢复申请书'),
  leftOut('form-7', 'copy to other authorities', '抄告书', FORM),
];
