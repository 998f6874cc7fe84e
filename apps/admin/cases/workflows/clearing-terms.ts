/** What the texts of an area say together of institutions and audits: where one leads, another may be the one that speaks of it. */
import type { ClearingParameters } from '@gatekeeper/policy';
import { CLEARING_PARAMETER_KINDS, settingOf } from '@gatekeeper/policy';
import type { InstitutionStatus } from '@gatekeeper/vocabulary';
import type { GoverningText, Terms } from '../workflow';

type Name = keyof ClearingParameters;
type Filled = { -readonly [Each in Name]: ClearingParameters[Each] };

const NAMES = Object.keys(CLEARING_PARAMETER_KINDS) as readonly Name[];

const saysItself = ({ edition }: GoverningText, name: Name): boolean =>
  settingOf(edition.written, name)?.setBy === null;

function take<Each extends Name>(into: Filled, from: ClearingParameters, name: Each): void {
  into[name] = from[name];
}

/** Each value is that of the first text that sets it itself; where all inherit it, the leading text's. */
export function clearingOf({ parameters, texts }: Pick<Terms, 'parameters' | 'texts'>): ClearingParameters {
  const together: Filled = { ...parameters };
  for (const name of NAMES) {
    const saying = texts.find((text) => saysItself(text, name));
    if (saying !== undefined) take(together, saying.parameters, name);
  }
  return together;
}

/** Whether one of the texts knows a status of institutions. */
export const knowsStatus = ({ texts }: Pick<Terms, 'texts'>, status: InstitutionStatus): boolean =>
  texts.some(({ parameters }) => parameters.institutionStatuses.includes(status));
