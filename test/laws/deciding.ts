/** Asks generated questions of the code that ships. */
import type { Instant } from '@gatekeeper/calendar';
import type { OriginalLine } from '@gatekeeper/adjudication';
import { NOTHING_TAKEN, Views, decide, gatherFacts } from '@gatekeeper/adjudication';
import type { Policy } from '@gatekeeper/policy';
import type { Answer, RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import { FUND_SCOPES, OUTCOMES } from '@gatekeeper/vocabulary';
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
  /** What became of the line a refund reverses; asked for refunds only. */
  readonly original: OriginalLine;
}

const original: fc.Arbitrary<OriginalLine> = fc.oneof(
  fc.constantFrom<OriginalLine>({ kind: 'unknown' }, { kind: 'held' }),
  fc
    .record({
      outcome: fc.constantFrom(...OUTCOMES.filter((outcome) => outcome !== 'void')),
      fundScope: fc.constantFrom(...FUND_SCOPES),
      delivered: fc.boolean(),
      recover: fc.bigInt({ min: 0n, max: 10_000n }),
      lineAmount: fc.bigInt({ min: 0n, max: 10_000n }),
    })
    .map(({ outcome, fundScope, delivered, recover, lineAmount }): OriginalLine => ({
      kind: 'decided',
      decision: {
        decisionId: '0123456789abcdef0123456789abcdef',
        outcome,
        fundScope,
        liable: outcome === 'reject' || (outcome === 'claw_back' && delivered) ? 'institution' : 'none',
        pack: 'national-2024',
        edition: '1',
        recover: outcome === 'claw_back' ? recover : 0n,
      },
      line: { quantity: '1.0000', lineAmount: 10_000n, fundAmount: 8_000n },
      taken: { ...NOTHING_TAKEN, lineAmount },
    })),
);

/** A question about a line of the given kind. */
export const asked = (
  line: fc.Arbitrary<SettlementLine>,
  registry: fc.Arbitrary<readonly RegistryRecord[]>,
): fc.Arbitrary<Asked> =>
  fc.record({ line, registry, policy: law, knownAt: askedAt, paymentNoticed: fc.boolean(), original });

/** A question to any law. */
export type Question = Omit<Asked, 'policy'> & { readonly policy: Policy };

export function answer(
  { line, registry, policy, knownAt, paymentNoticed, original: reversed }: Question,
  views = new Views(),
  timelineOf = timelineIn(registry),
): Answer {
  const noticed = paymentNoticed ? line : null;
  const facts = gatherFacts(line, { knownAt, noticed, original: reversed }, timelineOf, views);
  if ('unread' in facts) throw new Error(`${facts.unread} was not read`);
  return decide(line, facts, policy);
}
