/** The ledger of an institution as it is answered: amounts as texts in yuan. */
import type { Day, WorkingCalendar } from '@gatekeeper/calendar';
import { formatDay, formatInstant } from '@gatekeeper/calendar';
import type { Age, Aging, Balances, Claim, LineAmount } from '@gatekeeper/clearing';
import { ACCOUNTS, AGES, isConfirmed, NO_BALANCES, objectionUntil } from '@gatekeeper/clearing';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText, formatFen } from '@gatekeeper/vocabulary';
import type { PostingOnFile } from './collection-store';
import type { Objection } from './objection-store';
import type { Proposal, ProposalContent } from './proposal-store';
import type { DamagesToCheck } from './result-postings';

/** `claimed` is all that was raised; it is the sum of the other six. */
export interface BalancesAnswer {
  readonly claimed: string;
  readonly due: string;
  readonly suspended: string;
  readonly collected: string;
  readonly written_off: string;
  readonly let_off: string;
  readonly given_back: string;
}

export interface ClaimAnswer extends BalancesAnswer {
  readonly claim_id: string;
  readonly kind: string;
  /** In the books of which area. */
  readonly area: string;
  readonly period: string;
  readonly corrects: string | null;
  readonly amount: string;
  readonly posted_on: string;
  /** `null`: nobody may object, or the day lies in a year whose calendar is not published. */
  readonly objection_until: string | null;
  readonly unpublished_year: number | null;
  /** Whether what is due may be deducted today. */
  readonly confirmed: boolean;
  readonly objection: ObjectionAnswer | null;
}

export interface ObjectionAnswer {
  readonly objection_id: string;
  readonly amount: string;
  /** The lines it names; none: it counts by amount. */
  readonly lines: readonly ObjectedLineAnswer[];
  readonly grounds: string;
  readonly document_no: string | null;
  readonly filed_by: string;
  readonly filed_at: string;
  /** `corrected`: before anybody decided, a correction took off all that was objected to. */
  readonly outcome: string;
}

export interface ObjectedLineAnswer {
  readonly mdtrt_id: string;
  readonly chrg_bchno: string;
  readonly feedetl_sn: string;
  readonly amount: string;
}

/** Sums of what is recovered of one period in the books of one area, damages apart. */
export interface BooksAnswer extends BalancesAnswer {
  readonly area: string;
  /** That the lines belong to: of an adjustment the period that it corrects. */
  readonly period: string;
  /** What the lines come to, all corrections and reversals counted; the others but `claimed` and `given_back` add up to it. */
  readonly recovered: string;
}

/** A closed period whose damages rest on lines that a run corrected. */
export interface DamagesToCheckAnswer {
  readonly fixmedins_code: string;
  readonly area: string;
  readonly period: string;
  /** That posted the corrections. */
  readonly run_id: string;
  /** Raised of the period. */
  readonly damages: string;
}

export interface AgeAnswer {
  readonly days: Age;
  readonly due: string;
  readonly suspended: string;
}

export interface LedgerAnswer {
  readonly fixmedins_code: string;
  readonly on: string;
  readonly balances: BalancesAnswer;
  readonly aging: readonly AgeAnswer[];
  readonly to_give_back: string;
  /** In the order of area and period. */
  readonly books: readonly BooksAnswer[];
  readonly claims: readonly ClaimAnswer[];
}

export interface PostingAnswer {
  readonly posting_id: string;
  readonly kind: string;
  /** The run, the month, or the number of the claim or objection. */
  readonly subject: string;
  readonly by: string;
  readonly at: string;
  readonly entries: readonly {
    readonly claim_id: string;
    readonly account: string;
    readonly amount: string;
  }[];
}

export interface ProposalAnswer {
  readonly proposal_id: string;
  readonly content: ProposalContent;
  readonly digest: string;
  readonly reason: string | null;
  readonly proposed_by: string;
  readonly proposed_at: string;
  readonly decision: {
    readonly outcome: string;
    readonly by: string;
    readonly reason: string | null;
    readonly at: string;
  } | null;
}

export const balancesAnswer = (balances: Balances): BalancesAnswer => ({
  claimed: formatFen(-balances.recovery - balances.damages),
  due: formatFen(balances.due),
  suspended: formatFen(balances.suspended),
  collected: formatFen(balances.collected),
  written_off: formatFen(balances.written_off),
  let_off: formatFen(balances.let_off),
  given_back: formatFen(balances.given_back),
});

