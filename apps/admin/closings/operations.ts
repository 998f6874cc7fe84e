import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'settlement_auditor',
  'reviewer',
  'admin_department',
  'operator',
];

/** Who may look at closings, and who closes. A period is of an area: handlers ask whether it lies in the caller's. */
export const CLOSING_OPERATIONS = {
  listClosings: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Closings of periods: proposed, closed, refused', zh: '清算期间的结账记录' },
  },
  readClosing: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'A closing, what stands against it, what it changed', zh: '查看结账、其障碍及变动' },
  },
  proposeClosing: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: { en: 'Propose to close a period on a run', zh: '依据清算任务提议结账' },
  },
  approveClosing: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: 'listed',
    summary: { en: 'Close it; someone other than the proposer', zh: '批准结账（须非提议人）' },
  },
  refuseClosing: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: 'listed',
    summary: { en: 'Refuse a proposed closing', zh: '驳回结账提议' },
  },
  listClosingExceptions: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Exceptions to closed periods', zh: '结账例外事项' },
  },
  readClosingException: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'An exception: who, why, until when, what it let through', zh: '查看例外事项' },
  },
  proposeClosingException: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: { en: 'Propose a reasoned exception to a soft closing', zh: '提出软结账的例外事项' },
  },
  approveClosingException: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: 'listed',
    summary: {
      en: 'Let an exception stand; someone other than the proposer',
      zh: '批准例外事项（须非提出人）',
    },
  },
  refuseClosingException: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: 'listed',
    summary: { en: 'Refuse a proposed exception', zh: '驳回例外事项' },
  },
  takeBackClosingException: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: 'listed',
    summary: { en: 'Take back an exception that stands', zh: '撤回生效中的例外事项' },
  },
} as const satisfies OperationRules;
