import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant, instantOf } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { listSignals, SIGNAL_KINDS } from '@gatekeeper/decision-store';
import type { Signal, SignalKind } from '@gatekeeper/decision-store';
import { schemaNamed } from '@gatekeeper/http';
import { foldCode } from '@gatekeeper/vocabulary';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { CodeField, OneOfField } from '../http/fields';
import type { Page } from '../http/page';
import { pageOf } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { cursorAt, numberedPlaceIn, periodOf, PeriodQuery, withinOf } from './figure-fields';

class SignalsQuery extends PeriodQuery {
  @OneOfField(SIGNAL_KINDS, { optional: true, description: 'Of this kind（线索类型）' })
  kind?: SignalKind;

  @CodeField({ optional: true, description: 'About this clinician, or a colleague（涉及人员）' })
  code?: string;
}

/** What looks odd among lines on file, for people to look into. */
@ApiTags('figures')
@Controller('v1/signals')
export class SignalsController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('listSignals')
  @Guarded()
  @ApiResponse({
    status: 200,
    description:
      'Signals whose period begins on one of these days, by institution; none of them decides anything',
    content: { 'application/json': { schema: schemaNamed('SignalPage') } },
  })
  async list(@CurrentCaller() caller: Caller, @Query() query: SignalsQuery): Promise<Page<object>> {
    const { area, kind, limit, fixmedins_code: institution, code: clinician } = query;
    const rows = await listSignals(poolOf(this.parts.dataSource), {
      ...periodOf(query),
      ...{ area, kind, within: withinOf(caller), limit: limit + 1 },
      institution: institution === undefined ? undefined : foldCode(institution),
      clinician: clinician === undefined ? undefined : foldCode(clinician),
      after: numberedPlaceIn(query.after),
    });
    return pageOf(rows, limit, told, ({ fixmedinsCode, signalId }) => cursorAt([fixmedinsCode, signalId]));
  }
}

const told = (signal: Signal) => ({
  signal_id: signal.signalId,
  kind: signal.kind,
  fixmedins_code: signal.fixmedinsCode,
  subject: signal.subject,
  beside: signal.beside,
  from: signal.fromDay,
  until: signal.untilDay,
  figures: signal.figures,
  evidence: signal.evidence,
  found_at: formatInstant(instantOf(signal.foundAtMs)),
});
