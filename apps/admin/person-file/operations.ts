import type { OperationRule, OperationRules } from '../access/operation';

const READERS: Pick<OperationRule, 'roles' | 'reach'> = {
  roles: [
    'admin_department',
    'registrar',
    'scorer',
    'reviewer',
    'settlement_auditor',
    'institution_office',
    'clinician',
  ],
  reach: { clinician: { in: 'params', field: 'code' } },
};

export const PERSON_FILE_OPERATIONS = {
  readPersonFile: { ...READERS, summary: { en: "A clinician's whole file", zh: '查看一医一档' } },
  printPersonFile: { ...READERS, summary: { en: "A clinician's whole file in print", zh: '打印一医一档' } },
} as const satisfies OperationRules;
