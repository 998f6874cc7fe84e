/** Visits out of files: an agency's own, or those that an installation exported. */
import { isUtf8 } from 'node:buffer';
import type { Instant } from '@gatekeeper/calendar';
import { openInput } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import type { Decision, HeldLine, IdentityKey, LineIdentity } from '@gatekeeper/vocabulary';
import { foldCode, identityKey } from '@gatekeeper/vocabulary';
import type { Malformed, PaymentRow } from '@gatekeeper/wire';
import {
  isMalformed,
  parseLineRow,
  parsePaymentRow,
  parseStatedDecision,
  parseStatedHold,
  readRows,
} from '@gatekeeper/wire';
import type { ParsedLineMessage, StatedHold } from '@gatekeeper/wire';
import type { KeptByPlan, ReleasedLine, Visit, VisitMessage } from './visit';
import { NO_PLANS } from './visit';
import type { RowKind, SortedRow, SortedVisit } from './visit-sorter';
import { VisitSorter } from './visit-sorter';

/** A row of a table of lines as JSON of CONTRACT 1, and what else its cells show. */
export interface TableRow {
  /** The line of the file, from 1; of a Parquet file the row, from 1. */
  readonly row: number;
  readonly json: string;
  /** The table's own name of a field. */
  readonly columnOf: (field: string) => string;
  /** What makes the row one to be set aside though its JSON may be a line: `column: words`; `null`: nothing. */
  readonly flaw: string | null;
}

/** Reads a table of lines in pages. @throws UnusableInput: the table cannot be read as a whole */
export type TableOfLines = (path: string) => AsyncIterable<readonly TableRow[]>;

export interface VisitFiles {
  readonly lines: string;
  /** `null`: the lines are NDJSON. */
  readonly linesAsTable: TableOfLines | null;
  readonly payments: string | null;
  readonly decisions: string | null;
  readonly holds: string | null;
}

export interface ReadingFiles {
  /** What became known later is not there yet. */
  readonly knownAt: Instant;
  readonly plans: ReadonlyMap<IdentityKey, KeptByPlan>;
  /** Told of bytes read and rows. */
  readonly onRead?: (bytes: number, rows: number) => void | Promise<void>;
  /** Told of each row that was set aside: `lines.csv:17: cnt: …`. */
  readonly onSetAside?: (named: string) => void;
}

export class FileVisits {
  /** Bad rows of lines and payments. */
  setAside = 0;

  private constructor(
    private readonly files: VisitFiles,
    private readonly reading: ReadingFiles,
    private readonly sorter: VisitSorter,
  ) {}

  /**
   * Reads every file once and sorts its rows by visit. A bad row of lines or payments is set aside.
   * @throws UnusableInput: a row of decisions or holds cannot be read; a file of lines or payments cannot be read at all
   */
  static async read(files: VisitFiles, reading: ReadingFiles): Promise<FileVisits> {
    const sorter = await VisitSorter.open();
    try {
      const visits = new FileVisits(files, reading, sorter);
      await visits.readAll();
      return visits;
    } catch (error) {
      sorter.close();
      throw error;
    }
  }

  /** Once only. */
  async *visits(): AsyncGenerator<Visit> {
    for await (const sorted of this.sorter.visits()) yield this.visitOf(sorted);
  }

  close(): void {
    this.sorter.close();
  }

  private async readAll(): Promise<void> {
    const { lines, linesAsTable, payments, decisions, holds } = this.files;
    if (payments !== null) await this.readRowsOf(payments, 'notice');
    if (linesAsTable === null) await this.readRowsOf(lines, 'message');
    else await this.readTable(lines, linesAsTable);
    if (decisions !== null) await this.readRowsOf(decisions, 'decision');
    if (holds !== null) await this.readRowsOf(holds, 'hold');
  }

