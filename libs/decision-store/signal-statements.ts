/**
 * What looks odd among the lines of one institution, each kind by one statement over indexes that are there anyway: by the
 * clinicians registered at the institution (registry), whose lines of a few days are found by `settlement_line_ordering`;
 * or by the figures alone. `$1` is the institution, `$2` a day of fees.
 */

export const SIGNAL_KINDS = ['volume_moved', 'placeholder_codes', 'two_sites'] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/**
 * From when something is a signal. No text gives a number; each is a reading, chosen so that a single odd line is none.
 */
export const SIGNAL_READINGS = {
  volume_moved: {
    /** Days compared before the first day of a suspension, and from it on. */
    windowDays: 28,
    /** Lines of the suspended clinician at the site in the window before, at least. */
    leastLines: 20,
    /** So much of them is gone in the window behind, in percent, at least. */
    leastGonePercent: 80,
    /** So much of what is gone one colleague has more than before, in percent, at least. */
    leastTakenPercent: 50,
  },
  two_sites: {
    /** Minutes of a day in which there are lines at both sites, at least. */
    leastMinutes: 1,
  },
  placeholder_codes: {
    /** Lines of the month without a clinician's code or with one that is none, at least. */
    leastLines: 10,
    /** And so much of the month's lines, in percent, at least. */
    leastSharePercent: 5,
  },
} as const;

/** The codes of everybody who is or was registered at the institution. */
const REGISTERED = `
  SELECT DISTINCT r.code FROM registry_record r WHERE r.kind = 'registration' AND r.fixmedins_code = $1`;

/** A line as it stands: its current revision, not withdrawn, and no refund. */
const STANDS = `
  EXISTS (
    SELECT FROM line_identity i
    WHERE i.fixmedins_code = l.fixmedins_code AND i.mdtrt_id = l.mdtrt_id AND i.feedetl_sn = l.feedetl_sn
      AND i.chrg_bchno = l.chrg_bchno AND i.revision = l.revision AND i.init_feedetl_sn IS NULL
      AND i.outcome IS DISTINCT FROM 'void')`;

/** The first moment of a day in China. */
const startOf = (day: string): string => `((${day})::timestamp AT TIME ZONE INTERVAL '8 hours')`;
const monthOf = (day: string): string => `date_trunc('month', (${day})::timestamp)::date`;

/** Lines of a clinician (`of`) on the days `[first, end)`, by index, in the months of these days. */
const linesBetween = (of: string, first: string, end: string): string => `
  l.ordering_code = ${of}.code AND l.fee_occurred_at >= ${startOf(first)} AND l.fee_occurred_at < ${startOf(end)}
  AND l.fee_month >= ${monthOf(first)} AND l.fee_month <= ${monthOf(end)}`;

/** Of this site or beside it, on the day. */
const FOUND_BEFORE = (signal: string): string =>
  `$1 IN (${signal}.fixmedins_code, ${signal}.beside) AND ${signal}.kind = 'two_sites' AND ${signal}.from_day = $2::date`;

const { windowDays, leastLines, leastGonePercent, leastTakenPercent } = SIGNAL_READINGS.volume_moved;
const FIRST = `($2::date - ${windowDays - 1})`;
/** Of a clinician (`of`) at the institution, in the windows before the first day of a suspension and behind it. */
const countedFor = (of: string): string => `
  SELECT count(*) FILTER (WHERE l.fee_occurred_at < ${startOf(FIRST)}) AS before,
         count(*) FILTER (WHERE l.fee_occurred_at >= ${startOf(FIRST)}) AS behind
  FROM settlement_line l
  WHERE ${linesBetween(of, `${FIRST} - ${windowDays}`, '$2::date + 1')} AND l.fixmedins_code = $1 AND ${STANDS}`;

/**
 * `volume_moved`: a suspension whose window behind ends with the day, the clinician's lines gone, and a colleague at the site with that
 * many more. A suspension that was corrected, withdrawn or annulled is none.
 */
