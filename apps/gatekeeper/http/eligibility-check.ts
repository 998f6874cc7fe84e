import type { Settled } from '@gatekeeper/adjudication';
import { neverOnFile, settleMessage } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { inSnapshot } from '@gatekeeper/database';
import { foldCode } from '@gatekeeper/vocabulary';
import { contentHash, decisionIdOf } from '@gatekeeper/wire';
import { LineFacts, LineLedger } from '@gatekeeper/settling';
import type { Parts } from '../parts';
import { probeLine } from './probe-line';

/** Whom, where and when. */
export interface EligibilityQuestion {
  readonly fixmedinsCode: string;
  /** The clinician, or a pharmacy's prescriber; `null`: not said. */
  readonly code: string | null;
  /** `null`: the moment of asking. */
  readonly at: Instant | null;
  /** The area of treatment; `null`: the institution's own. */
  readonly area: string | null;
}

/** Parameters that were not given. */
export type Missing = readonly ['code' | 'area', ...'area'[]];

export type Eligibility =
  | {
      readonly kind: 'answered';
      readonly at: Instant;
      readonly knownAt: Instant;
      readonly registryVersion: number;
      readonly settled: Settled;
    }
  /** The registry cannot supply these, and without them there is no question. */
  | { readonly kind: 'incomplete'; readonly missing: Missing };

type Sources = Pick<Parts, 'clock' | 'policy' | 'doors' | 'registry' | 'decisions' | 'cache' | 'views'>;

/** Whether an ordinary fee of a person at an institution may be paid by the fund: a probe line, decided like any line. */
export class EligibilityCheck {
  constructor(private readonly parts: Sources) {}

  /** @throws an outage of the database. */
  async ask(question: EligibilityQuestion): Promise<Eligibility> {
    const read = await this.read(question);
    if (read.kind === 'incomplete') return read;
    const { facts, probe } = read;
    const { policy, clock } = this.parts;
    const settled = settleMessage(
      probe,
      contentHash(probe),
      null,
      facts.of(probe, new LineLedger()),
      policy,
      facts.stampAt(clock.now()),
      decisionIdOf,
    );
    return {
      kind: 'answered',
      at: probe.feeOccurredAt,
      knownAt: facts.knownAt,
      registryVersion: facts.registryVersion,
      settled,
    };
  }

  /** What the institution is decides what is asked; both looks at the registry are in one snapshot, so they see the same. */
  private read({ fixmedinsCode, code, at, area }: EligibilityQuestion) {
    const { doors, registry, cache, views } = this.parts;
    return inSnapshot(doors, async (client) => {
      const subject = foldCode(fixmedinsCode);
      const snapshot = await registry.readSnapshot(client, [subject]);
      const { timelines } = await cache.timelines(snapshot.versions, client);
      const { about } = views.institution(timelines.get(subject) ?? neverOnFile(subject), snapshot.knownAt);
      const isPharmacy = about?.type === 'pharmacy';
      const treatmentArea = area ?? about?.area ?? null;
      const lacksCode = code === null && !isPharmacy;
      if (treatmentArea === null) {
        const missing: Missing = lacksCode ? ['code', 'area'] : ['area'];
        return { kind: 'incomplete', missing } as const;
      }
      if (lacksCode) return { kind: 'incomplete', missing: ['code'] } as const;
      const probe = probeLine({
        fixmedinsCode,
        isPharmacy,
        orderingCode: code,
        area: treatmentArea,
        feeOccurredAt: at ?? snapshot.knownAt,
      });
      return {
        kind: 'complete',
        probe,
        facts: await LineFacts.read(this.parts, client, [probe], { from: 'snapshot' }),
      } as const;
    });
  }
}
