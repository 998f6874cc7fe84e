import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { fenOf } from '@gatekeeper/wire';
import type { Request } from 'express';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { RUN_RESULTS } from '../collections/run-results';
import type { RunResults } from '../collections/run-results';
import { Guarded } from '../http/documented';
import { PageQuery } from '../http/page';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { unknownFileType } from '../transfer/doors/transfer-refusals';
import type { ExtrapolationAnswer, SampleAnswer } from './sample-answer';
import { ExtrapolationQuery, PublishSampleBody, ResultsBody, SampleIdParam } from './sample-bodies';
import { SampleDesk } from './sample-desk';
import { readDrawnLines, readLineResults } from './sample-file';

const CSV = 'text/csv';
const LARGEST_FILE = 67_108_864;

const Answered = (status: number, schema: string, description: string): MethodDecorator =>
  ApiResponse({ status, description, content: { 'application/json': { schema: schemaNamed(schema) } } });

/** The second audit (复审): what was published, drawn and found, and what that says of the whole. */
@ApiTags('audit-samples')
@Controller('v1/audit-samples')
export class AuditSamplesController {
  private readonly desk: SampleDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(RUN_RESULTS) runs: RunResults) {
    this.desk = new SampleDesk(parts, runs);
  }

  @Get()
  @Operation('listAuditSamples')
  @Guarded()
  @Answered(200, 'AuditSamplePage', 'The latest first（按时间倒序）')
  list(@Query() query: PageQuery, @CurrentCaller() caller: Caller): Promise<Page<SampleAnswer>> {
    return this.desk.list(query, caller);
  }

  @Post()
  @HttpCode(201)
  @Operation('publishAuditSample')
  @Guarded(404, 409)
  @Answered(201, 'AuditSample', 'On file before the draw（已公布，随后抽样）')
  publish(
    @Body() { run_id: runId, frame_digest: frameDigest, seed }: PublishSampleBody,
    @CurrentCaller() caller: Caller,
  ): Promise<SampleAnswer> {
    return this.desk.publish({ runId, frameDigest, seed }, caller);
  }

  @Get(':sample_id')
  @Operation('readAuditSample')
  @Guarded(404)
  @Answered(200, 'AuditSample', 'How far it is（进度）')
  read(
    @Param() { sample_id: sampleId }: SampleIdParam,
    @CurrentCaller() caller: Caller,
  ): Promise<SampleAnswer> {
    return this.desk.read(sampleId, caller);
  }

  @Post(':sample_id/lines')
  @HttpCode(200)
  @Operation('enterAuditSampleLines')
  @ApiConsumes(CSV)
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary', maxLength: LARGEST_FILE } })
  @Guarded(404, 409, 413, 415)
  @Answered(200, 'AuditSample', 'All lines that were drawn（抽中明细已登记）')
  async lines(
    @Param() { sample_id: sampleId }: SampleIdParam,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
  ): Promise<SampleAnswer> {
    demandCsv(request);
    return this.desk.enterLines(sampleId, await readDrawnLines(request), caller);
  }

  @Post(':sample_id/results')
  @HttpCode(200)
  @Operation('enterAuditSampleResults')
  @Guarded(404, 409)
  @Answered(200, 'AuditSample', 'All of them or none（全部登记或全部不登记）')
  results(
    @Param() { sample_id: sampleId }: SampleIdParam,
    @Body() { results }: ResultsBody,
    @CurrentCaller() caller: Caller,
  ): Promise<SampleAnswer> {
    const entered = results.map((result) => ({
      fixmedinsCode: result.fixmedins_code,
      visitId: result.mdtrt_id,
      chargeBatch: result.chrg_bchno ?? '',
      lineNo: result.feedetl_sn,
      wrong: fenOf(result.wrong),
      statusHit: result.status_hit === undefined ? 0n : fenOf(result.status_hit),
      note: result.note ?? null,
    }));
    return this.desk.enterResults(sampleId, entered, caller);
  }

  @Post(':sample_id/results/file')
  @HttpCode(200)
  @Operation('uploadAuditSampleResults')
  @ApiConsumes(CSV)
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary', maxLength: LARGEST_FILE } })
  @Guarded(404, 409, 413, 415)
  @Answered(200, 'AuditSample', 'All of them or none（全部登记或全部不登记）')
  async upload(
    @Param() { sample_id: sampleId }: SampleIdParam,
    @Req() request: Request,
    @CurrentCaller() caller: Caller,
  ): Promise<SampleAnswer> {
    demandCsv(request);
    return this.desk.enterResults(sampleId, await readLineResults(request), caller);
  }

  @Get(':sample_id/extrapolation')
  @Header('Cache-Control', 'no-store')
  @Operation('readAuditSampleExtrapolation')
  @Guarded(404)
  @Answered(
    200,
    'AuditSampleExtrapolation',
    'Estimate, intervals, and what may be refused（推算、置信区间及可拒付金额）',
  )
  extrapolation(
    @Param() { sample_id: sampleId }: SampleIdParam,
    @Query() { fixmedins_code: code }: ExtrapolationQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<ExtrapolationAnswer> {
    return this.desk.extrapolation(sampleId, code ?? null, caller);
  }
}

/** @throws Refused */
function demandCsv(request: Request): void {
  const type = request.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== CSV || request.get('content-encoding') !== undefined) throw unknownFileType();
}
