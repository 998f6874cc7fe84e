/** What reports on a clearing say, in both languages. */
import type { BothLanguages } from '@gatekeeper/policy';
import type { Cause } from './cleared-files';

const both = (zh: string, en: string): BothLanguages => ({ zh, en });

/** Columns of every table, by field. */
export const COLUMN_WORDS = {
  key: both('代号', 'key'),
  item: both('项目', 'item'),
  value: both('笔数或内容', 'lines, or what it is'),
  amount: both('金额（元）', 'amount (yuan)'),
  whose: both('口径', 'whose'),
  fixmedins_code: both('机构代码', 'institution'),
  code: both('代码', 'code'),
  clinician: both('人员代码', 'clinician'),
  department: both('科室代码', 'department'),
  text: both('含义', 'meaning'),
  article: both('依据条款', 'article'),
  lines: both('明细笔数', 'lines'),
  accepted: both('支付笔数', 'accepted'),
  rejected: both('不予支付笔数', 'rejected'),
  clawed_back: both('追回笔数', 'clawed back'),
  held: both('待定笔数', 'held'),
  void: both('撤销笔数', 'void'),
  claimed: both('申报金额（元）', 'claimed (yuan)'),
  accepted_amount: both('支付金额（元）', 'accepted (yuan)'),
  refused: both('不予支付金额（元）', 'refused (yuan)'),
  recover: both('追回金额（元）', 'to recover (yuan)'),
  held_amount: both('待定金额（元）', 'held (yuan)'),
  damages: both('违约金（元）', 'damages (yuan)'),
  mdtrt_id: both('就诊ID', 'visit'),
  chrg_bchno: both('收费批次号', 'charge batch'),
  feedetl_sn: both('费用明细流水号', 'line'),
  period: both('所属期间', 'period'),
  decision_id: both('决定编号', 'decision'),
  supersedes: both('所替代的决定', 'supersedes'),
  cause: both('差异原因', 'cause'),
  cause_text: both('差异原因说明', 'what the cause means'),
  standing: both('实时结论', 'standing answer'),
  standing_reasons: both('实时理由', 'standing reasons'),
  standing_refused: both('实时不予支付（元）', 'standing refused (yuan)'),
  standing_recover: both('实时追回（元）', 'standing to recover (yuan)'),
  run: both('清算结论', "the run's answer"),
  run_reasons: both('清算理由', "the run's reasons"),
  run_refused: both('清算不予支付（元）', "the run's refused (yuan)"),
  run_recover: both('清算追回（元）', "the run's to recover (yuan)"),
  liable: both('责任方', 'liable'),
  lift: both('例外', 'exception'),
  evidence: both('凭据', 'evidence'),
  source: both('来源', 'source'),
  insutype: both('险种类型', 'insurance type'),
  clr_type: both('清算类别', 'clearing type'),
  med_type: both('医疗类别', 'medical category'),
  stmt_begndate: both('对账开始日期', 'first day'),
  stmt_enddate: both('对账结束日期', 'last day'),
  setl_id: both('结算ID', 'settlement'),
  declared: both('机构申报', 'declared'),
  here: both('本方', 'here'),
  difference: both('差额', 'difference'),
  mismatch: both('差异类别', 'mismatch'),
  mismatch_text: both('差异说明', 'what it means'),
  declared_medfee: both('申报医疗费（元）', 'declared amount (yuan)'),
  here_medfee: both('本方医疗费（元）', 'amount here (yuan)'),
  difference_medfee: both('医疗费差额（元）', 'difference of amounts (yuan)'),
  declared_fund: both('申报基金支付（元）', 'declared fund (yuan)'),
  here_fund: both('本方基金支付（元）', 'fund here (yuan)'),
  difference_fund: both('基金支付差额（元）', 'difference of fund (yuan)'),
  declared_account: both('申报个人账户（元）', 'declared account (yuan)'),
  here_account: both('本方个人账户（元）', 'account here (yuan)'),
  difference_account: both('个人账户差额（元）', 'difference of account (yuan)'),
} as const satisfies Readonly<Record<string, BothLanguages>>;
export type ColumnField = keyof typeof COLUMN_WORDS;

/** Sheets of a workbook, which are also the names of the files beside it. */
export const SHEET_WORDS = {
  summary: both('汇总', 'summary'),
  institutions: both('机构', 'institutions'),
  clinicians: both('人员', 'clinicians'),
  departments: both('科室', 'departments'),
  reasons: both('理由', 'reasons'),
  adjustments: both('以前期间更正', 'adjustments'),
  differences: both('与实时结论的差异', 'differences'),
  'carve-outs': both('例外支付', 'carve-outs'),
  own: both('本机构', 'own'),
  area: both('区域对照', 'area'),
  totals: both('总额对账', 'totals'),
  settlements: both('结算差异', 'settlements'),
  lines: both('明细差异', 'lines'),
} as const satisfies Readonly<Record<string, BothLanguages>>;
export type SheetName = keyof typeof SHEET_WORDS;

