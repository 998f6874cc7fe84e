import { Controller, Get, Header, Inject, Param, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { schemaNamed } from '@gatekeeper/http';
import type { Response } from 'express';
import { IDENTITIES } from '../access/identities';
import type { Identities } from '../access/identities';
import { Operation } from '../access/operation';
import { instantIn } from '../cases/workflows/written-days';
import { personFilePdf } from '../documents';
import { setVersion } from '../http/conditional';
import { Guarded } from '../http/documented';
import { MomentField } from '../http/fields';
import { ADMIN_PARTS } from '../parts';
import type { AdminParts } from '../parts';
import { personFileAnswer } from './person-file-answer';
import type { FileAsked } from './read-person-file';
import { PersonFileReader } from './read-person-file';

/** The moment a file speaks of, and when what it rests on was known. */
export class FileQuery {
  @MomentField({ optional: true, description: 'The moment it speaks of; now unless said（所述时点）' })
  effective_at?: string;

  @MomentField({ optional: true, description: 'What was known then; now unless said（知悉截至）' })
  known_at?: string;
}

const NamesClinician = (): MethodDecorator =>
  ApiParam({ name: 'code', schema: { type: 'string', maxLength: 30, pattern: '^[^\\s]+$' } });

/** A clinician's whole file (一医一档), to read and to print. */
@ApiTags('registry')
@Controller('v1/clinicians/:code')
export class PersonFileController {
  private readonly files: PersonFileReader;

  constructor(@Inject(ADMIN_PARTS) parts: AdminParts, @Inject(IDENTITIES) identities: Identities | null) {
    this.files = new PersonFileReader(parts, identities);
  }

  @Get('file')
  @Header('Cache-Control', 'no-store')
  @Operation('readPersonFile')
  @NamesClinician()
  @Guarded(404)
  @ApiResponse({
    status: 200,
    description: 'The whole file',
    content: { 'application/json': { schema: schemaNamed('PersonFile') } },
  })
  async read(
    @Param('code') code: string,
    @Query() query: FileQuery,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const { file, version } = await this.files.read(code, askedIn(query));
    setVersion(response, version);
    return personFileAnswer(file);
  }

  @Get('file.pdf')
  @Header('Cache-Control', 'no-store')
  @Operation('printPersonFile')
  @NamesClinician()
  @Guarded(404)
  @ApiResponse({
    status: 200,
    description: 'The whole file in print',
    content: { 'application/pdf': { schema: { type: 'string', format: 'binary' } } },
  })
  async print(@Param('code') code: string, @Query() query: FileQuery): Promise<StreamableFile> {
    const { file } = await this.files.read(code, askedIn(query));
    return new StreamableFile(await personFilePdf(file), {
      type: 'application/pdf',
      disposition: `inline; filename="file-${encodeURIComponent(file.code)}.pdf"`,
    });
  }
}

const askedIn = ({ effective_at: effectiveAt, known_at: knownAt }: FileQuery): FileAsked => ({
  effectiveAt: effectiveAt === undefined ? null : instantIn(effectiveAt),
  knownAt: knownAt === undefined ? null : instantIn(knownAt),
});
