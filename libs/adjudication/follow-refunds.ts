/** Refunds after their originals: whom news of lines makes ask again, and in which order (CONTRACT 7, Refund). */
import type { IdentityKey, LineIdentity, Trigger } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { mirroredOf } from './original';
import type { NamingLine } from './refund-room';
import { roomChangedBy } from './refund-room';
import type { LineState, Settled } from './settle';

/** A line of which its refunds see something new, and what brought that about. */
export interface Moved {
  readonly line: LineIdentity;
  readonly trigger: Trigger;
}

/** What refunds of the line see anew after this: that it came, another decision, that it waits, or that it waits no longer; else `null`. */
export function movedBy(before: LineState | null, { state, decision }: Settled): Moved | null {
  // A line at first sight may be the one that they reverse, in place of one of the same number in another batch.
  if (before === null) return { line: state.line, trigger: decision?.trigger ?? 'hold_released' };
  const [was, is] = [mirroredOf(before), mirroredOf(state)];
  const sameDecision =
    was.kind === 'decided' && is.kind === 'decided' && was.decision.decisionId === is.decision.decisionId;
  if (sameDecision || (was.kind !== 'decided' && is.kind !== 'decided')) return null;
  return { line: state.line, trigger: decision?.trigger ?? 'hold_released' };
}

/** What refunds see anew after a line was settled: of the line itself, and of the lines beside it that it leaves other room. */
export function newsBehind(
  before: { readonly state: LineState; readonly line: NamingLine | null } | null,
  settled: Settled,
  line: NamingLine,
): readonly Moved[] {
  const own = movedBy(before?.state ?? null, settled);
  const room = roomMovedBy(before, { state: settled.state, line }, settled);
  return own === null ? room : [own, ...room];
}

/**
 * The lines of which a message leaves their refunds other room than before (CONTRACT 7, Refunds beyond their original): as if
 * these lines themselves had moved.
 * @param before what was on file of the line; its content is `null` where it was not read, which is taken for other content
 */
function roomMovedBy(
  before: { readonly state: LineState; readonly line: NamingLine | null } | null,
  now: { readonly state: LineState; readonly line: NamingLine },
  { disposition }: Settled,
): readonly Moved[] {
  if (before === null) return [];
  const was = before.line ?? { ...now.line, originalLineNo: null };
  const trigger = disposition === 're_upload' ? 're_upload' : 'hold_released';
  return roomChangedBy({ state: before.state, line: was }, now).map((lineNo) => ({
    line: { ...now.state.line, lineNo },
    trigger,
  }));
}

/**
 * A refund mirrors what stands on its original, so news there asks it again, and what that comes to asks its own refunds,
 * along the whole chain; a refund that comes to nothing new ends it. However many lines moved, and however often, each
 * refund is asked once at most, after every original it may reverse and after the refunds of the same line that came
 * before it, which it leaves the room. In a ring there is no such order: the line from which
 * the ring was entered is not asked again because of it.
 * @param refundsOf the refunds on file that name this line as the one they reverse
 * @param ask asks a refund again, with this trigger, puts on file what it comes to, and tells whether that is news
 */
export function followRefunds<Refund extends { readonly state: LineState }>(
  moved: readonly Moved[],
  refundsOf: (original: LineIdentity) => readonly Refund[],
  ask: (refund: Refund, trigger: Trigger) => Moved | null,
): void {
  const triggers = new Map(moved.map(({ line, trigger }) => [identityKey(line), trigger]));
  const due = new Map<IdentityKey, Trigger>();
  for (const { key, refund, refunds } of originalsFirst(moved, refundsOf)) {
    const asked = due.get(key);
    if (asked !== undefined && refund !== null) {
      const news = ask(refund, asked);
      if (news !== null) triggers.set(key, news.trigger);
    }
    const trigger = triggers.get(key);
    if (trigger === undefined) continue;
    for (const { state } of refunds) due.set(identityKey(state.line), triggerBehind(trigger));
  }
}

/** What moved the original moves its refunds; only `real_time` is said of nothing but a line at first sight. */
const triggerBehind = (trigger: Trigger): Trigger => (trigger === 'real_time' ? 'hold_released' : trigger);

interface Link<Refund> {
  readonly key: IdentityKey;
  /** `null` for a line that nothing else that moved leads to. */
  refund: Refund | null;
  readonly refunds: readonly Refund[];
  /** What comes behind it: its refunds, and behind each refund the next one of the same line, which it leaves room. */
  readonly behind: Link<Refund>[];
  /** How many of `behind` are still to be visited. */
  left: number;
}

/** Every line that can be reached from these, each once, behind the lines it may reverse and the refunds before it. */
function originalsFirst<Refund extends { readonly state: LineState }>(
  from: readonly Moved[],
  refundsOf: (original: LineIdentity) => readonly Refund[],
): readonly Link<Refund>[] {
  const roots = linked(from, refundsOf);
  const visited = new Set<Link<Refund>>();
  const finished: Link<Refund>[] = [];
  // Without recursion: chains are long. The last line first, and of each what comes behind it last: turned around, the first
  // come first.
  for (const root of roots.toReversed()) {
    if (visited.has(root)) continue;
    visited.add(root);
    const path = [root];
    for (let link = path.at(-1); link !== undefined; link = path.at(-1)) {
      if (link.left === 0) {
        finished.push(link);
        path.pop();
        continue;
      }
      link.left -= 1;
      const next = link.behind[link.left];
      if (next === undefined || visited.has(next)) continue;
      visited.add(next);
      path.push(next);
    }
  }
  return finished.reverse();
}

/** The lines that moved, with everything that can be reached from them. */
function linked<Refund extends { readonly state: LineState }>(
  from: readonly Moved[],
  refundsOf: (original: LineIdentity) => readonly Refund[],
): readonly Link<Refund>[] {
  const met = new Map<IdentityKey, Link<Refund>>();
  const unseen: Link<Refund>[] = [];
  const meet = (line: LineIdentity, refund: Refund | null): Link<Refund> => {
    const key = identityKey(line);
    const known = met.get(key);
    if (known !== undefined) {
      known.refund ??= refund;
      return known;
    }
    const link: Link<Refund> = { key, refund, refunds: refundsOf(line), behind: [], left: 0 };
    met.set(key, link);
    unseen.push(link);
    return link;
  };
  const roots = from.map(({ line }) => meet(line, null));
  for (let link = unseen.pop(); link !== undefined; link = unseen.pop()) {
    const refunds = link.refunds.map((refund) => meet(refund.state.line, refund));
    link.behind.push(...refunds);
    refunds.forEach((refund, n) => {
      const next = refunds[n + 1];
      if (next !== undefined && next !== refund) refund.behind.push(next);
    });
  }
  for (const link of met.values()) link.left = link.behind.length;
  return roots;
}
