/** What may be amiss, found over an index for each institution of an area: whether it is, is judged by the timelines. */
import { heldAtSql, latestHeldSql } from '@gatekeeper/registry-store';

/** Later than every text that begins with the text before it. */
const LAST_CHARACTER = String.fromCodePoint(0x10ffff);

export const CHECKS = ['commitment', 'maintenance', 'certificate'] as const;
export type Check = (typeof CHECKS)[number];

/** $8: now, $9: today as `YYYY-MM-DD`. */
const MAY_BE_AMISS: Readonly<Record<Check, { readonly key: string; readonly where: string }>> = {
  commitment: {
    key: 's.code',
    where: `s.kind = 'registration' AND (s.body::json ->> 'committed_on') IS NULL
      AND s.effective @> $8::timestamptz AND $9::text IS NOT NULL`,
  },
  maintenance: {
    key: `s.code || '|' || s.record_id`,
    where: `s.kind = 'sanction' AND (s.body::json ->> 'delivered_at') IS NOT NULL
      AND lower(s.effective) <= $8::timestamptz AND $9::text IS NOT NULL
      AND ((s.body::json ->> 'maintained_at') IS NULL
           OR (s.body::json ->> 'maintained_at')::timestamptz > lower(s.effective))`,
  },
  certificate: {
    key: 's.code',
    where: `s.kind = 'registration' AND (s.body::json ->> 'certificate_until') IS NOT NULL
      AND (s.body::json ->> 'certificate_until') COLLATE "C" < $9::text AND s.effective @> $8::timestamptz`,
  },
};

/** $1 area, $2 areas that are not looked at, $3 after area, $4 after institution, $5 after key, $6 limit, $7 known at. */
export function candidatesStatement(check: Check): string {
  const { key, where } = MAY_BE_AMISS[check];
  return `
    SELECT DISTINCT r.area COLLATE "C" AS area, r.fixmedins_code COLLATE "C" AS fixmedins_code,
      (${key}) COLLATE "C" AS key, s.code
    FROM registry_record r
    JOIN registry_record s ON s.fixmedins_code = r.fixmedins_code AND ${where}
    WHERE r.kind = 'institution' AND r.area COLLATE "C" >= $1::text
      AND r.area COLLATE "C" < $1::text || '${LAST_CHARACTER}' AND NOT (r.area = ANY ($2::text[]))
      AND (r.area COLLATE "C", r.fixmedins_code COLLATE "C") >= ($3::text, $4::text)
      AND (r.area COLLATE "C", r.fixmedins_code COLLATE "C", (${key}) COLLATE "C") > ($3::text, $4::text, $5::text)
      AND ${heldAtSql('r', '$7::timestamptz')} AND ${latestHeldSql('fixmedins_code', '$7::timestamptz')}
      AND ${heldAtSql('s', '$7::timestamptz')}
    ORDER BY 1, 2, 3 LIMIT $6`;
}

/** $1 area. The areas of institutions in it, each found from the one before. */
export const AREAS_IN = `
  WITH RECURSIVE found AS (
    SELECT (SELECT r.area COLLATE "C" FROM registry_record r
            WHERE r.kind = 'institution' AND r.area COLLATE "C" >= $1::text
            ORDER BY r.area COLLATE "C" LIMIT 1) AS area
    UNION ALL
    SELECT (SELECT r.area COLLATE "C" FROM registry_record r
            WHERE r.kind = 'institution' AND r.area COLLATE "C" > found.area
            ORDER BY r.area COLLATE "C" LIMIT 1)
    FROM found WHERE starts_with(found.area, $1::text)
  )
  SELECT area FROM found WHERE starts_with(area, $1::text)`;
