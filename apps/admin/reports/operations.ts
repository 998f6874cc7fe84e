import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

/** The agency that handles, and the department it reports to (READINGS 1.7). */
const AGENCY: readonly [Role, ...Role[]] = ['admin_department', 'registrar', 'scorer', 'reviewer'];

const institutionInPath = { institution: { in: 'params', field: 'fixmedins_code' } } as const;
const areaInQuery = { area: { in: 'query', field: 'area' } } as const;

export const REPORT_OPERATIONS = {
  readHandlingReport: {
    roles: AGENCY,
    reach: areaInQuery,
    summary: { en: 'The report on handling in a month', zh: '月度经办管理情况报告' },
  },
  recordHandlingSubmission: {
    roles: ['reviewer'],
    reach: { area: { in: 'body', field: 'area' } },
    summary: { en: 'Record that a report on handling was sent', zh: '登记月度报告报送' },
  },
  listHandlingSubmissions: {
    roles: AGENCY,
    reach: areaInQuery,
    summary: {
      en: 'Reports on handling that were sent, and months owed',
      zh: '月度报告报送情况及应报未报月份',
    },
  },
  readAssessmentYear: {
    roles: [...AGENCY, 'institution_office'],
    reach: institutionInPath,
    summary: {
      en: "An institution's year, and whether it may be rated excellent",
      zh: '机构年度考核评优限制',
    },
  },
  listBarredFromTitleReview: {
    roles: [...AGENCY, 'institution_office'],
    reach: institutionInPath,
    summary: { en: 'Who may not be reviewed for a title in a year', zh: '当年不得参加职称评审人员' },
  },
  checkMaintenance: {
    roles: AGENCY,
    reach: areaInQuery,
    summary: { en: 'Check commitments, statuses and certificates', zh: '核查服务承诺、状态维护和证书有效期' },
  },
} as const satisfies OperationRules;
