import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant, instantOf } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import {
  ABNORMAL_USE,
  CARVE_OUT_GROUPS,
  listAbnormalUse,
  listCarveOuts,
  sumCarveOuts,
  USERS_OF_EXCEPTIONS,
} from '@gatekeeper/decision-store';
import type {
  CarveOutGroup,
  CarveOutLine,
  CarveOutsAsked,
  UseOfExceptions,
  UserOfExceptions,
} from '@gatekeeper/decision-store';
import { schemaNamed } from '@gatekeeper/http';
import { foldCode, formatFen, LIFT_CODES } from '@gatekeeper/vocabulary';
import { IsIn, IsOptional } from 'class-validator';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { CodeField, DayField, OneOfField, WholeField } from '../http/fields';
import type { Page } from '../http/page';
import { PageQuery, pageOf } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import {
  AreaPrefixField,
  cursorAt,
  numberedPlaceIn,
  periodOf,
  PeriodQuery,
  placeIn,
  withinOf,
  wordsIn,
  WordsInQuery,
} from './figure-fields';

class CarveOutQuery extends PeriodQuery {
  @CodeField({ optional: true, description: 'Lines of this ordering clinician（开单人员）' })
  code?: string;

  @OneOfField([...LIFT_CODES, 'INPATIENT_BEFORE_STATUS_CHANGE'], {
    optional: true,
    description: 'Lines under this exception（例外情形）',
  })
  lift?: string;
}

class CarveOutSumsQuery extends CarveOutQuery {
  @WordsInQuery(CARVE_OUT_GROUPS, {
    description: 'What to tell by, in this order（统计维度）; without it one row for all',
    example: 'institution,clinician',
  })
  by?: string;
}

const WHETHER = ['true', 'false'] as const;

class CarveOutLinesQuery extends CarveOutQuery {
  @ApiProperty({
    ...{ type: 'string', enum: [...WHETHER], required: false },
    description: 'Also what entered the ledger and left it since（含已退出）',
  })
  @IsOptional()
  @IsIn(WHETHER)
  history?: (typeof WHETHER)[number];
}

class AbnormalUseQuery extends PageQuery {
  @DayField({ description: 'The first day（起始日）', example: '2025-06-01' })
  from!: string;

  @DayField({ description: 'The day after the last one（截止日次日）', example: '2025-07-01' })
  until!: string;

  @OneOfField(USERS_OF_EXCEPTIONS, { description: 'Whose use（机构或人员）' })
  by!: UserOfExceptions;

  @AreaPrefixField()
  area?: string;

  @WholeField({
    ...{ min: 1, max: 1_000_000, optional: true },
    description: 'Lines barred or lifted, at least（最少明细数）',
  })
  least_barred = ABNORMAL_USE.leastBarred;

  @WholeField({
    min: 0,
    max: 100,
    optional: true,
    description: 'Of these lifted, in percent, at least（最低占比）',
  })
  least_share_percent = ABNORMAL_USE.leastSharePercent;

  @WholeField({
    ...{ min: 0, max: 100_000, optional: true },
    description: 'And of the share of all others, in percent, at least（与同类之比）',
  })
  times_peers_percent = ABNORMAL_USE.timesPeersPercent;
}

