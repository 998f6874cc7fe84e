import { Body, Controller, Get, Header, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { CurrentCaller } from '../../access/caller';
import type { Caller } from '../../access/caller';
import { Operation } from '../../access/operation';
import { Guarded } from '../../http/documented';
import { ADMIN_PARTS } from '../../parts';
import type { AdminParts } from '../../parts';
import { momentOf } from '../../registry/asked-moments';
import { csvOf } from '../../transfer/exporting/formats';
import { monthIn } from '../month';
import { HANDLING_COLUMNS, handlingAnswer, handlingRows } from './handling-answer';
import { HandlingReports } from './handling-report';
import { HandlingQuery, SubmissionBody, SubmissionsQuery } from './handling-requests';
import { SubmissionDesk } from './submission-desk';
import { submissionAnswer } from './submissions';

const CSV = 'text/csv; charset=utf-8';

/** Monthly reports on handling, and which of them were sent. */
@ApiTags('reports')
@Controller('v1/reports/handling')
export class HandlingController {
  private readonly reports: HandlingReports;
  private readonly submissions: SubmissionDesk;

  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {
    this.reports = new HandlingReports(parts);
    this.submissions = new SubmissionDesk(parts, this.reports);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('readHandlingReport')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'By area and institution; as CSV the areas come first',
    content: {
      'application/json': { schema: schemaNamed('HandlingReport') },
      'text/csv': { schema: { type: 'string', format: 'binary' } },
    },
  })
  async read(@Query() query: HandlingQuery): Promise<object> {
    const knownAt = momentOf(query.known_at) ?? (await this.reports.knownNow());
    const report = await this.reports.draw(query.area, monthIn(query.month), knownAt);
    switch (query.format) {
      case 'json':
        return handlingAnswer(report, this.parts.clock.now());
      case 'csv':
        return new StreamableFile(csvOf(HANDLING_COLUMNS, handlingRows(report)), {
          type: CSV,
          disposition: `attachment; filename="handling-${query.area}-${query.month}.csv"`,
        });
    }
  }

  @Post('submissions')
  @Operation('recordHandlingSubmission')
  @Guarded(409)
  @ApiResponse({
    status: 201,
    description: 'Recorded as sent, in time or late',
    content: { 'application/json': { schema: schemaNamed('HandlingSubmission') } },
  })
  async submit(@Body() body: SubmissionBody, @CurrentCaller() caller: Caller): Promise<object> {
    return submissionAnswer(await this.submissions.record(body, caller.userId));
  }

  @Get('submissions')
  @Header('Cache-Control', 'no-store')
  @Operation('listHandlingSubmissions')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'By area, then by month; and the months for which a report is owed',
    content: { 'application/json': { schema: schemaNamed('HandlingSubmissions') } },
  })
  list(@Query() query: SubmissionsQuery): Promise<object> {
    return this.submissions.list(query, query.area);
  }
}
