import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { Operation } from '../../access/operation';
import { Guarded } from '../../http/documented';
import { OneOfField } from '../../http/fields';
import type { Page } from '../../http/page';
import { PageQuery } from '../../http/page';
import { ADMIN_PARTS } from '../../parts';
import type { AdminParts } from '../../parts';
import { AreaAskedField } from '../report-fields';
import { CHECKS } from './check-statements';
import type { Check } from './check-statements';
import type { AmissRow } from './judge-candidate';
import { MaintenanceCheck } from './maintenance-check';

export class MaintenanceCheckQuery extends PageQuery {
  @AreaAskedField()
  area!: string;

  @OneOfField(CHECKS, { optional: true, description: 'One of the checks alone（仅查一项）' })
  check?: Check;
}

/** Checks that agencies make from time to time. */
@ApiTags('reports')
@Controller('v1/checks')
export class ChecksController {
  private readonly maintenance: MaintenanceCheck;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.maintenance = new MaintenanceCheck(parts);
  }

  @Get('maintenance')
  @Header('Cache-Control', 'no-store')
  @Operation('checkMaintenance')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'What is amiss; a page may be short, or empty, with others to follow',
    content: { 'application/json': { schema: schemaNamed('AmissPage') } },
  })
  check(@Query() { area, check, limit, after }: MaintenanceCheckQuery): Promise<Page<AmissRow>> {
    return this.maintenance.page({ area, check: check ?? null, limit, after: after ?? null });
  }
}
