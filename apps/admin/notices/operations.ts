import type { OperationRules } from '../access/operation';

export const NOTICE_OPERATIONS: OperationRules = {
  printNotice: {
    roles: ['scorer', 'reviewer', 'admin_department', 'institution_office', 'registrar'],
    reach: { case: { in: 'params', field: 'case_id' } },
    summary: { en: 'The notice of handling, in print', zh: '打印处理通知书' },
  },
};
