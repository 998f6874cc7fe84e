/** Settles messages one after another, as the stream and a file's reader do, with everything kept in memory. */
import type { LineState, NameDecision, NoticeOnFile, Settled, Taken } from '@gatekeeper/adjudication';
import {
  NOTHING_TAKEN,
  Views,
  chooseOriginal,
  gatherFacts,
  isNamedBy,
  noticedBy,
  originalOf,
  settleAgain,
  settleFact,
  settleMessage,
  settleVoid,
  takenBy,
  takenTogether,
} from '@gatekeeper/adjudication';
import type { AreaMap, LoadedPack } from '@gatekeeper/policy';
import { PACKS, bindPolicy, loadPacks } from '@gatekeeper/policy';
import type {
  OfficerFact,
  RegistryRecord,
  SettlementLine,
  Trigger,
  VoidMessage,
} from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import { inShort, timelineIn } from './asking';
import { HOSPITAL } from './record-head';
import { at } from './times';

/** Of the line that tests send, unless said otherwise. */
const VOID: VoidMessage = {
  fixmedinsCode: HOSPITAL,
  visitId: 'V1',
  chargeBatch: null,
  lineNo: null,
  settlementId: null,
  voidedAt: at('2025-12-01'),
  reason: null,
};
const NOTICE: NoticeOnFile = {
  settlementId: 'S1',
  paidAt: at('2025-06-20'),
  fundAmount: 8000n,
  pooledAmount: 7000n,
};

const LOADED = loadPacks(PACKS, (_, { number }) => number).packs;
export const under = (pack: string): AreaMap => new Map([['', [{ pack, dated: null }]]]);

export class Desk {
  readonly files = new Map<string, { readonly line: SettlementLine; readonly state: LineState }>();
  private readonly policy;
  private readonly notices = new Map<string, readonly NoticeOnFile[]>();
  private readonly voids = new Map<string, readonly VoidMessage[]>();
  private readonly views = new Views();
  /** Read once, as a batch does, so that views and what they remember serve line after line. */
  private timelines;

  constructor(
    private registry: readonly RegistryRecord[],
    private knownAt = '2026-01-01 00:00:00',
    map: AreaMap = under('guangdong-2025'),
    private readonly nameDecision: NameDecision = decisionIdOf,
    packs: ReadonlyMap<string, LoadedPack> = LOADED,
  ) {
    this.policy = bindPolicy(map, packs);
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

  /** Lines are withdrawn. */
  withdraw(more: Partial<VoidMessage>): readonly Settled[] {
    const withdrawn: VoidMessage = { ...VOID, ...more };
    const named = [...this.files.values()].filter(({ state }) =>
      isNamedBy(withdrawn, state.line, state.settlement),
    );
    return named.map(({ line, state }) => {
      const settled = settleVoid(state, at(this.knownAt), this.stamp(), this.nameDecision);
      const key = identityKey(line);
      this.voids.set(key, [...(this.voids.get(key) ?? []), withdrawn]);
      return this.keep(line, settled);
    });
  }

  /** Officers find something about a line on file. */
  find(line: SettlementLine, fact: OfficerFact, documentNo = '核查1号'): Settled {
    const onFile = this.stateOf(line);
    if (onFile === null) throw new Error('a test finds something about a line that never came');
    const facts = this.factsFor(line);
    const found = { fact, documentNo };
    return this.keep(
      line,
      settleFact(line, found, onFile, facts, this.policy, this.stamp(), this.nameDecision),
    );
  }

  /** The fund says what it paid of a line; it is asked again where it is on file. */
  pay(line: SettlementLine, notice: Partial<NoticeOnFile>): Settled | null {
    const key = identityKey(line);
    this.notices.set(key, [...(this.notices.get(key) ?? []), { ...NOTICE, ...notice }]);
    return this.stateOf(line) === null ? null : this.again(line, 'payment');
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
    const key = identityKey(line);
    const noticed = noticedBy(this.notices.get(key) ?? [], this.voids.get(key) ?? []);
    const asking = { knownAt: at(this.knownAt), noticed, original };
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
