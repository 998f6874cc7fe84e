import type { Reason } from '@gatekeeper/vocabulary';
import { countedUnder, isBarredByStatus, moneyOf } from './line-figures';
import { TermsOfLines } from './line-terms';
import {
  clawedBack,
  decided,
  GOOD,
  held,
  lineOf,
  policyOf,
  reasonOf,
  rejected,
  SUSPENDED,
  voided,
} from './testing/cleared';
import type { LineAnswer } from '.';

const money = (answer: LineAnswer, scope: 'pooled' | 'all' = 'pooled') => {
  const { outcome, claimed, refused, recover } = moneyOf(lineOf(), answer, scope);
  return [outcome, claimed, refused, recover];
};

describe('the money of a line is in the scope of its pack', () => {
  it.each<[string, LineAnswer, readonly unknown[]]>([
    ['accepted', decided(), ['accepted', 6_000n, 0n, 0n]],
    ['accepted, all fund money', decided({ fundScope: 'all' }), ['accepted', 8_000n, 0n, 0n]],
    ['rejected', rejected(), ['rejected', 6_000n, 6_000n, 0n]],
    ['clawed back', clawedBack({ refused: 1_000n, recover: 5_000n }), ['clawedBack', 6_000n, 1_000n, 5_000n]],
    ['withdrawn', voided(), ['void', 0n, 0n, 0n]],
    ['held', held(), ['held', 6_000n, 0n, 0n]],
    ['held without a pack: all', held('PACK_MISSING', { pack: null }), ['held', 8_000n, 0n, 0n]],
  ])('%s', (_, answer, expected) => {
    expect(money(answer)).toEqual(expected);
  });

  it('of a line that waits, that of the pack on the day of the fee', () => {
    const terms = new TermsOfLines(policyOf());
    const scopeIn = (treatmentArea: string) => terms.scopeOf(lineOf({ treatmentArea }));
    expect([scopeIn('440100'), scopeIn('460100'), scopeIn('141000')]).toEqual(['pooled', 'all', 'all']);
    expect(money(held(), 'all')).toEqual(['held', 8_000n, 0n, 0n]);
  });

  it('also of a template whose blanks nobody filled, and all where no text governs', () => {
    const set = new Map([['linfen', new Map([['fundScope', 'pooled']])]]);
    const linfen = new TermsOfLines(policyOf(undefined, set));
    expect(linfen.parametersOf(lineOf({ treatmentArea: '141000' }))).toBeNull();
    expect(linfen.valuesOf(lineOf({ treatmentArea: '141000' }))).toBeNull();
    expect(linfen.scopeOf(lineOf({ treatmentArea: '141000' }))).toBe('pooled');
    const nowhere = new TermsOfLines(policyOf(new Map()));
    expect(nowhere.scopeOf(lineOf())).toBe('all');
    expect([nowhere.parametersOf(lineOf()), nowhere.valuesOf(lineOf())]).toEqual([null, null]);
  });
});

const LIFT = reasonOf('EMERGENCY_EXEMPT', 'lifts');
const exempt = (role: Reason['role']) => reasonOf('EXEMPTION_GRANTED', 'lifts', { role });
const STAY = reasonOf('INPATIENT_BEFORE_STATUS_CHANGE', 'lifts');
const bar = (code: Reason['code'], role: Reason['role'] = null) => reasonOf(code, 'bars', { role });
const NOTED = reasonOf('CLINICIAN_SUSPENDED', 'notes', { role: 'performing' });

const parametersIn = (treatmentArea: string) =>
  new TermsOfLines(policyOf()).parametersOf(lineOf({ treatmentArea }));

