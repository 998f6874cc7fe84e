import type { Settled } from '@gatekeeper/adjudication';
import type { Fen, SettlementLine } from '@gatekeeper/vocabulary';
import { identityKey, isRefund } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { Desk } from '../regulation/desk';
import {
  annulment,
  at,
  deregistration,
  inGoodStanding,
  outpatient,
  recorded,
  refundOf,
  restoration,
  revision,
  sanction,
} from '../regulation/facts';

const RUNS = { numRuns: 300 };

/** Messages about two lines and two refunds, in a few contents each. */
const CONTENTS: readonly SettlementLine[] = ['1', '2'].flatMap((lineNo) => [
  outpatient({ lineNo }),
  outpatient({ lineNo, pooledAmount: 5000n }),
  outpatient({ lineNo, pooledAmount: 0n }),
  outpatient({ lineNo, emergencyFlag: '1' }),
  outpatient({ lineNo, medicalCategory: '13' }),
  refundOf(lineNo, { lineNo: `R${lineNo}` }),
  refundOf(lineNo, { lineNo: `R${lineNo}`, pooledAmount: -3500n }),
]);

type Step =
  | { readonly kind: 'message'; readonly line: SettlementLine }
  | { readonly kind: 'learn'; readonly which: number }
  | { readonly kind: 'again' };

const LEARNT = [
  () => sanction(recorded('2025-07-01')),
  () => sanction({ documentNo: '2号', status: 'terminated', until: null, ...recorded('2025-07-01') }),
  () => restoration('2025-06-12', recorded('2025-07-01')),
  () => revision('2025-06-12', recorded('2025-07-01')),
  () => annulment(recorded('2025-07-01')),
  () => deregistration(recorded('2025-07-01')),
];

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.constantFrom(...CONTENTS), fc.constantFrom(null, null, at('2025-06-20')))
      .map(([line, paidAt]) => ({ kind: 'message' as const, line: { ...line, paidAt } })),
  },
  { weight: 2, arbitrary: fc.nat(LEARNT.length - 1).map((which) => ({ kind: 'learn' as const, which })) },
  { weight: 2, arbitrary: fc.constant({ kind: 'again' as const }) },
);

interface Told {
  readonly line: SettlementLine;
  readonly settled: Settled;
}

/** Runs the steps and tells each message and each asking again, in order. */
function run(steps: readonly Step[]): { readonly desk: Desk; readonly told: readonly Told[] } {
  const desk = new Desk(inGoodStanding());
  const told: Told[] = [];
  for (const each of steps) {
    switch (each.kind) {
      case 'message':
        told.push({ line: each.line, settled: desk.settle(each.line) });
        break;
      case 'learn':
        desk.learn(LEARNT.slice(each.which, each.which + 1).map((record) => record()));
        break;
      case 'again':
        for (const { line } of [...desk.files.values()])
          told.push({ line, settled: desk.again(line, 'status_change') });
    }
  }
  return { desk, told };
}

const always = (holds: (ran: ReturnType<typeof run>) => void) =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25, size: 'max' }), (steps) => holds(run(steps))),
    RUNS,
  );

/** Groups what was told by line. */
function byLine(told: readonly Told[]): readonly (readonly Told[])[] {
  const groups = new Map<string, Told[]>();
  for (const each of told)
    groups.set(identityKey(each.line), [...(groups.get(identityKey(each.line)) ?? []), each]);
  return [...groups.values()];
}

describe('each decision supersedes the one before on its line', () => {
  it('in one chain, without a fork and without a repetition', () => {
    always(({ told }) => {
      for (const ofLine of byLine(told)) {
        const decisions = ofLine.flatMap(({ settled: { decision } }) =>
          decision === null ? [] : [decision],
        );
        const ids = decisions.map(({ decisionId }) => decisionId);
        expect(decisions.map(({ supersedes }) => supersedes)).toEqual([null, ...ids].slice(0, ids.length));
        expect(new Set(ids).size).toBe(ids.length);
      }
    });
  });

  it('and the last of them is the one on file', () => {
    always(({ desk, told }) => {
      for (const ofLine of byLine(told)) {
        const last = ofLine
          .flatMap(({ settled: { decision } }) => (decision === null ? [] : [decision]))
          .at(-1);
        const onFile = ofLine.slice(0, 1).map(({ line }) => desk.stateOf(line)?.standing?.decisionId ?? null);
        expect(onFile).toEqual([last?.decisionId ?? null]);
      }
    });
  });
});

describe('a revision is raised by other content, and by nothing else', () => {
  it('one at a time', () => {
    always(({ told }) => {
      for (const ofLine of byLine(told)) {
        ofLine.reduce<Settled['state'] | null>((before, { settled: { disposition, state } }) => {
          const isNew = before !== null && before.contentHash !== state.contentHash;
          expect(disposition === 're_upload').toBe(isNew);
          expect(state.revision).toBe(before === null ? 1 : before.revision + (isNew ? 1 : 0));
          expect(state.line.revision).toBe(state.revision);
          return state;
        }, null);
      }
    });
  });
});

describe('law 7: per line the money that stands is nothing or the amount', () => {
  it('whatever was superseded on the way', () => {
    always(({ desk, told }) => {
      for (const ofLine of byLine(told)) {
        for (const { line, settled } of ofLine) {
          const { decision } = settled;
          if (decision === null) continue;
          const { refused, recover, outcome } = decision.verdict;
          const stands: Fen = refused + recover;
          expect([0n, line.pooledAmount]).toContain(stands);
          // Only a refund of a recovery may go beyond what is left of it.
          if (recover !== 0n && !isRefund(line)) expect(refused).toBe(0n);
          if (outcome === 'reject') expect(recover).toBe(0n);
          if (outcome === 'accept') expect(stands).toBe(0n);
        }
        const [{ line } = { line: null }] = ofLine;
        expect(line === null ? undefined : desk.stateOf(line)).toBeDefined();
      }
    });
  });

  it('a resend with nothing new decides nothing, however late', () => {
    always(({ desk }) => {
      for (const { line, state } of [...desk.files.values()]) {
        if (state.held !== null) continue;
        const resent = desk.settle(line);
        expect(resent).toEqual({
          ...{ disposition: 'resend', decision: null, held: null, release: null, state },
          turning: null,
        });
      }
    });
  });

  it('asking twice decides once', () => {
    always(({ desk }) => {
      const files = [...desk.files.values()].map(({ line }) => line);
      // The originals first, then what mirrors them.
      for (const line of [...files, ...files]) desk.again(line, 'clearing');
      for (const line of files)
        expect(desk.again(line, 'clearing')).toMatchObject({ decision: null, held: null });
    });
  });
});

describe('a hold ends once, by the decision that it names', () => {
  it('and is on file exactly while it waits', () => {
    always(({ told }) => {
      for (const ofLine of byLine(told)) {
        ofLine.reduce<Settled['state'] | null>((before, { settled }) => {
          const { decision, held, release, state } = settled;
          if (decision !== null) expect(release !== null).toBe(before !== null && before.held !== null);
          if (release !== null)
            expect(release).toEqual({
              held: before?.held,
              releasedBy: decision?.decisionId ?? before?.standing?.decisionId,
            });
          if (decision !== null || release !== null) expect(state.held).toBeNull();
          if (held !== null) expect(state.held).toBe(held);
          expect(decision === null || held === null).toBe(true);
          return state;
        }, null);
      }
    });
  });
});