const VOLUME_MOVED = `
  WITH registered AS (${REGISTERED}
  ), suspended AS (
    SELECT r.code, min(s.document_no) AS document_no
    FROM registered r JOIN registry_record s ON s.kind = 'sanction' AND s.code = r.code
    WHERE s.effective IS NOT NULL AND NOT isempty(s.effective)
      AND (lower(s.effective) AT TIME ZONE INTERVAL '8 hours')::date = ${FIRST}
      AND s.body::json ->> 'status' = 'suspended'
      AND NOT EXISTS (SELECT FROM registry_record c WHERE c.supersedes = s.record_id)
      AND NOT EXISTS (
        SELECT FROM registry_record a WHERE a.kind = 'annulment' AND a.document_no = s.document_no
          AND (a.code IS NULL OR a.code = s.code))
    GROUP BY r.code
  ), gone AS (
    SELECT s.code, s.document_no, own.before, own.behind FROM suspended s CROSS JOIN LATERAL (${countedFor('s')}) AS own
    WHERE own.before >= ${leastLines} AND (own.before - own.behind) * 100 >= own.before * ${leastGonePercent}
  ), colleague AS (
    SELECT r.code, lines_of.before, lines_of.behind
    FROM registered r CROSS JOIN LATERAL (${countedFor('r')}) AS lines_of
    WHERE EXISTS (SELECT FROM gone) AND r.code NOT IN (SELECT code FROM suspended)
  )
  SELECT $1 AS fixmedins_code, gone.code AS subject, colleague.code AS beside, ${FIRST} - ${windowDays} AS from_day, $2::date + 1 AS until_day,
    json_build_object('lines_before', gone.before, 'lines_behind', gone.behind, 'colleague_lines_before', colleague.before,
      'colleague_lines_behind', colleague.behind) AS figures,
    json_build_array(json_build_object('document_no', gone.document_no, 'from', ${FIRST})) AS evidence
  FROM gone JOIN colleague
    ON (colleague.behind - colleague.before) * 100 >= (gone.before - gone.behind) * ${leastTakenPercent}`;

/**
 * `two_sites`: a clinician with lines at this site and elsewhere in the same minute of the day, a row for either. Asked of whoever is
 * registered here, and of whom it was found before, wherever registered: so either site finds that it is so no more. A bare
 * day (00:00:00) is no minute, and a pharmacy's line names who prescribed, not who was there.
 */
const TWO_SITES = `
  WITH asked AS (${REGISTERED}
    UNION SELECT subject FROM signal WHERE ${FOUND_BEFORE('signal')}
  ), present AS (
    SELECT a.code, l.fixmedins_code, date_trunc('minute', l.fee_occurred_at) AS minute, count(*) AS lines
    FROM asked a JOIN settlement_line l ON ${linesBetween('a', '$2::date', '$2::date + 1')}
    WHERE l.fee_occurred_at <> ${startOf('$2::date')} AND l.content::json ->> 'infno' <> '2102' AND ${STANDS}
    GROUP BY 1, 2, 3
  )
  SELECT here.fixmedins_code, here.code AS subject, there.fixmedins_code AS beside, $2::date AS from_day,
    $2::date + 1 AS until_day,
    json_build_object('minutes', count(*), 'lines', sum(here.lines), 'lines_beside', sum(there.lines)) AS figures,
    json_agg(to_char(here.minute AT TIME ZONE INTERVAL '8 hours', 'YYYY-MM-DD HH24:MI') ORDER BY here.minute) AS evidence
  FROM present here JOIN present there
    ON there.code = here.code AND there.minute = here.minute AND there.fixmedins_code <> here.fixmedins_code
  WHERE $1 IN (here.fixmedins_code, there.fixmedins_code)
  GROUP BY here.fixmedins_code, here.code, there.fixmedins_code
  HAVING count(*) >= ${SIGNAL_READINGS.two_sites.leastMinutes}`;

/** `placeholder_codes`: lines barred for a missing or invalid code in the month of the day, by what stood in the code's place. */
const MONTH = monthOf('$2::date');
const TALLIED = (table: string): string => `
  SELECT reason, ordering_code, lines FROM ${table}
  WHERE fixmedins_code = $1 AND fee_day >= ${MONTH} AND fee_day < (${MONTH} + INTERVAL '1 month')
    AND outcome <> 'void' AND reason <> 'REFUND_MIRRORS_ORIGINAL'`;
