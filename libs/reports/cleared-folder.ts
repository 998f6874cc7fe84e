/** A folder that `gatekeeper clear` wrote, checked whole before anything is taken from it, then read row by row. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { InfoRecord } from 'csv-parse';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen } from '@gatekeeper/vocabulary';
import { readRows } from '@gatekeeper/wire';
import type {
  Cause,
  CountedFile,
  CountedRow,
  FieldProblem,
  Fields,
  Summary,
  TableFile,
} from './cleared-files';
import {
  CAUSES,
  cellReader,
  CLEARED_FILES,
  COLUMNS,
  COUNTED_FILES,
  countsFrom,
  FieldReader,
  fieldsOf,
  isFields,
  LINE_COUNTS,
  MONEY_COUNTS,
  SUMMARY_FILE,
  summaryOf,
} from './cleared-files';
import { MOST_NAMED, UnusableInput } from '@gatekeeper/runtime';

/** What a line's answer is on one side of a difference; `null`: nothing was on file. */
export interface AnswerShown {
  /** An outcome, or a hold's code. */
  readonly answer: string;
  readonly reasons: readonly string[];
  readonly refused: Fen;
  readonly recover: Fen;
  readonly liable: string;
}

export interface LineNamed {
  readonly fixmedins_code: string;
  readonly mdtrt_id: string;
  readonly chrg_bchno: string;
  readonly feedetl_sn: string;
}

export interface DifferenceRow extends LineNamed {
  readonly standing: AnswerShown | null;
  readonly run: AnswerShown | null;
  readonly cause: Cause;
}

export interface AdjustmentRow extends LineNamed {
  readonly period: string;
  readonly decisionId: string;
  readonly supersedes: string | null;
  readonly refused: Fen;
  readonly recover: Fen;
}

export interface CarveOutRow extends LineNamed {
  readonly code: string;
  readonly lift: string;
  readonly evidence: string;
  readonly amount: Fen;
}

/** Rows that each file holds, and what differs by cause. */
export interface FolderFigures {
  readonly differences: Readonly<Partial<Record<Cause, number>>>;
  readonly adjustments: number;
  readonly carveOuts: { readonly lines: number; readonly amount: Fen };
}

export class ClearedFolder {
  private constructor(
    readonly path: string,
    readonly summary: Summary,
    readonly figures: FolderFigures,
  ) {}

  /**
   * Reads every file once: the digest, each row's form, and that tables and summary agree.
   * @throws UnusableInput naming file, line and column of what is wrong.
   */
  static async open(path: string): Promise<ClearedFolder> {
    const summary = await readSummary(path);
    await demandDigest(path, summary);
    const figures = await new FolderCheck(path, summary).figures();
    return new ClearedFolder(path, summary, figures);
  }

  counted(file: CountedFile): AsyncGenerator<CountedRow> {
    return countedRows(this.path, file, refuse);
  }

  differences(): AsyncGenerator<DifferenceRow> {
    return differenceRows(this.path, refuse);
  }

  adjustments(): AsyncGenerator<AdjustmentRow> {
    return adjustmentRows(this.path, refuse);
  }

  carveOuts(): AsyncGenerator<CarveOutRow> {
    return carveOutRows(this.path, refuse);
  }
}

/** Where something is wrong: a file's line from 1, `null` for the file as a whole. */
type OnProblems = (file: string, line: number | null, problems: readonly FieldProblem[]) => void;

const written = (file: string, line: number | null, { field, expected, got }: FieldProblem): string =>
  `${file}${line === null ? '' : `:${line}`}: ${field === '' ? '' : `${field}: `}expected ${expected}, got ${got}`;

/** After the check: the files have changed while they were read. */
const refuse: OnProblems = (file, line, problems) => {
  throw new UnusableInput(
    `${file} has changed while it was read`,
    problems.map((each) => written(file, line, each)),
  );
};

