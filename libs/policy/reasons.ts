/** The records of all codes, and what is read from them. */
import type { HoldCode, LiftCode, ReasonCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { factsOn } from './edition-facts';
import type { LoadedEdition } from './load';
import type { CodeRecord, HoldRecord, LiftRecord } from './reason-record';
import type { Recourse } from './reason-recourse';
import { HOLDS } from './reasons-of-holds';
import { REASONS_OF_INSTITUTIONS } from './reasons-of-institutions';
import { LIFTS, NOTES } from './reasons-of-lifts-and-notes';
import { REASONS_OF_REGISTRATION } from './reasons-of-registration';
import { REASONS_OF_SANCTIONS } from './reasons-of-sanctions';

/** The type asks for every code. */
const REASON_RECORDS: Readonly<Record<ReasonCode, CodeRecord>> = {
  ...REASONS_OF_REGISTRATION,
  ...REASONS_OF_SANCTIONS,
  ...REASONS_OF_INSTITUTIONS,
  ...LIFTS,
  ...NOTES,
};
export const HOLD_RECORDS: Readonly<Record<HoldCode, HoldRecord>> = HOLDS;
export const LIFT_RECORDS: Readonly<Record<LiftCode, LiftRecord>> = LIFTS;
export const RECORDS: Readonly<Record<ReasonCode | HoldCode, CodeRecord>> = {
  ...REASON_RECORDS,
  ...HOLD_RECORDS,
};

const textsOf = <Code extends string>(records: Readonly<Record<Code, CodeRecord>>) =>
  Object.fromEntries(Object.entries<CodeRecord>(records).map(([code, { text }]) => [code, text])) as Readonly<
    Record<Code, BothLanguages>
  >;

/** What each code means, as decisions and holds carry it. */
export const REASON_TEXTS = textsOf(REASON_RECORDS);
export const HOLD_TEXTS = textsOf(HOLD_RECORDS);

export const recourseOf = (code: ReasonCode | HoldCode, facts: EditionFacts): Recourse =>
  RECORDS[code].recourse(facts);

/** The steps of a code, then what could lift it. */
export const nextStepsOf = (code: ReasonCode | HoldCode, facts: EditionFacts): readonly BothLanguages[] => [
  ...RECORDS[code].nextSteps(facts),
  ...facts.liftedBy.map((lift) => LIFT_RECORDS[lift].helps),
];

/** What would let a held line be decided, by the last values of an edition. */
export const nextStepsOfHold = (
  code: HoldCode,
  { written }: Pick<LoadedEdition, 'written'>,
): readonly BothLanguages[] => nextStepsOf(code, factsOn(written, null));
