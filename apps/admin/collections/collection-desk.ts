/**
 * What is done about institutions' debts to the fund. Posting a closed run's results and filing an objection take one person; what takes
 * money from a payment, writes it off or decides an objection is proposed by one and confirmed by another, who sends the digest of
 * what was seen. The database refuses the same person, and a posting that does not balance.
 */
import type { Day, Instant } from '@gatekeeper/calendar';
import { dayAt } from '@gatekeeper/calendar';
import { governingTexts, saidOf } from '@gatekeeper/casework';
import type { Claim, Entry, LineAmount, ObjectionOutcome } from '@gatekeeper/clearing';
import {
  areasOf,
  collecting,
  inBooksOf,
  isConfirmed,
  mayObject,
  nettingOf,
  objectionDecided,
  objectionUntil,
  recoveriesCollected,
  suspending,
  writingOff,
} from '@gatekeeper/clearing';
import type { Queryable } from '@gatekeeper/database';
import { inTransaction } from '@gatekeeper/database';
import { Defect } from '@gatekeeper/runtime';
import type { Fen } from '@gatekeeper/vocabulary';
import { formatFen, identityKey } from '@gatekeeper/vocabulary';
import { fenOf } from '@gatekeeper/wire';
import type { Caller } from '../access/caller';
import { coversArea } from '../access/scope';
import { appendAudit } from '../audit/audit-log';
import { noPack, samePerson } from '../cases/case-refused';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { outOfReach } from '../registry/registry-refusals';
import { addObjectionLines } from './claim-lines';
import type { DamagesToCheckAnswer, ProposalAnswer } from './collection-answer';
import { damagesToCheckAnswer, proposalAnswer } from './collection-answer';
import {
  areaNeeded,
  cannotObject,
  changedSince,
  decidedAlready,
  linesDiffer,
  linesUnusable,
  monthNetted,
  moreThanDue,
  noResults,
  nothingObjected,
  nothingToNet,
  objectedAlready,
  otherDigest,
  postedAlready,
  proposalWaits,
} from './collection-refusals';
import { claimsOn, findClaim, lockInstitution, post } from './collection-store';
import { fileObjection, objectionsOf } from './objection-store';
import type { Objection } from './objection-store';
import {
  addDecision,
  addProposal,
  findProposal,
  standingProposals,
  subjectOfProposal,
} from './proposal-store';
import type { Proposal, ProposalContent } from './proposal-store';
import { damagesToCheck, figuresOfRun, lockResults, postedRunOf, postResults } from './result-postings';
import type { ObjectionRule } from './result-postings';
import type { RunResults } from './run-results';

export interface ResultsPosted {
  readonly run_id: string;
  readonly area: string;
  readonly period: string;
  readonly institutions: number;
  readonly claims: number;
  readonly due: string;
  /** What corrections take back, before it is set against what was not collected. */
  readonly given_back: string;
  /** Closed periods that this run corrects, where damages were raised or may be: these stay as they are until people work them out anew. */
  readonly damages_to_check: readonly DamagesToCheckAnswer[];
  /** The run was posted before: nothing was added. */
  readonly repeated: boolean;
}

type DeskParts = Pick<AdminParts, 'dataSource' | 'background' | 'clock' | 'policy' | 'workingCalendar'>;

/** What an act on one institution's ledger works with. */
interface Locked {
  readonly client: Queryable;
  readonly fixmedinsCode: string;
  readonly today: Day;
}

export class CollectionDesk {
  constructor(
    private readonly parts: DeskParts,
    private readonly runs: Pick<RunResults, 'read'>,
  ) {}

  /** Raises the claims of a closing run; the same run again adds nothing. @throws Refused */
  postResults(runId: string, caller: Caller): Promise<ResultsPosted> {
    return inTransaction(this.parts.background, async (client) => {
      const results = await this.runs.read(client, runId);
      if (typeof results === 'string') throw noResults(results);
      if (!coversArea(caller, results.area)) throw outOfReach();
      await lockResults(client);
      const posted = await postedRunOf(client, results);
      if (posted !== null && posted.runId !== runId) throw postedAlready(posted);
      const at = this.parts.clock.now();
      const rule = this.claimRule(results.area, at);
      if (posted === null) await postResults(client, results, rule, { by: caller.userId, at });
      const toCheck = await damagesToCheck(client, { runId, institutions: null, after: '', limit: null });
      const { institutions, claims, due, givenBack } = await figuresOfRun(client, runId);
      const figures = { institutions, claims, due: formatFen(due), given_back: formatFen(givenBack) };
      if (posted === null)
        await this.audit(client, caller, 'postCollectionResults', `run ${runId}`, {
          area: results.area,
          period: results.period,
          ...figures,
        });
      return {
        run_id: runId,
        area: results.area,
        period: results.period,
        ...figures,
        damages_to_check: toCheck.map(damagesToCheckAnswer),
        repeated: posted !== null,
      };
    });
  }

