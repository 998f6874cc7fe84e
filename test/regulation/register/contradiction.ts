import type { ParameterName } from '@gatekeeper/policy';

/** One question on which two sentences disagree, or on which a text that must be applied says nothing. */
export interface Contradiction {
  /** `1.1.3-4`: the section and its item. */
  readonly id: string;
  /** In our own words. */
  readonly question: string;
  /** What carries the answer; each pack's reading is its value there. */
  readonly parameters: readonly [ParameterName, ...ParameterName[]];
  /** The pack under which both readings are tested. */
  readonly pack: string;
  /** The other reading, as `--set` writes it. */
  readonly otherwise: Readonly<Partial<Record<ParameterName, string>>>;
}

export const contradiction = (
  id: string,
  question: string,
  parameters: Contradiction['parameters'],
  pack: string,
  otherwise: Contradiction['otherwise'],
): Contradiction => ({ id, question, parameters, pack, otherwise });