  private async readRowsOf(path: string, kind: RowKind): Promise<void> {
    let [all, alien] = [0, 0];
    for await (const rows of readRows(openInput(path))) {
      let size = 0;
      for (const { row, bytes, truncated } of rows) {
        size += bytes.length + 1;
        // Decoded with replacements a row would read as another one: its bytes are judged as they are.
        const text = truncated || !isUtf8(bytes) ? null : bytes.toString('utf8');
        const plain = kind === 'message' && text !== null ? visitPlainlyNamed(text) : null;
        // Whether the rest of the row is a line is seen when its visit is read.
        if (plain !== null && text !== null) this.sorter.add(plain, { kind, file: 0, row, text });
        else if (this.take(path, kind, row, text, bytes) === 'no-json') alien++;
      }
      all += rows.length;
      await this.reading.onRead?.(size, rows.length);
    }
    // A table under a wrong name, an archive, a spreadsheet: set aside row by row it would read as a month in which nothing was billed or paid.
    if (all > 0 && alien === all)
      throw new UnusableInput(
        `${path}: none of its ${all} row(s) is JSON${kind === 'message' ? '; a table is read by its name: .csv or .parquet' : ''}`,
      );
  }

  private async readTable(path: string, table: TableOfLines): Promise<void> {
    for await (const rows of table(path)) {
      for (const { row, json, columnOf, flaw } of rows)
        if (flaw === null) this.take(path, 'message', row, json, Buffer.from(json), columnOf);
        else this.putAside(`${path}:${row}: ${flaw}`);
      await this.reading.onRead?.(0, rows.length);
    }
  }

  private take(
    path: string,
    kind: RowKind,
    row: number,
    text: string | null,
    bytes: Buffer,
    columnOf: (field: string) => string = (field) => field,
  ): 'taken' | 'set-aside' | 'no-json' {
    const read = visitNamedBy(kind, bytes);
    if (!isMalformed(read) && text !== null) {
      this.sorter.add(read, { kind, file: 0, row, text });
      return 'taken';
    }
    const wrong = isMalformed(read) ? whatIsWrong(read, columnOf) : 'row: NOT_UTF8, or longer than rows are';
    const named = `${path}:${row}: ${wrong}`;
    if (kind === 'decision' || kind === 'hold')
      throw new UnusableInput('what stands on file cannot be read', [named]);
    this.putAside(named);
    return isMalformed(read) && read.problems.every(({ code }) => NO_JSON.has(code))
      ? 'no-json'
      : 'set-aside';
  }

  private putAside(named: string): void {
    this.setAside++;
    this.reading.onSetAside?.(named);
  }

  private visitOf({ fixmedinsCode, visitId, rows }: SortedVisit): Visit {
    const messages: VisitMessage[] = [];
    const notices: PaymentRow[] = [];
    const decisions: Decision[] = [];
    const holds = new OpenHolds(this.reading.knownAt);
    for (const row of rows) {
      switch (row.kind) {
        case 'message':
          this.addMessage(messages, row, { fixmedinsCode, visitId });
          break;
        case 'notice':
          notices.push(read(parsePaymentRow(Buffer.from(row.text))));
          break;
        case 'decision':
          this.addDecision(decisions, row);
          break;
        case 'hold':
          holds.add(row.text, decisions);
          break;
      }
    }
    const plans = plansOf(this.reading.plans, messages);
    const { releases } = holds;
    return { fixmedinsCode, visitId, messages, notices, decisions, holds: holds.open(), releases, plans };
  }

  private addMessage(messages: VisitMessage[], { row, text }: SortedRow, visit: VisitNamed): void {
    const place = `${this.files.lines}:${row}`;
    const message = parseLineRow(Buffer.from(text));
    if (isMalformed(message)) {
      this.putAside(`${place}: ${whatIsWrong(message, (field) => field)}`);
      return;
    }
    const { fixmedinsCode, visitId } = visitOfMessage(message.message);
    if (fixmedinsCode !== visit.fixmedinsCode || visitId !== visit.visitId)
      throw new Error(`${place} was sorted under another visit than its own`);
    messages.push({ ...message, place });
  }

  /** A topic may tell a decision twice. */
  private addDecision(decisions: Decision[], { text }: SortedRow): void {
    const decision = read(parseStatedDecision(text));
    if (decision.knownAt > this.reading.knownAt) return;
    if (!decisions.some(({ decisionId }) => decisionId === decision.decisionId)) decisions.push(decision);
  }
}

type StatedRelease = Extract<StatedHold, { readonly kind: 'release' }>;

/** Of each line the last hold record rules (CONTRACT 8). Decisions come before holds. */
class OpenHolds {
  readonly releases: ReleasedLine[] = [];
  private readonly held = new Map<IdentityKey, HeldLine>();

  constructor(private readonly knownAt: Instant) {}

