/** What of an institution's claims may be collected on a day, and how old the rest is. */
import type { Day, UnpublishedYear, WorkingCalendar } from '@gatekeeper/calendar';
import { addWorkingDays, exceeds, isAfter, reaches } from '@gatekeeper/calendar';
import type { Fen } from '@gatekeeper/vocabulary';
import { compareText } from '@gatekeeper/vocabulary';
import type { Claim } from './ledger';

/** The last day to object to a claim; `none`: its text knows no objection. */
export function objectionUntil(
  { postedOn, objectionWorkingDays }: Pick<Claim, 'postedOn' | 'objectionWorkingDays'>,
  calendar: WorkingCalendar,
): Day | UnpublishedYear | 'none' {
  return objectionWorkingDays === 'none' ? 'none' : addWorkingDays(postedOn, objectionWorkingDays, calendar);
}

/** Whether the institution may object on that day. While the calendar of a year is not published no last day is known: it may. */
export function mayObject(
  claim: Pick<Claim, 'amount' | 'postedOn' | 'objectionWorkingDays'>,
  on: Day,
  calendar: WorkingCalendar,
): boolean {
  if (claim.amount < 0n) return false;
  const until = objectionUntil(claim, calendar);
  if (until === 'none') return false;
  return typeof until !== 'number' || !isAfter(on, until);
}

/**
 * Whether what is due of a claim may be deducted on that day: nothing more can be objected to, or it is money to be given back,
 * which nobody objects to.
 */
export const isConfirmed = (
  claim: Pick<Claim, 'amount' | 'postedOn' | 'objectionWorkingDays'>,
  on: Day,
  calendar: WorkingCalendar,
): boolean => !mayObject(claim, on, calendar);

/** The areas in whose books an institution has claims, each once, in the order of their bytes. */
export const areasOf = (claims: readonly Pick<Claim, 'area'>[]): readonly string[] =>
  [...new Set(claims.map(({ area }) => area))].sort(compareText);

/** Claims in the books of one area: an agency nets what is owed to it into its own payment, and gives back what it collected. */
export const inBooksOf = <Each extends Pick<Claim, 'area'>>(
  claims: readonly Each[],
  area: string,
): readonly Each[] => claims.filter((claim) => claim.area === area);

export interface NettingItem {
  readonly claimId: string;
  /** Negative: given back with the payment. */
  readonly amount: Fen;
}

export interface Netting {
  /** The oldest first; what is taken before what is given back of it, so that at no item more is given back than collected. */
  readonly items: readonly NettingItem[];
  /** Taken from the payment; negative where more is given back than taken. Never above the payment. */
  readonly deducted: Fen;
  /** Due and confirmed, and more than the payment and what is given back with it hold: it waits for the next. */
  readonly carried: Fen;
  /** Due, but the institution may still object. */
  readonly unconfirmed: Fen;
  /** Objected to, and not decided. */
  readonly suspended: Fen;
}

/**
 * What nets into the payment of a month: instant settlement pays first and deducts what is confirmed month by month (运行方式:
 * 先付后扣). Nothing is deducted that is not due and confirmed on that day, nor more than the payment and what is given back with it.
 * Nor is more given back than was collected of the institution's recoveries, with what is taken of them in this netting: the rest of
 * it stays due to the institution.
 *
 * What is given back and what is taken depend on each other. The most of both that holds:
 * given = the lesser of what is to be given back and (collected before + recoveries due and confirmed);
 * taken = the lesser of what is due and confirmed and (payment + given).
 * Recoveries are first taken up to what is given back of these same (`setOff`), which costs the payment nothing; damages never are.
 * @param claims all that are in the books of the area that pays (`inBooksOf`), and no others
 */
