/** What a message about a line, or a change behind it, leads to: pure, given what is on file (ARCHITECTURE 3; CONTRACT 1, 7 and 8). */
import type { Instant } from '@gatekeeper/calendar';
import type {
  Decision,
  FactMessage,
  HeldLine,
  LineRevision,
  SettlementLine,
  Trigger,
  Verdict,
} from '@gatekeeper/vocabulary';
import type { Policy } from '@gatekeeper/policy';
import { decide } from './decide';
import type { Disposition, LineOnFile } from './disposition';
import { dispositionOf, latestStated, NOTHING_STATED } from './disposition';
import type { Facts, StandingDecision } from './facts';
import { standingDecision } from './facts';
import type { FoundOnFile } from './findings';
import { findingsOn, foundWith, NOTHING_FOUND_ON_FILE } from './findings';
import type { Turning } from './turns-at';
import { turnsAt } from './turns-at';

/** Everything on file of one line. */
export interface LineState extends LineOnFile {
  readonly line: LineRevision;
  /** The decision that stands, if one was ever taken: also while a newer revision is held. */
  readonly standing: StandingDecision | null;
  readonly held: HeldLine | null;
  readonly found: FoundOnFile;
}

/** Whether the line is withdrawn, and nothing came of it since. */
export const isVoid = ({ standing, held, revision }: LineState): boolean =>
  held === null && standing?.outcome === 'void' && standing.revision === revision;

/** Clocks and versions that a decision states but that do not enter its content. */
export interface Stamp {
  readonly registryVersion: number;
  readonly decidedAt: Instant;
}

/** The function that names a decision by its content (CONTRACT 7); given, because it hashes. */
export type NameDecision = (line: LineRevision, verdict: Verdict, supersedes: string | null) => string;

/** What changed. Nothing new: what is on file is said again. */
export interface Settled {
  readonly disposition: Disposition['kind'] | 'again' | 'void' | 'fact';
  /** To record and publish; `null`: no new decision. */
  readonly decision: Decision | null;
  /** A new or replaced hold; `null`: none. */
  readonly held: HeldLine | null;
  /** The hold that ends, with the decision that ends it: the new one, or the one that stood all the while. */
  readonly release: { readonly held: HeldLine; readonly releasedBy: string } | null;
  /** On file from now on. */
  readonly state: LineState;
  /** When to ask the line again though nothing new is on file; `null`: not by itself. */
  readonly turning: Turning | null;
}

/** A message about a line came. What officers found is filled into `facts` here, from what is on file. */
export function settleMessage(
  line: SettlementLine,
  contentHash: string,
  onFile: LineState | null,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
): Settled {
  const disposition = dispositionOf(onFile, onFile !== null && isVoid(onFile), contentHash, line);
  const { fixmedinsCode, visitId, chargeBatch, lineNo, settlementId, settledAt, paidAt } = line;
  const { revision: number } = disposition;
  const revision: LineRevision = {
    fixmedinsCode,
    visitId,
    chargeBatch,
    lineNo,
    revision: number,
    contentHash,
  };
  const stated = { settlementId, settledAt, paidAt };
  const before: LineState = {
    line: revision,
    revision: number,
    contentHash,
    settlement: onFile === null ? stated : latestStated(onFile.settlement, stated),
    standing: onFile?.standing ?? null,
    held: onFile?.held ?? null,
    found: onFile?.found ?? NOTHING_FOUND_ON_FILE,
  };
  if (disposition.kind === 'resend' && before.held === null) return nothing('resend', before);
  const asked = onFile === null ? line : asStated(line, before);
  return answerOn(asked, before, facts, policy, stamp, nameDecision, disposition.kind);
}

/**
 * Something behind the line changed (the registry, a payment notice, the original of a refund): the same content is asked
 * again. A line that was withdrawn is asked no more.
 */
export function settleAgain(
  line: SettlementLine,
  onFile: LineState,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
  trigger: Trigger,
): Settled {
  if (isVoid(onFile)) return nothing('again', onFile);
  return answerOn(asStated(line, onFile), onFile, facts, policy, stamp, nameDecision, 'again', trigger);
}

/** Officers found something about the line: the later finding counts, whatever revision it came to. */
export function settleFact(
  line: SettlementLine,
  { fact, documentNo }: Pick<FactMessage, 'fact' | 'documentNo'>,
  onFile: LineState,
  facts: Facts,
  policy: Policy,
  stamp: Stamp,
  nameDecision: NameDecision,
): Settled {
  const found = foundWith(onFile.found, { fact, documentNo, revision: onFile.revision });
  const state = { ...onFile, found };
  if (isVoid(state)) return nothing('fact', state);
  return answerOn(asStated(line, state), state, facts, policy, stamp, nameDecision, 'fact', 'status_change');
}

