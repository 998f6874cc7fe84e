import { Body, Controller, Get, Header, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@gatekeeper/calendar';
import { Guarded } from '../http/documented';
import { notOnFile } from '../http/refusals';
import { identityKeysMissing } from './access-refusals';
import { CurrentCaller } from './caller';
import type { Caller } from './caller';
import { IDENTITIES } from './identities';
import type { Identities } from './identities';
import { IdentityAnswer, IdentityBody, IdentityMatches } from './identity-bodies';
import { Operation } from './operation';
import { REACHES } from './reaches';
import type { Reaches } from './reaches';
import { coversClinician } from './scope';

const NamesClinician = (): MethodDecorator =>
  ApiParam({ name: 'code', schema: { type: 'string', maxLength: 30, pattern: '^[^\\s]+$' } });

/** Identity numbers of clinicians: recorded, shown masked, looked up; never in an address, a log or a list. */
@ApiTags('registry')
@Controller('v1')
export class IdentityController {
  constructor(
    @Inject(IDENTITIES) private readonly kept: Identities | null,
    @Inject(REACHES) private readonly reaches: Reaches,
  ) {}

  @Put('clinicians/:code/identity')
  @HttpCode(204)
  @Operation('recordIdentity')
  @NamesClinician()
  @ApiResponse({ status: 204, description: 'It is recorded' })
  @Guarded()
  async record(
    @CurrentCaller() caller: Caller,
    @Param('code') code: string,
    @Body() body: IdentityBody,
  ): Promise<void> {
    await this.identities().record(code, body.identity_number, caller.userId);
  }

  @Get('clinicians/:code/identity')
  @Header('Cache-Control', 'no-store')
  @Operation('readIdentity')
  @NamesClinician()
  @ApiResponse({ status: 200, type: IdentityAnswer, description: 'The number, masked' })
  @Guarded(404)
  async read(@Param('code') code: string): Promise<IdentityAnswer> {
    const found = await this.identities().read(code);
    if (found === null) throw notOnFile('An identity number of this clinician', '人员身份证号');
    return {
      code,
      identity_number_masked: found.masked,
      recorded_at: formatInstant(found.recordedAt),
      recorded_by: found.recordedBy,
    };
  }

  @Post('identity-lookups')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @Operation('lookUpIdentity')
  @ApiResponse({ status: 200, type: IdentityMatches, description: 'Whose number it is' })
  @Guarded()
  async find(@CurrentCaller() caller: Caller, @Body() body: IdentityBody): Promise<IdentityMatches> {
    const codes: string[] = [];
    for (const code of await this.identities().find(body.identity_number, caller.userId)) {
      if (await coversClinician(caller, code, this.reaches)) codes.push(code);
    }
    return { codes };
  }

  private identities(): Identities {
    if (this.kept === null) throw identityKeysMissing();
    return this.kept;
  }
}