async function readSummary(path: string): Promise<Summary> {
  const file = join(path, SUMMARY_FILE);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UnusableInput(
      `${path} is no folder that gatekeeper clear wrote: there is no ${SUMMARY_FILE} in it`,
    );
  }
  const read = summaryOf(text);
  if ('period' in read) return read;
  throw new UnusableInput(
    `${file} cannot be read`,
    read.map((each) => written(file, null, each)),
  );
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  'code' in error &&
  (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/** SHA-256 over the SHA-256 of every other file, in hex, in the order of the bytes of their names. */
async function demandDigest(path: string, { digest, seed }: Summary): Promise<void> {
  const names = (await readdir(path)).filter((name) => name !== SUMMARY_FILE);
  const missing = CLEARED_FILES.filter(
    (name) => !names.includes(name) && (name !== 'sample.csv' || seed !== null),
  );
  if (missing.length > 0) throw new UnusableInput(`${path} is not whole: it has no ${missing.join(', no ')}`);
  const over = createHash('sha256');
  for (const name of names.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
    over.update(await sha256Of(join(path, name)));
  const found = over.digest('hex');
  if (found !== digest)
    throw new UnusableInput(
      `the files in ${path} are not those that were cleared: their digest is ${found}, ${SUMMARY_FILE} says ${digest}`,
    );
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** One pass over every file. */
class FolderCheck {
  private readonly problems: string[] = [];

  constructor(
    private readonly path: string,
    private readonly summary: Summary,
  ) {}

  async figures(): Promise<FolderFigures> {
    const { summary } = this;
    this.demandSums(SUMMARY_FILE, null, summary);
    const { claimed, accepted_amount, refused, recover, held_amount, overpaid } = summary;
    if (claimed !== accepted_amount + refused + recover + held_amount - overpaid)
      this.note(SUMMARY_FILE, null, [
        {
          field: 'claimed',
          expected: `accepted_amount + refused + recover + held_amount - overpaid = ${formatFen(accepted_amount + refused + recover + held_amount - overpaid)}`,
          got: formatFen(claimed),
        },
      ]);
    for (const file of COUNTED_FILES) await this.checkTable(file);
    const differences: Partial<Record<Cause, number>> = {};
    for await (const { cause } of differenceRows(this.path, this.note))
      differences[cause] = (differences[cause] ?? 0) + 1;
    const adjusted = { rows: 0, refused: 0n, recover: 0n };
    for await (const row of adjustmentRows(this.path, this.note)) {
      adjusted.rows += 1;
      adjusted.refused += row.refused;
      adjusted.recover += row.recover;
    }
    for (const name of ['refused', 'recover'] as const)
      this.demandTotal(
        'adjustments.ndjson',
        name,
        formatFen(summary.adjustments[name]),
        formatFen(adjusted[name]),
      );
    const carveOuts = { lines: 0, amount: 0n };
    for await (const { amount } of carveOutRows(this.path, this.note)) {
      carveOuts.lines += 1;
      carveOuts.amount += amount;
    }
    if (this.problems.length > 0)
      throw new UnusableInput(`the files in ${this.path} do not agree with each other`, this.problems);
    return { differences, adjustments: adjusted.rows, carveOuts };
  }

  private async checkTable(file: CountedFile): Promise<void> {
    const counts = Object.fromEntries(LINE_COUNTS.map((name) => [name, 0]));
    const money = Object.fromEntries([...MONEY_COUNTS, 'damages'].map((name) => [name, 0n]));
    let line = 1;
    for await (const row of countedRows(this.path, file, this.note)) {
      line += 1;
      this.demandSums(file, line, row);
      for (const name of LINE_COUNTS) counts[name] = (counts[name] ?? 0) + row[name];
      for (const name of [...MONEY_COUNTS, 'damages'] as const) money[name] = (money[name] ?? 0n) + row[name];
    }
    for (const name of LINE_COUNTS)
      this.demandTotal(file, name, String(this.summary[name]), String(counts[name] ?? 0));
    for (const name of MONEY_COUNTS)
      this.demandTotal(file, name, formatFen(this.summary[name]), formatFen(money[name] ?? 0n));
    const damages = file === 'institutions.csv' ? this.summary.damages : 0n;
    this.demandTotal(file, 'damages', formatFen(damages), formatFen(money['damages'] ?? 0n));
  }

  private demandSums(file: string, line: number | null, counts: CountedRow | Summary): void {
    const sum = counts.accepted + counts.rejected + counts.clawed_back + counts.held + counts.void;
    if (counts.lines !== sum)
      this.note(file, line, [
        {
          field: 'lines',
          expected: `accepted + rejected + clawed_back + held + void = ${sum}`,
          got: String(counts.lines),
        },
      ]);
  }

  private demandTotal(file: string, field: string, inSummary: string, inRows: string): void {
    if (inSummary !== inRows)
      this.note(file, null, [
        { field, expected: `${inSummary} in all, as ${SUMMARY_FILE} says`, got: inRows },
      ]);
  }

  private readonly note: OnProblems = (file, line, problems) => {
    for (const problem of problems)
      if (this.problems.length < MOST_NAMED) this.problems.push(written(file, line, problem));
  };
}

async function* countedRows(
  path: string,
  file: CountedFile,
  onProblems: OnProblems,
): AsyncGenerator<CountedRow> {
  for await (const { cells, line } of tableRows(path, file, onProblems)) {
    const reader = cellReader(COLUMNS[file], cells);
    const row = {
      institution: file === 'departments.csv' ? reader.text('fixmedins_code') : null,
      code: reader.text('code'),
      ...countsFrom(reader),
    };
    if (reader.problems.length > 0) onProblems(file, line, reader.problems);
    else yield row;
  }
}

async function* carveOutRows(path: string, onProblems: OnProblems): AsyncGenerator<CarveOutRow> {
  const file = 'carve-outs.csv';
  for await (const { cells, line } of tableRows(path, file, onProblems)) {
    const reader = cellReader(COLUMNS[file], cells);
    const row = {
      ...lineFrom(reader),
      code: reader.text('code'),
      lift: reader.text('lift'),
      evidence: reader.text('evidence'),
      amount: reader.money('amount'),
    };
    if (reader.problems.length > 0) onProblems(file, line, reader.problems);
    else yield row;
  }
}

interface TableRow {
  readonly cells: readonly string[];
  /** On which the row ends. */
  readonly line: number;
}

async function* tableRows(path: string, file: TableFile, onProblems: OnProblems): AsyncGenerator<TableRow> {
  const columns: readonly string[] = COLUMNS[file];
  const source = createReadStream(join(path, file));
  const parser = parse({ bom: true, info: true, relax_column_count: true });
  source.once('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let isHeader = true;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: InfoRecord }>) {
      if (isHeader) {
        isHeader = false;
        if (record.join(',') === columns.join(',')) continue;
        onProblems(file, 1, [
          { field: '', expected: `the columns ${columns.join(',')}`, got: record.join(',') },
        ]);
        return;
      }
      if (record.length === columns.length) yield { cells: record, line: info.lines };
      else
        onProblems(file, info.lines, [
          { field: '', expected: `${columns.length} columns`, got: String(record.length) },
        ]);
    }
  } finally {
    source.destroy();
  }
  if (isHeader) onProblems(file, null, [{ field: '', expected: 'a header', got: 'an empty file' }]);
}

async function* differenceRows(path: string, onProblems: OnProblems): AsyncGenerator<DifferenceRow> {
  for await (const { fields, line } of objectRows(path, 'differences.ndjson', onProblems)) {
    const reader = new FieldReader((field) => fields[field]);
    const cause = reader.oneOf('cause', CAUSES);
    const row = {
      ...lineOf(fields, reader),
      standing: answerOf('standing', fields, reader),
      run: answerOf('run', fields, reader),
    };
    if (cause === null || reader.problems.length > 0) onProblems('differences.ndjson', line, reader.problems);
    else yield { ...row, cause };
  }
}

async function* adjustmentRows(path: string, onProblems: OnProblems): AsyncGenerator<AdjustmentRow> {
  for await (const { fields, line } of objectRows(path, 'adjustments.ndjson', onProblems)) {
    const reader = new FieldReader((field) => fields[field]);
    const row = {
      ...lineOf(fields, reader),
      period: reader.text('period'),
      decisionId: reader.text('decision_id'),
      supersedes: reader.textOrNull('supersedes'),
      refused: reader.money('refused'),
      recover: reader.money('recover'),
    };
    if (reader.problems.length > 0) onProblems('adjustments.ndjson', line, reader.problems);
    else yield row;
  }
}

async function* objectRows(
  path: string,
  file: string,
  onProblems: OnProblems,
): AsyncGenerator<{ readonly fields: Fields; readonly line: number }> {
  for await (const rows of readRows(createReadStream(join(path, file))))
    for (const { row, bytes } of rows) {
      const fields = fieldsOf(bytes.toString('utf8'));
      if (isFields(fields)) yield { fields, line: row };
      else onProblems(file, row, fields);
    }
}

const lineFrom = (reader: FieldReader): LineNamed => ({
  fixmedins_code: reader.text('fixmedins_code'),
  mdtrt_id: reader.text('mdtrt_id'),
  chrg_bchno: reader.text('chrg_bchno'),
  feedetl_sn: reader.text('feedetl_sn'),
});

function lineOf(fields: Fields, problemsTo: FieldReader): LineNamed {
  const { line } = fields;
  const reader = new FieldReader((field) => (isFields(line) ? line[field] : undefined));
  const named = lineFrom(reader);
  problemsTo.problems.push(...reader.problems.map((each) => ({ ...each, field: `line.${each.field}` })));
  return named;
}

function answerOf(side: string, fields: Fields, problemsTo: FieldReader): AnswerShown | null {
  const answer = fields[side];
  if (answer === null) return null;
  const reader = new FieldReader((field) => (isFields(answer) ? answer[field] : undefined));
  const amountsOf = isFields(answer) ? answer['amounts'] : undefined;
  const amounts = new FieldReader((field) => (isFields(amountsOf) ? amountsOf[field] : undefined));
  const reasons = isFields(answer) && Array.isArray(answer['reasons']) ? answer['reasons'] : [];
  const shown = {
    answer: reader.textOrNull('hold_code') ?? reader.text('outcome'),
    reasons: reasons.flatMap((reason: unknown) => {
      const code = isFields(reason) ? reason['code'] : reason;
      return typeof code === 'string' ? [code] : reader.wrong('reasons', 'codes', reason, []);
    }),
    refused: amounts.money('refused'),
    recover: amounts.money('recover'),
    liable: reader.text('liable'),
  };
  problemsTo.problems.push(
    ...[...reader.problems, ...amounts.problems].map((each) => ({ ...each, field: `${side}.${each.field}` })),
  );
  return shown;
}
