import type { OperationRules } from '../access/operation';

export const SELF_SERVICE_OPERATIONS = {
  readMyClinician: {
    roles: ['clinician'],
    reach: 'listed',
    summary: { en: 'My status, points, notices and deadlines', zh: '查看本人状态、记分、通知和期限' },
  },
  readMyInstitution: {
    roles: ['institution_office'],
    reach: 'listed',
    summary: {
      en: "My institution's people, notices to deliver, statuses to maintain",
      zh: '查看本机构人员状态、待送达通知、待维护状态',
    },
  },
  readPublicClinician: {
    roles: 'public',
    reach: 'none',
    summary: { en: 'Display status of a clinician', zh: '人员状态公开查询' },
  },
  listPublicClinicians: {
    roles: 'public',
    reach: 'none',
    summary: { en: 'Display statuses at an institution', zh: '机构人员状态公开查询' },
  },
} as const satisfies OperationRules;
