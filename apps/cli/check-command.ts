import type { Command } from 'commander';
import type { Instant } from '@gatekeeper/calendar';
import {
  everyoneIn,
  FileSettlement,
  LineIndex,
  RowWriter,
  loadRegistry,
  openInput,
  sizeOf,
} from '@gatekeeper/offline';
import {
  decisionText,
  holdMessage,
  isMalformed,
  parseLineRow,
  parsePaymentRow,
  readRows,
  setAsideRow,
} from '@gatekeeper/wire';
import type { Row } from '@gatekeeper/wire';
import { demandDistinctFiles } from './distinct-files';
import { AnswerIsNo } from './ending';
import { currentInstant, knownAtFrom } from './moment-options';
import type { PolicyOptions } from './policy-options';
import { policyFilesNamed, policyFrom } from './policy-options';
import { Progress } from './progress';
import { Summary } from './summary';

interface CheckOptions extends PolicyOptions {
  readonly registry: string;
  readonly lines: string;
  readonly payments?: string;
  readonly knownAt?: string;
  readonly out: string;
  readonly holds?: string;
  readonly setAside?: string;
  readonly strict?: boolean;
}

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .description('decide a file of settlement lines, with no service running')
    .requiredOption('--registry <file>', 'registry records (NDJSON), - for standard input')
    .requiredOption('--lines <file>', 'settlement lines (NDJSON), - for standard input')
    .option('--payments <file>', 'payment notices (NDJSON), all known before the first line')
    .option('--known-at <time>', 'ask the registry as it was known then (default: now)')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .option('--out <file>', 'where decisions go', '-')
    .option('--holds <file>', 'where lines go that are still held at the end')
    .option('--set-aside <file>', 'where rows go that cannot be read, with every problem named')
    .option('--strict', 'end with 1 when a row was set aside')
    .action(check);
}

async function check(options: CheckOptions): Promise<void> {
  const knownAt = knownAtFrom(options.knownAt);
  demandDistinctFiles([
    { option: '--registry', path: options.registry, use: 'read' },
    { option: '--lines', path: options.lines, use: 'read' },
    { option: '--payments', path: options.payments, use: 'read' },
    ...policyFilesNamed(options),
    { option: '--out', path: options.out, use: 'written' },
    { option: '--holds', path: options.holds, use: 'written' },
    { option: '--set-aside', path: options.setAside, use: 'written' },
  ]);
  const { policy } = policyFrom(options);
  sizeOf(options.lines);
  sizeOf(options.registry);
  if (options.payments !== undefined) sizeOf(options.payments);
  const registry = await loadRegistry(options.registry);
  const index = new LineIndex();
  try {
    const run = new CheckRun(
      new FileSettlement(index, everyoneIn(registry), policy),
      index,
      knownAt,
      options,
    );
    if (options.payments !== undefined) await run.readPayments(options.payments);
    await run.readAll();
    if (options.strict === true && run.summary.setAside > 0) {
      throw new AnswerIsNo(`${run.summary.setAside} row(s) were set aside`);
    }
  } finally {
    await index.close();
  }
}

class CheckRun {
  readonly summary = new Summary();
  private readonly decisions: RowWriter;
  private readonly setAside: RowWriter | null;
  private readonly holds: RowWriter | null;

  constructor(
    private readonly settlement: FileSettlement,
    private readonly index: LineIndex,
    private readonly knownAt: Instant,
    private readonly options: CheckOptions,
  ) {
    this.decisions = RowWriter.open(options.out);
    this.setAside = options.setAside === undefined ? null : RowWriter.open(options.setAside);
    this.holds = options.holds === undefined ? null : RowWriter.open(options.holds);
  }

  /** Keeps the notices of a file, all of them before the first line is asked. */
  async readPayments(path: string): Promise<void> {
    for await (const rows of readRows(openInput(path))) {
      this.index.inTransaction(() => {
        for (const { row, bytes } of rows) this.readPayment(row, bytes);
      });
      await this.setAside?.drain();
    }
  }

  private readPayment(row: number, bytes: Buffer): void {
    const read = parsePaymentRow(bytes, this.summary.addUnknownFields);
    if (isMalformed(read)) {
      this.summary.addNotice('set_aside');
      this.setAside?.write(setAsideRow(row, bytes, read, 'payments'));
    } else {
      this.summary.addNotice('read');
      this.index.addNotice(read.notice, read.receivedAt);
    }
  }

  async readAll(): Promise<void> {
    const progress = new Progress(this.options.lines, 'checking');
    for await (const rows of readRows(openInput(this.options.lines))) {
      const decidedAt = currentInstant();
      this.index.inTransaction(() => {
        for (const row of rows) this.settleRow(row, decidedAt);
      });
      await this.decisions.drain();
      await this.setAside?.drain();
      progress.advance(
        rows.reduce((sum, { bytes }) => sum + bytes.length + 1, 0),
        rows.length,
      );
    }
    progress.stop();
    await this.decisions.close();
    await this.setAside?.close();
    if (this.holds !== null) await this.writeHolds(this.holds);
    process.stderr.write(`${this.summary.print()}\n`);
    if (this.summary.setAside > 0 && this.setAside === null) {
      process.stderr.write('rows were set aside; --set-aside <file> keeps them with what is wrong\n');
    }
  }

  private settleRow({ row, bytes }: Row, decidedAt: Instant): void {
    const { addUnknownFields, addDroppedCharacters } = this.summary;
    const read = parseLineRow(bytes, addUnknownFields, addDroppedCharacters);
    if (isMalformed(read)) {
      this.summary.addSetAside(read.problems[0].code);
      this.setAside?.write(setAsideRow(row, bytes, read));
      return;
    }
    const { message, receivedAt } = read;
    if (receivedAt !== null && receivedAt > this.knownAt) {
      this.summary.addNotThereYet();
      return;
    }
    const { own, refunds } = this.settlement.settle(message, { askedAt: () => this.knownAt, decidedAt });
    this.summary.addMessage(message.kind, own);
    for (const { settled } of refunds) if (settled.decision !== null) this.summary.addLater();
    for (const { settled } of [...own, ...refunds])
      if (settled.decision !== null) this.decisions.write(decisionText(settled.decision));
  }

  private async writeHolds(holds: RowWriter): Promise<void> {
    for (const held of this.index.heldLines()) {
      holds.write(JSON.stringify(holdMessage(held)));
      await holds.drain();
    }
    await holds.close();
  }
}
