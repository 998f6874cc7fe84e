import { APPEAL_DATA } from './appeal-data';
import { ASSESSMENT_DATA } from './assessment-data';
import { asKept, isMalformed, keptData, readCase } from './case-data';
import type { CaseData } from './case-data';
import { RENEWAL_DATA } from './certificate-renewal-data';
import { EXEMPTION } from './exemption';
import { SANCTION_DATA } from './sanction-data';
import { flag, objectOf, text } from './shape';
import { caseOf } from './testing/cases';

/** What is wrong with data kept for a case; nothing wrong: none. */
const problemsOf = (of: CaseData<object>, data: object): readonly string[] => {
  const read = readCase(of, caseOf(data, { kind: of.kind, state: 'any' }));
  return isMalformed(read) ? read.malformed : [];
};

const FINDING = {
  finding_id: 'case:c1:1:1',
  code: 'D1',
  fixmedins_code: 'H1',
  situation: 'HI22-17-2',
  decided_at: '2025-06-10 08:30:00',
};
const FOUND = {
  occasion: 'penalty',
  occasion_on: '2025-06-10',
  decided_at: '2025-06-10',
  dept_codg: null,
  violation: '违规',
  findings: [{ ...FINDING, points: 2, inspection_id: 'i', act_id: 'a' }, FINDING],
};
const SCORE = {
  code: 'D1',
  year: 2025,
  counted: [{ finding_id: 'case:c1:1:1', points: 2 }],
  year_total: 9,
  outcome: 'suspend',
  months: 3,
  from: '2025-06-10',
  last_day: '2025-09-09',
  remaining: 3,
  grade: 'B',
  article: 'hainan-2022 art. 20',
  edition: '1',
  decided_at: '2025-06-10T08:30:00+08:00',
  warnings: ['looked at'],
};
const MEASURE = {
  measure: 'suspended',
  scope: 'person',
  cause: 'points',
  from: '2025-06-10',
  last_day: '2025-09-09',
};
const APPEAL = {
  document_no: '号1',
  reasons: '申辩',
  received_on: '2026-03-02',
  accepted_on: null,
  expert_days: 0,
};
const RENEWAL = { valid_until: '2026-06-30', late: false, proposed: null };
const ASSESSMENT = { year: 2025, score: 55, grade: 'unqualified', proposed: null };
const EXEMPTED = { dept_codg: null, from: '2026-03-01', last_day: '2026-03-31', reasons: '诊疗需要' };

describe('data as steps have written it so far is version 1', () => {
  it.each<[string, CaseData<object>, object]>([
    ['a finding', SANCTION_DATA, FOUND],
    ['scored', SANCTION_DATA, { ...FOUND, score: SCORE }],
    ['a range of months', SANCTION_DATA, { ...FOUND, score: { ...SCORE, month_range: [1, 6] } }],
    ['years barred', SANCTION_DATA, { ...FOUND, score: { ...SCORE, outcome: 'terminate', bar_years: 1 } }],
    ['a range of years', SANCTION_DATA, { ...FOUND, score: { ...SCORE, bar_years: [1, 3] } }],
    ['to inform', SANCTION_DATA, { ...FOUND, proposed: { ...MEASURE, from: null, last_day: null } }],
    [
      'all of it',
      SANCTION_DATA,
      {
        ...FOUND,
        score: SCORE,
        proposed: MEASURE,
        record_id: 'case:c1:4:1',
        issued_on: '2025-06-11',
        delivery_form: 'paper',
        delivered_on: '2025-06-12',
        maintained_on: '2025-06-13',
        days_behind: 3,
        delay_borne_by: null,
        talks: [{ held_on: '2025-06-13', held_by: '甲', record: '谈话' }],
        trainings: [{ held_on: '2025-06-13', held_by: '甲', subject: '培训' }],
        department_to_be_proposed: true,
      },
    ],
    ['an appeal', APPEAL_DATA, APPEAL],
    [
      'an appeal proposed',
      APPEAL_DATA,
      {
        ...APPEAL,
        accepted_on: '2026-03-03',
        experts_since: '2026-03-04',
        opinion: '意见',
        proposed: { upheld: true, reasons: '成立' },
        stood_before: 'accepted',
      },
    ],
    ['a proposal returned', APPEAL_DATA, { ...APPEAL, proposed: null, stood_before: 'accepted' }],
    ['a renewal', RENEWAL_DATA, RENEWAL],
    [
      'renewed',
      RENEWAL_DATA,
      {
        ...RENEWAL,
        proposed: { renewed: true, reasons: '合格' },
        stood_before: 'applied',
        renewed_until: '2029-06-30',
      },
    ],
    ['cancelled', RENEWAL_DATA, { ...RENEWAL, cancelled_from: '2026-07-01' }],
    ['an assessment', ASSESSMENT_DATA, ASSESSMENT],
    [
      'an assessment with all that follows',
      ASSESSMENT_DATA,
      {
        ...ASSESSMENT,
        displayed_on: '2026-03-02',
        objection: '异议',
        objection_upheld: false,
        answer: '维持',
        proposed: { measure: 'warning', from: null, last_day: null, reasons: '不合格' },
        record_id: 'case:c1:4:1',
        delivered_on: '2026-04-01',
      },
    ],
    ['an exemption', EXEMPTION.data, EXEMPTED],
  ])('%s', (_, of, data) => {
    expect(problemsOf(of, data)).toEqual([]);
    expect(keptData(of, data)).toEqual(data);
  });
});

