/** Settles a visit anew, everything asked as known at one moment: what the run says of each of its lines. */
import { chooseOriginal, isVoid } from '@gatekeeper/adjudication';
import type { TimelineOf, Views } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { BEFORE_ALL } from '@gatekeeper/calendar';
import type { KnownPlace, OriginalLine } from '@gatekeeper/clearing';
import { FileSettlement, VisitIndex } from '@gatekeeper/offline';
import { UnusableInput } from '@gatekeeper/runtime';
import type { LineOnFileHere, SettledRow } from '@gatekeeper/offline';
import type { Policy } from '@gatekeeper/policy';
import type { Decision, HeldLine, IdentityKey, SettlementLine } from '@gatekeeper/vocabulary';
import { append, identityKey, isRefund, writtenIdentity } from '@gatekeeper/vocabulary';
import type { PaymentRow } from '@gatekeeper/wire';
import type { Visit, VisitMessage } from './visit';

/** By which registry and policy a run decides, and as known when. */
export interface Deciding {
  readonly timelineOf: TimelineOf;
  readonly views: Views;
  readonly policy: Policy;
  readonly knownAt: Instant;
}

export type RunAnswer =
  | { readonly kind: 'decision'; readonly decision: Decision }
  | { readonly kind: 'held'; readonly held: HeldLine };

/** What came to a line; `at` `null`: known from the start. */
export interface LineNews {
  readonly kind: 're_upload' | 'void' | 'payment' | 'fact';
  readonly at: Instant | null;
  readonly row: VisitMessage | PaymentRow;
}

export interface SettledLine {
  /** With what was stated last of its settlement. */
  readonly line: SettlementLine;
  readonly run: RunAnswer;
  /** Its first row. */
  readonly came: VisitMessage;
  /** Where it lay since when, the oldest first. */
  readonly places: readonly [KnownPlace, ...KnownPlace[]];
  /** All that came to it but its first row, in the order in which it came; payment notices last. */
  readonly news: readonly LineNews[];
  /** Of a refund that mirrors: the decision on the line at the end of its chain of originals. */
  readonly mirrored: Decision | null;
  /** Of a refund: that line, where it is on file. */
  readonly original: OriginalLine | null;
}

/** Every line of the visit, in no order. Messages and notices received after `knownAt` are not there yet. */
export function settleVisit(visit: Visit, deciding: Deciding): readonly SettledLine[] {
  const settling = new Settling(deciding);
  for (const row of visit.notices)
    if (row.receivedAt === null || row.receivedAt <= deciding.knownAt) settling.addNotice(row);
  for (const row of visit.messages)
    if (row.receivedAt === null || row.receivedAt <= deciding.knownAt) settling.addMessage(row);
  return settling.lines();
}

interface Followed {
  decision: Decision | null;
  came: VisitMessage | null;
  readonly places: KnownPlace[];
  readonly news: LineNews[];
}

class Settling {
  private readonly index = new VisitIndex();
  private readonly settlement: FileSettlement;
  private readonly followed = new Map<IdentityKey, Followed>();
  private readonly noticed = new Map<IdentityKey, LineNews[]>();

  constructor(private readonly deciding: Deciding) {
    const { timelineOf, policy, views } = deciding;
    this.settlement = new FileSettlement(this.index, timelineOf, policy, views);
  }

  addNotice(row: PaymentRow): void {
    const { notice, receivedAt: at } = row;
    this.index.addNotice(notice, at);
    append(this.noticed, identityKey(notice.identity), { kind: 'payment', at, row });
  }

