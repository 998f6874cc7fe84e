import { CASE_OPERATIONS } from '../cases/case-operations';
import { CLOSING_OPERATIONS } from '../closings/operations';
import { FIGURE_OPERATIONS } from '../figures/operations';
import { HOLD_OPERATIONS } from '../holds/operations';
import { REGISTRY_OPERATIONS } from '../registry/operations';
import { SYNC_OPERATIONS } from '../sync/sync-operations';
import { NOTICE_OPERATIONS } from '../notices/operations';
import { OBSERVING_OPERATIONS } from '../observing/observing-operations';
import { PARTICULARS_OPERATIONS } from '../particulars/operations';
import { PERSON_FILE_OPERATIONS } from '../person-file/operations';
import { REPORT_OPERATIONS } from '../reports/operations';
import { SELF_SERVICE_OPERATIONS } from '../self-service/operations';
import { SWEEP_PLAN_OPERATIONS } from '../sweep-plans/operations';
import { WHAT_IF_OPERATIONS } from '../what-if/operations';
import { ACCESS_OPERATIONS } from './access-operations';
import { TRANSFER_OPERATIONS } from '../transfer/operations';
import type { OperationRule, OperationRules } from './operation';

/**
 * The one table of who may do what: the guard, the OpenAPI document and the matrix of tests all read it.
 * Each module brings its part, `<module>/operations.ts`.
 */
export const OPERATIONS: OperationRules = {
  ...ACCESS_OPERATIONS,
  ...CASE_OPERATIONS,
  ...CLOSING_OPERATIONS,
  ...HOLD_OPERATIONS,
  ...REGISTRY_OPERATIONS,
  ...TRANSFER_OPERATIONS,
  ...SYNC_OPERATIONS,
  ...NOTICE_OPERATIONS,
  ...OBSERVING_OPERATIONS,
  ...PARTICULARS_OPERATIONS,
  ...PERSON_FILE_OPERATIONS,
  ...REPORT_OPERATIONS,
  ...FIGURE_OPERATIONS,
  ...SELF_SERVICE_OPERATIONS,
  ...SWEEP_PLAN_OPERATIONS,
  ...WHAT_IF_OPERATIONS,
};

/** The rule of an operation; `null` for a name that the table does not have. */
export const ruleOf = (operationId: string): OperationRule | null =>
  Object.hasOwn(OPERATIONS, operationId) ? (OPERATIONS[operationId] ?? null) : null;
