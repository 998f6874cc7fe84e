/** Reports that were sent, in PostgreSQL: append-only, each with the figures it told by their hash and the moment they were known. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { formatDay, formatInstant, instantOf, parseDay } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { epochMsOf, timestampText } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Month } from '@gatekeeper/scoring';
import { firstDayOf, formatMonth, monthIn } from '../month';

export const TIMELINESS = ['in_time', 'late', 'no_limit'] as const;

export interface Submission {
  readonly area: string;
  readonly month: Month;
  readonly knownAt: Instant;
  readonly figuresHash: string;
  readonly sentOn: Day;
  /** `null`: the text set no day. */
  readonly dueOn: Day | null;
  readonly timeliness: (typeof TIMELINESS)[number];
  readonly recordedAt: Instant;
  /** A user's id. */
  readonly recordedBy: string;
}

/** A submission on file, with its place in the list. */
export interface ListedSubmission extends Submission {
  readonly place: string;
}

/** @throws a unique violation where the same figures of the same moment were sent before. */
export async function insertSubmission(client: Queryable, submission: Submission): Promise<void> {
  await client.query(
    `INSERT INTO handling_submission
       (area, month, known_at, figures_hash, sent_on, due_on, timeliness, recorded_at, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      submission.area,
      formatDay(firstDayOf(submission.month)),
      timestampText(submission.knownAt),
      submission.figuresHash,
      formatDay(submission.sentOn),
      submission.dueOn === null ? null : formatDay(submission.dueOn),
      submission.timeliness,
      timestampText(submission.recordedAt),
      submission.recordedBy,
    ],
  );
}

interface SubmissionRow {
  area: string;
  month: string;
  known_ms: number;
  figures_hash: string;
  sent_on: string;
  due_on: string | null;
  timeliness: string;
  recorded_ms: number;
  recorded_by: string;
  place: string;
}

/** By area, month, and the order in which they were recorded; a blank comes before every digit, so an area before those in it. */
const PLACE = `area || ' ' || to_char(month, 'YYYY-MM') || ' ' || lpad(submission_id::text, 19, '0')`;

/** Submissions of an area and all below it, after the place named. */
export async function listSubmissions(
  client: Queryable,
  area: string,
  limit: number,
  after: string | null,
): Promise<readonly ListedSubmission[]> {
  const { rows } = await client.query<SubmissionRow>(
    `SELECT area, to_char(month, 'YYYY-MM') AS month, ${epochMsOf('known_at')} AS known_ms, figures_hash,
       to_char(sent_on, 'YYYY-MM-DD') AS sent_on, to_char(due_on, 'YYYY-MM-DD') AS due_on, timeliness,
       ${epochMsOf('recorded_at')} AS recorded_ms, recorded_by, ${PLACE} AS place
     FROM handling_submission
     WHERE starts_with(area, $1::text) AND ($2::text IS NULL OR (${PLACE}) COLLATE "C" > $2)
     ORDER BY (${PLACE}) COLLATE "C" LIMIT $3`,
    [area, after, limit],
  );
  return rows.map(submissionOf);
}

/** The months of an area on which a report was sent. */
export async function monthsSent(client: Queryable, area: string): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ month: string }>(
    `SELECT DISTINCT to_char(month, 'YYYY-MM') AS month FROM handling_submission WHERE area = $1`,
    [area],
  );
  return new Set(rows.map(({ month }) => month));
}

function submissionOf(row: SubmissionRow): ListedSubmission {
  const timeliness = TIMELINESS.find((word) => word === row.timeliness);
  const sentOn = parseDay(row.sent_on);
  if (timeliness === undefined || sentOn === null) throw new Defect('a submission on file cannot be read');
  return {
    area: row.area,
    month: monthIn(row.month),
    knownAt: instantOf(row.known_ms),
    figuresHash: row.figures_hash,
    sentOn,
    dueOn: row.due_on === null ? null : parseDay(row.due_on),
    timeliness,
    recordedAt: instantOf(row.recorded_ms),
    recordedBy: row.recorded_by,
    place: row.place,
  };
}

export const submissionAnswer = (submission: Submission) => ({
  area: submission.area,
  month: formatMonth(submission.month),
  known_at: formatInstant(submission.knownAt),
  figures_hash: submission.figuresHash,
  sent_on: formatDay(submission.sentOn),
  due_on: submission.dueOn === null ? null : formatDay(submission.dueOn),
  timeliness: submission.timeliness,
  recorded_at: formatInstant(submission.recordedAt),
  recorded_by: submission.recordedBy,
});
