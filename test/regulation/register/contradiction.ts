import type { ParameterName } from '@gatekeeper/policy';
import { PARAMETER_NAMES } from '@gatekeeper/policy';

/** The pack under which both readings are tested, and the other reading as `--set` writes it. */
export interface TestedReading {
  readonly pack: string;
  readonly otherwise: Readonly<Partial<Record<ParameterName, string>>>;
}

/** One question on which two sentences disagree, or on which a text that must be applied says nothing. */
export interface Contradiction {
  /** `1.1.3-4`: the section and its item. */
  readonly id: string;
  /** In our own words. */
  readonly question: string;
  /** Each with its case in `contradictions.spec.ts`. What a pack reads is its own value of the parameters. */
  readonly tested: readonly TestedReading[];
}

export const contradiction = (
  id: string,
  question: string,
  pack: string,
  ...otherwise: readonly TestedReading['otherwise'][]
): Contradiction => ({ id, question, tested: otherwise.map((reading) => ({ pack, otherwise: reading })) });

/** The parameters that carry the answer. */
export const parametersOf = ({ tested }: Contradiction): readonly ParameterName[] =>
  PARAMETER_NAMES.filter((name) => tested.some(({ otherwise }) => name in otherwise));
