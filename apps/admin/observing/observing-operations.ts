import type { OperationRules } from '../access/operation';

export const OBSERVING_OPERATIONS = {
  readObserving: {
    roles: ['operator', 'admin_department'],
    reach: 'none',
    summary: {
      en: 'Whether the installation observes, and what leaving it would turn',
      zh: '查看是否处于观察运行及转正式运行的影响',
    },
  },
  proposeLeavingObserving: {
    roles: ['operator'],
    reach: 'none',
    summary: { en: 'Propose to leave observing', zh: '提出结束观察运行' },
  },
  confirmLeavingObserving: {
    roles: ['operator'],
    reach: 'none',
    summary: { en: 'Confirm, as a second person, that observing is left', zh: '由另一人确认结束观察运行' },
  },
} as const satisfies OperationRules;
