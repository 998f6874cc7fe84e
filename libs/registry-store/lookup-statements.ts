/** The statements of look-ups, each bounded by its page: an index gives the order, or the few that match. */
import { epochMsOf } from '@gatekeeper/database';
import { heldAtSql, latestHeldSql } from './known-from';

/** Later than every text that begins with the text before it. */
const LAST_CHARACTER = String.fromCodePoint(0x10ffff);

const begins = (column: string, parameter: string): string =>
  `(${column} COLLATE "C" >= ${parameter} AND ${column} COLLATE "C" < ${parameter} || '${LAST_CHARACTER}')`;

/** A part of the name, by its characters, which are indexed. */
const nameHas = (name: string): string => `
  (string_to_array(lower(r.name), NULL) @> string_to_array(lower(${name}), NULL)
   AND strpos(lower(r.name), lower(${name})) > 0)`;

const FOUND = `r.body, ${epochMsOf('r.known_from')} AS known_from_ms`;

/** $1 known at, $2 after area, $3 after code, $4 limit, $5 area prefixes, $6 institutions, $7 area, $8 name, $9 code. */
export function institutionsStatement(withText: boolean): string {
  const columns = `r.area COLLATE "C" AS area, r.fixmedins_code COLLATE "C" AS code, ${FOUND}`;
  const asked = `
    r.kind = 'institution' AND (r.area COLLATE "C", r.fixmedins_code COLLATE "C") > ($2::text, $3::text)
    AND ${heldAtSql('r', '$1')} AND ${latestHeldSql('fixmedins_code', '$1')}
    ${withText ? `AND (${begins('r.fixmedins_code', '$9::text')} OR ${nameHas('$8::text')})` : ''}`;
  return `
    SELECT DISTINCT * FROM (
      SELECT found.* FROM unnest($5::text[]) AS prefix CROSS JOIN LATERAL (
        SELECT ${columns} FROM registry_record r WHERE ${begins('r.area', 'prefix')} AND ${asked}
        ORDER BY 1, 2 LIMIT $4
      ) AS found
      UNION ALL
      SELECT ${columns} FROM registry_record r
      WHERE r.fixmedins_code COLLATE "C" = ANY ($6::text[]) AND ${begins('r.area', '$7::text')} AND ${asked}
    ) AS listed
    ORDER BY area, code LIMIT $4`;
}

/** Who the persons in reach are: those with a registration, at any time, at an institution in reach. */
const IN_REACH = `EXISTS (
  SELECT FROM registry_record place
  WHERE place.code COLLATE "C" = r.code AND place.kind IN ('registration', 'pharmacy_principal') AND (
    place.fixmedins_code = ANY ($5::text[]) OR EXISTS (
      SELECT FROM registry_record site JOIN unnest($4::text[]) AS prefix ON starts_with(site.area, prefix)
      WHERE site.kind = 'institution' AND site.fixmedins_code COLLATE "C" = place.fixmedins_code)))`;

/** The same from the other side: the few at these institutions, rather than one in many of all. */
const AT_INSTITUTIONS = `r.code COLLATE "C" IN (
  SELECT place.code FROM registry_record place
  WHERE place.kind = 'registration' AND place.fixmedins_code = ANY ($5::text[]))`;

export type ReachKind = 'everywhere' | 'areas' | 'institutions';

/**
 * $1 known at, $2 after code, $3 limit, $4 area prefixes, $5 institutions, $6 name, $7 code. By code and by name are two
 * searches, each of which ends with its page: as one, every match would be read first.
 */
export function cliniciansStatement(reach: ReachKind, withText: boolean): string {
  const within = {
    everywhere: '$4::text[] IS NOT NULL AND $5::text[] IS NOT NULL',
    areas: IN_REACH,
    institutions: `$4::text[] IS NOT NULL AND ${AT_INSTITUTIONS}`,
  };
  const search = (also: string): string => `
    SELECT r.code COLLATE "C" AS code, ${FOUND} FROM registry_record r
    WHERE r.kind = 'clinician' AND r.code COLLATE "C" > $2::text AND ${within[reach]} ${also}
      AND ${heldAtSql('r', '$1')} AND ${latestHeldSql('code', '$1')}
    ORDER BY 1 LIMIT $3`;
  if (!withText) return search('');
  return `
    SELECT DISTINCT * FROM (
      (${search(`AND ${begins('r.code', '$7::text')}`)})
      UNION ALL
      (${search(`AND ${nameHas('$6::text')}`)})
    ) AS matching
    ORDER BY code LIMIT $3`;
}

const REGISTERED = `
  r.kind = 'registration' AND r.fixmedins_code = $1 AND ($2::timestamptz IS NULL OR r.effective @> $2::timestamptz)
  AND ${heldAtSql('r', '$3')}`;

/** $1 institution, $2 effective at, $3 known at, $4 after code, $5 how many persons. */
export const REGISTERED_AT = `
  WITH person AS (
    SELECT DISTINCT r.code COLLATE "C" AS code FROM registry_record r
    WHERE ${REGISTERED} AND r.code COLLATE "C" > $4::text
    ORDER BY 1 LIMIT $5
  )
  SELECT person.code, ${FOUND}
  FROM person JOIN registry_record r ON r.code COLLATE "C" = person.code
  WHERE ${REGISTERED}
  ORDER BY person.code, r.record_id`;

/** $1 document, $2 effective at, $3 known at. */
export const OF_DOCUMENT = `
  SELECT ${FOUND} FROM registry_record r
  WHERE r.document_no = $1 AND ($2::timestamptz IS NULL OR r.effective IS NULL OR r.effective @> $2::timestamptz)
    AND ${heldAtSql('r', '$3')}
  ORDER BY r.version, r.record_id`;

/** $1 institution. Its area as known now. */
export const AREA_OF_INSTITUTION = `
  SELECT r.area FROM registry_record r
  WHERE r.kind = 'institution' AND r.fixmedins_code COLLATE "C" = $1
    AND ${heldAtSql('r', `'infinity'`)} AND ${latestHeldSql('fixmedins_code', `'infinity'`)}`;

/** $1 area prefixes, $2 one institution alone, NULL: any. As known now. */
export const INSTITUTIONS_IN_AREAS = `
  SELECT DISTINCT r.fixmedins_code FROM unnest($1::text[]) AS prefix CROSS JOIN LATERAL (
    SELECT * FROM registry_record r WHERE r.kind = 'institution' AND ${begins('r.area', 'prefix')}
  ) AS r
  WHERE ($2::text IS NULL OR r.fixmedins_code = $2)
    AND ${heldAtSql('r', `'infinity'`)} AND ${latestHeldSql('fixmedins_code', `'infinity'`)}`;

/** $1 person. Wherever the person is or was registered or principal, as known now: a place that was corrected away gives no reach. */
export const INSTITUTIONS_OF_CLINICIAN = `
  SELECT DISTINCT r.fixmedins_code FROM registry_record r
  WHERE r.code COLLATE "C" = $1 AND r.kind IN ('registration', 'pharmacy_principal')
    AND ${heldAtSql('r', `'infinity'`)}
  ORDER BY 1`;

export const LAST_RECEIVED_AT = `SELECT ${epochMsOf('max(received_at)')} AS received_at_ms FROM registry_commit`;