export const CAUSE_WORDS: Readonly<Record<Cause, BothLanguages>> = {
  late_knowledge: both('实时判定之后才获知的登记信息', 'registry news known only after the decision'),
  appeal: both('申诉成立', 'an appeal upheld'),
  re_upload: both('明细重新上传', 'the line was uploaded anew'),
  payment: both('基金支付情况变化', 'news of payment'),
  void: both('明细已撤销', 'the line was withdrawn'),
  fact: both('经办人员核定的事实', 'a fact that officers found'),
  edition: both('适用规则版本不同', 'another edition of the text'),
  plan_open: both('待批准的改判计划', 'a plan waits for approval'),
  plan_refused: both('改判计划未获批准', 'a plan was refused'),
  held: both('一方待定', 'one of the two is a hold'),
  unexplained: both('原因不明（属缺陷，须查明后方可结账）', 'unexplained: a defect, which stops closing'),
};

/** An answer or who bears it; a hold's code has its own text. */
export const ANSWER_WORDS: ReadonlyMap<string, BothLanguages> = new Map([
  ['accept', both('支付', 'accept')],
  ['reject', both('不予支付', 'reject')],
  ['claw_back', both('追回', 'claw back')],
  ['void', both('撤销', 'void')],
  ['institution', both('机构', 'institution')],
  ['none', both('无', 'none')],
]);

export const VOID_TEXT = both('明细已由机构撤销', 'The institution withdrew the line');

export const PAGE_WORDS = {
  monthly: both('医疗保障基金结算月度审核报告', 'Monthly report on the clearing of fund settlements'),
  annual: both('医疗保障基金结算年度清算报告', 'Annual report on the clearing of fund settlements'),
  statement: both('定点医药机构结算审核结果单', 'Statement of clearing for an institution'),
  area: both('统筹地区', 'area'),
  period: both('期　　间', 'period'),
  by: both('归属口径', 'month taken from'),
  settlement: both('结算时间', 'time of settlement'),
  fee: both('费用发生时间', 'time of the fee'),
  knownAt: both('知悉截至', 'known by'),
  packs: both('适用规则', 'rules applied'),
  institution: both('机构代码', 'institution'),
  digest: both('数据摘要', 'digest of the data'),
  due: both('报送期限', 'due'),
  figures: both('一、总体情况', '1. Figures'),
  byInstitution: both('二、分机构情况', '2. By institution'),
  byReason: both('三、理由及依据', '3. Reasons and articles'),
  changes: both('四、差异、更正与例外', '4. Differences, corrections and exceptions'),
  departments: both('二、分科室情况', '2. By department'),
  changesOfOne: both('三、差异、更正与例外', '3. Differences, corrections and exceptions'),
  compared: both('四、区域对照', '4. The area'),
  prepared: both('编　　制', 'prepared by'),
  reviewed: both('复　　核', 'reviewed by'),
  responsible: both('负 责 人', 'responsible'),
  seal: both('（公章）', '(seal)'),
  nothing: both('无。', 'None.'),
  of: both('笔', 'lines'),
  ownRow: both('本机构', 'own'),
  othersRow: both('其他机构合计', 'all other institutions'),
  totalRow: both('区域合计', 'the whole area'),
} as const satisfies Readonly<Record<string, BothLanguages>>;

/** Rows of the summary that are no counts of lines and money. */
export const ITEM_WORDS = {
  set_aside: both('无法读取的行', 'rows that could not be read'),
  overpaid: both('追回超出明细金额的部分', "recovered beyond the lines' amounts"),
  damages: both('违约金', 'liquidated damages'),
  adjusted_refused: both('以前期间更正：不予支付', 'corrections of closed periods: refused'),
  adjusted_recover: both('以前期间更正：追回', 'corrections of closed periods: to recover'),
  differences: both('与实时结论有差异的明细', 'lines that differ from their standing answer'),
  carve_outs: both('依例外支付的明细', 'lines paid under an exception'),
  code_missing: both('未填写人员代码的明细', 'lines without a clinician code'),
  code_invalid: both('人员代码无效的明细', 'lines with an invalid clinician code'),
  code_missing_share: both('未填写人员代码占比', 'share of lines without a clinician code'),
  code_invalid_share: both('人员代码无效占比', 'share of lines with an invalid clinician code'),
  prepayment_cut: both('建议核减预付', 'proposed: prepayment cut'),
  prepayment_stopped: both('建议停止预付', 'proposed: prepayment stopped'),
  lines: both('明细合计', 'all lines'),
  accepted: both('支付', 'accepted'),
  rejected: both('不予支付', 'rejected'),
  clawed_back: both('追回', 'clawed back'),
  held: both('待定', 'held'),
  void: both('已撤销', 'void'),
  area: PAGE_WORDS.area,
  period: both('期间', 'period'),
  by: PAGE_WORDS.by,
  known_at: PAGE_WORDS.knownAt,
  packs: PAGE_WORDS.packs,
  frame_digest: both('抽样框摘要', 'digest of the sampling frame'),
  digest: PAGE_WORDS.digest,
} as const satisfies Readonly<Record<string, BothLanguages>>;
export type ItemKey = keyof typeof ITEM_WORDS;

export const hiddenNote = (threshold: number): BothLanguages =>
  both(
    `※ 其他机构的笔数小于 ${threshold} 的，连同其金额不予列出；为防止由合计推算，另有部分数据一并隐去。`,
    `※ Counts of other institutions below ${threshold} are withheld with their amounts, and so are others from which they could be worked out.`,
  );

export const moreInstitutions = (shown: number, all: number): BothLanguages =>
  both(
    `共 ${all} 家，本表列出不予支付和追回金额最大的 ${shown} 家，其余见电子表格。`,
    `Of ${all} institutions the ${shown} with the most money refused and to be recovered; the others are in the workbook.`,
  );
