import { EXEMPTION } from './exemption';
import type { OpenExemption } from './exemption';
import { asked, at, caseOf, day, DOCTOR, HOSPITAL, mayBeTaken, opened, taken } from './testing/cases';

const { opening, steps, states } = EXEMPTION;
const BODY: OpenExemption = {
  fixmedins_code: HOSPITAL,
  clinician_code: DOCTOR,
  from: day('2026-03-01'),
  last_day: day('2026-03-31'),
  reasons: '诊疗需要',
};
const PROPOSED = {
  dept_codg: 'A01',
  from: day('2026-03-01'),
  last_day: day('2026-03-31'),
  reasons: '诊疗需要',
};
const fileOf = (clinicianCode: string | null) =>
  caseOf(PROPOSED, { kind: 'exemption', state: 'proposed', clinicianCode });

describe('an exemption', () => {
  it('what may be done, and by whom', () => {
    expect(mayBeTaken(states, steps)).toEqual({
      proposed: [
        'approve admin_department reviewer 2nd alone: admin_department reviewer',
        'refuse admin_department reviewer',
      ],
      granted: [],
      refused: [],
      annulled: [],
    });
    expect(opening).toMatchObject({
      roles: ['scorer', 'admin_department'],
      reach: 'institution',
      proposes: true,
    });
  });

  it.each<[string, Partial<OpenExemption>, object | string]>([
    ['of a department', { dept_codg: 'ａ01' }, PROPOSED],
    ['of none', {}, { ...PROPOSED, dept_codg: null }],
    ['of one day', { last_day: day('2026-03-01') }, { ...PROPOSED, dept_codg: null, last_day: '2026-03-01' }],
    ['that ends before it begins', { last_day: day('2026-02-28') }, 'period-backwards'],
  ])('proposed %s', (_, more, expected) => {
    const answer = opened(opening, asked({ ...BODY, ...more }));
    expect(typeof answer === 'string' ? answer : answer).toEqual(
      typeof expected === 'string' ? expected : { data: expected },
    );
  });

  it.each([
    [{ ...BODY }, DOCTOR],
    [{ ...BODY, clinician_code: undefined }, null],
  ])('is about whom it names: %#', (body, clinicianCode) => {
    expect(opening.parties(body)).toEqual({ fixmedinsCode: HOSPITAL, clinicianCode });
  });

  it.each([DOCTOR, null])('approved of %s', (code) => {
    const now = at('2026-03-02 10:00:00');
    expect(taken(steps.approve, fileOf(code), asked({}, { now }))).toEqual({
      documentNo: '号1',
      records: [
        {
          recordId: 'case:c1:2:1',
          recordedAt: now,
          receivedAt: null,
          knownFrom: now,
          supersedes: null,
          kind: 'exemption',
          exemptionNo: '号1',
          code,
          fixmedinsCode: HOSPITAL,
          departmentCode: 'A01',
          from: at('2026-03-01 00:00:00'),
          until: at('2026-04-01 00:00:00'),
          reason: '诊疗需要',
          approvedAt: now,
        },
      ],
    });
  });

  it('refused: what was proposed stays on the case', () => {
    expect(taken(steps.refuse, fileOf(DOCTOR), asked({ reasons: '不符合' }))).toEqual({});
  });
});
