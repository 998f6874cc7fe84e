import type { OperationRules } from '../access/operation';

export const SYNC_OPERATIONS = {
  readSync: {
    roles: ['operator', 'admin_department'],
    reach: 'none',
    summary: {
      en: 'How the registry, Redis and the topics stand to each other',
      zh: '查看同步情况（延迟、差异、最近比对）',
    },
  },
  rebuildRedis: {
    roles: ['operator'],
    reach: 'none',
    summary: { en: 'Rebuild Redis from the registry while it serves', zh: '由登记库重建 Redis，不停服务' },
  },
} as const satisfies OperationRules;
