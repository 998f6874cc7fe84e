/** Whether the registry has moved in a way that could make a staged file come out otherwise than it was previewed. */
import type { Queryable } from '@gatekeeper/database';
import type { Transfer } from './transfer';

/** What of a staged file tells which records on file it was compared with. */
interface ComparedFile {
  readonly transferId: string;
  /** The institution whose list it is: it was compared with all who are registered there. */
  readonly institution: string | null;
  /** Kinds of records, those its rows state and those that say who stands where. */
  readonly kinds: readonly string[];
}

/** Of these depends whether a registration is new, still held, or closed. */
const STANDING_KINDS = ['clinician', 'registration', 'deregistration'];

/** What of the transfer `movedSince` is asked about; read once, for its rows do not change any more. */
export async function comparedFile(
  client: Queryable,
  { transferId, upload }: Pick<Transfer, 'transferId' | 'upload'>,
): Promise<ComparedFile> {
  const { rows } = await client.query<{ kind: string }>(
    'SELECT DISTINCT kind FROM transfer_row WHERE transfer_id = $1 AND kind IS NOT NULL',
    [transferId],
  );
  return {
    transferId,
    institution: upload.closing?.institution ?? null,
    kinds: [...new Set([...STANDING_KINDS, ...rows.map(({ kind }) => kind)])],
  };
}

/**
 * Whether a record written after `version` is about someone in the file, or at its institution, and of a kind that the file
 * is compared with, or corrects one: a new sanction moves nothing. The rows are read only where there is such a record.
 */
export async function movedSince(client: Queryable, file: ComparedFile, version: number): Promise<boolean> {
  const { rows } = await client.query<{ subject: string }>(TOUCHED_SINCE, [version, file.kinds]);
  if (rows.length === 0) return false;
  const { rows: found } = await client.query<{ moved: boolean }>(IS_COMPARED_WITH, [
    file.transferId,
    rows.map(({ subject }) => subject),
    file.institution,
  ]);
  return found[0]?.moved ?? true;
}

/** $1 version, $2 kinds. Whom later records are about, those they correct among them, and where. */
const TOUCHED_SINCE = `
  WITH late AS (
    SELECT record_id, supersedes, code, fixmedins_code FROM registry_record
    WHERE version > $1 AND (supersedes IS NOT NULL OR kind = ANY ($2::text[]))
  )
  SELECT l.subject FROM late JOIN registry_subject l ON l.record_id = late.record_id
  UNION
  SELECT l.subject FROM late JOIN registry_subject l ON l.record_id = late.supersedes
  UNION
  SELECT code FROM late WHERE code IS NOT NULL
  UNION
  SELECT fixmedins_code FROM late WHERE code IS NULL AND fixmedins_code IS NOT NULL`;

/** $1 transfer, $2 subjects, $3 institution or null. */
const IS_COMPARED_WITH = `
  SELECT coalesce($3::text = ANY ($2::text[]), false)
    OR EXISTS (SELECT FROM registry_record r WHERE r.kind = 'registration' AND r.fixmedins_code = $3 AND r.code = ANY ($2::text[]))
    OR EXISTS (
      SELECT FROM transfer_row t
      WHERE t.transfer_id = $1 AND (t.subject = ANY ($2::text[]) OR t.partner = ANY ($2::text[]))
    ) AS moved`;
