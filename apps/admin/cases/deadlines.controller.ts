import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import type { Page } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import type { DeadlineAnswer } from './case-answer';
import { DeadlinesQuery } from './case-bodies';
import { CaseShelf } from './case-shelf';

/** By when who must act. */
@ApiTags('deadlines')
@Controller('v1/deadlines')
export class DeadlinesController {
  private readonly shelf: CaseShelf;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.shelf = new CaseShelf(parts);
  }

  @Get()
  @Operation('listDeadlines')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'The earliest first',
    content: { 'application/json': { schema: schemaNamed('DeadlinePage') } },
  })
  list(@Query() query: DeadlinesQuery, @CurrentCaller() caller: Caller): Promise<Page<DeadlineAnswer>> {
    return this.shelf.deadlines(query, caller);
  }
}
