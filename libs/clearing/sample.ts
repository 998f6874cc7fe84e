/**
 * The sample of the second audit (复审): its frame, and how it is drawn, so that any language draws the same one.
 *
 * - **Frame**: lines that the run accepts, with money in scope above zero, and of them those the text samples from
 *   (`samplingBase`: all that passed, or those of stays, 2301). A line barred by a status is accepted nowhere, so what a
 *   sample confirms never counts a status hit twice.
 * - **Stratum**: `<fixmedins_code>/<month>`, the month the line belongs to.
 * - **Frame rows** of a stratum: the CSV rows `fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount`, each ended by LF, in
 *   the order of the bytes of these fields. Its digest is the SHA-256 over them.
 * - **Frame digest**: the SHA-256 over the CSV rows `stratum,lines,amount,digest` of all strata, each ended by LF, sorted by
 *   their bytes; digests in lower-case hex.
 * - **Rank**: lines of a stratum by the SHA-256, in hex, of the UTF-8 text `<seed>|<fixmedins_code>|<mdtrt_id>|<chrg_bchno>|<feedetl_sn>`;
 *   should two be equal, by identity. The first is 1.
 * - **Drawn**: the first `ceil(lines × samplingMinPercent / 100)` of each stratum.
 */
import { isSampledFrom, leastSample } from '@gatekeeper/scoring';
import type { Fen, LineIdentity, SettlementLine } from '@gatekeeper/vocabulary';
import { compareBytes, compareText, formatFen, writtenIdentity } from '@gatekeeper/vocabulary';
import type { LineMoney } from './counts';
import { csvField, csvRow, inOrderOfBytes } from './csv';
import type { ClearingValues } from './line-terms';
import type { FrameData } from './part-result';
import type { NewSha256, Sha256 } from './sha256';
import { sha256Of } from './sha256';

export const SAMPLE_HEADER = 'stratum,rank,fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount';

/** Whether a line is in the frame. */
export const isInFrame = (
  { transaction }: Pick<SettlementLine, 'transaction'>,
  { outcome, claimed }: LineMoney,
  values: Pick<ClearingValues, 'samplingBase'>,
): boolean =>
  claimed > 0n &&
  isSampledFrom({ passedFirstAudit: outcome === 'accepted', inpatient: transaction === '2301' }, values);

export const stratumOf = ({ fixmedinsCode }: Pick<LineIdentity, 'fixmedinsCode'>, month: string): string =>
  `${fixmedinsCode}/${month}`;

/** What a line is ranked by: 64 hex digits. */
export const rankHash = (seed: string, line: LineIdentity, newSha256: NewSha256): string =>
  sha256Of(`${seed}|${writtenIdentity(line)}`, newSha256);

interface Candidate {
  readonly hash: string;
  /** `fixmedins_code,mdtrt_id,chrg_bchno,feedetl_sn,amount`. */
  readonly row: string;
}

const TAKEN_AT_ONCE = 16_384;

/** One stratum while its lines come, in the order of the bytes of their identities. */
export class Stratum {
  private readonly frame: Sha256;
  private readonly candidates: Candidate[] = [];
  /** Rows that the hash has not taken yet: it takes many at once, because each taking costs more than a row. */
  private waiting = '';
  private lines = 0;
  private amount: Fen = 0n;
  private percent = 0;

  constructor(
    private readonly name: string,
    private readonly seed: string | null,
    private readonly newSha256: NewSha256,
  ) {
    this.frame = newSha256();
  }

  /** A line of the frame; where texts ask for different shares, the largest counts for the stratum. */
  add(
    line: LineIdentity,
    claimed: Fen,
    { samplingMinPercent }: Pick<ClearingValues, 'samplingMinPercent'>,
  ): void {
    const row = csvRow([line.fixmedinsCode, line.visitId, line.chargeBatch, line.lineNo, formatFen(claimed)]);
    this.waiting += `${row}\n`;
    if (this.waiting.length > TAKEN_AT_ONCE) this.take();
    this.lines += 1;
    this.amount += claimed;
    if (samplingMinPercent !== 'none') this.percent = Math.max(this.percent, samplingMinPercent);
    if (this.seed !== null) this.candidates.push({ hash: rankHash(this.seed, line, this.newSha256), row });
  }

  /** Asked once, when all its lines have come. */
  data(): FrameData {
    this.take();
    return {
      stratum: this.name,
      lines: this.lines,
      amount: String(this.amount),
      least: this.least(),
      digest: this.frame.hex(),
    };
  }

  /** Rows of `sample.csv`; none without a seed. */
  drawn(): readonly string[] {
    const ranked = this.candidates.sort((a, b) => compareText(a.hash, b.hash) || compareBytes(a.row, b.row));
    const drawn = ranked.slice(0, this.least());
    return drawn.map(({ row }, n) => `${csvField(this.name)},${n + 1},${row}`);
  }

  private take(): void {
    this.frame.update(this.waiting);
    this.waiting = '';
  }

  private least(): number {
    return leastSample(this.lines, { samplingMinPercent: this.percent === 0 ? 'none' : this.percent });
  }
}

/** Of all strata of a run, each whole; in whichever order. */
export function frameDigest(frames: readonly FrameData[], newSha256: NewSha256): string {
  const hash = newSha256();
  const rows = frames.map(({ stratum, lines, amount, digest }) =>
    csvRow([stratum, String(lines), formatFen(BigInt(amount)), digest]),
  );
  for (const row of inOrderOfBytes(rows)) hash.update(`${row}\n`);
  return hash.hex();
}
