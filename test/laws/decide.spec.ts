import { Views } from '@gatekeeper/adjudication';
import type { HoldCode, Reason } from '@gatekeeper/vocabulary';
import { BAR_CODES, HOLD_CODES, isRefund, LIFT_CODES, REASON_CODES, ROLES } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { timelineIn } from '../regulation/asking';
import type { Asked } from './deciding';
import { answer, asked } from './deciding';
import { law as anyLaw } from './law';
import { claim, line } from './lines';
import { askedAt, record, registry } from './records';

const RUNS = { numRuns: 400 };
const always = <Drawn>(of: fc.Arbitrary<Drawn>, holds: (drawn: Drawn) => void) =>
  fc.assert(fc.property(of, holds), RUNS);

const barring = (reasons: readonly Reason[]) => reasons.filter(({ effect }) => effect === 'bars');
const rank = ({ code, role }: Reason) =>
  REASON_CODES.indexOf(code) * 10 + (role === null ? -1 : ROLES.indexOf(role));

/** Whether no text governs the line, or one that does leaves a value blank: then nothing else is asked. */
const heldForItsText = ({ line: { treatmentArea, feeOccurredAt }, policy }: Asked): boolean =>
  policy.governing(treatmentArea, feeOccurredAt)?.every(({ blanks }) => blanks.length === 0) !== true;
const isOfTheText = (holdCode: HoldCode): boolean =>
  holdCode === 'PACK_MISSING' || holdCode === 'PACK_INCOMPLETE';

describe('law 1: deciding is pure and total', () => {
  it('every line has an answer, whatever is on file and however the parameters are set', () => {
    always(asked(fc.oneof(line, claim), registry), (question) => {
      const decided = answer(question);
      if (decided.kind === 'hold') {
        expect(HOLD_CODES).toContain(decided.holdCode);
        expect(decided.needs.length).toBeGreaterThan(0);
        expect(decided.pack === null).toBe(decided.holdCode === 'PACK_MISSING');
        expect(heldForItsText(question)).toBe(isOfTheText(decided.holdCode));
      } else {
        expect(decided.reasons.length).toBeGreaterThan(0);
        expect(heldForItsText(question)).toBe(false);
      }
    });
  });

  it('the same question has the same answer, with what was remembered or without', () => {
    const questions = fc.tuple(asked(claim, registry), fc.array(fc.tuple(askedAt, anyLaw), { maxLength: 3 }));
    always(questions, ([question, others]) => {
      const views = new Views();
      const timelineOf = timelineIn(question.registry);
      const fresh = answer(question);
      for (const [knownAt, policy] of [...others, ...others]) {
        const other = { ...question, knownAt, policy };
        expect(answer(other, views, timelineOf)).toEqual(answer(other));
        expect(answer(question, views, timelineOf)).toEqual(fresh);
      }
    });
  });

  it('lines decided one after another do not touch each other', () => {
    const questions = asked(claim, registry).chain((question) =>
      fc.tuple(fc.constant(question), fc.array(claim, { minLength: 1, maxLength: 6 })),
    );
    always(questions, ([question, lines]) => {
      const views = new Views();
      const timelineOf = timelineIn(question.registry);
      for (const each of [...lines, question.line, ...lines]) {
        const other = { ...question, line: each };
        expect(answer(other, views, timelineOf)).toEqual(answer(other));
      }
    });
  });
});

describe('liability: who bears a claw-back', () => {
  it('is told of a claw-back alone, and the institution bears a part of it exactly where it is liable', () => {
    let recovered = 0;
    always(asked(claim, registry), (question) => {
      const decided = answer({
        ...question,
        line: { ...question.line, paidAt: question.line.feeOccurredAt },
      });
      if (decided.kind === 'hold') return;
      if (decided.outcome !== 'claw_back') {
        expect(decided.borneBy).toBeUndefined();
        return;
      }
      recovered++;
      const bearers = decided.borneBy?.map(({ who }) => who) ?? [];
      expect(bearers.length).toBeGreaterThan(0);
      expect(bearers.includes('institution')).toBe(decided.liable === 'institution');
    });
    expect(recovered).toBeGreaterThan(0);
  });
});

