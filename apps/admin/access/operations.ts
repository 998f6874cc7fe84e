import { CASE_OPERATIONS } from '../cases/case-operations';
import { REGISTRY_OPERATIONS } from '../registry/operations';
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
  ...REGISTRY_OPERATIONS,
  ...TRANSFER_OPERATIONS,
};

/** The rule of an operation; `null` for a name that the table does not have. */
export const ruleOf = (operationId: string): OperationRule | null =>
  Object.hasOwn(OPERATIONS, operationId) ? (OPERATIONS[operationId] ?? null) : null;
