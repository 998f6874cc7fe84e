import type { Reason } from '@gatekeeper/vocabulary';

/**
 * Reasons as JSON, written once for each list: decisions on lines of one person in good standing share theirs, so that
 * the longest part of a message is mostly at hand. A list is never changed once it is made, and is forgotten with its
 * last decision.
 */
export class RememberedReasons {
  private readonly texts = new WeakMap<readonly Reason[], string>();

  constructor(private readonly write: (reasons: readonly Reason[]) => string) {}

  of(reasons: readonly Reason[]): string {
    const known = this.texts.get(reasons);
    if (known !== undefined) return known;
    const text = this.write(reasons);
    this.texts.set(reasons, text);
    return text;
  }
}