  addMessage(came: VisitMessage): void {
    const { message, receivedAt, place } = came;
    const { knownAt } = this.deciding;
    const before = message.kind === 'line' && receivedAt === null ? this.index.find(message.line) : null;
    const { own, refunds } = this.settlement.settle(message, { askedAt: () => knownAt, decidedAt: knownAt });
    for (const row of own) {
      const line = this.follow(row);
      line.came ??= came;
      const kind = newsOf(row);
      if (kind === 're_upload' && before !== null && !isVoid(before.state))
        throw new UnusableInput(
          `${place ?? 'a row'} states line ${writtenIdentity(row.line)} again with other content: which of the two holds, only received_at on its rows or a void between them can tell`,
        );
      if (kind !== null) line.news.push({ kind, at: receivedAt, row: came });
      this.place(line, row.line, receivedAt);
    }
    for (const row of refunds) this.follow(row);
  }

  lines(): readonly SettledLine[] {
    return this.index.ofVisit().map((onFile) => this.settledLine(onFile));
  }

  private settledLine({ line, state }: LineOnFileHere): SettledLine {
    const key = identityKey(line);
    const { decision, came, places, news } = this.followed.get(key) ?? defect(line);
    const [first, ...others] = places;
    if (first === undefined || came === null) return defect(line);
    const noticed = this.noticed.get(key) ?? [];
    const all = noticed.length === 0 ? news : [...news, ...noticed];
    const run: RunAnswer =
      state.held === null
        ? { kind: 'decision', decision: decision ?? defect(line) }
        : { kind: 'held', held: state.held };
    const original = isRefund(line) ? this.endOfOriginals(line) : null;
    const mirrored = run.kind === 'decision' && mirrors(run.decision) ? (original?.decision ?? null) : null;
    return { line, run, came, places: [first, ...others], news: all, mirrored, original };
  }

  private endOfOriginals(
    refund: SettlementLine,
  ): (OriginalLine & { readonly decision: Decision | null }) | null {
    const passed = new Set<IdentityKey>();
    let at = refund;
    while (at.originalLineNo !== null && !passed.has(identityKey(at))) {
      passed.add(identityKey(at));
      const original = chooseOriginal(at, this.index.findNumbered(at, at.originalLineNo));
      if (original === null) return null;
      at = original.line;
    }
    if (at === refund) return null;
    const followed = this.followed.get(identityKey(at));
    const [first, ...others] = followed?.places ?? [];
    if (followed === undefined || first === undefined) return null;
    return { line: at, places: [first, ...others], decision: followed.decision };
  }

  private follow({ settled, line }: SettledRow): Followed {
    const key = identityKey(line);
    let followed = this.followed.get(key);
    if (followed === undefined) {
      followed = { decision: null, came: null, places: [], news: [] };
      this.followed.set(key, followed);
    }
    if (settled.decision !== null) followed.decision = settled.decision;
    return followed;
  }

  private place({ places }: Followed, row: SettlementLine, receivedAt: Instant | null): void {
    const line = this.index.find(row)?.line ?? defect(row);
    const { settledAt, feeOccurredAt, treatmentArea, insuranceArea } = line;
    const last = places.at(-1);
    if (
      last?.settledAt === settledAt &&
      last.feeOccurredAt === feeOccurredAt &&
      last.treatmentArea === treatmentArea &&
      last.insuranceArea === insuranceArea
    )
      return;
    places.push({
      ...{ settledAt, feeOccurredAt, treatmentArea, insuranceArea },
      knownFrom: receivedAt ?? BEFORE_ALL,
    });
  }
}

const mirrors = ({ verdict }: Decision): boolean =>
  verdict.reasons.some(({ code }) => code === 'REFUND_MIRRORS_ORIGINAL');

/** `null`: the first row of a line, or one that says nothing new. */
function newsOf({ settled: { disposition } }: SettledRow): LineNews['kind'] | null {
  switch (disposition) {
    case 'first':
    case 'resend':
    case 'again':
      return null;
    case 're_upload':
    case 'payment':
    case 'void':
    case 'fact':
      return disposition;
  }
}

const defect = ({ lineNo }: Pick<SettlementLine, 'lineNo'>): never => {
  throw new Error(`a line of ${lineNo.length} characters was settled, and nothing came of it`);
};
