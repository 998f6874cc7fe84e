/** Reads the ledgers of institutions within the caller's scope. */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import { agingOf } from '@gatekeeper/clearing';
import { inSnapshot, poolOf } from '@gatekeeper/database';
import { institutionsInAreas } from '@gatekeeper/registry-store';
import { formatFen } from '@gatekeeper/vocabulary';
import type { Caller } from '../access/caller';
import { isProvinceWide } from '../access/scope';
import { pageOf } from '../http/page';
import type { Page, PageQuery } from '../http/page';
import type { AdminParts } from '../parts';
import {
  agingAnswer,
  balancesAnswer,
  claimAnswer,
  postingAnswer,
  proposalAnswer,
  sumOfBalances,
} from './collection-answer';
import type { BalancesAnswer, LedgerAnswer, PostingAnswer, ProposalAnswer } from './collection-answer';
import { balancesBy, claimsOn, postingsOf } from './collection-store';
import { objectionsOf } from './objection-store';
import { proposalsOf } from './proposal-store';

export interface InstitutionBalances extends BalancesAnswer {
  readonly fixmedins_code: string;
}

/** No posting and no proposal has that number: 64 bits. */
const PAST_EVERY_NUMBER = '9223372036854775807';
const NUMBER = /^[1-9][0-9]{0,17}$/;

export class CollectionReads {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'clock' | 'workingCalendar'>) {}

  /** Balances by institution, in the order of their codes: those in the caller's scope. */
  async list({ limit, after }: PageQuery, caller: Caller): Promise<Page<InstitutionBalances>> {
    const client = poolOf(this.parts.dataSource);
    const institutions = isProvinceWide(caller)
      ? null
      : [...new Set([...(await institutionsInAreas(client, caller.areas, null)), ...caller.institutions])];
    const rows = await balancesBy(client, { institutions, after: after ?? '', limit: limit + 1 });
    return pageOf(
      rows,
      limit,
      ({ fixmedinsCode, balances }) => ({ fixmedins_code: fixmedinsCode, ...balancesAnswer(balances) }),
      ({ fixmedinsCode }) => fixmedinsCode,
    );
  }

  /** Balances, aging and claims of one institution; nothing owed where nothing was ever posted. */
  ledger(fixmedinsCode: string): Promise<LedgerAnswer> {
    const { clock, dataSource, workingCalendar } = this.parts;
    const today = dayAt(clock.now());
    return inSnapshot(dataSource, async (client) => {
      const claims = await claimsOn(client, fixmedinsCode);
      const objections = new Map(
        (await objectionsOf(client, fixmedinsCode)).map((objection) => [objection.claimId, objection]),
      );
      const aging = agingOf(claims, today);
      return {
        fixmedins_code: fixmedinsCode,
        on: formatDay(today),
        balances: balancesAnswer(sumOfBalances(claims)),
        aging: agingAnswer(aging),
        to_give_back: formatFen(aging.toGiveBack),
        claims: claims.map((claim) =>
          claimAnswer(claim, objections.get(claim.claimId) ?? null, today, workingCalendar),
        ),
      };
    });
  }

  /** Every posting with its entries, the latest first. */
  async postings(fixmedinsCode: string, { limit, after }: PageQuery): Promise<Page<PostingAnswer>> {
    const rows = await postingsOf(poolOf(this.parts.dataSource), fixmedinsCode, placeIn(after), limit + 1);
    return pageOf(rows, limit, postingAnswer, ({ postingId }) => postingId);
  }

  /** What was proposed and what became of it, the latest first. */
  async proposals(fixmedinsCode: string, { limit, after }: PageQuery): Promise<Page<ProposalAnswer>> {
    const rows = await proposalsOf(poolOf(this.parts.dataSource), fixmedinsCode, placeIn(after), limit + 1);
    return pageOf(rows, limit, proposalAnswer, ({ proposalId }) => proposalId);
  }
}

/** Whatever is no number begins at the latest. */
const placeIn = (after: string | undefined): string =>
  after !== undefined && NUMBER.test(after) ? after : PAST_EVERY_NUMBER;
