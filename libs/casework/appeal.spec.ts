import { formatDay } from '@gatekeeper/calendar';
import { APPEAL } from './appeal';
import type { OpenAppeal } from './appeal';
import type { AppealData } from './appeal-data';
import type { AssessmentData } from './assessment-data';
import type { CaseFile, DeadlineSet } from './case-file';
import type { SanctionData } from './sanction-data';
import {
  asked,
  at,
  caseOf,
  day,
  DOCTOR,
  endsIn,
  GUANGZHOU,
  HAIKOU,
  HOSPITAL,
  mayBeTaken,
  momentOf,
  opened,
  taken,
  termsOf,
} from './testing/cases';

const { opening, steps, states } = APPEAL;
const BODY: OpenAppeal = {
  fixmedins_code: HOSPITAL,
  clinician_code: DOCTOR,
  document_no: '号7',
  reasons: '申辩',
  signed: true,
  stamped: true,
};
const FILED: AppealData = {
  document_no: '号7',
  reasons: '申辩',
  received_on: day('2026-03-02'),
  accepted_on: null,
  expert_days: 0,
};
const fileOf = (state: string, data: Partial<AppealData> = {}): CaseFile<AppealData> =>
  caseOf({ ...FILED, ...data }, { kind: 'appeal', state, documentNo: '号7' });
const sanction = (documentNo: string, deliveredOn?: string): CaseFile<SanctionData> =>
  caseOf(
    {
      occasion: 'penalty',
      occasion_on: day('2026-02-01'),
      decided_at: momentOf('2026-02-01'),
      dept_codg: null,
      violation: '',
      findings: [],
      ...(deliveredOn === undefined ? {} : { delivered_on: day(deliveredOn) }),
    },
    { kind: 'sanction', state: 'delivered', documentNo },
  );
const assessment = (documentNo: string, deliveredOn: string): CaseFile<AssessmentData> =>
  caseOf(
    { year: 2025, score: 50, grade: 'unqualified', proposed: null, delivered_on: day(deliveredOn) },
    { kind: 'assessment', state: 'warned', documentNo },
  );
const daysOf = (deadlines: readonly DeadlineSet[] = []): readonly string[] =>
  deadlines.map(
    ({ name, lastDay, borneBy }) =>
      `${name} ${borneBy} ${typeof lastDay === 'number' ? formatDay(lastDay) : JSON.stringify(lastDay)}`,
  );

