/** What varies between texts. A pack sets each of these, or inherits it from its named parent, or does not load. */
import type { ClearingParameters } from './clearing-parameters';
import { CLEARING_PARAMETER_KINDS } from './clearing-parameters';
import type { LineParameters } from './line-parameters';
import { LINE_PARAMETER_KINDS } from './line-parameters';
import type { KindsOf } from './parameter-kind';
import type { ProcedureParameters } from './procedure-parameters';
import { PROCEDURE_PARAMETER_KINDS } from './procedure-parameters';
import type { ScoringParameters } from './scoring-parameters';
import { SCORING_PARAMETER_KINDS } from './scoring-parameters';

export interface Parameters
  extends LineParameters, ScoringParameters, ProcedureParameters, ClearingParameters {}

export type ParameterName = keyof Parameters;

/** How each parameter is written (`--set pack.parameter=value`) and what it may be. */
export const PARAMETER_KINDS: KindsOf<Parameters> = {
  ...LINE_PARAMETER_KINDS,
  ...SCORING_PARAMETER_KINDS,
  ...PROCEDURE_PARAMETER_KINDS,
  ...CLEARING_PARAMETER_KINDS,
};

export const PARAMETER_NAMES = Object.keys(PARAMETER_KINDS) as ParameterName[];
export const LINE_PARAMETER_NAMES = Object.keys(LINE_PARAMETER_KINDS) as (keyof LineParameters)[];
