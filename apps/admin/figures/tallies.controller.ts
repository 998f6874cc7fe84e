import { Controller, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { poolOf } from '@gatekeeper/database';
import { readTallies, TALLY_GROUPS } from '@gatekeeper/decision-store';
import type { TallyGroup, TallyOfGroup } from '@gatekeeper/decision-store';
import { schemaNamed } from '@gatekeeper/http';
import type { Outcome } from '@gatekeeper/vocabulary';
import { foldCode, formatFen, HOLD_CODES, OUTCOMES, REASON_CODES, VOID_REASON } from '@gatekeeper/vocabulary';
import type { LoadedPolicy } from '@gatekeeper/wire';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { CodeField, OneOfField, TextField } from '../http/fields';
import type { Page } from '../http/page';
import { pageOf } from '../http/page';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { cursorAt, periodOf, PeriodQuery, placeIn, withinOf, wordsIn, WordsInQuery } from './figure-fields';

/** As answers name what they are told by. */
const NAMES: Readonly<Record<TallyGroup, string>> = {
  day: 'day',
  month: 'month',
  area: 'mdtrtarea_admvs',
  institution: 'fixmedins_code',
  outcome: 'outcome',
  reason: 'reason',
  pack: 'pack',
  clinician: 'code',
};

class TalliesQuery extends PeriodQuery {
  @WordsInQuery(TALLY_GROUPS, {
    description: 'What to tell by, in this order（统计维度）; without it one row for all',
    example: 'day,reason',
  })
  by?: string;

  @OneOfField([...OUTCOMES, 'held'], { optional: true, description: 'Lines with this outcome（判定结果）' })
  outcome?: Outcome | 'held';

  @OneOfField([...REASON_CODES, ...HOLD_CODES, VOID_REASON], {
    optional: true,
    description: 'Lines with this leading reason or hold code（首要原因）',
  })
  reason?: string;

  @TextField({ max: 40, optional: true, description: 'Lines under this pack（政策包）' })
  pack?: string;

  @CodeField({ optional: true, description: 'Lines of this ordering clinician（开单人员）' })
  code?: string;
}

/** Figures that the transactions which record lines keep: nothing here reads a line. */
@ApiTags('figures')
@Controller('v1')
export class TalliesController {
  private readonly pooledPacks: readonly string[];

  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {
    this.pooledPacks = pooledPacksOf(parts.policy);
  }

  @Get('tallies')
  @Header('Cache-Control', 'no-store')
  @Operation('listTallies')
  @Guarded()
  @ApiResponse({
    status: 200,
    description:
      'By what was asked, in its order; each line once, on the day of its fee, by what stands on it',
    content: { 'application/json': { schema: schemaNamed('TallyPage') } },
  })
  async list(@CurrentCaller() caller: Caller, @Query() query: TalliesQuery): Promise<Page<object>> {
    const by = wordsIn('by', query.by, TALLY_GROUPS);
    const { area, outcome, reason, pack, limit, fixmedins_code: institution, code: clinician } = query;
    const rows = await readTallies(poolOf(this.parts.dataSource), {
      ...periodOf(query),
      ...{ area, outcome, reason, pack, by, within: withinOf(caller), pooledPacks: this.pooledPacks },
      institution: institution === undefined ? undefined : foldCode(institution),
      clinician: clinician === undefined ? undefined : foldCode(clinician),
      after: placeIn(query.after, by.length),
      limit: limit + 1,
    });
    return pageOf(
      rows,
      limit,
      (row) => told(by, row),
      ({ group }) => cursorAt(group),
    );
  }
}

const told = (by: readonly TallyGroup[], tally: TallyOfGroup) => ({
  ...Object.fromEntries(by.map((group, n) => [NAMES[group], tally.group[n] ?? ''])),
  lines: tally.lines,
  accepted: tally.accept,
  rejected: tally.reject,
  clawed_back: tally.claw_back,
  held: tally.held,
  void: tally.void,
  claimed: formatFen(tally.claimed),
  accepted_amount: formatFen(tally.acceptedAmount),
  refused: formatFen(tally.refused),
  recover: formatFen(tally.recover),
  held_amount: formatFen(tally.heldAmount),
});

/** Packs of whose last edition the pooled fund is the scope: of lines that wait no decision says it. */
const pooledPacksOf = ({ packs }: LoadedPolicy): readonly string[] =>
  [...packs.values()]
    .filter(({ editions }) => editions.at(-1)?.spans.at(-1)?.parameters.fundScope === 'pooled')
    .map(({ pack }) => pack.name);
