/** The appeal of a notice, as a text regulates it: by when, to whom, answered when, and what holds meanwhile. */
import type { EditionFacts } from './edition-facts';
import type { OrNone } from './parameter-kind';
import type { ProcedureParameters } from './procedure-parameters';
import { limitWords } from './both-languages';
import type { BothLanguages } from './both-languages';

/** An appeal (申诉) of the notice that imposed the measure, by the person it names or the institution it was sent to. */
export interface Appeal {
  readonly kind: 'appeal';
  readonly by: readonly ('clinician' | 'institution')[];
  /** `null`: left blank. */
  readonly addressee: ProcedureParameters['appealAddressee'] | null;
  /** Counted from receipt of the notice; `none`: the text sets no limit; `null`: left blank. */
  readonly withinWorkingDays: OrNone<number> | null;
  readonly answeredWithinWorkingDays: OrNone<number> | null;
  readonly answerCountedFrom: ProcedureParameters['reviewClock'] | null;
  readonly sanctionRunsMeanwhile: boolean | null;
  readonly text: BothLanguages;
}

export function appealUnder({ valueOf }: EditionFacts): Appeal {
  const rules: AppealRules = {
    addressee: valueOf('appealAddressee'),
    withinWorkingDays: valueOf('appealWorkingDays'),
    answeredWithinWorkingDays: valueOf('reviewWorkingDays'),
    answerCountedFrom: valueOf('reviewClock'),
    sanctionRunsMeanwhile: valueOf('sanctionRunsDuringAppeal'),
  };
  return { kind: 'appeal', by: ['clinician', 'institution'], ...rules, text: appealWords(rules) };
}

type AppealRules = Omit<Appeal, 'kind' | 'by' | 'text'>;

function appealWords(rules: AppealRules): BothLanguages {
  const to = addresseeWords(rules.addressee);
  const within = limitWords(rules.withinWorkingDays);
  const answered = limitWords(rules.answeredWithinWorkingDays);
  const from = clockWords(rules.answerCountedFrom);
  const meanwhile = meanwhileWords(rules.sanctionRunsMeanwhile);
  return {
    zh: `相关人员或定点医药机构收到处理通知书后${within.zh}可向${to.zh}书面申诉，逾期视为无异议；${from.zh}${answered.zh}答复；${meanwhile.zh}`,
    en: `The clinician or the institution may appeal the notice in writing to ${to.en}, ${within.en} from its receipt; a late appeal counts as none. The answer is due ${answered.en} from ${from.en}; ${meanwhile.en}`,
  };
}

function addresseeWords(addressee: Appeal['addressee']): BothLanguages {
  switch (addressee) {
    case 'agency':
      return { zh: '医保经办机构', en: 'the agency' };
    case 'admin_dept':
      return { zh: '医保行政部门', en: 'the administrative department' };
    case null:
      return { zh: '（受理单位待填）', en: '(an addressee to be filled in)' };
  }
}

function clockWords(clock: Appeal['answerCountedFrom']): BothLanguages {
  switch (clock) {
    case 'receipt':
      return { zh: '自收到申诉材料起', en: 'receipt of the material' };
    case 'acceptance':
      return { zh: '自受理申诉起', en: 'acceptance of the appeal' };
    case null:
      return { zh: '（起算点待填）', en: '(a moment to be filled in)' };
  }
}

function meanwhileWords(runs: boolean | null): BothLanguages {
  switch (runs) {
    case true:
      return { zh: '申诉期间原处理照常执行', en: 'the sanction runs meanwhile' };
    case false:
      return { zh: '申诉期间原处理中止执行', en: 'the sanction pauses meanwhile' };
    case null:
      return { zh: '申诉期间是否执行待填', en: 'whether the sanction runs meanwhile is to be filled in' };
  }
}