  /**
   * Stops the collection of a claim, or of a part of it.
   * @param amount `null`: what its lines come to, else all that is due of the claim
   * @param lines which of the claim's lines; none: it names none, and counts by amount
   * @throws Refused
   */
  object(
    fixmedinsCode: string,
    asked: {
      readonly claimId: string;
      readonly amount: Fen | null;
      readonly lines: readonly LineAmount[];
      readonly grounds: string;
      readonly documentNo: string | null;
    },
    caller: Caller,
  ): Promise<string> {
    return this.onLedger(fixmedinsCode, async ({ client, today }) => {
      const claim = await claimOn(client, fixmedinsCode, asked.claimId);
      if ((await objectionsOf(client, fixmedinsCode)).some(({ claimId }) => claimId === asked.claimId))
        throw objectedAlready();
      const { workingCalendar, clock } = this.parts;
      if (!mayObject(claim, today, workingCalendar))
        throw cannotObject(claim.amount < 0n ? 'none' : objectionUntil(claim, workingCalendar));
      const named = sumOfLines(asked.lines);
      if (asked.amount !== null && named !== null && asked.amount !== named) throw linesDiffer(named);
      const amount = asked.amount ?? named ?? claim.balances.due;
      if (amount <= 0n || amount > claim.balances.due) throw moreThanDue(claim.balances.due);
      const filed = {
        claimId: asked.claimId,
        amount,
        grounds: asked.grounds,
        documentNo: asked.documentNo,
        filedBy: caller.userId,
        filedAt: clock.now(),
      };
      const objectionId = await fileObjection(client, fixmedinsCode, filed);
      await addObjectionLines(client, objectionId, asked.lines);
      await post(
        client,
        fixmedinsCode,
        { kind: 'objected', objectionId },
        suspending(asked.claimId, amount),
        {
          by: caller.userId,
          at: clock.now(),
        },
      );
      await this.audit(client, caller, 'objectToClaim', fixmedinsCode, {
        claim_id: asked.claimId,
        objection_id: objectionId,
        amount: formatFen(amount),
      });
      return objectionId;
    });
  }

  /**
   * What nets into the payment of a month, frozen until another confirms it.
   * @param area in whose books: of the agency that pays; `null`: the only one in which the institution has claims
   * @throws Refused
   */
  proposeNetting(
    fixmedinsCode: string,
    asked: { readonly month: string; readonly area: string | null; readonly payable: Fen },
    caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.onLedger(fixmedinsCode, async (locked) => {
      const { month, payable } = asked;
      const claims = await claimsOn(locked.client, fixmedinsCode);
      const [only, ...others] = areasOf(claims);
      if (asked.area === null && others.length > 0) throw areaNeeded(areasOf(claims));
      const area = asked.area ?? only;
      if (area === undefined) throw nothingToNet();
      const ofArea = inBooksOf(claims, area);
      const netting = nettingOf(ofArea, payable, locked.today, this.parts.workingCalendar);
      const content: ProposalContent = {
        kind: 'netting',
        month,
        area,
        payable: formatFen(payable),
        deducted: formatFen(netting.deducted),
        carried: formatFen(netting.carried),
        unconfirmed: formatFen(netting.unconfirmed),
        suspended: formatFen(netting.suspended),
        items: netting.items.map(({ claimId, amount }) => ({ claim_id: claimId, amount: formatFen(amount) })),
      };
      await this.demandFree(locked, content);
      if (netting.items.length === 0) throw nothingToNet();
      return this.propose(locked, content, caller, null);
    });
  }

  /** @throws Refused */
  proposeWriteOff(
    fixmedinsCode: string,
    { claimId, amount, reason }: { readonly claimId: string; readonly amount: Fen; readonly reason: string },
    caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.onLedger(fixmedinsCode, async (locked) => {
      const { balances } = await claimOn(locked.client, fixmedinsCode, claimId);
      if (amount <= 0n || amount > balances.due) throw moreThanDue(balances.due);
      const content: ProposalContent = { kind: 'write_off', claim_id: claimId, amount: formatFen(amount) };
      await this.demandFree(locked, content);
      return this.propose(locked, content, caller, reason);
    });
  }

