/** What a file is, from the headers and the query of its upload. */
import { formatInstant, nextDay, parseTime, dayAt, startOfDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { CLINICIAN_CATEGORIES, DEREGISTRATION_REASONS, foldCode } from '@gatekeeper/vocabulary';
import type { ClinicianCategory, DeregistrationReason, RegistryRecordKind } from '@gatekeeper/vocabulary';
import type { Problem } from '@gatekeeper/wire';
import { CodeField, MomentField, OneOfField, TextField } from '../../http/fields';
import { folded } from '../reading/cells';
import { REGISTRY_RECORD_KINDS } from '../reading/columns';
import { TEXT_ENCODINGS } from '../reading/csv';
import type { TextEncoding } from '../reading/csv';
import type { StaffStanding } from '../reading/roster';
import { ROSTER_LAYOUTS, ROSTERS } from '../reading/roster-layouts';
import type { Roster } from '../reading/roster-layouts';
import type { Closing, Upload, UploadedFile } from '../staging/transfer';

const FLAGS = ['true', 'false'] as const;
type FlagText = (typeof FLAGS)[number];

export class UploadQuery {
  @OneOfField(REGISTRY_RECORD_KINDS, { optional: true, description: 'Kind of record of a CSV or XLSX table' })
  kind?: RegistryRecordKind;

  @OneOfField(TEXT_ENCODINGS, { optional: true, description: 'Encoding of a CSV file; utf-8 unless given' })
  encoding?: TextEncoding;

  @OneOfField(ROSTERS, { optional: true, description: 'Layout of a tab-separated roster' })
  roster?: Roster;

  @CodeField({ optional: true, description: 'The institution whose list of registrations the file is' })
  institution?: string;

  @OneOfField(FLAGS, { optional: true, description: 'The list is the whole: who is not on it is closed' })
  complete?: FlagText;

  @OneOfField(CLINICIAN_CATEGORIES, {
    optional: true,
    description: 'A complete table is of these persons only',
  })
  category?: ClinicianCategory;

  @MomentField({
    optional: true,
    description: 'When closings take effect; the day after the upload unless given',
  })
  closing_from?: string;

  @OneOfField(DEREGISTRATION_REASONS, { optional: true, description: 'Why who is not listed is closed' })
  closing_reason?: DeregistrationReason;

  @OneOfField(FLAGS, { optional: true, description: 'Whether a roster registers at a main site' })
  main_site?: FlagText;

  @TextField({
    max: 1_000,
    optional: true,
    description: 'What the values of 人员状态 say: registered, or a reason of deregistration',
    example: '在职=registered;离职=left;退休=retired',
  })
  standings?: string;
}

export type UploadFormat = UploadedFile['format'];

const FORMAT_OF_TYPE: ReadonlyMap<string, UploadFormat> = new Map([
  ['application/x-ndjson', 'ndjson'],
  ['text/csv', 'csv'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
  ['text/tab-separated-values', 'roster'],
]);
export const UPLOAD_TYPES: readonly string[] = [...FORMAT_OF_TYPE.keys()];

export const formatOf = (contentType: string | undefined): UploadFormat | null =>
  FORMAT_OF_TYPE.get((contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '') ?? null;

const wanted = (path: string, expected: string): Problem => ({
  path,
  code: 'FIELD_MISSING',
  expected,
  got: 'nothing',
});

/** The upload, or every parameter that is missing or wrong for its format. */
export function uploadOf(
  format: UploadFormat,
  query: UploadQuery,
  now: Instant,
): Upload | readonly Problem[] {
  const problems = [...problemsOfFormat(format, query), ...problemsOfList(format, query)];
  if (problems.length > 0) return problems;
  const file = fileOf(format, query);
  return file === null
    ? [wanted('kind', 'the kind of record')]
    : { file, closing: closingOf(file, query, now) };
}

function problemsOfFormat(format: UploadFormat, query: UploadQuery): readonly Problem[] {
  switch (format) {
    case 'ndjson':
      return [];
    case 'csv':
    case 'xlsx':
      return query.kind === undefined ? [wanted('kind', 'the kind of record of the table')] : [];
    case 'roster':
      return [
        ...(query.roster === undefined ? [wanted('roster', `one of ${ROSTERS.join(', ')}`)] : []),
        ...(query.institution === undefined ? [wanted('institution', 'the code of the institution')] : []),
        ...(query.main_site === undefined ? [wanted('main_site', 'true or false: rosters do not say')] : []),
        ...(standingsOf(query.standings ?? '') === null
          ? [{ ...wanted('standings', STANDINGS_EXPECTED), code: 'FIELD_INVALID' as const }]
          : []),
      ];
  }
}

const STANDINGS_EXPECTED = `value=standing;…, a standing being registered or one of ${DEREGISTRATION_REASONS.join(', ')}`;

/** Only a list of registrations is an institution's. */
function problemsOfList(
  format: UploadFormat,
  { institution, kind, complete }: UploadQuery,
): readonly Problem[] {
  if (institution === undefined)
    return complete === 'true' ? [wanted('institution', 'the institution whose list is complete')] : [];
  if (format === 'roster' || (format !== 'ndjson' && kind === 'registration')) return [];
  return [
    {
      path: 'institution',
      code: 'FIELD_INVALID',
      expected: 'none, or a roster or a table of registrations',
      got: 'an institution with another file',
    },
  ];
}

function fileOf(format: UploadFormat, query: UploadQuery): UploadedFile | null {
  const { kind, roster, encoding = 'utf-8' } = query;
  switch (format) {
    case 'ndjson':
      return { format };
    case 'csv':
      return kind === undefined ? null : { format, kind, encoding };
    case 'xlsx':
      return kind === undefined ? null : { format, kind };
    case 'roster':
      return roster === undefined
        ? null
        : {
            format,
            roster,
            standings: standingsOf(query.standings ?? '') ?? {},
            mainSite: query.main_site === 'true',
          };
  }
}

function closingOf(file: UploadedFile, query: UploadQuery, now: Instant): Closing | null {
  if (query.institution === undefined) return null;
  const stated = query.closing_from === undefined ? null : parseTime(query.closing_from);
  return {
    institution: foldCode(query.institution),
    category: file.format === 'roster' ? ROSTER_LAYOUTS[file.roster].category : (query.category ?? null),
    complete: query.complete === 'true',
    // Nothing that has happened is closed unless whoever uploads says so.
    from: formatInstant(stated?.instant ?? startOfDay(nextDay(dayAt(now)))),
    reason: query.closing_reason ?? 'other',
  };
}

const isStanding = (text: string): text is StaffStanding =>
  text === 'registered' || DEREGISTRATION_REASONS.some((reason) => reason === text);

/** `在职=registered;离职=left`; null for a text that is not written so, or says two things of one value. */
export function standingsOf(text: string): Readonly<Record<string, StaffStanding>> | null {
  const standings = new Map<string, StaffStanding>();
  for (const part of text
    .split(/[;；]/)
    .map(folded)
    .filter((each) => each !== '')) {
    const [value = '', standing = '', ...more] = part.split('=').map((each) => each.trim());
    if (value === '' || !isStanding(standing) || more.length > 0 || standings.has(value)) return null;
    standings.set(value, standing);
  }
  return standings.size === 0 ? null : Object.fromEntries(standings);
}
