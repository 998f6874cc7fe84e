import type { OperationRules } from '../access/operation';
import { REGISTRY_OPERATIONS } from '../registry/operations';

const { roles, reach } = REGISTRY_OPERATIONS.readClinician;

export const PARTICULARS_OPERATIONS = {
  recordParticulars: {
    roles: ['registrar'],
    reach: [
      { institution: { in: 'params', field: 'fixmedins_code' } },
      { clinician: { in: 'params', field: 'code' } },
    ],
    summary: {
      en: 'Record what a registration states of the practice',
      zh: '登记执业证书、类别、范围等备案内容',
    },
  },
  readParticulars: {
    roles,
    reach,
    summary: { en: 'What a registration states of the practice', zh: '查看执业证书、类别、范围等备案内容' },
  },
} as const satisfies OperationRules;
