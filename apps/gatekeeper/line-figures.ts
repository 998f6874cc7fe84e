/** What a batch changes of the figures that lines are counted in, and of the ledger of lines accepted under an exception. */
import type { LineState, Settled } from '@gatekeeper/adjudication';
import { carvedOutAs, talliedAs } from '@gatekeeper/adjudication';
import type { CarveOutEntry } from '@gatekeeper/decision-store';
import { TallyChanges } from '@gatekeeper/decision-store';
import { Defect } from '@gatekeeper/runtime';
import type { LedgerEntry } from '@gatekeeper/settling';
import type { Decision, Outcome, Reason, SettlementLine, Tally } from '@gatekeeper/vocabulary';

export class LineFigures {
  /** In the order in which lines began to be accepted under an exception, or no longer were. */
  readonly carveOuts: CarveOutEntry[] = [];
  private readonly changes = new TallyChanges();

  get tallies(): readonly Tally[] {
    return this.changes.rows();
  }

  /**
   * A line was settled.
   * @param before what was on file of it
   * @param line its content from now on
   */
  move({ decision, held, release, state }: Settled, before: LedgerEntry | null, line: SettlementLine): void {
    if (decision === null && held === null && release === null) return;
    const standing = decision ?? before?.current ?? null;
    if (before === null) {
      this.changes.move(null, talliedAs(state, line));
      this.enter(state, line, standing);
      return;
    }
    const contentBefore = contentBehind(before, state, line);
    this.changes.move(talliedAs(before.state, contentBefore), talliedAs(state, line));
    const left = carvedOutAs(before.state, contentBefore);
    if (left !== null && left.decisionId === carvedOutAs(state, line)?.decisionId) return;
    if (left !== null)
      this.carveOuts.push({ ...left, reasons: reasonsOf(before.current), leftFor: answerIn(state) });
    this.enter(state, line, standing);
  }

  private enter(state: LineState, line: SettlementLine, standing: Decision | null): void {
    const entered = carvedOutAs(state, line);
    if (entered !== null) this.carveOuts.push({ ...entered, reasons: reasonsOf(standing), leftFor: null });
  }
}

/** What the line said: of the same content what came, of another what was read of it. */
function contentBehind(
  before: LedgerEntry,
  { contentHash }: LineState,
  line: SettlementLine,
): SettlementLine {
  const content = before.state.contentHash === contentHash ? line : before.line;
  if (content === null) throw new Defect('a line that comes with other content was read without its own');
  return content;
}

function reasonsOf(decision: Decision | null): readonly Reason[] {
  if (decision === null) throw new Defect('a line that is accepted was read without its decision');
  return decision.verdict.reasons;
}

function answerIn({ held, standing }: LineState): Outcome | 'held' {
  if (held !== null) return 'held';
  if (standing === null) throw new Defect('a line that was decided has no decision any more');
  return standing.outcome;
}
