/** Rosters GB001, GB002, GB004: each row a person at an institution. */
import type { Readable } from 'node:stream';
import { formatDay, nextDay, parseTime, dayAt } from '@gatekeeper/calendar';
import { foldCode, isMissingCode } from '@gatekeeper/vocabulary';
import type { DeregistrationReason } from '@gatekeeper/vocabulary';
import { describeGot, isMalformed, parseRegistryObject, readRows, trimmedCode } from '@gatekeeper/wire';
import * as iconv from 'iconv-lite';
import { folded, isOpenEnd, timeText } from './cells';
import { DECODERS } from './csv';
import { invalid, rowProblem } from './read-item';
import type { ReadItem, ReadItems, ReadRecord, RowProblem } from './read-item';
import { readRecord } from './read-record';
import { CODE_COLUMNS, ROSTER_LAYOUTS } from './roster-layouts';
import type { Roster } from './roster-layouts';
import { problemOfCell } from './table';

/** What a value of 人员状态 says: that the person is registered there, or why no longer. */
export type StaffStanding = 'registered' | DeregistrationReason;

export interface RosterReading {
  readonly roster: Roster;
  /** Folded; the only institution whose rows the file may hold. */
  readonly institution: string;
  /** By value of 人员状态. The published descriptions do not list the values: whoever uploads states them. */
  readonly standings: ReadonlyMap<string, StaffStanding>;
  /** Whether the institution is the main site of persons it registers anew: rosters do not say. */
  readonly mainSite: boolean;
}

const LONGEST_ROW_BYTES = 64 * 1024;
const IDENTITY = '证件号码';
const STATUS = '人员状态';
const FROM = '合同起始时间';
const UNTIL = '合同截止时间';
const HEAD = { recordId: null, recordedAt: null, supersedes: null };
const PLACEHOLDER_HEAD = { record_id: 'unnamed', recorded_at: '2000-01-01' };
const CLINICIAN_COLUMNS = new Set(['code', 'name', 'category']);
/** What a roster knows of a registration; the commitment and the certificate on file stay as they are. */
const REGISTRATION_COLUMNS = new Set(['code', 'fixmedins_code', 'from', 'until']);

/** Reads a roster. Neither line feeds nor tabs are part of another character in GBK, so that a bad byte spoils its own cell alone. */
export async function* readRoster(bytes: Readable, reading: RosterReading): ReadItems {
  for await (const rows of readRows(bytes, { longestRowBytes: LONGEST_ROW_BYTES })) {
    for (const { row: line, bytes: text, truncated } of rows) {
      yield truncated
        ? badRow(line, invalid(null, `at most ${LONGEST_ROW_BYTES} bytes`, 'a longer row'))
        : readRow(line, iconv.decode(text, DECODERS.gbk).split('\t'), reading);
    }
  }
}

const badRow = (line: number, ...problems: readonly RowProblem[]): ReadItem => ({
  kind: 'bad_row',
  line,
  problems,
});

function readRow(line: number, cells: readonly string[], reading: RosterReading): ReadItem {
  const { columns } = ROSTER_LAYOUTS[reading.roster];
  if (cells.length !== columns.length) {
    return badRow(line, invalid(null, `${columns.length} columns parted by tabs`, `${cells.length} columns`));
  }
  const cellOf = new Map(columns.map((title, at) => [title, trimmedCode(cells[at] ?? '')]));
  const person = new RosterRow((title) => cellOf.get(title) ?? '', reading);
  const problems = [...problemsOfCells(cellOf), ...person.problems()];
  return problems.length > 0
    ? { kind: 'bad_row', line, problems, ...person.listed() }
    : { kind: 'row', line, records: person.records() };
}

function problemsOfCells(cellOf: ReadonlyMap<string, string>): readonly RowProblem[] {
  return [...cellOf].flatMap(([title, cell]) => {
    const problem = problemOfCell(title, cell);
    const belongs = title === IDENTITY && problem?.code === 'FIELD_INVALID';
    return problem === null || belongs ? [] : [problem];
  });
}

/** One row of a roster whose columns are counted. */
class RosterRow {
  private readonly standing: StaffStanding | undefined;
  private readonly code: string;

  constructor(
    private readonly cell: (title: string) => string,
    private readonly reading: RosterReading,
  ) {
    this.standing = reading.standings.get(folded(cell(STATUS)));
    this.code = foldCode(cell(CODE_COLUMNS[reading.roster]));
  }

