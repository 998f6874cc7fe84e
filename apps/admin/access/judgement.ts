import type { Caller } from './caller';
import type { OperationRule, Target, Where } from './operation';
import type { Reaches } from './reaches';
import { coversArea, coversCase, coversClinician, coversInstitution } from './scope';

/** The parts of a request that may name a subject, before any of it has been checked. */
export interface Asked {
  readonly params: unknown;
  readonly body: unknown;
  readonly query: unknown;
}

/** `unnamed` carries the field that ought to name the subject and does not, as one text. */
export type Judgement = 'allowed' | 'role_missing' | 'out_of_scope' | { readonly unnamed: Where };

/** Whether one of the caller's roles may call the operation at all. */
export const mayCall = (caller: Caller, { roles }: OperationRule): boolean =>
  roles === 'public' || roles === 'every_user' || caller.roles.some((role) => roles.includes(role));

/** Whether the caller may do this, here. The role is judged first: a refused role learns nothing of subjects. */
export async function judge(
  caller: Caller,
  rule: OperationRule,
  asked: Asked,
  reaches: Reaches,
): Promise<Judgement> {
  if (!mayCall(caller, rule)) return 'role_missing';
  for (const target of targetsOf(rule)) {
    const where = whereOf(target);
    const subject = subjectAt(asked, where);
    if (subject === null) return { unnamed: where };
    if (!(await covers(caller, target, subject, reaches))) return 'out_of_scope';
  }
  return 'allowed';
}

function targetsOf({ reach }: OperationRule): readonly Target[] {
  if (reach === 'none' || reach === 'listed') return [];
  return isSeveral(reach) ? reach : [reach];
}

const isSeveral = (reach: Target | readonly Target[]): reach is readonly Target[] => Array.isArray(reach);

function whereOf(target: Target): Where {
  if ('institution' in target) return target.institution;
  if ('clinician' in target) return target.clinician;
  return 'case' in target ? target.case : target.area;
}

async function covers(caller: Caller, target: Target, subject: string, reaches: Reaches): Promise<boolean> {
  if ('institution' in target) return coversInstitution(caller, subject, reaches);
  if ('clinician' in target) return coversClinician(caller, subject, reaches);
  if ('case' in target) return coversCase(caller, subject, reaches);
  return coversArea(caller, subject);
}

/** No code has a control character, and the database could not look for one. */
const NAMES_A_SUBJECT = /^[^\p{Cc}\p{Cs}]+$/u;

/** The subject as it was written, unfolded: a spelling that is not on file is in nobody's area. */
function subjectAt(asked: Asked, { in: part, field }: Where): string | null {
  let value: unknown = asked[part];
  for (const step of field.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return null;
    value = Reflect.get(value, step);
  }
  return typeof value === 'string' && NAMES_A_SUBJECT.test(value) ? value : null;
}
