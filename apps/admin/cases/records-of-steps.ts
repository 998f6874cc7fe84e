import { Defect } from '@gatekeeper/runtime';
import type { RegistryRecord, RegistryRecordKind } from '@gatekeeper/vocabulary';

/** Kinds of records that open or close the fund's purse. */
const MONEY_KINDS: ReadonlySet<RegistryRecordKind> = new Set([
  'sanction',
  'restoration',
  'revision',
  'annulment',
  'exemption',
  'withdrawal',
  'institution_status',
  'department_status',
]);

/**
 * Keeps a workflow from moving money with one person: such a record comes of a step that needs two. The one exception is a
 * sanction that corrects itself, by which the days of issue, delivery and maintenance are added.
 * @throws a defect: the workflow is written wrongly.
 */
export function checkRecords(
  records: readonly RegistryRecord[],
  { movesMoney }: { readonly movesMoney: boolean },
): void {
  if (movesMoney) return;
  const wrong = records.filter(
    ({ kind, supersedes }) => MONEY_KINDS.has(kind) && !(kind === 'sanction' && supersedes !== null),
  );
  if (wrong.length > 0)
    throw new Defect(`a step of one person would write ${wrong.map(({ kind }) => kind).join(', ')}`);
}