  /** @throws Refused */
  proposeObjectionOutcome(
    fixmedinsCode: string,
    {
      objectionId,
      outcome,
      reason,
    }: { readonly objectionId: string; readonly outcome: ObjectionOutcome; readonly reason: string },
    caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.onLedger(fixmedinsCode, async (locked) => {
      const objection = await objectionOn(locked, objectionId);
      const { suspended } = (await claimOn(locked.client, fixmedinsCode, objection.claimId)).balances;
      const content: ProposalContent = {
        kind: 'objection',
        objection_id: objectionId,
        claim_id: objection.claimId,
        amount: formatFen(suspended),
        outcome,
      };
      if (objection.outcome !== 'open') throw decidedAlready();
      if (suspended === 0n) throw nothingObjected();
      await this.demandFree(locked, content);
      return this.propose(locked, content, caller, reason);
    });
  }

  /** The second person agrees to what was seen, and it is posted. @throws Refused */
  confirm(
    fixmedinsCode: string,
    {
      proposalId,
      digest,
      reason,
    }: { readonly proposalId: string; readonly digest: string; readonly reason: string | null },
    caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.onLedger(fixmedinsCode, async (locked) => {
      const { client } = locked;
      const proposal = await openProposal(client, fixmedinsCode, proposalId);
      if (proposal.digest !== digest) throw otherDigest();
      if (proposal.proposedBy === caller.userId) throw samePerson();
      const entries = await this.entriesOf(locked, proposal.content);
      const decided = { by: caller.userId, at: this.parts.clock.now(), reason };
      await addDecision(client, fixmedinsCode, proposal, { outcome: 'confirmed', ...decided });
      const { content } = proposal;
      await post(
        client,
        fixmedinsCode,
        { kind: content.kind, proposalId, subject: subjectOfProposal(content) },
        entries,
        decided,
      );
      await this.audit(client, caller, 'confirmCollectionProposal', fixmedinsCode, auditedAs(proposal));
      return answerOf(client, fixmedinsCode, proposalId);
    });
  }

  /** @throws Refused */
  decline(
    fixmedinsCode: string,
    { proposalId, reason }: { readonly proposalId: string; readonly reason: string },
    caller: Caller,
  ): Promise<ProposalAnswer> {
    return this.onLedger(fixmedinsCode, async ({ client }) => {
      const proposal = await openProposal(client, fixmedinsCode, proposalId);
      if (proposal.proposedBy === caller.userId) throw samePerson();
      await addDecision(client, fixmedinsCode, proposal, {
        outcome: 'declined',
        by: caller.userId,
        at: this.parts.clock.now(),
        reason,
      });
      await this.audit(client, caller, 'declineCollectionProposal', fixmedinsCode, auditedAs(proposal));
      return answerOf(client, fixmedinsCode, proposalId);
    });
  }

  /** By the text that leads in the run's area on the day of posting. @throws Refused where none does */
  private claimRule(area: string, at: Instant): ObjectionRule {
    const texts = governingTexts(this.parts.policy.policy, area, at);
    if (texts === null) throw noPack(area);
    const [{ edition, parameters }] = texts;
    return {
      pack: edition.pack.name,
      edition: edition.edition,
      workingDays: saidOf({ parameters, texts }, 'recoveryObjectionWorkingDays'),
      knowsDamages: saidOf({ parameters, texts }, 'liquidatedDamages') !== 'none',
    };
  }

  /** What a proposal posts, where everything in it still stands. @throws Refused */
  private async entriesOf(
    { client, fixmedinsCode, today }: Locked,
    content: ProposalContent,
  ): Promise<readonly Entry[]> {
    switch (content.kind) {
      case 'netting': {
        const all = await claimsOn(client, fixmedinsCode);
        // What was proposed before areas were told is confirmed only where there is one.
        const area = content.area ?? areasOf(all)[0];
        if (area === undefined || (content.area === null && areasOf(all).length > 1)) throw changedSince();
        const claims = inBooksOf(all, area);
        const byId = new Map(claims.map((claim) => [claim.claimId, claim]));
        let collected = recoveriesCollected(claims);
        const entries = content.items.flatMap(({ claim_id: claimId, amount }) => {
          const claim = byId.get(claimId);
          const fen = fenOf(amount);
          if (claim === undefined || !this.mayBeTaken(claim, fen, today)) throw changedSince();
          if (claim.kind !== 'damages') collected += fen;
          return collecting(claimId, fen);
        });
        const givesBack = content.items.some(({ amount }) => fenOf(amount) < 0n);
        if (givesBack && collected < 0n) throw changedSince();
        return entries;
      }
      case 'write_off': {
        const { balances } = await claimOn(client, fixmedinsCode, content.claim_id);
        const amount = fenOf(content.amount);
        if (amount > balances.due) throw changedSince();
        return writingOff(content.claim_id, amount);
      }
      case 'objection': {
        // A correction may have taken off a part meanwhile: what is decided is what was seen.
        const { balances } = await claimOn(client, fixmedinsCode, content.claim_id);
        const amount = fenOf(content.amount);
        if (amount !== balances.suspended) throw changedSince();
        return objectionDecided(content.claim_id, amount, content.outcome);
      }
    }
  }

