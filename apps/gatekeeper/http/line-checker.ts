import type { Settled } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { inSnapshot } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Decision, HeldLine, SettlementLine } from '@gatekeeper/vocabulary';
import type { Malformed } from '@gatekeeper/wire';
import { isMalformed } from '@gatekeeper/wire';
import { LineFacts, LineLedger, originalNamedBy } from '@gatekeeper/settling';
import type { Parts } from '../parts';
import { RequestSettlement } from './request-settlement';

/** What one line of a request would be told if it were sent now, as the first message about it. */
export type CheckedLine =
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'hold'; readonly held: HeldLine }
  | { readonly kind: 'set_aside'; readonly malformed: Malformed };

/** Answers in the order of the lines, with the moment and version of the one look at the registry that all rest on. */
export interface CheckedLines {
  readonly knownAt: Instant;
  readonly registryVersion: number;
  readonly answers: readonly CheckedLine[];
}

type Sources = Pick<Parts, 'clock' | 'policy' | 'doors' | 'registry' | 'decisions' | 'cache' | 'views'>;

/** Decides lines without recording or publishing anything. */
export class LineChecker {
  constructor(private readonly parts: Sources) {}

  /**
   * Decides each line as the stream would at first sight: revision 1, trigger `real_time`. A refund finds its original
   * among the lines given, before or after it, and on file; where both have that very line, the given one counts.
   * @throws an outage of the database.
   */
  async check(lines: readonly (SettlementLine | Malformed)[]): Promise<CheckedLines> {
    const readable = lines.filter(isReadable);
    const { facts, ledger } = await this.read(readable);
    const settlement = new RequestSettlement(readable, facts, ledger, this.parts);
    return {
      knownAt: facts.knownAt,
      registryVersion: facts.registryVersion,
      answers: lines.map((line) =>
        isMalformed(line) ? { kind: 'set_aside', malformed: line } : answerOf(settlement.settle(line)),
      ),
    };
  }

  /** Everything the lines must know, read in one snapshot, which is left before anything is decided. */
  private read(lines: readonly SettlementLine[]) {
    const { doors, decisions } = this.parts;
    return inSnapshot(doors, async (client) => {
      const facts = await LineFacts.read(this.parts, client, lines, { from: 'snapshot' });
      const ledger = new LineLedger();
      const reversed = lines.flatMap(originalNamedBy);
      for (const refund of await decisions.findRefundsOf(client, reversed)) ledger.loadStored(refund);
      const numbered = await decisions.findOriginals(client, reversed);
      for (const original of [...numbered.values()].flat()) ledger.loadStored(original);
      return { facts, ledger };
    });
  }
}

const isReadable = (line: SettlementLine | Malformed): line is SettlementLine => !isMalformed(line);

/** A first message about a line always leads to a decision or a hold. */
function answerOf({ decision, held }: Settled): CheckedLine {
  if (decision !== null) return { kind: 'decision', decision };
  if (held !== null) return { kind: 'hold', held };
  throw new Defect('a line at first sight was neither decided nor held');
}