/**
 * The line is withdrawn: it is claimed no more, and what it knew of settlement, payment and findings is forgotten
 * (CONTRACT 8, Voids). One that is withdrawn already is left alone.
 */
export function settleVoid(
  onFile: LineState,
  knownAt: Instant,
  stamp: Stamp,
  nameDecision: NameDecision,
): Settled {
  if (isVoid(onFile)) return nothing('void', onFile);
  const { standing, held } = onFile;
  const verdict: Verdict = {
    kind: 'verdict',
    outcome: 'void',
    reasons: [],
    refused: 0n,
    recover: 0n,
    liable: 'none',
    fundScope: standing?.fundScope ?? 'all',
    pack: standing?.pack ?? held?.hold.pack ?? '',
    edition: standing?.edition ?? held?.hold.edition ?? '',
  };
  const forgetful = { ...onFile, settlement: NOTHING_STATED, found: NOTHING_FOUND_ON_FILE };
  return decided(verdict, forgetful, 'void', 'void', knownAt, stamp, nameDecision);
}

/** The line with the latest that was stated of its settlement, by whichever message. */
const asStated = (line: SettlementLine, { settlement }: LineState): SettlementLine => ({
  ...line,
  ...settlement,
});

const nothing = (disposition: Settled['disposition'], state: LineState): Settled => ({
  disposition,
  decision: null,
  held: null,
  release: null,
  state,
  turning: null,
});

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
  const found = findingsOn(before.found, before.revision);
  const known = found === facts.found ? facts : { ...facts, found };
  const answer = decide(line, known, policy);
  const turning = turnsAt(line, answer, known, policy);
  const { line: revision, standing, held: waiting } = before;
  if (answer.kind === 'hold') {
    const same =
      waiting !== null &&
      waiting.line.revision === revision.revision &&
      waiting.hold.holdCode === answer.holdCode;
    const held = same
      ? waiting
      : { line: revision, hold: answer, knownAt: facts.knownAt, since: waiting?.since ?? facts.knownAt };
    return {
      disposition,
      decision: null,
      held: same ? null : held,
      release: null,
      state: { ...before, held },
      turning,
    };
  }
  if (standing !== null && standing.revision === revision.revision && saysTheSame(standing, answer)) {
    if (waiting === null) return { ...nothing(disposition, before), turning };
    const release = { held: waiting, releasedBy: standing.decisionId };
    return { ...nothing(disposition, { ...before, held: null }), release, turning };
  }
  const trigger = triggerOf(disposition, before, triggerAgain);
  return decided(answer, before, disposition, trigger, facts.knownAt, stamp, nameDecision, turning);
}

/** Within one revision other evidence, another pack or edition moves nothing (CONTRACT 8). */
const saysTheSame = (standing: StandingDecision, answer: Verdict): boolean =>
  standing.outcome === answer.outcome &&
  standing.refused === answer.refused &&
  standing.recover === answer.recover &&
  standing.liable === answer.liable &&
  standing.reasons.length === answer.reasons.length &&
  standing.reasons.every((reason, n) => {
    const other = answer.reasons[n];
    return reason.code === other?.code && reason.effect === other.effect && reason.role === other.role;
  });

/** The new decision on the line, which ends a hold on it. */
function decided(
  verdict: Verdict,
  before: LineState,
  disposition: Settled['disposition'],
  trigger: Trigger,
  knownAt: Instant,
  stamp: Stamp,
  nameDecision: NameDecision,
  turning: Turning | null = null,
): Settled {
  const { line, revision, contentHash, settlement, found, held } = before;
  const supersedes = before.standing?.decisionId ?? null;
  const decision: Decision = {
    decisionId: nameDecision(line, verdict, supersedes),
    line,
    verdict,
    supersedes,
    registryVersion: stamp.registryVersion,
    knownAt,
    decidedAt: stamp.decidedAt,
    trigger,
  };
  return {
    disposition,
    decision,
    held: null,
    release: held === null ? null : { held, releasedBy: decision.decisionId },
    state: {
      line,
      revision,
      contentHash,
      settlement,
      found,
      held: null,
      standing: standingDecision(decision),
    },
    turning,
  };
}

function triggerOf(disposition: Settled['disposition'], { held }: LineState, again: Trigger): Trigger {
  switch (disposition) {
    case 'first':
      return 'real_time';
    case 're_upload':
      return 're_upload';
    case 'void':
      return 'void';
    case 'payment':
      return held === null ? 'payment' : 'hold_released';
    case 'resend':
      return 'hold_released';
    case 'again':
    case 'fact':
      return held === null ? again : 'hold_released';
  }
}
