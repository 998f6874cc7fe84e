import { Body, Controller, Inject, Post, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { CurrentCaller } from '../access/caller';
import type { Caller } from '../access/caller';
import { Operation } from '../access/operation';
import { REACHES } from '../access/reaches';
import type { Reaches } from '../access/reaches';
import { IfMatch, setVersion } from '../http/conditional';
import { Guarded, NeedsIfMatch } from '../http/documented';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { WrittenAnswer } from './answers';
import { RegistryRecordBody } from './record-body';
import { RegistryWriter } from './registry-writer';

/** The door for single records that need no second person. */
@ApiTags('registry')
@Controller('v1/registry-records')
export class RegistryRecordsController {
  private readonly writer: RegistryWriter;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(REACHES) reaches: Reaches) {
    this.writer = new RegistryWriter(parts, reaches);
  }

  @Post()
  @Operation('writeRegistryRecord')
  @NeedsIfMatch()
  @ApiResponse({ status: 201, type: WrittenAnswer, description: 'The record is written' })
  @Guarded(409, 412, 413, 428)
  async write(
    @CurrentCaller() caller: Caller,
    @IfMatch() version: number,
    @Body() body: RegistryRecordBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WrittenAnswer> {
    const written = await this.writer.write(body, version, caller);
    setVersion(response, written.version);
    return written;
  }
}
