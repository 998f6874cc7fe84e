/** What a run of `check` came to: every line accounted for once, with the money. */
import Table from 'cli-table3';
import type { Settled } from '@gatekeeper/adjudication';
import type { SettledRow } from '@gatekeeper/offline';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText, formatFen, leadingReason } from '@gatekeeper/vocabulary';
import type { ErrorCode, ParsedLineMessage } from '@gatekeeper/wire';

const OUTCOME_ROWS = [
  'accept',
  'reject',
  'claw_back',
  'held',
  'set_aside',
  'resend',
  'void',
  'fact',
] as const;
type OutcomeRow = (typeof OUTCOME_ROWS)[number];

/** What another thread counted: plain data. */
export interface SummaryPart {
  readonly tallies: readonly Readonly<Tally>[];
  readonly rows: number;
  readonly notThereYet: number;
  readonly unknownFields: number;
  readonly droppedCharacters: number;
}

interface Tally {
  readonly outcome: OutcomeRow;
  readonly reason: string;
  lines: number;
  money: Fen;
}

export class Summary {
  private readonly tallies = new Map<string, Tally>();
  private rows = 0;
  private superseding = 0;
  private notThereYet = 0;
  private readonly notices = { read: 0, set_aside: 0 };
  private unknownFields = 0;
  private droppedCharacters = 0;

  /** A row that could be read: a line by its first disposition, a void or a fact once, however many lines it turns. */
  addMessage(kind: ParsedLineMessage['kind'], own: readonly SettledRow[]): void {
    this.rows++;
    if (kind === 'line') for (const { settled } of own) this.addLine(settled);
    else {
      const isHeard = own.some(({ settled }) => settled.disposition === kind);
      this.count(kind, isHeard ? '' : 'names no line on file', 0n);
      this.superseding += own.filter(({ settled }) => settled.decision !== null).length;
    }
  }

  /** A line that came for the first time, in whose visit nothing else happens. */
  addFirst(settled: Settled): void {
    this.rows++;
    this.addLine(settled);
  }

  /** What was counted so far of rows that came once each. */
  part(): SummaryPart {
    const { rows, notThereYet, unknownFields, droppedCharacters } = this;
    return { tallies: [...this.tallies.values()], rows, notThereYet, unknownFields, droppedCharacters };
  }

  addPart(part: SummaryPart): void {
    this.rows += part.rows;
    this.notThereYet += part.notThereYet;
    this.unknownFields += part.unknownFields;
    this.droppedCharacters += part.droppedCharacters;
    for (const { outcome, reason, lines, money } of part.tallies) this.count(outcome, reason, money, lines);
  }

  private addLine({ disposition, decision, held, state }: Settled): void {
    if (disposition === 'resend' || disposition === 'payment') {
      this.count('resend', disposition === 'resend' ? 'same content' : 'news of settlement or payment', 0n);
      if (decision !== null) this.superseding++;
    } else if (decision !== null) {
      const { outcome, reasons, refused, recover } = decision.verdict;
      this.count(outcome, leadingReason(outcome, reasons) ?? '', refused + recover);
    } else this.count('held', held?.hold.holdCode ?? state.held?.hold.holdCode ?? 'held', 0n);
  }

  /** A payment notice, which is no row of the lines. */
  addNotice(became: 'read' | 'set_aside'): void {
    this.notices[became]++;
  }

  /** A decision that came after a line's first disposition. */
  addLater(): void {
    this.superseding++;
  }

  addSetAside(code: ErrorCode): void {
    this.rows++;
    this.count('set_aside', code, 0n);
  }

  /** A row that was received later than what is asked about: it counts in no outcome. */
  addNotThereYet(): void {
    this.notThereYet++;
  }

  /** Fields outside the contract are kept out of decisions. */
  readonly addUnknownFields = (names: readonly string[]): void => {
    this.unknownFields += names.length;
  };

  /** Characters that say nothing, in fields that never decide. */
  readonly addDroppedCharacters = (count: number): void => {
    this.droppedCharacters += count;
  };

  /** Rows of lines and notices that could not be read. */
  get setAside(): number {
    return this.linesOf('set_aside') + this.notices.set_aside;
  }

  /** A table of outcome, reason, lines and money, and a line that says whether every row is accounted for. */
  print(): string {
    const table = new Table({
      head: ['outcome', 'reason', 'lines', 'money not paid'],
      colAligns: ['left', 'left', 'right', 'right'],
      style: { head: [], border: [], compact: true },
    });
    const sorted = [...this.tallies.values()].sort(
      (a, b) =>
        OUTCOME_ROWS.indexOf(a.outcome) - OUTCOME_ROWS.indexOf(b.outcome) ||
        b.lines - a.lines ||
        compareText(a.reason, b.reason),
    );
    let money = 0n;
    for (const tally of sorted) {
      money += tally.money;
      table.push([
        tally.outcome,
        tally.reason,
        String(tally.lines),
        tally.money === 0n ? '' : formatFen(tally.money),
      ]);
    }
    table.push(['total', '', String(this.rows), formatFen(money)]);
    const accounted = OUTCOME_ROWS.map((outcome) => this.linesOf(outcome)).reduce(
      (sum, lines) => sum + lines,
      0,
    );
    const later =
      this.superseding === 0 ? '' : `; ${this.superseding} later decision(s) on lines already counted`;
    return `${table.toString()}\n${accounted} of ${this.rows} rows accounted for${later}${this.leftOut()}`;
  }

  private leftOut(): string {
    const later =
      this.notThereYet === 0 ? '' : `\n${this.notThereYet} row(s) received later than --known-at left out`;
    const fields =
      this.unknownFields === 0 ? '' : `\n${this.unknownFields} field(s) outside the contract left out`;
    const characters =
      this.droppedCharacters === 0
        ? ''
        : `\n${this.droppedCharacters} control or invisible character(s) dropped from fields that never decide`;
    const { read, set_aside: aside } = this.notices;
    const notices =
      read + aside === 0
        ? ''
        : `\n${read} payment notice(s) read${aside === 0 ? '' : `, ${aside} set aside`}`;
    return `${later}${fields}${characters}${notices}`;
  }

  private linesOf(outcome: OutcomeRow): number {
    return [...this.tallies.values()].reduce(
      (sum, tally) => (tally.outcome === outcome ? sum + tally.lines : sum),
      0,
    );
  }

  private count(outcome: OutcomeRow, reason: string, money: Fen, lines = 1): void {
    const key = `${outcome} ${reason}`;
    const tally = this.tallies.get(key);
    if (tally === undefined) this.tallies.set(key, { outcome, reason, lines, money });
    else {
      tally.lines += lines;
      tally.money += money;
    }
  }
}