export function nettingOf(
  claims: readonly Claim[],
  payable: Fen,
  on: Day,
  calendar: WorkingCalendar,
): Netting {
  const oldestFirst = claims.toSorted(byAge);
  const owed = oldestFirst.filter(({ balances: { due } }) => due > 0n);
  const confirmed = owed.filter((claim) => isConfirmed(claim, on, calendar));
  const credits = oldestFirst.filter(({ balances: { due } }) => due < 0n).map(wholeOf);
  const collected = recoveriesCollected(claims);
  const recoverable = dueOf(confirmed.filter(({ kind }) => kind !== 'damages'));
  const given = lesser(-sumOf(credits), collected + recoverable);
  let setOff = given > collected ? given - collected : 0n;
  let room = payable + given - setOff;
  const taken: NettingItem[] = [];
  for (const { claimId, kind, balances } of confirmed) {
    const free = kind === 'damages' ? 0n : lesser(balances.due, setOff);
    const amount = lesser(balances.due, free + room);
    if (amount > 0n) taken.push({ claimId, amount });
    setOff -= free;
    room -= amount - free;
  }
  const items = [...taken, ...upTo(credits, given)];
  return {
    items,
    deducted: sumOf(items),
    carried: dueOf(confirmed) - sumOf(taken),
    unconfirmed: dueOf(owed) - dueOf(confirmed),
    suspended: claims.reduce((sum, { balances }) => sum + balances.suspended, 0n),
  };
}

const lesser = (a: Fen, b: Fen): Fen => (a < b ? a : b);

const dueOf = (claims: readonly Claim[]): Fen => claims.reduce((sum, { balances: { due } }) => sum + due, 0n);

/** Ids are numbers in the order of their posting, as texts. */
const byAge = (a: Claim, b: Claim): number =>
  a.postedOn - b.postedOn || a.claimId.length - b.claimId.length || compareText(a.claimId, b.claimId);

const wholeOf = ({ claimId, balances: { due } }: Claim): NettingItem => ({ claimId, amount: due });

/** What was taken of an institution's recoveries, less what was given back of them. */
export const recoveriesCollected = (claims: readonly Pick<Claim, 'kind' | 'balances'>[]): Fen =>
  claims.reduce((sum, { kind, balances }) => (kind === 'damages' ? sum : sum + balances.collected), 0n);

/** Of what is to be given back, in its order, no more than an amount. */
function upTo(credits: readonly NettingItem[], most: Fen): readonly NettingItem[] {
  let left = most;
  const items: NettingItem[] = [];
  for (const { claimId, amount } of credits) {
    if (left <= 0n) break;
    const given = -amount < left ? amount : -left;
    items.push({ claimId, amount: given });
    left += given;
  }
  return items;
}

const sumOf = (items: readonly NettingItem[]): Fen => items.reduce((sum, { amount }) => sum + amount, 0n);

/** Days since the posting from which a claim is in the bucket, both ends inside. */
export const AGES = ['0-30', '31-90', '91-180', 'over-180'] as const;
export type Age = (typeof AGES)[number];

export interface Aged {
  readonly due: Fen;
  readonly suspended: Fen;
}

export interface Aging {
  readonly owed: Readonly<Record<Age, Aged>>;
  /** Not yet given back, positive. */
  readonly toGiveBack: Fen;
}

/** What is still owed, by the days since its posting (账龄). The day of posting is day 0. */
export function agingOf(claims: readonly Pick<Claim, 'postedOn' | 'balances'>[], on: Day): Aging {
  const owed: Record<Age, Aged> = {
    '0-30': NOTHING,
    '31-90': NOTHING,
    '91-180': NOTHING,
    'over-180': NOTHING,
  };
  let toGiveBack = 0n;
  for (const { postedOn, balances } of claims) {
    const age = ageOf(on - postedOn);
    const { due, suspended } = owed[age];
    if (balances.due < 0n) toGiveBack -= balances.due;
    owed[age] = {
      due: balances.due > 0n ? due + balances.due : due,
      suspended: suspended + balances.suspended,
    };
  }
  return { owed, toGiveBack };
}

const NOTHING: Aged = { due: 0n, suspended: 0n };

function ageOf(days: number): Age {
  if (exceeds(days, 180)) return 'over-180';
  if (reaches(days, 91)) return '91-180';
  return reaches(days, 31) ? '31-90' : '0-30';
}
