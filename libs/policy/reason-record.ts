/** What stands in the record of a code (CONTRACT 2): everything that is known of it, in one place. */
import type { BarCode, InstitutionStatus } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import type { EditionFacts } from './edition-facts';
import type { ParameterName } from './parameters';
import type { Bearing } from './reason-bearing';
import type { Recourse } from './reason-recourse';

/** Each field but the words is asked under one edition, because texts differ in it. */
export interface CodeRecord {
  /** What it means, in words for a hospital's insurance office; a plain summary, never a text's own sentence. */
  readonly text: BothLanguages;
  /** Whether the edition can give it at all; a parameter left blank excludes nothing. */
  readonly arises: (facts: EditionFacts) => boolean;
  /** Who bears the loss, as far as the code alone tells; who bears a claw-back, step by step, is `loss-bearing.ts`. */
  readonly bears: (facts: EditionFacts) => Bearing;
  /** What can be done against it. */
  readonly recourse: (facts: EditionFacts) => Recourse;
  /** What the hospital can do next, in the order in which it helps; a step for which the text gives no ground is left out. */
  readonly nextSteps: (facts: EditionFacts) => readonly BothLanguages[];
}

export interface LiftRecord extends CodeRecord {
  /** Whether it can lift a bar that its article names, as the parameters stand. */
  readonly canLift: (bar: BarCode, facts: EditionFacts) => boolean;
  /** The next step of a bar that it can lift. */
  readonly helps: BothLanguages;
}

export interface HoldRecord extends CodeRecord {
  /** The parameters that lead to it; none: it rests on what a line or a map lacks. */
  readonly restsOn: readonly ParameterName[];
}

export const always = (): boolean => true;

/** A status bars only under a text that knows it. */
export const knowsStatus =
  (status: InstitutionStatus) =>
  ({ valueOf }: EditionFacts): boolean =>
    valueOf('institutionStatuses')?.includes(status) !== false;

export const exceptsEmergency = ({ valueOf }: EditionFacts): boolean =>
  valueOf('emergencyException')?.length !== 0;

/** The step under every code that says a person may not work on the fund. */
export const HAND_OVER: BothLanguages = {
  zh: '立即由其他状态正常的人员接手，停止申报该人员新发生的费用',
  en: 'Hand the work over to persons in good standing and stop claiming what this person orders',
};
