import type { Settled } from '@gatekeeper/adjudication';
import { settleMessage } from '@gatekeeper/adjudication';
import { numberKey, originalNamedBy } from '@gatekeeper/settling';
import type { LineFacts, LineLedger } from '@gatekeeper/settling';
import type { SettlementLine } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import type { Parts } from '../parts';

/** The lines of one request: each is settled at first sight, a refund after the lines of the request it may reverse. */
export class RequestSettlement {
  private readonly settled = new Map<SettlementLine, Settled>();
  private readonly underWay = new Set<SettlementLine>();
  private readonly byNumber = new Map<string, SettlementLine[]>();

  /** @param ledger what is on file of the lines that refunds of the request may reverse. */
  constructor(
    lines: readonly SettlementLine[],
    private readonly facts: LineFacts,
    private readonly ledger: LineLedger,
    private readonly parts: Pick<Parts, 'policy' | 'clock'>,
  ) {
    for (const line of lines) {
      const key = numberKey(line, line.lineNo);
      const siblings = this.byNumber.get(key);
      if (siblings === undefined) this.byNumber.set(key, [line]);
      else siblings.push(line);
    }
  }

  /** Settles one of the lines; asked twice, it answers the same. */
  settle(line: SettlementLine): Settled {
    const known = this.settled.get(line);
    if (known !== undefined) return known;
    this.underWay.add(line);
    for (const original of this.originalsOf(line)) {
      // Refunds that reverse one another in a ring have no original: each is held.
      if (!this.underWay.has(original)) this.settle(original);
    }
    const { facts, ledger, parts } = this;
    const stamp = facts.stampAt(parts.clock.now());
    const settled = settleMessage(
      line,
      contentHash(line),
      null,
      facts.of(line, ledger),
      parts.policy,
      stamp,
      decisionIdOf,
    );
    // From here on this is what a refund sees, in place of what is on file under the same identity.
    ledger.put({ state: settled.state, current: settled.decision, line });
    this.settled.set(line, settled);
    return settled;
  }

  private originalsOf(line: SettlementLine): readonly SettlementLine[] {
    return originalNamedBy(line).flatMap((named) => this.byNumber.get(numberKey(named, named.lineNo)) ?? []);
  }
}
