/** Records that a report on handling was sent, and tells which months are still owed (hainan-2022 art. 31). */
import { dayAt, formatDay, formatInstant, instantOf, parseDay, startOfDay } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import { inTransaction, isUniqueViolation, poolOf } from '@gatekeeper/database';
import type { Refused } from '@gatekeeper/http';
import { Defect } from '@gatekeeper/runtime';
import { timelinessOf } from '@gatekeeper/scoring';
import { appendAudit } from '../../audit/audit-log';
import { pageOf } from '../../http/page';
import type { PageQuery } from '../../http/page';
import { conflict } from '../../http/refusals';
import type { AdminParts } from '../../parts';
import { momentOf } from '../../registry/asked-moments';
import { formatMonth, monthIn, monthOf, monthsOver } from '../month';
import { dueAnswer, isDrawnAfterMonth, isOverdue } from './handling-answer';
import type { HandlingReport, HandlingReports } from './handling-report';
import type { SubmissionBody } from './handling-requests';
import { FIRST_STEP } from './handling-statements';
import { reportDue } from './report-due';
import type { Submission } from './submissions';
import { insertSubmission, listSubmissions, monthsSent, submissionAnswer, TIMELINESS } from './submissions';

type Parts = Pick<AdminParts, 'dataSource' | 'clock' | 'policy'>;

export class SubmissionDesk {
  constructor(
    private readonly parts: Parts,
    private readonly reports: Pick<HandlingReports, 'draw' | 'knownNow'>,
  ) {}

  /**
   * Records that a report was sent. The figures are drawn again as they were known: only what the registry tells can have been sent.
   * @throws Refused: the month is not over, the moment is to come, the figures are others, the day cannot be, or it was recorded before.
   */
  async record(body: SubmissionBody, actor: string): Promise<Submission> {
    const now = this.parts.clock.now();
    const asked = askedIn(body, now);
    if (!isDrawnAfterMonth(asked, now)) throw monthNotOver(body.month);
    if (asked.knownAt > (await this.reports.knownNow())) throw notKnownYet();
    if (asked.sentOn > dayAt(now) || asked.sentOn < dayAt(asked.knownAt)) throw dayImpossible();
    const report = await this.reports.draw(body.area, asked.month, asked.knownAt);
    if (report.figuresHash !== body.figures_hash) throw otherFigures(report.figuresHash);
    const submission = submissionOf(report, asked.sentOn, { recordedAt: now, recordedBy: actor });
    await this.write(submission);
    return submission;
  }

  /** What was sent for an area and all below it, and the months still owed for the area itself. */
  async list({ limit, after }: PageQuery, area: string) {
    const pool = poolOf(this.parts.dataSource);
    const rows = await listSubmissions(pool, area, limit + 1, after ?? null);
    return { ...pageOf(rows, limit, submissionAnswer, ({ place }) => place), owed: await this.owed(area) };
  }

  /** Months that are over and for which the text sets a day, from the one of the first step taken here on. */
  private async owed(area: string) {
    const pool = poolOf(this.parts.dataSource);
    const [first] = (await pool.query<{ at_ms: number }>(FIRST_STEP)).rows;
    if (first === undefined) return [];
    const now = this.parts.clock.now();
    const sent = await monthsSent(pool, area);
    return monthsOver(monthOf(instantOf(first.at_ms)), now).flatMap((month) => {
      const due = reportDue(this.parts.policy.policy, area, month);
      if (due.on === null || sent.has(formatMonth(month))) return [];
      return [{ month: formatMonth(month), ...dueAnswer(due), overdue: isOverdue(due, now) }];
    });
  }

  private async write(submission: Submission): Promise<void> {
    try {
      await inTransaction(this.parts.dataSource, async (client) => {
        await insertSubmission(client, submission);
        await appendAudit(client, {
          at: submission.recordedAt,
          actor: submission.recordedBy,
          action: 'handling_report.sent',
          subject: `${submission.area} ${formatMonth(submission.month)}`,
          details: {
            known_at: formatInstant(submission.knownAt),
            figures_hash: submission.figuresHash,
            sent_on: formatDay(submission.sentOn),
            timeliness: submission.timeliness,
          },
        });
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw recordedBefore();
      throw error;
    }
  }
}

function askedIn({ month, known_at: knownAt, sent_on: sentOn }: SubmissionBody, now: Instant) {
  const known = momentOf(knownAt);
  const sent = sentOn === undefined ? dayAt(now) : parseDay(sentOn);
  if (known === null || sent === null) throw new Defect('a moment or a day that was checked cannot be read');
  return { month: monthIn(month), knownAt: known, sentOn: sent };
}

function submissionOf(
  { area, month, knownAt, figuresHash, due }: HandlingReport,
  sentOn: Day,
  recorded: Pick<Submission, 'recordedAt' | 'recordedBy'>,
): Submission {
  const found = timelinessOf(startOfDay(sentOn), due.on ?? 'none');
  const timeliness = TIMELINESS.find((word) => word === found);
  if (timeliness === undefined) throw new Defect('a day of the month needs no calendar of working days');
  return { area, month, knownAt, figuresHash, sentOn, dueOn: due.on, timeliness, ...recorded };
}

const refused = (name: string, detail: string): Refused =>
  conflict(name, 'The report cannot be recorded as sent（不能登记报送）', detail);

const monthNotOver = (month: string): Refused =>
  refused('month-not-over', `Figures of ${month} are final once the month is over（该月尚未结束，数据未定）`);

const notKnownYet = (): Refused =>
  refused('not-known-yet', 'known_at lies ahead of everything on file（知悉时点尚未到来）');

const dayImpossible = (): Refused =>
  refused(
    'day-impossible',
    'sent_on lies before the figures were known, or after today（报送日应不早于知悉时点且不晚于今日）',
  );

const otherFigures = (figuresHash: string): Refused =>
  refused(
    'other-figures',
    `As known then the figures are ${figuresHash}: read the report again（数据与该时点不符）`,
  );

const recordedBefore = (): Refused =>
  refused(
    'recorded-before',
    'The same figures, as known at the same moment, were recorded before（已登记报送）',
  );
