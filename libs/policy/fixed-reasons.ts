import type { Reason } from '@gatekeeper/vocabulary';
import type { Note } from './article';
import type { Pack } from './pack';

/** The reasons of an edition that are the same on every line, made once and shared by all decisions. */
export interface FixedReasons {
  /** That nothing in its fund scope is claimed; none where the edition has no article for it, and so below. */
  readonly noFundMoney: readonly Reason[];
  /** That the text was not in force on the day of the fee. */
  readonly outsideInForce: readonly Reason[];
  /** Both, in that order. */
  readonly noFundMoneyOutside: readonly Reason[];
}

export function fixedReasonsOf({ status }: Pack, notes: ReadonlyMap<Note['code'], Note>): FixedReasons {
  const noFundMoney = reasonOf(notes, 'NO_FUND_MONEY', []);
  const outsideInForce = reasonOf(notes, 'OUTSIDE_PACK_IN_FORCE', [`pack status ${status}`]);
  return { noFundMoney, outsideInForce, noFundMoneyOutside: [...noFundMoney, ...outsideInForce] };
}

/** The reason that cites the note of that code. */
export function reasonOf(
  notes: ReadonlyMap<Note['code'], Note>,
  code: Note['code'],
  evidence: readonly string[],
): readonly Reason[] {
  const note = notes.get(code);
  return note === undefined ? [] : [{ code, effect: 'notes', role: null, article: note.article, evidence }];
}
