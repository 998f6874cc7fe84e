/** The same rows through `check` and `verify`, with no service running: what the stream has to agree with. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stated } from './answers';
import { rowsOf } from './answers';
import type { CommandEnding } from './command';
import { gatekeeper, gatekeeperMust } from './command';

export interface Checked {
  readonly decisions: readonly Stated[];
  /** Those still held at the end. */
  readonly holds: readonly Stated[];
  readonly setAside: readonly Stated[];
  /** The table on stderr. */
  readonly summary: string;
}

/** Texts of files, as NDJSON. */
export interface Rows {
  readonly registry: string;
  readonly lines: string | Buffer;
  /** Payment notices, all known before the first line. */
  readonly payments?: string;
  /** The area map; the default one unless given. */
  readonly packMap?: string;
}

export interface StatedRows extends Rows {
  readonly decisions: string;
  readonly holds?: string;
}

/** A folder of this suite's own for the command's files, made when it is first needed: a skipped suite leaves none. */
export class Offline {
  private made: string | null = null;
  private runs = 0;

  async check(rows: Rows): Promise<Checked> {
    const inFolder = this.newRun();
    const out = inFolder('decisions.ndjson');
    const holds = inFolder('holds.ndjson');
    const setAside = inFolder('set-aside.ndjson');
    const { stderr } = await gatekeeperMust([
      'check',
      ...this.filesOf(rows, inFolder),
      ...['--out', out, '--holds', holds, '--set-aside', setAside],
    ]);
    const [decisions, held, aside] = [out, holds, setAside].map((path) => rowsOf(readFileSync(path, 'utf8')));
    return { decisions: decisions ?? [], holds: held ?? [], setAside: aside ?? [], summary: stderr };
  }

  verify({ decisions, holds, ...rows }: StatedRows): Promise<CommandEnding> {
    const inFolder = this.newRun();
    const stated = inFolder('decisions.ndjson');
    writeFileSync(stated, decisions);
    const heldFile = inFolder('holds.ndjson');
    if (holds !== undefined) writeFileSync(heldFile, holds);
    return gatekeeper([
      'verify',
      ...this.filesOf(rows, inFolder),
      ...['--decisions', stated],
      ...(holds === undefined ? [] : ['--holds', heldFile]),
    ]);
  }

  /** A file that a gatekeeper reads too, such as `PACK_MAP`. */
  file(name: string, content: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, content);
    return path;
  }

  discard(): void {
    if (this.made !== null) rmSync(this.made, { recursive: true, force: true });
  }

  private get folder(): string {
    this.made ??= mkdtempSync(join(tmpdir(), 'gatekeeper-offline-'));
    return this.made;
  }

  private newRun(): (name: string) => string {
    this.runs += 1;
    const folder = join(this.folder, `run-${this.runs}`);
    mkdirSync(folder);
    return (name) => join(folder, name);
  }

  private filesOf(
    { registry, lines, payments, packMap }: Rows,
    inFolder: (name: string) => string,
  ): readonly string[] {
    const registryFile = inFolder('registry.ndjson');
    const linesFile = inFolder('lines.ndjson');
    const paymentsFile = inFolder('payments.ndjson');
    const mapFile = inFolder('pack-map.json');
    writeFileSync(registryFile, registry);
    writeFileSync(linesFile, lines);
    if (payments !== undefined) writeFileSync(paymentsFile, payments);
    if (packMap !== undefined) writeFileSync(mapFile, packMap);
    return [
      ...['--registry', registryFile, '--lines', linesFile],
      ...(payments === undefined ? [] : ['--payments', paymentsFile]),
      ...(packMap === undefined ? [] : ['--pack-map', mapFile]),
    ];
  }
}
