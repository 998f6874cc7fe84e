import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'registrar',
  'scorer',
  'reviewer',
  'settlement_auditor',
  'operator',
  'institution_office',
  'department_officer',
  'health_authority',
];

/** Who looks into what is out of the ordinary: not whom it is about. */
const EXAMINERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'reviewer',
  'settlement_auditor',
  'health_authority',
];

export const FIGURE_OPERATIONS = {
  listTallies: {
    roles: READERS,
    reach: 'listed',
    summary: {
      en: 'Lines and money by day, institution, outcome, reason',
      zh: '按日、机构、结果、原因统计明细与金额',
    },
  },
  listCarveOuts: {
    roles: READERS,
    reach: 'listed',
    summary: {
      en: 'Lines accepted under an exception, by institution and clinician',
      zh: '按机构、人员统计急诊抢救、跨期住院等例外支付明细',
    },
  },
  listCarveOutLines: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Each such line with its evidence', zh: '例外支付明细及其依据' },
  },
  listAbnormalCarveOutUse: {
    roles: EXAMINERS,
    reach: 'listed',
    summary: { en: 'Use of exceptions out of the ordinary', zh: '例外支付异常使用情况' },
  },
  listSignals: {
    roles: EXAMINERS,
    reach: 'listed',
    summary: { en: 'What looks odd among lines, to be looked into', zh: '疑点线索' },
  },
} as const satisfies OperationRules;
