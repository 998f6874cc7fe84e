import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import { CERTIFICATE_RENEWAL } from './certificate-renewal';
import type { RenewalData } from './certificate-renewal-data';
import type { CaseFile } from './case-file';
import {
  asked,
  at,
  caseOf,
  day,
  DOCTOR,
  endsIn,
  HAIKOU,
  HOSPITAL,
  LINFEN,
  mayBeTaken,
  opened,
  registration,
  taken,
  termsOf,
  timelineOf,
} from './testing/cases';

const { opening, steps, states } = CERTIFICATE_RENEWAL;
const BODY = { fixmedins_code: HOSPITAL.toLowerCase(), clinician_code: DOCTOR };
const APPLIED: RenewalData = { valid_until: day('2026-06-30'), late: false, proposed: null };
const fileOf = (data: Partial<RenewalData>, more: Partial<CaseFile> = {}): CaseFile<RenewalData> =>
  caseOf({ ...APPLIED, ...data }, { kind: 'certificate_renewal', state: 'decision_proposed', ...more });
const deregistered = (fixmedinsCode: string | null, from: string) => ({
  ...registration(),
  recordId: 'r2',
  kind: 'deregistration' as const,
  fixmedinsCode,
  reason: 'left' as const,
  from: at(from),
});

describe('linfen 2-3: the renewal of a certificate', () => {
  it('what may be done, and by whom', () => {
    expect(mayBeTaken(states, steps)).toEqual({
      applied: ['propose_decision registrar'],
      decision_proposed: [
        'return_decision admin_department reviewer',
        'confirm admin_department reviewer 2nd',
      ],
      renewed: [],
      cancelled: [],
    });
    expect(opening).toMatchObject({ roles: ['clinician', 'institution_office'], reach: 'clinician' });
    expect(opening.parties(BODY)).toEqual({ fixmedinsCode: 'h1', clinicianCode: DOCTOR });
  });

  // The certificate ends with 2026-06-30; a renewal is applied for three months before.
  it.each<[string, string, SubjectTimeline, readonly CaseFile<RenewalData>[], string]>([
    ['in time', '2026-03-30 10:00:00', timelineOf(registration()), [], 'applied'],
    ['late, and taken', '2026-06-30 23:00:00', timelineOf(registration()), [], 'applied late'],
    ['a day after it ended', '2026-07-01 00:00:00', timelineOf(registration()), [], 'certificate-expired'],
    ['of nobody on file', '2026-03-02 10:00:00', timelineOf(), [], 'no-certificate'],
    [
      'of one without an end',
      '2026-03-02 10:00:00',
      timelineOf(registration({ certificateUntil: Infinity as ReturnType<typeof at> })),
      [],
      'no-certificate',
    ],
    [
      'at another site',
      '2026-03-02 10:00:00',
      timelineOf(registration({ fixmedinsCode: 'H2' })),
      [],
      'no-certificate',
    ],
    [
      'after leaving the site',
      '2026-03-02 10:00:00',
      timelineOf(registration(), deregistered(HOSPITAL, '2026-01-01')),
      [],
      'no-certificate',
    ],
    [
      'after leaving everywhere',
      '2026-03-02 10:00:00',
      timelineOf(registration(), deregistered(null, '2026-01-01')),
      [],
      'no-certificate',
    ],
    [
      'before leaving',
      '2026-03-02 10:00:00',
      timelineOf(registration(), deregistered(HOSPITAL, '2026-04-01')),
      [],
      'applied',
    ],
    [
      'after leaving another site',
      '2026-03-02 10:00:00',
      timelineOf(registration(), deregistered('H2', '2026-01-01')),
      [],
      'applied',
    ],
    ['again', '2026-03-02 10:00:00', timelineOf(registration()), [fileOf({})], 'applied-before'],
    [
      'again, what was applied for being withdrawn',
      '2026-03-02 10:00:00',
      timelineOf(registration()),
      [fileOf({}, { withdrawnBy: 'x' })],
      'applied',
    ],
    [
      'beside one at another site',
      '2026-03-02 10:00:00',
      timelineOf(registration()),
      [fileOf({}, { fixmedinsCode: 'H2' })],
      'applied',
    ],
    [
      'after that of an earlier certificate',
      '2026-03-02 10:00:00',
      timelineOf(registration()),
      [fileOf({ valid_until: day('2023-06-30') })],
      'applied',
    ],
  ])('applied for %s', (_, now, person, renewalsOfPerson, expected) => {
    const answer = opened(opening, asked(BODY, { now: at(now), facts: { person, renewalsOfPerson } }));
    expect(typeof answer === 'string' ? answer : `applied${answer.data.late ? ' late' : ''}`).toBe(expected);
  });

  it('sets the deadlines of the text', () => {
    const answer = opened(
      opening,
      asked(BODY, {
        now: at('2026-03-02 10:00:00'),
        facts: { person: timelineOf(registration()), renewalsOfPerson: [] },
      }),
    );
    expect(answer).toEqual({
      data: APPLIED,
      deadlines: [
        { name: 'apply_for_renewal', lastDay: expect.any(Number), borneBy: 'clinician' },
        { name: 'review_renewal', lastDay: expect.any(Number), borneBy: 'reviewer' },
      ],
      met: ['apply_for_renewal'],
    });
  });

  it('is not known to another text', () => {
    const facts = { person: timelineOf(registration()), renewalsOfPerson: [] };
    expect(opened(opening, asked(BODY, { terms: termsOf(HAIKOU), facts }))).toBe('no-renewal-in-text');
  });

  it('a fact that is not given is named', () => {
    expect(opening.act(asked(BODY, { facts: { person: timelineOf() } }))).toEqual({
      notBrought: ['person', 'renewalsOfPerson'],
    });
    expect(steps.confirm.needs).toEqual(['person']);
  });

  const RENEWED = { renewed: true, reasons: '合格' };

  it('proposed, and returned', () => {
    const proposed = { proposed: RENEWED, stood_before: 'applied' };
    expect(taken(steps.propose_decision, fileOf({}, { state: 'applied' }), asked(RENEWED))).toEqual({
      data: proposed,
    });
    const answer = taken(steps.return_decision, fileOf(proposed), asked({ reasons: '补充' }));
    expect(answer).toEqual({ data: { proposed: null } });
    expect(endsIn(steps.return_decision, answer)).toBe('applied');
  });

  it.each<[string, RenewalData['proposed'], SubjectTimeline, string]>([
    ['nothing', null, timelineOf(registration()), 'nothing-to-confirm'],
    ['renewed', RENEWED, timelineOf(registration()), 'renewed'],
    ['renewed, not registered any more', RENEWED, timelineOf(), 'no-certificate'],
    [
      'renewed, the certificate being another',
      RENEWED,
      timelineOf(registration({ certificateUntil: at('2026-08-01') })),
      'certificate-changed',
    ],
    ['not renewed', { renewed: false, reasons: '不合格' }, timelineOf(), 'cancelled'],
  ])('confirmed: %s', (_, proposed, person, expected) => {
    const answer = taken(steps.confirm, fileOf({ proposed }), asked({}, { facts: { person } }));
    expect(endsIn(steps.confirm, answer)).toBe(expected);
  });

  it('a renewed certificate begins where the old one ends, and lasts as the text says', () => {
    const now = at('2026-03-02 10:00:00');
    const answer = taken(
      steps.confirm,
      fileOf({ proposed: RENEWED }),
      asked({}, { now, facts: { person: timelineOf(registration()) } }),
    );
    expect(answer).toEqual({
      state: 'renewed',
      records: [
        {
          ...registration({ certificateUntil: at('2029-07-01') }),
          recordId: 'case:c1:2:1',
          recordedAt: now,
          knownFrom: now,
          supersedes: 'r1',
        },
      ],
      data: { renewed_until: '2029-06-30' },
      met: ['review_renewal'],
      deadlines: [{ name: 'apply_for_next_renewal', lastDay: expect.any(Number), borneBy: 'clinician' }],
    });
  });

  it('the text has lost its validity of certificates since: nothing is renewed', () => {
    const facts = { person: timelineOf(registration()) };
    const moment = asked({}, { terms: termsOf(HAIKOU), facts });
    expect(taken(steps.confirm, fileOf({ proposed: RENEWED }), moment)).toBe('no-certificate-in-text');
  });

  it.each([
    ['before it ends: with the day after it', '2026-03-02 10:00:00', '2026-07-01'],
    ['on its last day', '2026-06-30 10:00:00', '2026-07-01'],
    ['after it: with the decision', '2026-08-05 10:00:00', '2026-08-05'],
  ])('cancelled %s', (_, now, from) => {
    const file = fileOf({ proposed: { renewed: false, reasons: '不合格' } });
    const moment = asked({}, { now: at(now), terms: termsOf(LINFEN), facts: { person: timelineOf() } });
    expect(taken(steps.confirm, file, moment)).toMatchObject({
      records: [
        {
          kind: 'deregistration',
          recordId: 'case:c1:2:1',
          code: DOCTOR,
          fixmedinsCode: HOSPITAL,
          reason: 'licence_cancelled',
          from: at(from),
        },
      ],
      data: { cancelled_from: from },
      met: ['review_renewal'],
    });
  });

  it('of nobody nothing is cancelled', () => {
    const file = fileOf({ proposed: { renewed: false, reasons: '' } }, { clinicianCode: null });
    expect(taken(steps.confirm, file, asked({}, { facts: { person: timelineOf() } }))).toBe(
      'nothing-to-confirm',
    );
  });
});
