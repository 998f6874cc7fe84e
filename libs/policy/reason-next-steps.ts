/** What the hospital can do next under each code; a step for which the text gives no ground is left out. */
import type { HoldCode, LiftCode, ReasonCode } from '@gatekeeper/vocabulary';
import type { EditionFacts } from './edition-facts';
import { factsOn } from './edition-facts';
import type { LoadedEdition } from './load';
import { HOLD_STEPS, SETTLED_STEPS } from './next-steps-of-holds';
import { INSTITUTION_STEPS } from './next-steps-of-institutions';
import type { Steps } from './next-steps-of-persons';
import { PERSON_STEPS } from './next-steps-of-persons';
import type { BothLanguages } from './reason-texts';

/** The type asks for every code. */
const STEPS: Readonly<Record<ReasonCode | HoldCode, Steps>> = {
  ...PERSON_STEPS,
  ...INSTITUTION_STEPS,
  ...SETTLED_STEPS,
  ...HOLD_STEPS,
};

/** What helps where something can lift the bar. */
const LIFTING: Readonly<Record<LiftCode, BothLanguages>> = {
  EMERGENCY_EXEMPT: {
    zh: '属于急诊、抢救的，上传急诊留观或抢救记录（4302），在明细中填写其编号后重新上传',
    en: 'Where it was emergency or rescue, send the record (4302) and upload the line again with its number',
  },
  EXEMPTION_GRANTED: {
    zh: '已有经批准的例外的，请经办机构登记，明细随后重新判定',
    en: 'Where an exemption was approved, have the agency enter it; the line is then decided again',
  },
  INPATIENT_BEFORE_STATUS_CHANGE: {
    zh: '住院开始于变更之前的，补齐入院时间后重新上传',
    en: 'Where the stay began before the change, state the time of admission and upload again',
  },
};

/** The steps of a code, then what could lift it. */
export const nextStepsOf = (code: ReasonCode | HoldCode, facts: EditionFacts): readonly BothLanguages[] => [
  ...STEPS[code](facts),
  ...facts.liftedBy.map((lift) => LIFTING[lift]),
];

/** What would let a held line be decided, by the last values of an edition. */
export const nextStepsOfHold = (
  code: HoldCode,
  { written }: Pick<LoadedEdition, 'written'>,
): readonly BothLanguages[] => nextStepsOf(code, factsOn(written, null));
