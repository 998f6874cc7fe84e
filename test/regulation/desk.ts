/** Settles messages one after another, as the stream and a file's reader do, with everything kept in memory. */
import type { LineState, NameDecision, Settled, Taken } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  Views,
  chooseOriginal,
  gatherFacts,
  originalOf,
  settleAgain,
  settleMessage,
  takenBy,
  takenTogether,
} from '@gatekeeper/adjudication';
import type { AreaMap } from '@gatekeeper/policy';
import { PACKS, bindPolicy, loadPacks } from '@gatekeeper/policy';
import type { RegistryRecord, SettlementLine, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import { inShort, timelineIn } from './asking';
import { at } from './times';

const LOADED = loadPacks(PACKS, (_, { number }) => number).packs;
export const under = (pack: string): AreaMap => new Map([['', [{ pack, dated: null }]]]);

export class Desk {
  readonly files = new Map<string, { readonly line: SettlementLine; readonly state: LineState }>();
  private readonly policy;
  private readonly views = new Views();
  /** Read once, as a batch does, so that views and what they remember serve line after line. */
  private timelines;

  constructor(
    private registry: readonly RegistryRecord[],
    private knownAt = '2026-01-01 00:00:00',
    map: AreaMap = under('guangdong-2025'),
    private readonly nameDecision: NameDecision = decisionIdOf,
  ) {
    this.policy = bindPolicy(map, LOADED);
    this.timelines = timelineIn(registry);
  }

  /** The registry learns, or time passes. */
  learn(records: readonly RegistryRecord[], knownAt = this.knownAt): void {
    this.registry = [...this.registry, ...records];
    this.knownAt = knownAt;
    this.timelines = timelineIn(this.registry);
  }

  /** A message comes. */
  settle(line: SettlementLine): Settled {
    const onFile = this.stateOf(line);
    const facts = this.factsFor(line);
    return this.keep(
      line,
      settleMessage(line, contentHash(line), onFile, facts, this.policy, this.stamp(), this.nameDecision),
    );
  }

  /** What is on file is asked again. */
  again(line: SettlementLine, trigger: Trigger): Settled {
    const onFile = this.stateOf(line);
    if (onFile === null)
      throw new Error(`a test asks again for a line that never came: ${identityKey(line)}`);
    const facts = this.factsFor(line);
    return this.keep(
      line,
      settleAgain(line, onFile, facts, this.policy, this.stamp(), this.nameDecision, trigger),
    );
  }

  stateOf(line: SettlementLine): LineState | null {
    return this.files.get(identityKey(line))?.state ?? null;
  }

  private keep(line: SettlementLine, settled: Settled): Settled {
    this.files.set(identityKey(line), { line, state: settled.state });
    return settled;
  }

  private stamp() {
    return { registryVersion: 1, decidedAt: at('2026-01-02 00:00:00') };
  }

  private factsFor(line: SettlementLine) {
    const ofNumber = [...this.files.values()].filter(
      ({ line: other }) =>
        other.fixmedinsCode === line.fixmedinsCode &&
        other.visitId === line.visitId &&
        other.lineNo === line.originalLineNo,
    );
    const chosen = chooseOriginal(line, ofNumber);
    const original = originalOf(chosen, chosen === null ? NOTHING_TAKEN : this.takenBefore(line, chosen));
    const asking = { knownAt: at(this.knownAt), paymentNoticed: false, original };
    const facts = gatherFacts(line, asking, this.timelines, this.views);
    if ('unread' in facts) throw new Error(`the timeline of ${facts.unread} was not read`);
    return facts;
  }

  /** What refunds of that original take whose identities came before this one's: files keep the order of arrival. */
  private takenBefore(refund: SettlementLine, original: { readonly line: SettlementLine }): Taken {
    let taken = NOTHING_TAKEN;
    for (const [key, other] of this.files) {
      if (key === identityKey(refund)) break;
      if (other.line.originalLineNo === original.line.lineNo) taken = takenTogether(taken, takenBy(other));
    }
    return taken;
  }
}

/** What a message led to, in one line: `re_upload: reject CLINICIAN_SUSPENDED (re_upload)`. */
export function settledShortly({ disposition, decision, held, release }: Settled): string {
  const led =
    decision !== null
      ? `${inShort(decision.verdict)} (${decision.trigger})`
      : held !== null
        ? inShort(held.hold)
        : 'nothing';
  return `${disposition}: ${led}${release === null ? '' : `, releases ${release.held.hold.holdCode}`}`;
}
