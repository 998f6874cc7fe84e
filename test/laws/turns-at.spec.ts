/** What time alone turns (CONTRACT 8): between two moments of asking nothing changes but at the moments that are told ahead. */
import { gatherFacts, turnsAt, Views } from '@gatekeeper/adjudication';
import type { Turning } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { plusMs } from '@gatekeeper/calendar';
import { PACKS } from '@gatekeeper/policy';
import type { Answer } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { timelineIn } from '../regulation/asking';
import type { Question } from './deciding';
import { answer, asked } from './deciding';
import { claim, line } from './lines';
import { moment, registry } from './records';

/** What of an answer supersedes another within one revision. */
const gist = (decided: Answer): string =>
  decided.kind === 'hold'
    ? `hold ${decided.holdCode}`
    : [
        ...[decided.outcome, decided.refused, decided.recover, decided.liable],
        ...decided.reasons.map(({ code, effect, role }) => `${effect} ${code} ${role ?? ''}`),
      ].join();

function turningOf(question: Question, knownAt: Instant): Turning | null {
  const { line: asked, registry: records, policy, paymentNoticed, original } = question;
  const noticed = paymentNoticed ? asked : null;
  const facts = gatherFacts(asked, { knownAt, noticed, original }, timelineIn(records), new Views());
  if ('unread' in facts) throw new Error(`${facts.unread} was not read`);
  return turnsAt(asked, answer({ ...question, knownAt }), facts, policy);
}

/** Lines whose payment lies ahead, stays that are not settled, and any. */
const ahead = fc.oneof(
  line,
  claim,
  claim.map((any) => ({ ...any, transaction: '2301' as const, settledAt: null, medicalCategory: '21' })),
  fc.tuple(claim, moment).map(([any, paidAt]) => ({ ...any, paidAt, emergencyFlag: null })),
);

describe('what time alone turns', () => {
  it('is told ahead: no answer changes before the moment that was told, and none where none was', () => {
    let turned = 0;
    const drawn = fc.tuple(asked(ahead, registry), moment, moment);
    fc.assert(
      fc.property(drawn, ([question, one, other]) => {
        const [knownAt, later] = one <= other ? [one, other] : [other, one];
        // Nothing becomes known meanwhile.
        const known = {
          ...question,
          registry: question.registry.filter(({ knownFrom }) => knownFrom <= knownAt),
        };
        const now = gist(answer({ ...known, knownAt }));
        const turning = turningOf(known, knownAt);
        if (turning !== null) expect(turning.at).toBeGreaterThan(knownAt);
        const last = turning === null || later < turning.at ? later : plusMs(turning.at, -1);
        expect(gist(answer({ ...known, knownAt: last }))).toBe(now);
        if (turning !== null && gist(answer({ ...known, knownAt: turning.at })) !== now) turned += 1;
      }),
      { numRuns: 1_500 },
    );
    expect(turned).toBeGreaterThan(20);
  });

  it('needs no day of a text: no article that ships is governed by the day of deciding', () => {
    const articles = PACKS.flatMap(({ editions }) => editions.flatMap((edition) => edition.articles));
    expect(new Set(articles.map(({ governedBy }) => governedBy))).toEqual(new Set(['fee']));
  });
});
