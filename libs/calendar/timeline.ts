/**
 * Two-axis facts: each is true in time (`effective`, kept inside the fact) and known in time (`recorded`).
 * A fact is never changed: a correction is another fact that supersedes it from the moment it was known.
 */
import { isBefore } from './comparison';
import { OPEN_END } from './instant';
import type { Instant } from './instant';
import type { Interval } from './interval';
import { covers } from './interval';

/** A fact with the interval in which the registry held it: from being known until a correction was known. */
export interface Recorded<Fact> {
  readonly fact: Fact;
  readonly recorded: Interval;
}

/** What `recordedFacts` needs of a fact. */
export interface Traceable {
  readonly recordId: string;
  readonly supersedes: string | null;
  /** When the registry came to know it. */
  readonly knownFrom: Instant;
}

/**
 * Closes each fact at the moment the first fact that supersedes it became known. A correction known before what it
 * corrects leaves nothing visible of it; a superseded fact stays superseded when its correction is corrected in turn.
 */
export function recordedFacts<Fact extends Traceable>(facts: readonly Fact[]): readonly Recorded<Fact>[] {
  // What supersedes nothing is kept under `null`, a name no record has.
  const correctedAt = new Map<string | null, Instant>();
  for (const { supersedes, knownFrom } of facts) {
    const earliest = correctedAt.get(supersedes);
    if (earliest === undefined || isBefore(knownFrom, earliest)) correctedAt.set(supersedes, knownFrom);
  }
  return facts.map((fact) => ({
    fact,
    recorded: { from: fact.knownFrom, until: correctedAt.get(fact.recordId) ?? OPEN_END },
  }));
}

/** The facts the registry held at that instant. */
export function heldAt<Fact>(timeline: readonly Recorded<Fact>[], knownAt: Instant): readonly Fact[] {
  return timeline.filter(({ recorded }) => covers(recorded, knownAt)).map(({ fact }) => fact);
}
