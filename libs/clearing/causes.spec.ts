import type { Cause, CauseEvidence, ClearedLine, LineAnswer, News, NewsKind, Share } from '.';
import { NO_EVIDENCE } from '.';
import { causeOf, differs } from './causes';
import { differenceOf } from './differences';
import {
  at,
  clawedBack,
  clearedLine,
  decided,
  GOOD,
  held,
  lineOf,
  reasonOf,
  rejected,
  SUSPENDED,
  voided,
} from './testing/cleared';

const KNOWN_AT = at('2025-07-10 00:00:00');

describe('what is a difference', () => {
  const STAY = reasonOf('INPATIENT_BEFORE_STATUS_CHANGE', 'notes');
  it.each<[string, LineAnswer, LineAnswer, boolean]>([
    ['the same', decided(), decided(), false],
    ['outcome', decided(), rejected(), true],
    ['reject or recover', rejected(), clawedBack(), true],
    ['one reason more', decided(), decided({ reasons: [STAY, GOOD] }), true],
    ['another code', decided(), decided({ reasons: [STAY] }), true],
    ['another effect', rejected(), rejected({ reasons: [{ ...SUSPENDED, effect: 'notes' }] }), true],
    ['another role', rejected(), rejected({ reasons: [{ ...SUSPENDED, role: 'principal' }] }), true],
    ['another order', decided({ reasons: [STAY, GOOD] }), decided({ reasons: [GOOD, STAY] }), true],
    ['what is refused', rejected(), rejected({ refused: 5_999n }), true],
    ['what is recovered', clawedBack(), clawedBack({ recover: 5_999n }), true],
    ['who is liable', clawedBack(), clawedBack({ liable: 'none' }), true],
    ['evidence', rejected(), rejected({ reasons: [{ ...SUSPENDED, evidence: ['document 1'] }] }), false],
    ['article', rejected(), rejected({ reasons: [{ ...SUSPENDED, article: 'other art. 1' }] }), false],
    ['edition', decided(), decided({ edition: '2' }), false],
    ['revision', decided(), decided({ revision: 2 }), false],
    ['moment', decided(), decided({ knownAt: KNOWN_AT }), false],
    ['held and decided', held(), decided(), true],
    ['held alike', held(), held(), false],
    ['hold code', held(), held('DATE_IMPLAUSIBLE'), true],
  ])('%s', (_, one, other, is) => {
    expect([differs(one, other), differs(other, one)]).toEqual([is, is]);
  });
});

/** News that turned the line, each by itself. */
const heard = (...kinds: readonly NewsKind[]): CauseEvidence => ({
  ...NO_EVIDENCE,
  news: kinds.map((kind): News => ({ kind, of: 'line' })),
  madeBy: () => 'whole',
});
const ofVisit = (...kinds: readonly NewsKind[]): CauseEvidence => ({
  ...heard(),
  news: kinds.map((kind): News => ({ kind, of: 'visit' })),
});
/** News of which only some, or only all of some together, turned the line; the rest makes so much of the difference. */
const turned = (
  by: readonly (readonly NewsKind[])[],
  kinds: readonly NewsKind[],
  rest: Share = 'nothing',
): CauseEvidence => ({
  ...heard(...kinds),
  madeBy: (asked) => (by.some((some) => some.every((kind) => asked.includes(kind))) ? 'whole' : rest),
});
const cause = (standing: LineAnswer | null, run: LineAnswer, more: Partial<ClearedLine> = {}): Cause =>
  causeOf(clearedLine({ standing, run, ...more }), KNOWN_AT);

const NEWER = { edition: '2' };
const EVERYTHING: readonly NewsKind[] = ['late_knowledge', 'appeal', 'fact', 'payment', 're_upload', 'void'];