describe('each line counts once: under its first bar that stands, else its first lift or note', () => {
  it.each<[string, LineAnswer, string]>([
    ['in good standing', decided(), 'IN_GOOD_STANDING'],
    ['its first note as listed', decided({ reasons: [NOTED, GOOD] }), 'CLINICIAN_SUSPENDED'],
    ['a lifted bar: what lifts it', decided({ reasons: [SUSPENDED, LIFT, NOTED] }), 'EMERGENCY_EXEMPT'],
    [
      'the first bar',
      rejected({ reasons: [SUSPENDED, bar('INSTITUTION_SUSPENDED')] }),
      'CLINICIAN_SUSPENDED',
    ],
    [
      'the first that stands',
      rejected({ reasons: [SUSPENDED, bar('INSTITUTION_SUSPENDED'), LIFT] }),
      'INSTITUTION_SUSPENDED',
    ],
    [
      'an exemption of the person',
      rejected({ reasons: [SUSPENDED, bar('INSTITUTION_SUSPENDED'), exempt('ordering')] }),
      'INSTITUTION_SUSPENDED',
    ],
    [
      'an exemption of another person',
      rejected({ reasons: [SUSPENDED, bar('INSTITUTION_SUSPENDED'), exempt('performing')] }),
      'CLINICIAN_SUSPENDED',
    ],
    [
      'an exemption of the department',
      rejected({ reasons: [SUSPENDED, bar('DEPARTMENT_SUSPENDED'), exempt(null)] }),
      'CLINICIAN_SUSPENDED',
    ],
    [
      'an exemption of the site lifts guidance',
      rejected({ reasons: [bar('INSTITUTION_EXIT_AUDIT'), bar('INSTITUTION_GUIDANCE'), exempt(null)] }),
      'INSTITUTION_EXIT_AUDIT',
    ],
    [
      'a stay from before the change',
      rejected({ reasons: [SUSPENDED, bar('NOT_RESTORED', 'ordering'), STAY] }),
      'NOT_RESTORED',
    ],
    [
      'emergency lifts no code',
      clawedBack({
        reasons: [bar('CODE_MISSING', 'ordering'), bar('CLINICIAN_TERMINATED', 'principal'), LIFT],
      }),
      'CODE_MISSING',
    ],
    [
      'a death, which nothing lifts',
      rejected({ reasons: [bar('DEREGISTERED', 'ordering'), bar('NOT_RESTORED', 'ordering'), LIFT] }),
      'DEREGISTERED',
    ],
    [
      'a refund',
      rejected({ reasons: [reasonOf('REFUND_MIRRORS_ORIGINAL', 'notes')] }),
      'REFUND_MIRRORS_ORIGINAL',
    ],
    ['held', held('DATE_IMPLAUSIBLE'), 'DATE_IMPLAUSIBLE'],
    ['withdrawn', voided(), 'VOID'],
  ])('%s', (_, answer, code) => {
    expect(countedUnder(answer, parametersIn('460100'))).toBe(code);
  });

  it("which bars emergency lifts is the text's to say", () => {
    const answer = rejected({
      reasons: [bar('CLINICIAN_UNKNOWN', 'ordering'), bar('INSTITUTION_SUSPENDED'), LIFT],
    });
    expect(countedUnder(answer, parametersIn('460100'))).toBe('INSTITUTION_SUSPENDED');
    expect(countedUnder(answer, parametersIn('440100'))).toBe('CLINICIAN_UNKNOWN');
    expect(countedUnder(answer, null)).toBe('CLINICIAN_UNKNOWN');
  });
});