describe('money: what is refused or recovered is nothing or the amount in scope, never both', () => {
  it('as the outcome says', () => {
    always(asked(line, registry), (question) => {
      const decided = answer(question);
      if (decided.kind === 'hold') return;
      const { fundAmount, pooledAmount } = question.line;
      const inScope = decided.fundScope === 'pooled' ? pooledAmount : fundAmount;
      const money = [decided.refused, decided.recover];
      switch (decided.outcome) {
        case 'void':
          throw new Error('deciding withdraws nothing');
        case 'accept':
          expect(money).toEqual([0n, 0n]);
          expect(decided.liable).toBe('none');
          return;
        case 'reject':
          expect(money).toEqual([inScope, 0n]);
          expect(decided.liable).toBe('institution');
          return;
        case 'claw_back':
          expect(money).toEqual([0n, inScope]);
      }
    });
  });

  it('a refund takes the outcome of its original; any other that is not accepted rests on a bar and on money', () => {
    always(asked(line, registry), (question) => {
      const decided = answer(question);
      if (decided.kind === 'hold') return;
      if (isRefund(question.line)) {
        expect(decided.reasons.map(({ code }) => code)).toEqual(['REFUND_MIRRORS_ORIGINAL']);
        expect(question.original).toMatchObject({ decision: { outcome: decided.outcome } });
        return;
      }
      if (decided.outcome === 'accept') return;
      expect(barring(decided.reasons).length).toBeGreaterThan(0);
      expect(decided.refused + decided.recover).not.toBe(0n);
    });
  });

  it('an accept lists what lifts each bar, or no bar at all', () => {
    always(asked(claim, registry), (question) => {
      const decided = answer(question);
      if (decided.kind === 'hold' || decided.outcome !== 'accept') return;
      const lifts = decided.reasons.filter(({ effect }) => effect === 'lifts');
      const standing = decided.reasons.some(({ code }) => code === 'IN_GOOD_STANDING');
      expect(barring(decided.reasons).length > 0).toBe(lifts.length > 0);
      expect(standing).toBe(lifts.length === 0);
    });
  });
});

describe('reasons are listed bars first, then lifts, then notes, each by code and role', () => {
  it('whatever is on file', () => {
    always(asked(claim, registry), (question) => {
      const decided = answer(question);
      if (decided.kind === 'hold') return;
      const effects = decided.reasons.map(({ effect }) => ['bars', 'lifts', 'notes'].indexOf(effect));
      expect(effects).toEqual([...effects].sort((a, b) => a - b));
      for (const effect of ['bars', 'lifts'] as const) {
        const ranks = decided.reasons.filter((reason) => reason.effect === effect).map(rank);
        expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
      }
      for (const { code, effect } of decided.reasons) {
        if (effect === 'bars') expect(BAR_CODES).toContain(code);
        // A stay that crosses the change lifts in one reading, and is noted in the other (CONTRACT 2: lifts or notes).
        if (effect === 'lifts') expect([...LIFT_CODES, 'INPATIENT_BEFORE_STATUS_CHANGE']).toContain(code);
      }
    });
  });
});

describe('the order of records does not matter', () => {
  it('for the whole answer', () => {
    const shuffled = asked(claim, registry).chain((question) =>
      fc.tuple(
        fc.constant(question),
        fc.shuffledSubarray([...question.registry], {
          minLength: question.registry.length,
          maxLength: question.registry.length,
        }),
      ),
    );
    always(shuffled, ([question, records]) => {
      expect(answer({ ...question, registry: records })).toEqual(answer(question));
    });
  });
});

describe('later knowledge never changes an answer asked as known earlier', () => {
  it('whatever becomes known, corrections of what was known too', () => {
    const later = asked(claim, registry).chain((question) =>
      fc.tuple(
        fc.constant(question),
        fc.array(fc.tuple(record, fc.option(fc.nat(), { nil: null })), { minLength: 1, maxLength: 10 }),
      ),
    );
    always(later, ([question, drawn]) => {
      const learnt = drawn
        .map(([each, which]) => {
          const target =
            which === null ? undefined : question.registry[which % Math.max(1, question.registry.length)];
          return target === undefined ? each : { ...each, supersedes: target.recordId };
        })
        .filter(({ knownFrom }) => knownFrom > question.knownAt);
      expect(answer({ ...question, registry: [...question.registry, ...learnt] })).toEqual(answer(question));
    });
  });
});

describe('what is not about the line does not matter', () => {
  it('records of persons and sites that it does not name', () => {
    always(asked(claim, registry), (question: Asked) => {
      const elsewhere = question.registry.map((each) => {
        const other = { ...each, recordId: `${each.recordId}x`, supersedes: null };
        return {
          ...other,
          ...('code' in each && each.code !== null ? { code: `${each.code}9` } : {}),
          ...('fixmedinsCode' in each && each.fixmedinsCode !== null
            ? { fixmedinsCode: `${each.fixmedinsCode}9` }
            : {}),
          ...('documentNo' in each ? { documentNo: `${each.documentNo}9` } : {}),
        };
      });
      expect(answer({ ...question, registry: [...question.registry, ...elsewhere] })).toEqual(
        answer(question),
      );
    });
  });
});

describe('an annulled sanction never was', () => {
  it('the answer is that of a registry without its document', () => {
    always(asked(claim, registry), (question) => {
      const annulled = '文1';
      const kept = question.registry.filter(
        (each) =>
          each.supersedes === null &&
          !question.registry.some(({ supersedes }) => supersedes === each.recordId),
      );
      const without = kept.filter((each) => each.kind !== 'sanction' || each.documentNo !== annulled);
      const annulment = {
        kind: 'annulment',
        recordId: 'annulment',
        recordedAt: question.knownAt,
        knownFrom: question.knownAt,
        receivedAt: null,
        supersedes: null,
        documentNo: annulled,
        code: null,
        decidedAt: question.knownAt,
      } as const;
      expect(answer({ ...question, registry: [...kept, annulment] })).toEqual(
        answer({ ...question, registry: without }),
      );
    });
  });
});
