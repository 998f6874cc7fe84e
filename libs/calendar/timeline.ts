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

/**
 * The names of facts that correct each other in a ring, ring by ring, each beginning with the one stated first: no order of
 * stating them could be true. A fact that corrects itself is a ring of one; what corrects a member of a ring is in none.
 */
export function ringsAmong(
  facts: readonly Pick<Traceable, 'recordId' | 'supersedes'>[],
): readonly (readonly string[])[] {
  const corrects = new Map<string, string>();
  for (const { recordId, supersedes } of facts) if (supersedes !== null) corrects.set(recordId, supersedes);
  const walkOf = new Map<string, string>();
  const rings: (readonly string[])[] = [];
  for (const first of corrects.keys()) {
    const way: string[] = [];
    let here: string | undefined = first;
    while (here !== undefined && !walkOf.has(here)) {
      walkOf.set(here, first);
      way.push(here);
      here = corrects.get(here);
    }
    if (here !== undefined && walkOf.get(here) === first) rings.push(way.slice(way.indexOf(here)));
  }
  return rings;
}