describe('the cause of a difference is the first that explains it', () => {
  it.each<[string, LineAnswer | null, LineAnswer, CauseEvidence, Cause]>([
    ['nothing came', decided(), rejected(), NO_EVIDENCE, 'unexplained'],
    ['nothing is on file', null, rejected(), heard(...EVERYTHING), 'unexplained'],
    ['withdrawn, and known to be', voided(), voided({ revision: 2 }), NO_EVIDENCE, 're_upload'],
    [
      'another hold under another edition',
      held(),
      held('DATE_IMPLAUSIBLE', { pack: 'hainan-2022' }),
      NO_EVIDENCE,
      'edition',
    ],
    ['a payment that only moves money', rejected(), rejected({ refused: 1n }), heard('payment'), 'payment'],
    ['a payment accepts nobody', rejected({ reasons: [GOOD] }), decided(), heard('payment'), 'unexplained'],
    ['withdrawn', rejected(), voided(), heard(...EVERYTHING), 'void'],
    ['a new revision', rejected(), decided({ revision: 2 }), heard('late_knowledge'), 're_upload'],
    ['a revision after a withdrawal', voided(), decided({ revision: 2 }), NO_EVIDENCE, 're_upload'],
    ['a plan that waits', decided(), clawedBack(), { ...heard('late_knowledge'), plan: 'open' }, 'plan_open'],
    ['a plan refused', decided(), clawedBack(), { ...heard('payment'), plan: 'refused' }, 'plan_refused'],
    [
      'a plan, under another edition',
      decided(),
      clawedBack(NEWER),
      { ...NO_EVIDENCE, plan: 'open' },
      'plan_open',
    ],
    [
      'a plan, but a new revision',
      decided(),
      clawedBack({ revision: 2 }),
      { ...NO_EVIDENCE, plan: 'open' },
      're_upload',
    ],
    ['another edition', decided(), rejected(NEWER), NO_EVIDENCE, 'edition'],
    ['another pack', decided(), rejected({ pack: 'national-2024' }), NO_EVIDENCE, 'edition'],
    [
      'another edition, and news that did not turn it',
      decided(),
      rejected(NEWER),
      { ...heard('late_knowledge'), standsUnderItsEdition: true },
      'edition',
    ],
    [
      'another edition, and news that did',
      decided(),
      rejected(NEWER),
      { ...heard('late_knowledge'), standsUnderItsEdition: false },
      'late_knowledge',
    ],
    [
      'another edition, and news, untold which',
      decided(),
      rejected(NEWER),
      heard('late_knowledge'),
      'late_knowledge',
    ],
    [
      'another edition that is not why',
      decided(),
      rejected(NEWER),
      { ...NO_EVIDENCE, standsUnderItsEdition: false },
      'unexplained',
    ],
    [
      'the same edition is never why',
      decided(),
      rejected(),
      { ...NO_EVIDENCE, standsUnderItsEdition: true },
      'unexplained',
    ],
    ['a pack, where none was', held('PACK_MISSING', { pack: null }), decided(), NO_EVIDENCE, 'edition'],
    ['paid since', rejected(), clawedBack(), heard('payment', 'late_knowledge'), 'payment'],
    ['paid no more', clawedBack(), rejected(), heard('payment'), 'payment'],
    ['paid more', clawedBack(), clawedBack({ recover: 7_000n }), heard('payment'), 'payment'],
    ['a payment bars nobody', decided(), rejected(), heard('payment', 'late_knowledge'), 'late_knowledge'],
    [
      'nor with other reasons',
      rejected(),
      clawedBack({ reasons: [reasonOf('DEREGISTERED', 'bars')] }),
      heard('payment'),
      'unexplained',
    ],
    [
      'a settlement stated',
      decided(),
      decided({ reasons: [reasonOf('INPATIENT_BEFORE_STATUS_CHANGE', 'notes'), GOOD] }),
      heard('payment'),
      'payment',
    ],
    [
      'a payment that came, while news of a status turned the line',
      decided(),
      decided({ reasons: [reasonOf('INPATIENT_BEFORE_STATUS_CHANGE', 'notes'), GOOD] }),
      turned([['late_knowledge']], ['payment', 'late_knowledge']),
      'late_knowledge',
    ],
    [
      'an appeal that came to another document',
      decided(),
      rejected(),
      turned([['late_knowledge']], ['fact', 'appeal', 'late_knowledge']),
      'late_knowledge',
    ],
    [
      'what came turned nothing',
      decided(),
      rejected(),
      turned([], ['fact', 'late_knowledge']),
      'unexplained',
    ],
    [
      'a hold, and what came turned nothing',
      held('REFUND_ORIGINAL_UNKNOWN'),
      decided(),
      turned([], ['late_knowledge']),
      'held',
    ],
    [
      'a fact lifts what was learned, which makes the whole difference',
      decided(),
      decided({ reasons: [SUSPENDED, GOOD] }),
      turned([['late_knowledge']], ['fact', 'late_knowledge'], 'part'),
      'late_knowledge',
    ],
    [
      'two make a part of it each',
      decided(),
      rejected(),
      turned([], ['fact', 'late_knowledge'], 'part'),
      'fact',
    ],
    [
      'each of two would have turned it without the other',
      rejected(),
      decided(),
      turned([['fact', 'appeal']], ['fact', 'appeal']),
      'fact',
    ],
    ['a payment decides no hold', held(), decided(), heard('payment'), 'held'],
    ['a payment holds nothing', decided(), held(), heard('payment'), 'unexplained'],
    [
      'a fact before an appeal',
      held('EMERGENCY_EVIDENCE_NEEDED'),
      decided(),
      heard('late_knowledge', 'appeal', 'fact'),
      'fact',
    ],
    ['an appeal before other news', rejected(), decided(), heard('late_knowledge', 'appeal'), 'appeal'],
    ['late knowledge', decided(), rejected(), heard('late_knowledge'), 'late_knowledge'],
    ['a hold not released yet', held('REFUND_ORIGINAL_UNKNOWN'), decided(), NO_EVIDENCE, 'held'],
    ['another hold', held(), held('DATE_IMPLAUSIBLE'), NO_EVIDENCE, 'held'],
    ['held without anything having come', decided(), held(), NO_EVIDENCE, 'unexplained'],
    ['held, and something came', decided(), held(), heard('late_knowledge'), 'late_knowledge'],
    [
      "what came to the visit is not the line's",
      decided(),
      rejected(),
      ofVisit(...EVERYTHING),
      'unexplained',
    ],
  ])('%s', (_, standing, run, evidence, expected) => {
    expect(cause(standing, run, { evidence })).toBe(expected);
  });

  it.each<[string, CauseEvidence, Cause]>([
    ['its original was withdrawn', ofVisit('late_knowledge', 're_upload', 'void'), 'void'],
    ['its original came again', ofVisit('late_knowledge', 're_upload'), 're_upload'],
    ['its original was turned', ofVisit('late_knowledge'), 'late_knowledge'],
    [
      'another line of its visit was withdrawn, its original was turned',
      { ...turned([['late_knowledge']], []), ...{ news: ofVisit('late_knowledge', 'void').news } },
      'late_knowledge',
    ],
    ['nothing came to its visit', NO_EVIDENCE, 'unexplained'],
  ])('of a refund: %s', (_, evidence, expected) => {
    const line = lineOf({ quantity: '-1.0000', lineAmount: -10_000n });
    expect(cause(rejected(), decided(), { line, evidence })).toBe(expected);
  });

  it.each([
    ['before what stands was said', '2025-06-10 10:00:00', 'unexplained'],
    ['a second after', '2025-06-10 10:00:01', 'payment'],
    ['at the moment of the run', '2025-07-10 00:00:00', 'payment'],
    ['a second after the run', '2025-07-10 00:00:01', 'unexplained'],
  ] as const)('a stated paid_at, %s', (_, paidAt, expected) => {
    expect(cause(rejected(), clawedBack(), { line: lineOf({ paidAt: at(paidAt) }) })).toBe(expected);
  });
});

