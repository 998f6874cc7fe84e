import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBody, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refused, schemaNamed, unacceptable } from '@gatekeeper/http';
import type { Proposal, SettlingSources, WhatIf } from '@gatekeeper/settling';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryRow } from '@gatekeeper/wire';
import type { Problem } from '@gatekeeper/wire';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { REACHES } from '../access/reaches';
import type { Reaches } from '../access/reaches';
import { coversArea, coversClinician, coversInstitution, isProvinceWide } from '../access/scope';
import { Guarded } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { outOfReach } from '../registry/registry-refusals';
import { SETTLING_SOURCES } from './settling-sources';
import { WhatIfBody } from './what-if-bodies';
import { WhatIfDesk } from './what-if-desk';

const MOST_PROBLEMS = 50;

/** What records would change that nobody has written yet. */
@ApiTags('what-if')
@Controller('v1/what-if')
export class WhatIfController {
  private readonly desk: WhatIfDesk;

  constructor(
    @Inject(ADMIN_PARTS) parts: AdminParts,
    @Inject(SETTLING_SOURCES) sources: SettlingSources,
    @Inject(REACHES) private readonly reaches: Reaches,
  ) {
    this.desk = new WhatIfDesk(parts, sources);
  }

  @Post()
  @HttpCode(200)
  @Operation('askWhatIf')
  @ApiBody({ type: WhatIfBody })
  @Guarded(409, 413)
  @ApiResponse({
    status: 200,
    description:
      'Lines and money that would turn, and what it says of days to come（将变动的明细与金额及后续预计）',
    content: { 'application/json': { schema: schemaNamed('WhatIf') } },
  })
  ask(@Body() { records }: WhatIfBody, @CurrentCaller() caller: Caller): Promise<WhatIf> {
    const parsed = recordsIn(records);
    return this.desk.answer({
      records: () => Promise.resolve(parsed),
      mayTouch: (proposal) => this.demandReach(proposal, caller),
    });
  }

  /** Everyone whom the records touch: a person or an institution of the caller's, or an institution that they enter there. */
  private async demandReach({ subjects, records }: Proposal, caller: Caller): Promise<void> {
    if (isProvinceWide(caller)) return;
    const entered = new Map(
      records.flatMap((record) =>
        record.kind === 'institution' ? [[record.fixmedinsCode, record.area]] : [],
      ),
    );
    for (const subject of subjects) {
      const area = entered.get(subject);
      const isNewHere =
        area !== undefined &&
        coversArea(caller, area) &&
        (await this.reaches.areaOfInstitution(subject)) === null;
      if (
        !isNewHere &&
        !(await coversInstitution(caller, subject, this.reaches)) &&
        !(await coversClinician(caller, subject, this.reaches))
      )
        throw outOfReach();
    }
  }
}

/** @throws Refused, naming record and field of what is wrong. */
function recordsIn(records: readonly unknown[]): readonly RegistryRecord[] {
  const read: RegistryRecord[] = [];
  const problems: Problem[] = [];
  for (const [place, stated] of records.entries()) {
    // By its text: numbers are read as they are written.
    const record = parseRegistryRow(Buffer.from(JSON.stringify(stated)));
    if (!isMalformed(record)) read.push(record);
    else
      for (const problem of record.problems)
        problems.push({
          ...problem,
          path: `records[${place}]${problem.path === '' ? '' : `.${problem.path}`}`,
        });
  }
  if (problems.length > 0) throw new Refused(unacceptable(problems.slice(0, MOST_PROBLEMS)));
  return read;
}
