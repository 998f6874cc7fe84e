/** What the texts of an area say together: where one leads, another may be the one that speaks of institutions, audits or fraud. */
import type { ClearingParameters, ParameterName, Parameters } from '@gatekeeper/policy';
import { CLEARING_PARAMETER_KINDS, setsItself } from '@gatekeeper/policy';
import type { InstitutionStatus } from '@gatekeeper/vocabulary';
import type { Terms } from './terms';

type Texts = Pick<Terms, 'parameters' | 'texts'>;
type ClearingName = keyof ClearingParameters;
type Filled = { -readonly [Name in ClearingName]: ClearingParameters[Name] };

const CLEARING_NAMES = Object.keys(CLEARING_PARAMETER_KINDS) as readonly ClearingName[];

/** The value of the first text that sets it itself; where all inherit it, the leading text's. */
export function saidOf<Name extends ParameterName>(
  { parameters, texts }: Texts,
  name: Name,
): Parameters[Name] {
  const saying = texts.find(({ edition }) => setsItself(edition.written, name));
  return (saying?.parameters ?? parameters)[name];
}

function fill<Name extends ClearingName>(into: Filled, texts: Texts, name: Name): void {
  into[name] = saidOf<ClearingName & Name>(texts, name);
}

/** All that is said of audits, damages, and how institutions come and go. */
export function clearingOf(texts: Texts): ClearingParameters {
  const together: Filled = { ...texts.parameters };
  for (const name of CLEARING_NAMES) fill(together, texts, name);
  return together;
}

/** The same with how a period in months ends. */
export const periodTermsOf = (texts: Texts): ClearingParameters & Pick<Parameters, 'monthEnd'> => ({
  ...clearingOf(texts),
  monthEnd: saidOf(texts, 'monthEnd'),
});

/** Whether one of the texts knows a status of institutions. */
export const knowsStatus = ({ texts }: Pick<Terms, 'texts'>, status: InstitutionStatus): boolean =>
  texts.some(({ parameters }) => parameters.institutionStatuses.includes(status));
