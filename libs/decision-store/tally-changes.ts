/** By how much the figures that lines are counted in change with a batch: summed as it goes, so that one row says it of many lines. */
import type { Fen, TalliedLine, Tally } from '@gatekeeper/vocabulary';
import { KEY_SEPARATOR } from '@gatekeeper/vocabulary';

type Change = { -readonly [Field in keyof Tally]: Tally[Field] };

export class TallyChanges {
  private readonly changes = new Map<string, Change>();

  /** A line counts as `now` and no longer as `before`; `null`: it was, or is, counted nowhere. */
  move(before: TalliedLine | null, now: TalliedLine | null): void {
    if (before !== null) this.add(before, -1, -1n);
    if (now !== null) this.add(now, 1, 1n);
  }

  /** What is left of all moves; what cancelled out is none. */
  rows(): readonly Tally[] {
    return [...this.changes.values()].filter(isChange);
  }

  private add(line: TalliedLine, lines: 1 | -1, sign: Fen): void {
    const key = keyOf(line);
    const change = this.changes.get(key);
    if (change === undefined) {
      this.changes.set(key, sign === 1n ? { ...line, lines } : { ...line, ...negated(line), lines });
      return;
    }
    change.lines += lines;
    change.claimed += sign * line.claimed;
    if (line.refused !== 0n) change.refused += sign * line.refused;
    if (line.recover !== 0n) change.recover += sign * line.recover;
    if (line.outcome !== 'held') return;
    change.heldFund += sign * line.heldFund;
    change.heldPooled += sign * line.heldPooled;
  }
}

const keyOf = (line: TalliedLine): string =>
  `${line.fixmedinsCode}${KEY_SEPARATOR}${line.feeDay}${KEY_SEPARATOR}${line.outcome}${KEY_SEPARATOR}${line.reason}${KEY_SEPARATOR}${line.treatmentArea}${KEY_SEPARATOR}${line.pack}${KEY_SEPARATOR}${line.orderingCode}`;

const negated = ({ claimed, refused, recover, heldFund, heldPooled }: TalliedLine) => ({
  claimed: -claimed,
  refused: -refused,
  recover: -recover,
  heldFund: -heldFund,
  heldPooled: -heldPooled,
});

const isChange = ({ lines, claimed, refused, recover, heldFund, heldPooled }: Tally): boolean =>
  lines !== 0 || [claimed, refused, recover, heldFund, heldPooled].some((fen) => fen !== 0n);