  private mayBeTaken(claim: Claim, amount: Fen, today: Day): boolean {
    const { due } = claim.balances;
    if (amount < 0n) return due <= amount;
    return amount <= due && isConfirmed(claim, today, this.parts.workingCalendar);
  }

  private async demandFree({ client, fixmedinsCode }: Locked, content: ProposalContent): Promise<void> {
    // A month that was netted before areas were told is netted for all of them.
    const subjects = [subjectOfProposal(content), ...(content.kind === 'netting' ? [content.month] : [])];
    const standing = await standingProposals(client, fixmedinsCode, content.kind, subjects);
    const waiting = standing.find(({ decision }) => decision === null);
    if (waiting !== undefined) throw proposalWaits(waiting.proposalId);
    if (content.kind === 'netting' && standing.length > 0) throw monthNetted(content.month);
  }

  private async propose(
    { client, fixmedinsCode }: Locked,
    content: ProposalContent,
    caller: Caller,
    reason: string | null,
  ): Promise<ProposalAnswer> {
    const at = this.parts.clock.now();
    const proposalId = await addProposal(client, fixmedinsCode, content, { by: caller.userId, at, reason });
    const proposal = await openProposal(client, fixmedinsCode, proposalId);
    await this.audit(client, caller, PROPOSED_BY[content.kind], fixmedinsCode, auditedAs(proposal));
    return proposalAnswer(proposal);
  }

  /** The audit entry comes last in each act: all other writers wait for it. */
  private audit(
    client: Queryable,
    { userId }: Caller,
    action: string,
    subject: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    return appendAudit(client, { at: this.parts.clock.now(), actor: userId, action, subject, details });
  }

  private onLedger<Answer>(
    fixmedinsCode: string,
    work: (locked: Locked) => Promise<Answer>,
  ): Promise<Answer> {
    return inTransaction(this.parts.dataSource, async (client) => {
      await lockInstitution(client, fixmedinsCode);
      return work({ client, fixmedinsCode, today: dayAt(this.parts.clock.now()) });
    });
  }
}

/** `null`: none is named. @throws Refused */
function sumOfLines(lines: readonly LineAmount[]): Fen | null {
  if (lines.length === 0) return null;
  const names = new Set(lines.map(({ line }) => identityKey(line)));
  if (names.size < lines.length || lines.some(({ amount }) => amount <= 0n)) throw linesUnusable();
  return lines.reduce((sum, { amount }) => sum + amount, 0n);
}

const PROPOSED_BY: Readonly<Record<ProposalContent['kind'], string>> = {
  netting: 'proposeNetting',
  write_off: 'proposeWriteOff',
  objection: 'proposeObjectionOutcome',
};

const auditedAs = ({ proposalId, content, digest }: Proposal): Readonly<Record<string, unknown>> => ({
  proposal_id: proposalId,
  kind: content.kind,
  subject: subjectOfProposal(content),
  digest,
});

async function claimOn(client: Queryable, fixmedinsCode: string, claimId: string): Promise<Claim> {
  const claim = await findClaim(client, fixmedinsCode, claimId);
  if (claim === null) throw notOnFile('The claim', '款项');
  return claim;
}

async function objectionOn({ client, fixmedinsCode }: Locked, objectionId: string): Promise<Objection> {
  const found = (await objectionsOf(client, fixmedinsCode)).find((each) => each.objectionId === objectionId);
  if (found === undefined) throw notOnFile('The objection', '异议');
  return found;
}

async function openProposal(client: Queryable, fixmedinsCode: string, proposalId: string): Promise<Proposal> {
  const proposal = await findProposal(client, fixmedinsCode, proposalId);
  if (proposal === null) throw notOnFile('The proposal', '提议');
  if (proposal.decision !== null) throw decidedAlready();
  return proposal;
}

async function answerOf(
  client: Queryable,
  fixmedinsCode: string,
  proposalId: string,
): Promise<ProposalAnswer> {
  const proposal = await findProposal(client, fixmedinsCode, proposalId);
  if (proposal === null) throw new Defect('a proposal was decided and is not there');
  return proposalAnswer(proposal);
}