const PLACEHOLDER_CODES = `
  WITH tallied AS (${TALLIED('tally')} UNION ALL ${TALLIED('tally_delta')}
  ), codes AS (
    SELECT ordering_code AS code, sum(lines) AS lines FROM tallied
    WHERE reason IN ('CODE_MISSING', 'CODE_INVALID') GROUP BY ordering_code HAVING sum(lines) > 0
  ), share AS (
    SELECT (SELECT sum(lines) FROM codes) AS placeholders, (SELECT sum(lines) FROM tallied) AS lines
  )
  SELECT $1 AS fixmedins_code, '' AS subject, '' AS beside, ${MONTH} AS from_day, (${MONTH} + INTERVAL '1 month')::date AS until_day,
    json_build_object('lines', lines, 'placeholder_lines', placeholders) AS figures,
    (SELECT json_agg(json_build_object('code', code, 'lines', lines) ORDER BY lines DESC, code)
     FROM (SELECT code, lines FROM codes ORDER BY lines DESC, code LIMIT 20) AS most) AS evidence
  FROM share
  WHERE placeholders >= ${SIGNAL_READINGS.placeholder_codes.leastLines}
    AND placeholders * 100 >= lines * ${SIGNAL_READINGS.placeholder_codes.leastSharePercent}`;

/** What is found now, and which of what was found before it takes the place of. */
const FOUND: Readonly<Record<SignalKind, { readonly found: string; readonly replaces: string }>> = {
  volume_moved: {
    found: VOLUME_MOVED,
    replaces: `s.fixmedins_code = $1 AND s.from_day = ${FIRST} - ${windowDays}`,
  },
  placeholder_codes: {
    found: PLACEHOLDER_CODES,
    replaces: `s.fixmedins_code = $1 AND s.from_day = ${MONTH}`,
  },
  two_sites: { found: TWO_SITES, replaces: FOUND_BEFORE('s') },
};

/** Where an institution lies by the registry, else by its lines. */
const AREA_OF_FOUND = `coalesce(
    (SELECT r.area FROM registry_record r WHERE r.kind = 'institution' AND r.fixmedins_code = found.fixmedins_code
     ORDER BY r.version DESC LIMIT 1),
    (SELECT min(t.mdtrtarea_admvs) FROM tally t WHERE t.fixmedins_code = found.fixmedins_code AND t.fee_day = $2::date), '')`;

/** Puts what is found now in the place of what was found before; what is found again keeps since when. */
export const replaceFound = (kind: SignalKind): string => `
  WITH found AS (${FOUND[kind].found}
  ), gone AS (
    DELETE FROM signal s WHERE s.kind = '${kind}' AND ${FOUND[kind].replaces}
      AND NOT EXISTS (
        SELECT FROM found f
        WHERE f.fixmedins_code = s.fixmedins_code AND f.subject = s.subject AND f.beside = s.beside)
  )
  INSERT INTO signal (fixmedins_code, kind, area, subject, beside, from_day, until_day, figures, evidence)
  SELECT fixmedins_code, '${kind}', ${AREA_OF_FOUND}, subject, beside, from_day, until_day, figures, evidence FROM found
  ON CONFLICT ON CONSTRAINT signal_once DO UPDATE SET
    area = EXCLUDED.area, until_day = EXCLUDED.until_day, figures = EXCLUDED.figures, evidence = EXCLUDED.evidence`;

/**
 * The last day of the window behind each suspension that these records are about, at each of the clinician's sites: due at once,
 * or when that day is over.
 */
const LAST = `(lower(s.effective) AT TIME ZONE INTERVAL '8 hours')::date + ${windowDays - 1}`;
export const DUE_BY_REGISTRY = `
  INSERT INTO signal_due (fixmedins_code, fee_day, due_since)
  SELECT DISTINCT r.fixmedins_code, ${LAST}, greatest(now(), ${startOf(`${LAST} + 1`)})
  FROM registry_record c
  JOIN registry_record s ON s.kind = 'sanction' AND (
    s.record_id = c.record_id OR s.record_id = c.supersedes
    OR (c.kind = 'annulment' AND s.document_no = c.document_no AND (c.code IS NULL OR c.code = s.code)))
  JOIN registry_record r ON r.kind = 'registration' AND r.code = s.code
  WHERE c.version > $1 AND c.version <= $2 AND c.kind IN ('sanction', 'annulment', 'withdrawal')
    AND s.effective IS NOT NULL AND NOT isempty(s.effective) AND NOT lower_inf(s.effective)
  ORDER BY 1, 2
  ON CONFLICT DO NOTHING`;
