/** The statements of a report on handling. Each is led by an index: the steps of a month, the measures of institutions. */
import { epochMsOf } from '@gatekeeper/database';
import { heldAtSql, latestHeldSql } from '@gatekeeper/registry-store';

/** Later than every text that begins with the text before it. */
const LAST_CHARACTER = String.fromCodePoint(0x10ffff);

/**
 * $1 area, $2 from, $3 until, $4 known at. By institution: what has no day but that of its step.
 * The points are those that counted for the case's own findings when it was scored last: once approved, that stays.
 */
export const STEPS_OF_MONTH = `
  SELECT f.area, f.fixmedins_code,
    count(*) FILTER (WHERE f.kind = 'sanction' AND e.event = 'open')::integer AS cases_opened,
    coalesce(sum(json_array_length(e.input -> 'findings'))
      FILTER (WHERE f.kind = 'sanction' AND e.event = 'open'), 0)::integer AS findings_opened,
    coalesce(sum((
      SELECT sum((counted ->> 'points')::integer) FROM json_array_elements(f.data -> 'score' -> 'counted') AS counted
      WHERE EXISTS (SELECT FROM json_array_elements(f.data -> 'findings') AS own
                    WHERE own ->> 'finding_id' = counted ->> 'finding_id')
    )) FILTER (WHERE f.kind = 'sanction' AND e.event = 'approve'), 0)::integer AS points,
    count(*) FILTER (WHERE f.kind = 'appeal' AND e.event = 'open')::integer AS appeals_filed,
    count(*) FILTER (WHERE f.kind = 'appeal' AND e.event = 'open' AND e.to_state = 'waived')::integer AS appeals_waived,
    count(*) FILTER (WHERE f.kind = 'appeal' AND e.event = 'confirm' AND e.to_state = 'upheld')::integer
      AS appeals_upheld,
    count(*) FILTER (WHERE f.kind = 'appeal' AND e.event = 'confirm' AND e.to_state = 'rejected')::integer
      AS appeals_rejected
  FROM case_event e JOIN case_file f ON f.case_id = e.case_id
  WHERE e.at >= $2::timestamptz AND e.at < $3::timestamptz AND e.at <= $4::timestamptz
    AND f.kind IN ('sanction', 'appeal') AND starts_with(f.area, $1::text)
  GROUP BY f.area, f.fixmedins_code`;

/** The same parameters. Measures approved, by institution, kind and cause. */
export const MEASURES_OF_MONTH = `
  SELECT f.area, f.fixmedins_code, f.data -> 'proposed' ->> 'measure' AS measure,
    f.data -> 'proposed' ->> 'cause' AS cause, count(*)::integer AS count
  FROM case_event e JOIN case_file f ON f.case_id = e.case_id
  WHERE e.at >= $2::timestamptz AND e.at < $3::timestamptz AND e.at <= $4::timestamptz
    AND f.kind = 'sanction' AND e.event = 'approve' AND starts_with(f.area, $1::text)
  GROUP BY 1, 2, 3, 4`;

const ACTED_ON = `written_day(coalesce(e.input ->> 'issued_on', e.input ->> 'delivered_on', e.input ->> 'maintained_on'))`;

/**
 * $1 area, $2 first day, $3 last day, $4 known at. By institution: steps that say on which day they were done, in time or late by
 * their deadline. A status is maintained late where it was shown after the day it was ordered from and, where the text gives
 * one, after the last day to maintain it (guangdong-2025 art. 39).
 */
export const ACTS_OF_MONTH = `
  SELECT f.area, f.fixmedins_code,
    count(*) FILTER (WHERE e.event = 'issue')::integer AS notices_issued,
    count(*) FILTER (WHERE e.event = 'issue' AND ${ACTED_ON} > d.due_on)::integer AS notices_issued_late,
    count(*) FILTER (WHERE e.event = 'deliver')::integer AS notices_delivered,
    count(*) FILTER (WHERE e.event = 'deliver' AND ${ACTED_ON} > d.due_on)::integer AS notices_delivered_late,
    count(*) FILTER (WHERE e.event <> 'maintain' AND d.unpublished_year IS NOT NULL)::integer
      AS notices_timeliness_unknown,
    count(*) FILTER (WHERE e.event = 'maintain')::integer AS statuses_maintained,
    count(*) FILTER (WHERE e.event = 'maintain'
      AND ${ACTED_ON} > greatest(d.due_on, written_day(f.data -> 'proposed' ->> 'from')))::integer
      AS statuses_maintained_late
  FROM case_event e JOIN case_file f ON f.case_id = e.case_id
  LEFT JOIN case_deadline d ON d.case_id = e.case_id AND d.name =
    CASE e.event WHEN 'issue' THEN 'issue_notice' WHEN 'deliver' THEN 'deliver_notice' ELSE 'maintain_status' END
  WHERE e.event IN ('issue', 'deliver', 'maintain') AND ${ACTED_ON} BETWEEN $2::date AND $3::date
    AND e.at <= $4::timestamptz AND f.kind = 'sanction' AND starts_with(f.area, $1::text)
  GROUP BY f.area, f.fixmedins_code`;

const said = (field: string): string => `(closing.body::json ->> '${field}')::timestamptz`;

/**
 * $1 area, $2 known at, $3 from, $4 until. Who was measured at an institution of the area, as the registry held it; without the measures
 * that were annulled before the month, or restored before it from a day that had come by its end.
 */
export const MEASURED_IN_AREA = `
  SELECT DISTINCT r.area, r.fixmedins_code, s.code
  FROM registry_record r
  JOIN registry_record s ON s.fixmedins_code = r.fixmedins_code AND s.kind = 'sanction'
  WHERE r.kind = 'institution' AND r.area COLLATE "C" >= $1::text
    AND r.area COLLATE "C" < $1::text || '${LAST_CHARACTER}'
    AND ${heldAtSql('r', '$2::timestamptz')} AND ${latestHeldSql('fixmedins_code', '$2::timestamptz')}
    AND ${heldAtSql('s', '$2::timestamptz')}
    AND NOT EXISTS (
      SELECT FROM registry_record closing
      WHERE closing.document_no = s.document_no AND (closing.code IS NULL OR closing.code = s.code)
        AND ${heldAtSql('closing', '$2::timestamptz')}
        AND (closing.kind = 'annulment' AND ${said('decided_at')} < $3::timestamptz
             OR closing.kind = 'restoration' AND ${said('approved_at')} < $3::timestamptz
                AND ${said('effective_from')} < $4::timestamptz))
  ORDER BY 3`;

/** When the first step of any case was taken here: no month before it is told of. */
export const FIRST_STEP = `SELECT ${epochMsOf('at')} AS at_ms FROM case_event ORDER BY at LIMIT 1`;
