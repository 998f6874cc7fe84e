/** The rules of access of cases, read off the workflows. */
import { rolesOf } from '@gatekeeper/casework';
import type { OperationRule, OperationRules } from '../access/operation';
import type { Role } from '../access/roles';
import { hasWhatIf } from './case-what-if';
import type { Workflow } from './workflow';
import { WORKFLOWS } from './workflows/all';

/** `sanction.approve` */
export const operationIdOf = ({ kind }: Workflow, what: string): string => `${kind}.${what}`;

/** Whether one of its steps may be taken by one person alone. */
export const knowsEmergency = ({ steps }: Workflow): boolean =>
  steps.some(({ inEmergency }) => inEmergency !== undefined);

/** Who sees a case: whoever takes part in it, and who supervises. */
function readersOf({ opening, steps }: Workflow): readonly [Role, ...Role[]] {
  const taking: readonly Role[] = [...opening.roles, ...steps.flatMap(({ roles }) => roles)];
  return ['admin_department', ...new Set(taking.filter((role) => role !== 'admin_department'))];
}

function rulesOf(of: Workflow): readonly (readonly [string, OperationRule])[] {
  const readers = readersOf(of);
  return [
    [operationIdOf(of, 'list'), { roles: readers, reach: 'listed', summary: of.title }],
    [operationIdOf(of, 'read'), { roles: readers, reach: { case: inPath }, summary: of.title }],
    [
      operationIdOf(of, 'open'),
      {
        roles: of.opening.roles,
        reach:
          of.opening.reach === 'institution'
            ? { institution: { in: 'body', field: 'fixmedins_code' } }
            : { clinician: { in: 'body', field: 'clinician_code' } },
        summary: of.opening.title,
      },
    ],
    ...(hasWhatIf(of)
      ? [
          [
            operationIdOf(of, 'what_if'),
            { roles: readers, reach: { case: inPath }, summary: WHAT_IF },
          ] as const,
        ]
      : []),
    ...of.steps.map(
      (step) =>
        [
          operationIdOf(of, step.event),
          {
            roles: rolesOf(step),
            reach: { case: inPath },
            summary: step.title,
          },
        ] as const,
    ),
    ...(knowsEmergency(of)
      ? [
          [operationIdOf(of, 'review_emergency'), REVIEW_EMERGENCY] as const,
          [operationIdOf(of, 'annul_emergency'), ANNUL_EMERGENCY] as const,
        ]
      : []),
  ];
}

const WHAT_IF = {
  en: 'What the proposal that waits for a second person would change',
  zh: '试算待复核事项的影响',
} as const;

const inPath = { in: 'params', field: 'case_id' } as const;

const REVIEW_EMERGENCY: OperationRule = {
  roles: ['reviewer', 'admin_department'],
  reach: { case: inPath },
  summary: { en: 'Review what was done alone in an emergency', zh: '紧急单人办理的事后复核' },
};

const ANNUL_EMERGENCY: OperationRule = {
  roles: ['reviewer', 'admin_department'],
  reach: { case: inPath },
  summary: { en: 'Take back what the review did not uphold', zh: '撤销复核未予维持的紧急办理' },
};

export const CASE_OPERATIONS: OperationRules = {
  ...Object.fromEntries(WORKFLOWS.flatMap(rulesOf)),
  listDeadlines: {
    roles: [
      'admin_department',
      'registrar',
      'scorer',
      'reviewer',
      'settlement_auditor',
      'institution_office',
      'department_officer',
      'clinician',
    ],
    reach: 'listed',
    summary: { en: 'Deadlines of cases, overdue ones marked', zh: '案卷时限，逾期标注' },
  },
};