describe('a row of differences.ndjson', () => {
  it('tells both answers', () => {
    const standing = held('EMERGENCY_EVIDENCE_NEEDED');
    const run = clawedBack({ reasons: [SUSPENDED, GOOD], refused: 1n, recover: 5_999n });
    const difference = differenceOf(clearedLine({ standing, run }), KNOWN_AT);
    expect(difference?.cause).toBe('held');
    expect(JSON.parse(difference?.row ?? '')).toEqual({
      line: {
        fixmedins_code: 'H44010000001',
        mdtrt_id: 'V1',
        chrg_bchno: '',
        feedetl_sn: '1',
        revision: 1,
        content_hash: 'sha256:00',
      },
      standing: {
        hold_code: 'EMERGENCY_EVIDENCE_NEEDED',
        reasons: [],
        amounts: { refused: '0.00', recover: '0.00' },
        liable: 'none',
      },
      run: {
        outcome: 'claw_back',
        reasons: [
          {
            code: 'CLINICIAN_SUSPENDED',
            effect: 'bars',
            role: 'ordering',
            article: 'guangdong-2025 art. 15',
            evidence: [],
          },
          { code: 'IN_GOOD_STANDING', effect: 'notes', article: 'guangdong-2025 art. 15', evidence: [] },
        ],
        amounts: { refused: '0.01', recover: '59.99' },
        liable: 'institution',
      },
      cause: 'held',
    });
  });

  it.each<[string, LineAnswer | null, LineAnswer, Cause | null]>([
    ['alike', decided(), decided(), null],
    ['decided, and nothing on file', null, decided(), 'unexplained'],
    ['held, and nothing on file', null, held(), null],
  ])('%s', (_, standing, run, expected) => {
    expect(differenceOf(clearedLine({ standing, run }), KNOWN_AT)?.cause ?? null).toBe(expected);
  });

  it('says null for what is not on file', () => {
    const row = differenceOf(clearedLine({ standing: null }), KNOWN_AT)?.row ?? '';
    expect(JSON.parse(row)).toMatchObject({ standing: null, run: { outcome: 'accept' } });
  });
});
