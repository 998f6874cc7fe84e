import { Controller, Get, Header, Inject, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiParam, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { RegistryLookups } from '@gatekeeper/registry-store';
import { foldCode } from '@gatekeeper/vocabulary';
import type { RegistryRecordKind } from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import { CurrentCaller } from '../../access/caller';
import type { Caller } from '../../access/caller';
import { Operation } from '../../access/operation';
import { Guarded } from '../../http/documented';
import { CodeField, MomentField, OneOfField, TextField } from '../../http/fields';
import { notOnFile } from '../../http/refusals';
import { ADMIN_PARTS } from '../../parts';
import type { AdminParts } from '../../parts';
import { everyWriteKnown } from '../../standing/every-write-known';
import { exported, EXPORT_FORMATS } from '../exporting/formats';
import type { ExportFormat } from '../exporting/formats';
import { listRecords } from '../exporting/list-records';
import { csvTemplate, xlsxTemplate } from '../exporting/template';
import { isRegistryRecordKind, REGISTRY_RECORD_KINDS } from '../reading/columns';
import { badQuery } from './transfer-refusals';

const TYPES: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
const FILE_TYPES = ['application/x-ndjson', 'text/csv', TYPES.xlsx];
/** Stands for every kind: NDJSON alone can hold them together. */
const ALL_KINDS = 'records';

class ExportQuery {
  @OneOfField(EXPORT_FORMATS, { optional: true })
  format: ExportFormat = 'ndjson';

  @CodeField({ optional: true, description: 'Of this institution, and of who is or was registered there' })
  institution?: string;

  @TextField({ max: 6, optional: true, description: 'How the area code begins' })
  area?: string;

  @MomentField({ optional: true, description: 'What holds then; whenever unless given' })
  effective_at?: string;

  @MomentField({ optional: true, description: 'As the registry held it then; now unless given' })
  known_at?: string;
}

const AnswersFile = (): MethodDecorator =>
  ApiResponse({
    status: 200,
    description: 'The file',
    schema: { type: 'string', format: 'binary', maxLength: 4_294_967_296 },
  });

const momentIn = (text: string | undefined): Instant | null =>
  text === undefined ? null : (parseTime(text)?.instant ?? null);

/** Lists and templates as files. */
@ApiTags('transfers')
@Controller('v1')
export class ExportsController {
  constructor(@Inject(ADMIN_PARTS) private readonly parts: AdminParts) {}

  @Get('exports/:kind')
  @Header('Cache-Control', 'no-store')
  @Operation('exportRecords')
  @ApiParam({ name: 'kind', schema: { type: 'string', enum: [...REGISTRY_RECORD_KINDS, ALL_KINDS] } })
  @ApiProduces(...FILE_TYPES)
  @AnswersFile()
  @Guarded(404)
  async export(
    @CurrentCaller() caller: Caller,
    @Param('kind') name: string,
    @Query() query: ExportQuery,
  ): Promise<StreamableFile> {
    const kind = kindNamed(name);
    const { format } = query;
    const { dataSource, clock } = this.parts;
    const records = listRecords(dataSource, {
      kind,
      knownAt:
        momentIn(query.known_at) ??
        (await everyWriteKnown(clock.now(), new RegistryLookups(dataSource, registryCodec))),
      effectiveAt: momentIn(query.effective_at),
      within: [caller, ...askedWithin(query)],
    });
    const stream =
      kind === null ? exported(records, ndjsonOnly(format)) : exported(records, { format, kind });
    return new StreamableFile(stream, { type: TYPES[format], disposition: attachment(`${name}.${format}`) });
  }

  @Get('transfer-templates/:file')
  @Operation('readTransferTemplate')
  @ApiParam({
    name: 'file',
    schema: {
      type: 'string',
      enum: REGISTRY_RECORD_KINDS.flatMap((kind) => [`${kind}.csv`, `${kind}.xlsx`]),
    },
  })
  @ApiProduces('text/csv', TYPES.xlsx)
  @AnswersFile()
  @Guarded(404)
  async template(@Param('file') file: string): Promise<StreamableFile> {
    const [kind = '', ending = '', ...more] = file.split('.');
    if (!isRegistryRecordKind(kind) || more.length > 0 || (ending !== 'csv' && ending !== 'xlsx'))
      throw notOnFile('The template', '模板');
    const about = { type: TYPES[ending], disposition: attachment(file) };
    return ending === 'csv'
      ? new StreamableFile(csvTemplate(kind), about)
      : new StreamableFile(await xlsxTemplate(kind), about);
  }
}

const attachment = (name: string): string => `attachment; filename="${name}"`;

function kindNamed(name: string): RegistryRecordKind | null {
  if (name === ALL_KINDS) return null;
  if (!isRegistryRecordKind(name)) throw notOnFile('The list', '列表');
  return name;
}

function ndjsonOnly(format: ExportFormat): { readonly format: 'ndjson' } {
  if (format === 'ndjson') return { format };
  throw badQuery([
    {
      path: 'format',
      code: 'FIELD_INVALID',
      expected: 'ndjson, for records of every kind together',
      got: format,
    },
  ]);
}

function askedWithin({ institution, area }: ExportQuery) {
  return [
    ...(institution === undefined ? [] : [{ areas: [], institutions: [foldCode(institution)] }]),
    ...(area === undefined ? [] : [{ areas: [area], institutions: [] }]),
  ];
}
