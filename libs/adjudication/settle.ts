/** What a message about a line, or a change behind it, leads to: pure, given what is on file (DESIGN 3; FORMATS 1 and 7). */
import type { Instant } from '@gatekeeper/calendar';
import { earlierOf, isAfter } from '@gatekeeper/calendar';
import type {
  Decision,
  HeldLine,
  LineRevision,
  SettlementLine,
  Trigger,
  Verdict,
} from '@gatekeeper/vocabulary';
import type { Policy } from '@gatekeeper/policy';
import { decide } from './decide';
import type { Disposition, LineOnFile } from './disposition';
import { dispositionOf } from './disposition';
import type { Facts, StandingDecision } from './facts';

/** Everything on file of one line. */
export interface LineState extends LineOnFile {
  readonly line: LineRevision;
  /** The decision that stands, if one was ever taken: also while a newer revision is held. */
  readonly standing: StandingDecision | null;
  readonly held: HeldLine | null;
}

/** Clocks and versions that a decision states but that do not enter its content. */
export interface Stamp {
  readonly registryVersion: number;
  readonly decidedAt: Instant;
}

/** The function that names a decision by its content (FORMATS 7); given, because it hashes. */
export type NameDecision = (line: LineRevision, verdict: Verdict, supersedes: string | null) => string;

/** What changed. Nothing new: what is on file is said again. */
export interface Settled {
  readonly disposition: Disposition['kind'] | 'again';
  /** To record and publish; `null`: no new decision. */
  readonly decision: Decision | null;
  /** A new or replaced hold; `null`: none. */
  readonly held: HeldLine | null;
  /** The hold that ends, with the decision that ends it. */
  readonly release: { readonly held: HeldLine; readonly releasedBy: string } | null;
  /** On file from now on. */
  readonly state: LineState;
}

/** A message about a line came. `facts.paymentNoticed` is filled in here from what is on file. */
export function settleMessage(
  line: SettlementLine,
  contentHash: string,
  onFile: LineState | null,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
): Settled {
  const disposition = dispositionOf(onFile, contentHash, line.paidAt);
  const paidAt = paymentKnown(disposition, line.paidAt, onFile, facts.knownAt);
  const { fixmedinsCode, visitId, chargeBatch, lineNo } = line;
  const { revision: number } = disposition;
  const revision: LineRevision = {
    fixmedinsCode,
    visitId,
    chargeBatch,
    lineNo,
    revision: number,
    contentHash,
  };
  const before: LineState = {
    line: revision,
    revision: number,
    contentHash,
    paidAt,
    standing: onFile?.standing ?? null,
    held: onFile?.held ?? null,
  };
  if (disposition.kind === 'resend' && before.held === null) {
    return { disposition: 'resend', decision: null, held: null, release: null, state: before };
  }
  const noticed = noticedIn(facts, paidAt);
  return answerOn(line, before, noticed, policy, stamp, nameDecision, disposition.kind);
}

/**
 * When the line was paid, as far as any message said: the earliest. A consumed payment notice makes it paid, whatever
 * moment it names, so one that names a moment still to come counts from the moment of asking.
 */
function paymentKnown(
  { kind }: Disposition,
  said: Instant | null,
  onFile: LineState | null,
  knownAt: Instant,
): Instant | null {
  const before = onFile?.paidAt ?? null;
  if (said === null) return before;
  if (kind === 'payment') return earlierOf(said, knownAt);
  return before === null ? said : earlierOf(before, said);
}

function noticedIn(facts: Facts, paidAt: Instant | null): Facts {
  const paymentNoticed = isPaidBy(paidAt, facts.knownAt);
  return paymentNoticed === facts.paymentNoticed ? facts : { ...facts, paymentNoticed };
}

const isPaidBy = (paidAt: Instant | null, knownAt: Instant): boolean =>
  paidAt !== null && !isAfter(paidAt, knownAt);

/** Something behind the line changed (the original of a refund): the same content is asked again. */
export function settleAgain(
  line: SettlementLine,
  onFile: LineState,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
  trigger: Trigger,
): Settled {
  const noticed = noticedIn(facts, onFile.paidAt);
  return answerOn(line, onFile, noticed, policy, stamp, nameDecision, 'again', trigger);
}

function answerOn(
  line: SettlementLine,
  before: LineState,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
  disposition: Settled['disposition'],
  triggerAgain: Trigger = 'real_time',
): Settled {
  const answer = decide(line, facts, policy);
  const { line: revision, standing } = before;
  if (answer.kind === 'hold') {
    const same =
      before.held !== null &&
      before.held.line.revision === revision.revision &&
      before.held.hold.holdCode === answer.holdCode;
    const held = same
      ? before.held
      : { line: revision, hold: answer, knownAt: facts.knownAt, since: before.held?.since ?? facts.knownAt };
    return {
      disposition,
      decision: null,
      held: same ? null : held,
      release: null,
      state: { ...before, held },
    };
  }
  const sameContent = disposition !== 'first' && disposition !== 're_upload' && before.held === null;
  if (
    sameContent &&
    standing !== null &&
    nameDecision(revision, answer, standing.supersedes) === standing.decisionId
  ) {
    return { disposition, decision: null, held: null, release: null, state: before };
  }
  const supersedes = standing?.decisionId ?? null;
  const decision: Decision = {
    decisionId: nameDecision(revision, answer, supersedes),
    line: revision,
    verdict: answer,
    supersedes,
    registryVersion: stamp.registryVersion,
    knownAt: facts.knownAt,
    decidedAt: stamp.decidedAt,
    trigger: triggerOf(disposition, before, triggerAgain),
  };
  const release = before.held === null ? null : { held: before.held, releasedBy: decision.decisionId };
  const { decisionId } = decision;
  const { outcome, liable, fundScope, pack, edition, recover } = answer;
  return {
    disposition,
    decision,
    held: null,
    release,
    state: {
      line: before.line,
      revision: before.revision,
      contentHash: before.contentHash,
      paidAt: before.paidAt,
      held: null,
      standing: { decisionId, supersedes, outcome, liable, fundScope, pack, edition, recover },
    },
  };
}

function triggerOf(disposition: Settled['disposition'], { held }: LineState, again: Trigger): Trigger {
  switch (disposition) {
    case 'first':
      return 'real_time';
    case 're_upload':
      return 're_upload';
    case 'payment':
      return held === null ? 'payment' : 'hold_released';
    case 'resend':
      return 'hold_released';
    case 'again':
      return held === null ? again : 'hold_released';
  }
}