describe('data that no step has written is refused, each place named and no value told', () => {
  it.each<[CaseData<object>, object, string]>([
    [EXEMPTION.data, { ...EXEMPTED, from: '2026-02-30' }, 'data.from: a day is expected, not another string'],
    [EXEMPTION.data, { ...EXEMPTED, from: null }, 'data.from: a day is expected, not null'],
    [EXEMPTION.data, { ...EXEMPTED, dept_codg: 7 }, 'data.dept_codg: a text is expected, not another number'],
    [EXEMPTION.data, { ...EXEMPTED, reasons: ['a'] }, 'data.reasons: a text is expected, not a list'],
    [EXEMPTION.data, { ...EXEMPTED, until: '2026-03-31' }, 'data.until: not known'],
    [EXEMPTION.data, { ...EXEMPTED, last_day: undefined }, 'data.last_day: a day is expected, not nothing'],
    [EXEMPTION.data, [], 'data: an object is expected, not a list'],
    [RENEWAL_DATA, { ...RENEWAL, late: 'no' }, 'data.late: true or false is expected, not another string'],
    [
      RENEWAL_DATA,
      { ...RENEWAL, proposed: { renewed: true } },
      'data.proposed.reasons: a text is expected, not nothing',
    ],
    [
      RENEWAL_DATA,
      { ...RENEWAL, proposed: 'yes' },
      'data.proposed: an object is expected, not another string',
    ],
    [
      APPEAL_DATA,
      { ...APPEAL, expert_days: 1.5 },
      'data.expert_days: a whole number is expected, not another number',
    ],
    [
      SANCTION_DATA,
      { ...FOUND, findings: [FINDING, { ...FINDING, decided_at: 'then' }] },
      'data.findings[1].decided_at: a time is expected, not another string',
    ],
    [SANCTION_DATA, { ...FOUND, findings: {} }, 'data.findings: a list is expected, not another object'],
    [
      SANCTION_DATA,
      { ...FOUND, score: { ...SCORE, outcome: 'bar' } },
      'data.score.outcome: one of none, inform, suspend, terminate is expected, not another string',
    ],
    [
      SANCTION_DATA,
      { ...FOUND, score: { ...SCORE, month_range: [1] } },
      'data.score.month_range: two are expected, not a list',
    ],
    [
      SANCTION_DATA,
      { ...FOUND, score: { ...SCORE, month_range: [1, '6'] } },
      'data.score.month_range[1]: a number is expected, not another string',
    ],
    [
      SANCTION_DATA,
      { ...FOUND, score: { ...SCORE, bar_years: '1' } },
      'data.score.bar_years: two are expected, not another string',
    ],
  ])('%#: %s', (of, data, problem) => {
    expect(problemsOf(of, data)).toEqual([problem]);
  });

  it('nor is a case of another kind read', () => {
    const read = readCase(RENEWAL_DATA, caseOf(EXEMPTED, { kind: 'exemption', state: 'granted' }));
    expect(read).toEqual({ malformed: ['kind: certificate_renewal is expected, not exemption'] });
  });
});

describe('a second version', () => {
  interface Named {
    readonly name: string;
    readonly isNew: boolean;
  }
  const first = asKept(objectOf<Pick<Named, 'name'>>({ name: text }));
  const OF: CaseData<Named> = {
    kind: 'named',
    versions: [
      (kept) => {
        const read = first(kept);
        return isMalformed(read) ? read : { ...read, isNew: false };
      },
      asKept(objectOf<Named>({ name: text, isNew: flag })),
    ],
  };
  const read = (data: object) => {
    const file = readCase(OF, caseOf(data, { kind: 'named', state: 'any' }));
    return isMalformed(file) ? file.malformed : file.data;
  };

  it.each([
    ['the first is read as of today', { name: '甲' }, { name: '甲', isNew: false }],
    ['so is the second', { name: '甲', isNew: true, data_version: 2 }, { name: '甲', isNew: true }],
    ['what the first never had is refused of it', { name: '甲', isNew: true }, ['data.isNew: not known']],
    ['a third is not known', { name: '甲', data_version: 3 }, ['data.data_version: 2 is the latest known']],
    ['nor is a text', { name: '甲', data_version: '1' }, ['data.data_version: 2 is the latest known']],
  ])('%s', (_, data, expected) => {
    expect(read(data)).toEqual(expected);
  });

  it('is written with its number', () => {
    expect(keptData(OF, { name: '甲', isNew: true })).toEqual({ name: '甲', isNew: true, data_version: 2 });
  });
});