  problems(): readonly RowProblem[] {
    const { institution, roster } = this.reading;
    const problems: RowProblem[] = [];
    if (foldCode(this.cell('机构编码')) !== institution)
      problems.push(invalid('机构编码', institution, describeGot('fixmedins_code', this.cell('机构编码'))));
    if (isMissingCode(this.code))
      problems.push(
        invalid(
          CODE_COLUMNS[roster],
          'the code of a person',
          describeGot('code', this.cell(CODE_COLUMNS[roster])),
        ),
      );
    if (this.standing === undefined)
      problems.push(
        invalid(
          STATUS,
          `one of the values mapped for this upload: ${[...this.reading.standings.keys()].join(', ')}`,
          describeGot(STATUS, this.cell(STATUS)),
        ),
      );
    const identity = identityOf(this.cell(IDENTITY));
    if (identity !== null && !IDENTITY_FORM.test(identity))
      problems.push(invalid(IDENTITY, 'a number of 6 to 30 letters and digits', 'masked text'));
    return [...problems, ...this.problemsOfFields()];
  }

  /** Who the row is about, whatever else is wrong with it. */
  listed(): { readonly listed?: { readonly subject: string; readonly institution: string } } {
    return isMissingCode(this.code)
      ? {}
      : { listed: { subject: this.code, institution: this.reading.institution } };
  }

  /** The clinician, and the registration, or that it is over. */
  records(): readonly ReadRecord[] {
    const clinician = parseRegistryObject(this.clinicianFields());
    if (isMalformed(clinician) || this.standing === undefined) return [];
    const person = {
      ...readRecord(clinician, HEAD, CLINICIAN_COLUMNS),
      identityNumber: identityOf(this.cell(IDENTITY)),
    };
    if (this.standing !== 'registered') return [person, this.departure(this.standing)];
    const registration = parseRegistryObject(this.registrationFields());
    if (isMalformed(registration)) return [person];
    return [person, { ...readRecord(registration, HEAD, REGISTRATION_COLUMNS) }];
  }

  private departure(reason: DeregistrationReason): ReadRecord {
    return {
      kind: 'departure',
      subject: this.code,
      partner: this.reading.institution,
      from: null,
      until: null,
      stated: { reason },
      ...HEAD,
      identityNumber: null,
    };
  }

  private problemsOfFields(): readonly RowProblem[] {
    const titles: Readonly<Record<string, string>> = {
      code: CODE_COLUMNS[this.reading.roster],
      name: '姓名',
      fixmedins_code: '机构编码',
      from: FROM,
      until: UNTIL,
    };
    const fields = [
      this.clinicianFields(),
      ...(this.standing === 'registered' ? [this.registrationFields()] : []),
    ];
    const problems = fields.flatMap((each) => {
      const record = parseRegistryObject(each);
      return isMalformed(record) ? record.problems : [];
    });
    const firstOfEach = new Map(problems.toReversed().map((problem) => [problem.path, problem]));
    return [...firstOfEach.values()]
      .toReversed()
      .map((problem) => rowProblem(problem, (field) => titles[field] ?? field));
  }

  private clinicianFields() {
    return {
      ...PLACEHOLDER_HEAD,
      kind: 'clinician',
      code: this.cell(CODE_COLUMNS[this.reading.roster]),
      name: this.cell('姓名'),
      category: ROSTER_LAYOUTS[this.reading.roster].category,
    };
  }

  private registrationFields() {
    return {
      ...PLACEHOLDER_HEAD,
      kind: 'registration',
      code: this.cell(CODE_COLUMNS[this.reading.roster]),
      fixmedins_code: this.reading.institution,
      main_site: this.reading.mainSite,
      from: timeText(this.cell(FROM)),
      until: dayAfter(this.cell(UNTIL)),
    };
  }
}

/** A contract runs through its last day, or has none; a text that is no day stays, for the schema to refuse. */
function dayAfter(cell: string): string | null {
  if (isOpenEnd(cell)) return null;
  const text = timeText(cell);
  const written = parseTime(text);
  return written === null ? text : formatDay(nextDay(dayAt(written.instant)));
}

/** Of any document: those of residents, and the passes of others. */
const IDENTITY_FORM = /^[0-9A-Z()-]{6,30}$/;

const identityOf = (cell: string): string | null => {
  const number = folded(cell).toUpperCase();
  return number === '' ? null : number;
};
