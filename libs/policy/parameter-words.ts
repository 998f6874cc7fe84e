/** Every parameter in words, in the groups in which a text is read. */
import { CLEARING_PARAMETER_KINDS } from './clearing-parameters';
import { CLEARING_PARAMETER_WORDS } from './clearing-parameter-words';
import { LINE_PARAMETER_KINDS } from './line-parameters';
import { LINE_PARAMETER_WORDS } from './line-parameter-words';
import type { ParameterName, Parameters } from './parameters';
import { PARAMETER_NAMES } from './parameters';
import { PROCEDURE_PARAMETER_KINDS } from './procedure-parameters';
import { PROCEDURE_PARAMETER_WORDS } from './procedure-parameter-words';
import type { BothLanguages } from './both-languages';
import { SCORING_PARAMETER_KINDS } from './scoring-parameters';
import { SCORING_PARAMETER_WORDS } from './scoring-parameter-words';
import type { WordsOf } from './value-words';

export const PARAMETER_WORDS: WordsOf<Parameters> = {
  ...LINE_PARAMETER_WORDS,
  ...SCORING_PARAMETER_WORDS,
  ...PROCEDURE_PARAMETER_WORDS,
  ...CLEARING_PARAMETER_WORDS,
};

export interface ParameterGroup {
  readonly group: 'line' | 'scoring' | 'procedure' | 'clearing';
  readonly title: BothLanguages;
  readonly names: readonly ParameterName[];
}

const namesOf = (kinds: Readonly<Record<string, unknown>>): readonly ParameterName[] =>
  PARAMETER_NAMES.filter((name) => name in kinds);

export const PARAMETER_GROUPS: readonly ParameterGroup[] = [
  {
    group: 'line',
    title: { zh: '明细判定', en: 'Deciding lines' },
    names: namesOf(LINE_PARAMETER_KINDS),
  },
  { group: 'scoring', title: { zh: '记分', en: 'Scoring' }, names: namesOf(SCORING_PARAMETER_KINDS) },
  {
    group: 'procedure',
    title: { zh: '程序与时限', en: 'Procedure and deadlines' },
    names: namesOf(PROCEDURE_PARAMETER_KINDS),
  },
  {
    group: 'clearing',
    title: { zh: '审核清算与机构管理', en: 'Audit, clearing and institutions' },
    names: namesOf(CLEARING_PARAMETER_KINDS),
  },
];

/** A value in words. */
export const valueWords = <Name extends ParameterName>(name: Name, value: Parameters[Name]): BothLanguages =>
  PARAMETER_WORDS[name].value(value);
