import { Controller, Get, Header, Inject, Module, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { HOLD_CODES } from '@gatekeeper/vocabulary';
import type { HoldCode } from '@gatekeeper/vocabulary';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { CodeField, OneOfField, WholeField } from '../http/fields';
import { PageQuery } from '../http/page';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import type { HoldAnswer } from './hold-answer';
import { HoldList } from './hold-list';

/** Which waiting lines are listed. */
export class HoldsQuery extends PageQuery {
  @CodeField({ optional: true })
  fixmedins_code?: string;

  @OneOfField(HOLD_CODES, { optional: true })
  hold_code?: HoldCode;

  @WholeField({
    min: 0,
    max: 36_500,
    optional: true,
    description: 'Held for so many days or more（挂起满若干天）',
  })
  older_than_days?: number;
}

/** What waits, since when, for what money, and what to do next. */
@ApiTags('holds')
@Controller('v1/holds')
class HoldsController {
  private readonly held: HoldList;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.held = new HoldList(parts);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('listHolds')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'The longest waiting first（挂起最久的在前）',
    content: { 'application/json': { schema: schemaNamed('HoldPage') } },
  })
  list(@Query() query: HoldsQuery, @CurrentCaller() caller: Caller): Promise<Page<HoldAnswer>> {
    return this.held.list(query, caller);
  }
}

@Module({ controllers: [HoldsController] })
export class HoldsModule {}
