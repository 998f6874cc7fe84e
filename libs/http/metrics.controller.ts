import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { WATCHED } from './watched';
import type { Watched } from './watched';

/** The figures of the process. */
@ApiTags('operating')
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(WATCHED) private readonly watched: Watched) {}

  @Get()
  @ApiOperation({ operationId: 'metrics', summary: 'Figures in Prometheus’ text form（运行指标）' })
  @ApiOkResponse({
    description: 'Counters, gauges and histograms',
    content: { 'text/plain': { schema: { type: 'string' }, example: 'gatekeeper_lines_read_total 2314\n' } },
  })
  async metrics(@Res({ passthrough: true }) response: Response): Promise<string> {
    const { metrics } = this.watched;
    response.type(metrics.contentType);
    return metrics.text();
  }
}