  add(text: string, decisions: readonly Decision[]): void {
    const stated = read(parseStatedHold(text));
    if (stated.kind === 'hold') {
      if (stated.held.knownAt <= this.knownAt) this.held.set(identityKey(stated.held.line), stated.held);
      return;
    }
    const decision = decisions.find(({ decisionId }) => decisionId === stated.releasedBy);
    if (decision !== undefined) this.release(stated, decision);
  }

  open(): readonly HeldLine[] {
    return [...this.held.values()];
  }

  /** By a decision that it led to, or later by one that stood already: then `released_at` tells whether that was to come yet. */
  private release({ line, releasedAt }: StatedRelease, { decisionId, knownAt }: Decision): void {
    const key = identityKey(line);
    const held = this.held.get(key);
    const isToCome = releasedAt !== null && releasedAt > this.knownAt;
    if (isToCome && held !== undefined && knownAt < held.knownAt) return;
    this.held.delete(key);
    if (releasedAt !== null) this.releases.push({ line, decisionId, releasedAt });
  }
}

function plansOf(
  plans: ReadonlyMap<IdentityKey, KeptByPlan>,
  messages: readonly VisitMessage[],
): ReadonlyMap<IdentityKey, KeptByPlan> {
  if (plans.size === 0) return NO_PLANS;
  const found = new Map<IdentityKey, KeptByPlan>();
  for (const { message } of messages) {
    if (message.kind !== 'line') continue;
    const key = identityKey(message.line);
    const kept = plans.get(key);
    if (kept !== undefined) found.set(key, kept);
  }
  return found;
}

const NO_JSON: ReadonlySet<string> = new Set(['NOT_JSON', 'NOT_UTF8']);

type VisitNamed = Pick<LineIdentity, 'fixmedinsCode' | 'visitId'>;

function visitNamedBy(kind: RowKind, bytes: Buffer): VisitNamed | Malformed {
  switch (kind) {
    case 'message': {
      const row = parseLineRow(bytes);
      return isMalformed(row) ? row : visitOfMessage(row.message);
    }
    case 'notice': {
      const row = parsePaymentRow(bytes);
      return isMalformed(row) ? row : row.notice.identity;
    }
    case 'decision': {
      const decision = parseStatedDecision(bytes.toString('utf8'));
      return isMalformed(decision) ? decision : folded(decision.line);
    }
    case 'hold': {
      const stated = parseStatedHold(bytes.toString('utf8'));
      if (isMalformed(stated)) return stated;
      return folded(stated.kind === 'hold' ? stated.held.line : stated.line);
    }
  }
}

/** What trimming and folding leave as it is. */
const PLAIN = /^[0-9A-Z][0-9A-Za-z-]*$/;
const PLAIN_CODE = /^[0-9A-Z]+$/;

/** The visit of a row that names it plainly, without judging the row; `null`: the row must be judged to know. */
function visitPlainlyNamed(text: string): VisitNamed | null {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof row !== 'object' || row === null || !('fixmedins_code' in row) || !('mdtrt_id' in row))
    return null;
  const { fixmedins_code: fixmedinsCode, mdtrt_id: visitId } = row;
  if (typeof fixmedinsCode !== 'string' || typeof visitId !== 'string') return null;
  return PLAIN_CODE.test(fixmedinsCode) && PLAIN.test(visitId) ? { fixmedinsCode, visitId } : null;
}

const folded = ({ fixmedinsCode, visitId }: VisitNamed): VisitNamed => ({
  fixmedinsCode: foldCode(fixmedinsCode),
  visitId,
});

function visitOfMessage(message: ParsedLineMessage): VisitNamed {
  switch (message.kind) {
    case 'line':
      return message.line;
    case 'void':
      return message.withdrawn;
    case 'fact':
      return message.fact.identity;
  }
}

const whatIsWrong = ({ problems }: Malformed, columnOf: (field: string) => string): string =>
  problems
    .map(
      ({ path, code, expected, got }) =>
        `${path === '' ? 'row' : columnOf(path)}: ${code}, expected ${expected}, got ${got}`,
    )
    .join('; ');

/** What was read once reads again. */
function read<Read>(again: Read | Malformed): Read {
  if (isMalformed(again)) throw new Error('a row that was read cannot be read again');
  return again;
}
