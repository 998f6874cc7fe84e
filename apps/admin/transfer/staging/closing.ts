/** Who is registered at an institution by the registry, and no longer by its list. */
import { formatInstant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { isHeld } from './staged-file';
import type { StagedFile } from './staged-file';
import type { Closing } from './transfer';

/** $1 institution, $2 when, $3 category or null. */
const STANDING = `
  CREATE TEMPORARY TABLE standing ON COMMIT DROP AS
  SELECT DISTINCT r.code AS subject
  FROM registry_record r
  WHERE r.kind = 'registration' AND r.fixmedins_code = $1 AND r.effective @> $2::timestamptz AND ${isHeld('r')}
    AND NOT EXISTS (
      SELECT FROM registry_subject l JOIN registry_record d ON d.record_id = l.record_id AND d.kind = 'deregistration'
      WHERE l.subject = r.code AND coalesce(d.fixmedins_code, $1) = $1
        AND lower(d.effective) >= lower(r.effective) AND ${isHeld('d')}
    )
    AND ($3::text IS NULL OR EXISTS (
      SELECT FROM registry_subject l JOIN registry_record p ON p.record_id = l.record_id AND p.kind = 'clinician'
      WHERE l.subject = r.code AND p.body::jsonb ->> 'category' = $3 AND ${isHeld('p')}
    ))`;

/** $1 transfer, $2 its moment, $3 institution, $4 when, $5 why, $6 whether the list is the whole. */
const CLOSE = `
  INSERT INTO outcome
  SELECT coalesce(departure.place, 0), coalesce(departure.line, 0), 'close', s.subject, record_id, NULL,
         jsonb_build_object('kind', 'deregistration', 'record_id', record_id, 'recorded_at', $2::text,
           'code', s.subject, 'fixmedins_code', $3::text, 'from', $4::text,
           'reason', coalesce(departure.reason, $5::text)),
         NULL
  FROM standing s
  CROSS JOIN LATERAL (SELECT 'T' || $1::uuid || '-close-' || s.subject AS record_id) AS name
  LEFT JOIN LATERAL (
    SELECT t.place, t.line, t.stated ->> 'reason' AS reason FROM departed t WHERE t.subject = s.subject
    ORDER BY t.place LIMIT 1
  ) AS departure ON true
  WHERE NOT EXISTS (SELECT FROM listed WHERE listed.subject = s.subject)
    AND (departure.place IS NOT NULL OR $6::boolean)`;

/** Leaves the temporary table `standing` too: whoever was registered there when the closing takes effect. */
export async function closeAbsent(client: Queryable, file: StagedFile, closing: Closing): Promise<void> {
  const { institution, category, complete, from, reason } = closing;
  await client.query(STANDING, [institution, from, category]);
  await client.query(
    `CREATE TEMPORARY TABLE departed ON COMMIT DROP AS
     SELECT place, line, subject, stated FROM transfer_row
     WHERE transfer_id = $1 AND kind = 'departure' AND partner = $2`,
    [file.transferId, institution],
  );
  await client.query(
    `CREATE TEMPORARY TABLE listed ON COMMIT DROP AS
     SELECT subject FROM transfer_row WHERE transfer_id = $1 AND kind = 'registration' AND partner = $2`,
    [file.transferId, institution],
  );
  await client.query('ANALYZE standing, departed, listed');
  await client.query(CLOSE, [
    file.transferId,
    formatInstant(file.uploadedAt),
    institution,
    from,
    reason,
    complete,
  ]);
}
