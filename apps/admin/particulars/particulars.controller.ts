import { Body, Controller, Get, Header, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { particularsIn } from '@gatekeeper/casework';
import { schemaNamed } from '@gatekeeper/http';
import { foldCode } from '@gatekeeper/vocabulary';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { Guarded } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { particularsAnswer } from './particulars-answer';
import type { ParticularsAnswer } from './particulars-answer';
import { ParticularsBody, RegistrationParam } from './particulars-body';
import { ParticularsDesk } from './particulars-desk';
import type { PersonAtSite } from './particulars-store';

/** What a registration states of the practice (hainan-2022 art. 7; guangdong-2025 art. 14). */
@ApiTags('registry')
@Controller('v1/clinicians/:code/registrations/:fixmedins_code/particulars')
export class ParticularsController {
  private readonly desk: ParticularsDesk;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts) {
    this.desk = new ParticularsDesk(parts);
  }

  @Put()
  @HttpCode(204)
  @Operation('recordParticulars')
  @ApiResponse({ status: 204, description: 'They are recorded; what is left out is stated no more' })
  @Guarded(404)
  async record(
    @CurrentCaller() caller: Caller,
    @Param() at: RegistrationParam,
    @Body() body: ParticularsBody,
  ): Promise<void> {
    await this.desk.record(foldedIn(at), particularsIn(body), caller.userId);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('readParticulars')
  @ApiResponse({
    status: 200,
    description: 'The current revision',
    content: { 'application/json': { schema: schemaNamed('ParticularsOfRegistration') } },
  })
  @Guarded(404)
  async read(@Param() at: RegistrationParam): Promise<ParticularsAnswer> {
    return particularsAnswer(await this.desk.read(foldedIn(at)));
  }
}

const foldedIn = ({ code, fixmedins_code: site }: RegistrationParam): PersonAtSite => ({
  code: foldCode(code),
  fixmedinsCode: foldCode(site),
});
