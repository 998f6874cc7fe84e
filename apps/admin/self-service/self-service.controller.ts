import { Controller, ForbiddenException, Get, Header, Inject, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { poolOf } from '@gatekeeper/database';
import { schemaNamed } from '@gatekeeper/http';
import { foldCode, knownNow } from '@gatekeeper/vocabulary';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { IDENTITIES } from '../access/identities';
import type { Identities } from '../access/identities';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { CodeField } from '../http/fields';
import { PageQuery, pageOf } from '../http/page';
import { notOnFile } from '../http/refusals';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { PersonFileReader } from '../person-file/read-person-file';
import { peopleOf, sanctionedPeopleOf } from '../standing/subjects-read';
import { myClinicianAnswer } from './my-clinician';
import { myInstitutionAnswer } from './my-institution';

/** Which of the caller's institutions, and which part of its people. */
export class MyInstitutionQuery extends PageQuery {
  @CodeField({ optional: true, description: 'One of the caller’s own; the first unless said（本机构代码）' })
  fixmedins_code?: string;
}

/** What clinicians and institutions see of themselves. */
@ApiTags('self-service')
@Controller('v1/me')
export class SelfServiceController {
  private readonly files: PersonFileReader;

  constructor(
    @Inject(ADMIN_PARTS) private readonly parts: AdminParts,
    @Inject(IDENTITIES) identities: Identities | null,
  ) {
    this.files = new PersonFileReader(parts, identities);
  }

  @Get('clinician')
  @Header('Cache-Control', 'no-store')
  @Operation('readMyClinician')
  @Guarded(404)
  @ApiResponse({
    status: 200,
    description: 'Own status, points, notices, deadlines',
    content: { 'application/json': { schema: schemaNamed('MyClinician') } },
  })
  async clinician(@CurrentCaller() { clinicianCode }: Caller): Promise<object> {
    if (clinicianCode === null) throw new ForbiddenException();
    const { file } = await this.files.read(clinicianCode, { effectiveAt: null, knownAt: null });
    return myClinicianAnswer(file, this.parts.policy.policy);
  }

  @Get('institution')
  @Header('Cache-Control', 'no-store')
  @Operation('readMyInstitution')
  @Guarded(404)
  @ApiResponse({
    status: 200,
    description: 'Own people, notices to deliver, statuses to maintain, deadlines',
    content: { 'application/json': { schema: schemaNamed('MyInstitution') } },
  })
  async institution(@CurrentCaller() caller: Caller, @Query() query: MyInstitutionQuery): Promise<object> {
    const asked = query.fixmedins_code ?? caller.institutions[0];
    if (asked === undefined || !caller.institutions.includes(asked)) throw new ForbiddenException();
    const fixmedinsCode = foldCode(asked);
    const pool = poolOf(this.parts.dataSource);
    const codes = await peopleOf(pool, fixmedinsCode, query.limit + 1, query.after ?? null);
    const { items: page, next } = pageOf(
      codes,
      query.limit,
      (code) => code,
      (code) => code,
    );
    const sanctioned = await sanctionedPeopleOf(pool, fixmedinsCode);
    const timelines = await this.parts.registry.timelines([fixmedinsCode, ...page, ...sanctioned]);
    if (timelines.get(fixmedinsCode)?.version === 0) throw notOnFile('The institution', '机构');
    const at = this.parts.clock.now();
    const moments = { at, knownAt: knownNow(at, timelines.values()) };
    return {
      ...myInstitutionAnswer({ fixmedinsCode, timelines, page, sanctioned }, this.parts, moments),
      next,
    };
  }
}