/** The ledger of lines accepted under an exception, and whose use of exceptions is out of the ordinary. */
@ApiTags('figures')
@Controller('v1/carve-outs')
export class CarveOutsController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('listCarveOuts')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'Lines that stand in the ledger and their money, by what was asked',
    content: { 'application/json': { schema: schemaNamed('CarveOutSumPage') } },
  })
  async sums(@CurrentCaller() caller: Caller, @Query() query: CarveOutSumsQuery): Promise<Page<object>> {
    const by = wordsIn('by', query.by, CARVE_OUT_GROUPS);
    const after = placeIn(query.after, by.length);
    const rows = await sumCarveOuts(this.pool, askedBy(caller, query), by, after);
    return pageOf(
      rows,
      query.limit,
      ({ group, lines, amount }) => ({
        ...Object.fromEntries(by.map((name, n) => [NAMES[name], group[n] ?? ''])),
        ...{ lines, amount: formatFen(amount) },
      }),
      ({ group }) => cursorAt(group),
    );
  }

  @Get('lines')
  @Header('Cache-Control', 'no-store')
  @Operation('listCarveOutLines')
  @Guarded()
  @ApiResponse({
    status: 200,
    description:
      'The lines with what their acceptance rests on, by institution, in the order in which they entered',
    content: { 'application/json': { schema: schemaNamed('CarveOutLinePage') } },
  })
  async lines(@CurrentCaller() caller: Caller, @Query() query: CarveOutLinesQuery): Promise<Page<object>> {
    const after = numberedPlaceIn(query.after);
    const rows = await listCarveOuts(this.pool, askedBy(caller, query), query.history === 'true', after);
    return pageOf(rows, query.limit, lineTold, (row) => cursorAt([row.line.fixmedinsCode, row.entryId]));
  }

  @Get('abnormal-use')
  @Header('Cache-Control', 'no-store')
  @Operation('listAbnormalCarveOutUse')
  @Guarded()
  @ApiResponse({
    status: 200,
    description: 'Whose share of lifted lines is out of the ordinary beside all others asked with',
    content: { 'application/json': { schema: schemaNamed('AbnormalUsePage') } },
  })
  async abnormalUse(
    @CurrentCaller() caller: Caller,
    @Query() query: AbnormalUseQuery,
  ): Promise<Page<object>> {
    const rows = await listAbnormalUse(this.pool, {
      ...periodOf(query),
      ...{ by: query.by, area: query.area, within: withinOf(caller), limit: query.limit + 1 },
      leastBarred: query.least_barred,
      leastSharePercent: query.least_share_percent,
      timesPeersPercent: query.times_peers_percent,
      after: placeIn(query.after, 1)?.[0] ?? null,
    });
    return pageOf(
      rows,
      query.limit,
      (row) => useTold(query.by, row),
      ({ subject }) => cursorAt([subject]),
    );
  }

  private get pool() {
    return poolOf(this.parts.dataSource);
  }
}

const NAMES: Readonly<Record<CarveOutGroup, string>> = {
  institution: 'fixmedins_code',
  clinician: 'code',
  lift: 'lift',
};

function askedBy(caller: Caller, query: CarveOutQuery): CarveOutsAsked {
  const { area, lift, limit, fixmedins_code: institution, code: clinician } = query;
  return {
    ...periodOf(query),
    ...{ area, lift, within: withinOf(caller), limit: limit + 1 },
    institution: institution === undefined ? undefined : foldCode(institution),
    clinician: clinician === undefined ? undefined : foldCode(clinician),
  };
}

const lineTold = ({ line, leftFor, ...row }: CarveOutLine) => ({
  line: {
    fixmedins_code: line.fixmedinsCode,
    mdtrt_id: line.visitId,
    chrg_bchno: line.chargeBatch,
    feedetl_sn: line.lineNo,
    revision: line.revision,
  },
  decision_id: row.decisionId,
  day: row.feeDay,
  code: row.orderingCode,
  lift: row.lift,
  pack: row.pack,
  lifts: row.lifts,
  bars: row.bars,
  amount: formatFen(row.amount),
  left_for: leftFor,
  received_at: formatInstant(instantOf(row.receivedAtMs)),
});

const useTold = (by: UserOfExceptions, use: UseOfExceptions) => ({
  [NAMES[by]]: use.subject,
  barred: use.barred,
  lifted: use.lifted,
  share_percent: percentOf(use.lifted, use.barred),
  peers_barred: use.peersBarred,
  peers_share_percent: use.peersBarred > 0 ? percentOf(use.peersLifted, use.peersBarred) : null,
});

const percentOf = (part: number, whole: number): number => Math.floor((part * 100) / whole);