/** Sums of several claims. */
export function sumOfBalances(claims: readonly Pick<Claim, 'balances'>[]): Balances {
  const sum = { ...NO_BALANCES };
  for (const { balances } of claims) for (const account of ACCOUNTS) sum[account] += balances[account];
  return sum;
}

export function claimAnswer(
  claim: Claim,
  objection: Objection | null,
  named: readonly LineAmount[],
  on: Day,
  calendar: WorkingCalendar,
): ClaimAnswer {
  const until = claim.amount < 0n ? 'none' : objectionUntil(claim, calendar);
  return {
    claim_id: claim.claimId,
    kind: claim.kind,
    area: claim.area,
    period: claim.period,
    corrects: claim.corrects,
    amount: formatFen(claim.amount),
    ...balancesAnswer(claim.balances),
    posted_on: formatDay(claim.postedOn),
    objection_until: typeof until === 'number' ? formatDay(until) : null,
    unpublished_year: typeof until === 'object' ? until.unpublishedYear : null,
    confirmed: isConfirmed(claim, on, calendar),
    objection: objection === null ? null : objectionAnswer(objection, named, claim.balances.suspended),
  };
}

/** What is recovered of each period, whichever run raised or corrected it. */
export function booksAnswer(claims: readonly Claim[]): readonly BooksAnswer[] {
  const found = new Map<string, { area: string; period: string; claims: Claim[] }>();
  for (const claim of claims.filter(({ kind }) => kind !== 'damages')) {
    const { area, period } = { area: claim.area, period: claim.corrects ?? claim.period };
    const known = found.get(`${area}/${period}`) ?? { area, period, claims: [] };
    found.set(`${area}/${period}`, known);
    known.claims.push(claim);
  }
  return [...found]
    .sort(([one], [other]) => compareText(one, other))
    .map(([, { area, period, claims: ofPeriod }]) => ({
      ...{ area, period, ...balancesAnswer(sumOfBalances(ofPeriod)) },
      recovered: formatFen(ofPeriod.reduce((sum, { amount }) => sum + amount, 0n)),
    }));
}

export const damagesToCheckAnswer = (it: DamagesToCheck): DamagesToCheckAnswer => ({
  ...{ fixmedins_code: it.fixmedinsCode, area: it.area, period: it.period },
  ...{ run_id: it.runId, damages: formatFen(it.damages) },
});

const objectionAnswer = (
  objection: Objection,
  named: readonly LineAmount[],
  suspended: Fen,
): ObjectionAnswer => ({
  objection_id: objection.objectionId,
  amount: formatFen(objection.amount),
  lines: named.map(({ line: { visitId, chargeBatch, lineNo }, amount }) => ({
    ...{ mdtrt_id: visitId, chrg_bchno: chargeBatch, feedetl_sn: lineNo },
    amount: formatFen(amount),
  })),
  grounds: objection.grounds,
  document_no: objection.documentNo,
  filed_by: objection.filedBy,
  filed_at: formatInstant(objection.filedAt),
  outcome: objection.outcome === 'open' && suspended === 0n ? 'corrected' : objection.outcome,
});

export const agingAnswer = ({ owed }: Aging): readonly AgeAnswer[] =>
  AGES.map((days) => ({
    days,
    due: formatFen(owed[days].due),
    suspended: formatFen(owed[days].suspended),
  }));

export const postingAnswer = (posting: PostingOnFile): PostingAnswer => ({
  posting_id: posting.postingId,
  kind: posting.kind,
  subject: posting.subject,
  by: posting.postedBy,
  at: formatInstant(posting.postedAt),
  entries: posting.entries.map(({ claimId, account, amount }) => ({
    claim_id: claimId,
    account,
    amount: formatFen(amount),
  })),
});

export const proposalAnswer = (proposal: Proposal): ProposalAnswer => ({
  proposal_id: proposal.proposalId,
  content: proposal.content,
  digest: proposal.digest,
  reason: proposal.reason,
  proposed_by: proposal.proposedBy,
  proposed_at: formatInstant(proposal.proposedAt),
  decision:
    proposal.decision === null
      ? null
      : {
          outcome: proposal.decision.outcome,
          by: proposal.decision.decidedBy,
          reason: proposal.decision.reason,
          at: formatInstant(proposal.decision.decidedAt),
        },
});
