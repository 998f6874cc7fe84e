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
  booksAnswer,
  claimAnswer,
  damagesToCheckAnswer,
  postingAnswer,
  proposalAnswer,
  sumOfBalances,
} from './collection-answer';
import { objectedLines } from './claim-lines';
import type {
  BalancesAnswer,
  DamagesToCheckAnswer,
  LedgerAnswer,
  PostingAnswer,
  ProposalAnswer,
} from './collection-answer';
import { balancesBy, claimsOn, postingsOf } from './collection-store';
import { objectionsOf } from './objection-store';
import { proposalsOf } from './proposal-store';
import { damagesToCheck, placeOf } from './result-postings';

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
    const institutions = await this.institutionsOf(caller);
    const rows = await balancesBy(client, { institutions, after: after ?? '', limit: limit + 1 });
    return pageOf(
      rows,
      limit,
      ({ fixmedinsCode, balances }) => ({ fixmedins_code: fixmedinsCode, ...balancesAnswer(balances) }),
      ({ fixmedinsCode }) => fixmedinsCode,
    );
  }

  /** Closed periods whose damages rest on lines that were corrected, by institution, area and period: those in the caller's scope. */
  async damagesToCheck({ limit, after }: PageQuery, caller: Caller): Promise<Page<DamagesToCheckAnswer>> {
    const institutions = await this.institutionsOf(caller);
    const asked = { runId: null, institutions, after: after ?? '', limit: limit + 1 };
    const rows = await damagesToCheck(poolOf(this.parts.dataSource), asked);
    return pageOf(rows, limit, damagesToCheckAnswer, placeOf);
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
      const lines = await objectedLines(client, fixmedinsCode);
      const aging = agingOf(claims, today);
      return {
        fixmedins_code: fixmedinsCode,
        on: formatDay(today),
        balances: balancesAnswer(sumOfBalances(claims)),
        aging: agingAnswer(aging),
        to_give_back: formatFen(aging.toGiveBack),
        books: booksAnswer(claims),
        claims: claims.map((claim) => {
          const objection = objections.get(claim.claimId) ?? null;
          const named = objection === null ? [] : (lines.get(objection.objectionId) ?? []);
          return claimAnswer(claim, objection, named, today, workingCalendar);
        }),
      };
    });
  }

  /** `null`: all of them. */
  private async institutionsOf(caller: Caller): Promise<readonly string[] | null> {
    if (isProvinceWide(caller)) return null;
    const inAreas = await institutionsInAreas(poolOf(this.parts.dataSource), caller.areas, null);
    return [...new Set([...inAreas, ...caller.institutions])];
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
