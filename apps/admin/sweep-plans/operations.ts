import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'reviewer',
  'admin_department',
  'settlement_auditor',
  'operator',
];

/** Who may look at plans, and who lets them run. A plan reaches over institutions: handlers look at each of them. */
export const SWEEP_PLAN_OPERATIONS = {
  listSweepPlans: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Plans by which late knowledge moves paid money', zh: '补知信息引起的资金变动计划' },
  },
  readSweepPlan: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'A plan: its figures, what has been done about it, its lines', zh: '查看计划及其明细' },
  },
  approveSweepPlan: {
    roles: ['reviewer'],
    reach: 'listed',
    summary: {
      en: 'Approve a plan; the second of two reviewers lets it run',
      zh: '审批计划（两人复核后执行）',
    },
  },
  refuseSweepPlan: {
    roles: ['reviewer'],
    reach: 'listed',
    summary: { en: 'Refuse a plan; its lines stay as they are', zh: '驳回计划，相关明细维持原状' },
  },
  refreshSweepPlan: {
    roles: ['reviewer'],
    reach: 'listed',
    summary: {
      en: 'Select the lines of a plan anew; approvals are dropped',
      zh: '重新选取计划明细，原审批作废',
    },
  },
  revertSweepPlan: {
    roles: ['reviewer'],
    reach: 'listed',
    summary: {
      en: 'Take back the registry write that a done plan came of',
      zh: '撤回已执行计划所依据的登记写入',
    },
  },
} as const satisfies OperationRules;
