import { Body, Controller, Get, Header, HttpCode, Inject, Param, Put } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { formatInstant } from '@gatekeeper/calendar';
import { Guarded } from '../http/documented';
import { notOnFile } from '../http/refusals';
import { identityKeysMissing } from './access-refusals';
import { CurrentCaller } from './caller';
import type { Caller } from './caller';
import { Operation } from './operation';
import { PhoneAnswer, PhoneBody } from './phone-bodies';
import { PHONES } from './phones';
import type { Phones } from './phones';

const NamesClinician = (): MethodDecorator =>
  ApiParam({ name: 'code', schema: { type: 'string', maxLength: 30, pattern: '^[^\\s]+$' } });

/** Phone numbers of clinicians: recorded, shown masked; never in an address, a log or a list. */
@ApiTags('registry')
@Controller('v1/clinicians/:code/phone')
export class PhoneController {
  constructor(@Inject(PHONES) private readonly kept: Phones | null) {}

  @Put()
  @HttpCode(204)
  @Operation('recordPhone')
  @NamesClinician()
  @ApiResponse({ status: 204, description: 'It is recorded' })
  @Guarded()
  async record(
    @CurrentCaller() caller: Caller,
    @Param('code') code: string,
    @Body() { phone }: PhoneBody,
  ): Promise<void> {
    await this.phones().record(code, phone, caller.userId);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @Operation('readPhone')
  @NamesClinician()
  @ApiResponse({ status: 200, type: PhoneAnswer, description: 'The number, masked' })
  @Guarded(404)
  async read(@Param('code') code: string): Promise<PhoneAnswer> {
    const found = await this.phones().read(code);
    if (found === null) throw notOnFile('A phone number of this clinician', '人员联系电话');
    return {
      code,
      phone_masked: found.masked,
      recorded_at: formatInstant(found.recordedAt),
      recorded_by: found.recordedBy,
    };
  }

  private phones(): Phones {
    if (this.kept === null) throw identityKeysMissing();
    return this.kept;
  }
}
