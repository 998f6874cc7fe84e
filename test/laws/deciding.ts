/** Asks generated questions of the code that ships. */
import type { Instant } from '@gatekeeper/calendar';
import type { OriginalLine } from '@gatekeeper/adjudication';
import { Views, decide, gatherFacts } from '@gatekeeper/adjudication';
import type { Policy } from '@gatekeeper/policy';
import type { Answer, RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { timelineIn } from '../regulation/asking';
import type { DrawnLaw } from './law';
import { law } from './law';
import { askedAt } from './records';

export interface Asked {
  readonly line: SettlementLine;
  readonly registry: readonly RegistryRecord[];
  readonly policy: DrawnLaw;
  readonly knownAt: Instant;
  readonly paymentNoticed: boolean;
}

/** A question about a line of the given kind. */
export const asked = (
  line: fc.Arbitrary<SettlementLine>,
  registry: fc.Arbitrary<readonly RegistryRecord[]>,
): fc.Arbitrary<Asked> =>
  fc.record({ line, registry, policy: law, knownAt: askedAt, paymentNoticed: fc.boolean() });

/** A question to any law. */
export type Question = Omit<Asked, 'policy'> & { readonly policy: Policy };

const NO_ORIGINAL: OriginalLine = { kind: 'unknown' };

export function answer(
  { line, registry, policy, knownAt, paymentNoticed }: Question,
  views = new Views(),
  timelineOf = timelineIn(registry),
): Answer {
  const facts = gatherFacts(line, { knownAt, paymentNoticed, original: NO_ORIGINAL }, timelineOf, views);
  if ('unread' in facts) throw new Error(`${facts.unread} was not read`);
  return decide(line, facts, policy);
}
