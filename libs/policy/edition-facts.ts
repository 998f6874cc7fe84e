/** What a catalogue of reasons looks up in an edition, parameter by parameter. */
import type { LiftCode } from '@gatekeeper/vocabulary';
import type { Edition } from './pack';
import type { ParameterName, Parameters } from './parameters';
import { valueOn } from './settled-value';

/** An edition asked about one day. */
export interface EditionFacts {
  readonly edition: Edition;
  /** The value of a parameter; `null`: the text leaves it blank. */
  readonly valueOf: <Name extends ParameterName>(name: Name) => Parameters[Name] | null;
  /** What can lift the bar whose steps are listed. */
  readonly liftedBy: readonly LiftCode[];
}

export const factsOn = (
  edition: Edition,
  day: string | null,
  liftedBy: readonly LiftCode[] = [],
): EditionFacts => ({ edition, valueOf: (name) => valueOn(edition, name, day), liftedBy });
