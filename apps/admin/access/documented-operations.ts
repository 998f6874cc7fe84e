import type { OpenAPIObject } from '@nestjs/swagger';
import type { OperationRule } from './operation';
import { ruleOf } from './operations';

type PathItem = OpenAPIObject['paths'][string];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Writes into the document what the table says of each operation: what it is for, who may call it. */
export function describeOperations(document: OpenAPIObject): OpenAPIObject {
  const paths = Object.fromEntries(
    Object.entries(document.paths).map(([path, item]) => [path, describePath(item)]),
  );
  return { ...document, paths };
}

function describePath(item: PathItem): PathItem {
  const described = { ...item };
  for (const method of METHODS) {
    const operation = item[method];
    const rule = operation?.operationId === undefined ? null : ruleOf(operation.operationId);
    if (operation === undefined || rule === null) continue;
    const { summary } = rule;
    described[method] = {
      ...operation,
      summary: `${summary.en}（${summary.zh}）`,
      description: [operation.description, whoOf(rule)].filter((it) => it !== undefined).join('\n\n'),
      ...(rule.roles === 'public' ? { security: [] } : {}),
    };
  }
  return described;
}

function whoOf({ roles, reach }: OperationRule): string {
  if (roles === 'public') return 'Needs no session.';
  const who = roles === 'every_user' ? 'Every user.' : `Roles: ${roles.join(', ')}.`;
  if (reach === 'none') return who;
  return `${who} ${reach === 'listed' ? "Lists what is in the caller's scope." : "What it is about must be in the caller's scope."}`;
}