describe('hainan-2022 art. 24, guangdong-2025 art. 34 to 37: an appeal', () => {
  it('what may be done, and by whom', () => {
    expect(mayBeTaken(states, steps)).toEqual({
      filed: ['accept reviewer'],
      waived: [],
      accepted: ['consult_experts reviewer', 'propose_decision reviewer'],
      with_experts: ['give_opinion reviewer expert'],
      decision_proposed: [
        'return_decision admin_department reviewer',
        'confirm admin_department reviewer 2nd',
      ],
      upheld: [],
      rejected: [],
    });
    expect(opening).toMatchObject({ roles: ['clinician', 'institution_office'], reach: 'clinician' });
    expect(opening.parties(BODY)).toEqual({ fixmedinsCode: HOSPITAL, clinicianCode: DOCTOR });
  });

  // Within ten working days of the notice: one delivered on Monday 2026-03-02 until Monday 2026-03-16.
  it.each<[string, string, Partial<OpenAppeal>, readonly CaseFile<SanctionData>[], string]>([
    ['on the last day', '2026-03-16 23:59:59', {}, [sanction('号7', '2026-03-02')], 'filed'],
    ['a day late', '2026-03-17 00:00:00', {}, [sanction('号7', '2026-03-02')], 'waived'],
    ['against none', '2026-03-03 10:00:00', {}, [], 'no-such-notice'],
    ['against another', '2026-03-03 10:00:00', {}, [sanction('号8', '2026-03-02')], 'no-such-notice'],
    ['before it was delivered', '2026-03-03 10:00:00', {}, [sanction('号7')], 'no-such-notice'],
    ['unsigned', '2026-03-03 10:00:00', { signed: false }, [sanction('号7', '2026-03-02')], 'not-signed'],
    [
      'without a stamp',
      '2026-03-03 10:00:00',
      { stamped: false },
      [sanction('号7', '2026-03-02')],
      'not-signed',
    ],
  ])('filed %s', (_, now, more, sanctionsOfPerson, expected) => {
    const facts = { sanctionsOfPerson, assessmentsOfPerson: [] };
    const answer = opened(
      opening,
      asked({ ...BODY, ...more }, { now: at(now), terms: termsOf(HAIKOU), facts }),
    );
    expect(endsIn(opening, answer)).toBe(expected);
  });

  it('filed against what follows an assessment', () => {
    const facts = {
      sanctionsOfPerson: [sanction('号8')],
      assessmentsOfPerson: [assessment('号7', '2026-03-02')],
    };
    const answer = opened(opening, asked(BODY, { terms: termsOf(GUANGZHOU), facts }));
    expect(answer).toEqual({ data: FILED, documentNo: '号7', deadlines: [expect.anything()] });
  });

  it.each([
    ['Guangzhou', GUANGZHOU, 'answer_appeal reviewer 2026-03-30'],
    ['Haikou', HAIKOU, 'answer_appeal reviewer "none"'],
  ])('the clock of the answer in %s, from the material or not before it is accepted', (_, area, expected) => {
    const facts = { sanctionsOfPerson: [sanction('号7', '2026-03-02')], assessmentsOfPerson: [] };
    const answer = opened(opening, asked(BODY, { terms: termsOf(area), facts }));
    expect(typeof answer === 'string' ? answer : daysOf(answer.deadlines)).toEqual([expected]);
  });

  it('accepted: in Haikou the clock runs from here', () => {
    const answer = taken(steps.accept, fileOf('filed'), asked({}, { terms: termsOf(HAIKOU) }));
    expect(answer).toMatchObject({ data: { accepted_on: '2026-03-02' } });
    expect(typeof answer === 'string' ? answer : daysOf(answer.deadlines)).toEqual([
      'answer_appeal reviewer 2026-03-30',
    ]);
  });

  it('with experts: their days come on top, each time', () => {
    const sent = taken(steps.consult_experts, fileOf('accepted'), asked({ sent_on: day('2026-03-04') }));
    expect(sent).toEqual({ data: { experts_since: '2026-03-04' } });
    const file = fileOf('with_experts', { accepted_on: day('2026-03-02'), expert_days: 3 });
    const moment = asked({ opinion: '意见', days: 4 }, { terms: termsOf(HAIKOU) });
    const given = taken(steps.give_opinion, file, moment);
    expect(given).toMatchObject({ data: { opinion: '意见', expert_days: 7 } });
    expect(typeof given === 'string' ? given : daysOf(given.deadlines)).toEqual([
      'answer_appeal reviewer 2026-04-07',
    ]);
  });

  const UPHELD = { upheld: true, reasons: '成立' };

  it('proposed, and returned', () => {
    const proposed = { proposed: UPHELD, stood_before: 'accepted' };
    expect(taken(steps.propose_decision, fileOf('accepted'), asked(UPHELD))).toEqual({ data: proposed });
    const answer = taken(
      steps.return_decision,
      fileOf('decision_proposed', proposed),
      asked({ reasons: '补充' }),
    );
    expect(answer).toEqual({ data: { proposed: null } });
    expect(endsIn(steps.return_decision, answer)).toBe('accepted');
  });

  const now = at('2026-03-02 09:00:00');
  it.each<[string, AppealData['proposed'], object | string]>([
    ['never proposed', undefined, 'nothing-to-confirm'],
    ['returned', null, 'nothing-to-confirm'],
    ['rejected', { upheld: false, reasons: '' }, { state: 'rejected', met: ['answer_appeal'] }],
    [
      'upheld: the measure never was, and nothing of it is due',
      UPHELD,
      {
        state: 'upheld',
        met: ['answer_appeal'],
        records: [
          {
            recordId: 'case:c1:2:1',
            recordedAt: now,
            receivedAt: null,
            knownFrom: now,
            supersedes: null,
            kind: 'annulment',
            documentNo: '号7',
            code: DOCTOR,
            decidedAt: now,
          },
        ],
        withdrawn: { documentNo: '号7' },
      },
    ],
  ])('confirmed: %s', (_, proposed, expected) => {
    expect(taken(steps.confirm, fileOf('decision_proposed', { proposed }), asked({}, { now }))).toEqual(
      expected,
    );
  });

  it('of nobody nothing is decided', () => {
    const file = { ...fileOf('decision_proposed', { proposed: UPHELD }), clinicianCode: null };
    expect(taken(steps.confirm, file, asked({}))).toBe('nothing-to-confirm');
  });
});
