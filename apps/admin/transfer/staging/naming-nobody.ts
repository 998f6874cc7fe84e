/** Planned records about a code that neither the registry nor the file itself has: whoever was meant would go on being paid. */
import type { Queryable } from '@gatekeeper/database';
import { isHeld } from './staged-file';

/**
 * Makes problems of them, in the table `outcome` of the caller's transaction. A person is on file by a clinician or registration
 * record, an institution by its own.
 */
export async function refuseNamingNobody(client: Queryable): Promise<void> {
  for (const { kinds, field, entering } of SPEAKING)
    await client.query(
      `UPDATE outcome o SET effect = 'problem', problems = json_build_array(json_build_object(
         'column', $2::text, 'code', 'FIELD_INVALID',
         'expected', 'a code that is on file, or that this file enters（登记簿或本文件中已有的代码）', 'got', 'one that names nobody'))
       WHERE effect IN ('add', 'change') AND body ->> 'kind' = ANY ($1::text[]) AND body ->> $2 IS NOT NULL
         AND NOT EXISTS (
           SELECT FROM outcome e WHERE e.effect IN ('add', 'change') AND e.body ->> 'kind' = ANY ($3::text[])
             AND e.body ->> $2 = o.body ->> $2)
         AND NOT EXISTS (
           SELECT FROM registry_subject l JOIN registry_record r ON r.record_id = l.record_id
           WHERE l.subject = o.body ->> $2 AND r.kind = ANY ($3::text[]) AND ${isHeld('r')})`,
      [kinds, field, entering],
    );
}

const SPEAKING = [
  {
    kinds: ['sanction', 'restoration', 'revision', 'annulment'],
    field: 'code',
    entering: ['clinician', 'registration'],
  },
  {
    kinds: ['institution_status', 'department_status'],
    field: 'fixmedins_code',
    entering: ['institution'],
  },
] as const;