describe('what of a decision has no name', () => {
  it('a reason that is none', () => {
    expect(countedUnder(decided({ reasons: [] }), null)).toBe('');
    expect(countedUnder(rejected({ reasons: [] }), null)).toBe('');
    expect(countedUnder(decided({ reasons: [SUSPENDED] }), null)).toBe('CLINICIAN_SUSPENDED');
  });

  it('of bars that all seem lifted the first', () => {
    const reasons = [SUSPENDED, bar('NOT_RESTORED', 'ordering'), exempt('ordering')];
    expect(countedUnder(rejected({ reasons }), null)).toBe('CLINICIAN_SUSPENDED');
  });

  it.each<[string, readonly Reason[], string]>([
    [
      'an exemption of the person',
      [bar('NOT_RESTORED', 'ordering'), bar('INSTITUTION_UNKNOWN'), exempt('ordering')],
      'INSTITUTION_UNKNOWN',
    ],
    [
      'likewise',
      [bar('CLINICIAN_TERMINATED', 'ordering'), bar('INSTITUTION_UNKNOWN'), exempt('ordering')],
      'INSTITUTION_UNKNOWN',
    ],
    [
      'of a site: its department',
      [bar('DEPARTMENT_SUSPENDED'), bar('DEREGISTERED', 'ordering'), exempt(null)],
      'DEREGISTERED',
    ],
    [
      'of a site: guidance',
      [bar('INSTITUTION_GUIDANCE'), bar('DEPARTMENT_SUSPENDED'), STAY],
      'INSTITUTION_GUIDANCE',
    ],
    [
      'a stay before a termination',
      [bar('CLINICIAN_TERMINATED', 'ordering'), bar('INSTITUTION_UNKNOWN'), STAY],
      'INSTITUTION_UNKNOWN',
    ],
    [
      'two lifts, one of which reaches',
      [SUSPENDED, bar('INSTITUTION_UNKNOWN'), exempt('performing'), STAY],
      'INSTITUTION_UNKNOWN',
    ],
  ])('lifted by %s', (_, reasons, code) => {
    expect(countedUnder(rejected({ reasons }), null)).toBe(code);
  });
});

describe('damages are taken of lines barred by a sanction or a status of the institution', () => {
  const decisionOf = (answer: LineAnswer) => {
    if (answer.kind === 'held') throw new Error('is held');
    return answer.decision;
  };
  it.each<[string, LineAnswer, boolean]>([
    ['a suspension', rejected(), true],
    ['recovered', clawedBack(), true],
    ['a termination', rejected({ reasons: [bar('CLINICIAN_TERMINATED', 'ordering')] }), true],
    ['served, not restored', rejected({ reasons: [bar('NOT_RESTORED', 'ordering')] }), true],
    [
      'beside another bar',
      rejected({ reasons: [bar('CODE_INVALID', 'ordering'), bar('INSTITUTION_GUIDANCE')] }),
      true,
    ],
    ['an audit on the way out', rejected({ reasons: [bar('INSTITUTION_EXIT_AUDIT')] }), true],
    ['an institution suspended', rejected({ reasons: [bar('INSTITUTION_SUSPENDED')] }), true],
    ['an institution terminated', rejected({ reasons: [bar('INSTITUTION_TERMINATED')] }), true],
    ['a department', rejected({ reasons: [bar('DEPARTMENT_SUSPENDED')] }), false],
    ['an institution nobody knows', rejected({ reasons: [bar('INSTITUTION_UNKNOWN')] }), false],
    ['no registration', rejected({ reasons: [bar('NOT_REGISTERED_AT_SITE', 'ordering')] }), false],
    [
      'a lifted suspension beside another bar',
      rejected({ reasons: [bar('CODE_INVALID', 'performing'), SUSPENDED, LIFT] }),
      false,
    ],
    ['noted only', rejected({ reasons: [bar('CODE_INVALID', 'ordering'), NOTED] }), false],
    ['accepted', decided({ reasons: [SUSPENDED, LIFT] }), false],
  ])('%s: %#', (_, answer, is) => {
    expect(isBarredByStatus(decisionOf(answer), null, parametersIn('440100'))).toBe(is);
  });

  it('a refund is as its original', () => {
    const refund = decisionOf(rejected({ reasons: [reasonOf('REFUND_MIRRORS_ORIGINAL', 'notes')] }));
    const parameters = parametersIn('440100');
    expect(isBarredByStatus(refund, decisionOf(rejected()), parameters)).toBe(true);
    expect(
      isBarredByStatus(refund, decisionOf(rejected({ reasons: [bar('CODE_MISSING')] })), parameters),
    ).toBe(false);
    expect(isBarredByStatus(refund, null, parameters)).toBe(false);
  });
});
