/** A text that changes on a day: what changed is the next edition, and the edition before stays what it was. */
import type { Edition, Settings } from './pack';

/** What an amendment changes; whatever it leaves out stands as in the edition before. */
export interface Amendment {
  /** Values that are otherwise from the day on, each with the article that now says so; the other values stay. */
  readonly settings?: Settings;
  /** The edition of the parent that is followed from the day on: what a parent changes reaches no other text by itself. */
  readonly parent?: NonNullable<Edition['parent']>;
  /** All articles of the edition, in the order of the reason codes. */
  readonly articles?: Edition['articles'];
  readonly catalogue?: Edition['catalogue'];
  readonly medicalCategories?: Edition['medicalCategories'];
}

/**
 * The edition that follows `before`, numbered one higher. It governs fees, and decisions that are scored, from 00:00 of `day` in
 * Asia/Shanghai; whoever is asked again about an earlier one, however late, is answered by `before`.
 * @param day `YYYY-MM-DD`; one that does not exist, or before `before` began, is named when the pack loads
 */
export const amendedFrom = (day: string, before: Edition, { settings, ...parts }: Amendment): Edition => ({
  ...before,
  ...parts,
  number: String(Number(before.number) + 1),
  holds: { from: day, until: before.holds.until },
  settings: { ...before.settings, ...settings },
});

/** The editions of a pack, the earliest first: each ends on the day on which the next begins. */
export const oneAfterAnother = (...editions: readonly Edition[]): readonly Edition[] =>
  editions.map((edition, index) => {
    const next = editions[index + 1];
    return next === undefined ? edition : { ...edition, holds: { ...edition.holds, until: next.holds.from } };
  });
