import {
  COLLEAGUE,
  clinician,
  inGoodStanding,
  institution,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('guangdong-2025 art. 13: every site of a person registers', () => {
  it.each([
    ['before', '2024-12-31 23:59:59', 'reject NOT_REGISTERED_AT_SITE'],
    ['first second', '2025-01-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
    ['last second', '2025-06-30 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['after', '2025-07-01 00:00:00', 'reject NOT_REGISTERED_AT_SITE'],
  ])('registered from 2025-01-01 until 2025-07-01, %s (%s) → %s', (_, fee, expected) => {
    const registry = [institution(), clinician(), registration({ from: '2025-01-01', until: '2025-07-01' })];
    expect(shortly({ line: feeAt(fee), registry })).toBe(expected);
  });

  it('does not take the registration of another site', () => {
    const registry = [institution(), clinician(), registration({ fixmedinsCode: OTHER_HOSPITAL })];
    expect(shortly({ line: outpatient(), registry })).toBe('reject NOT_REGISTERED_AT_SITE');
    expect(reasonsFor('NOT_REGISTERED_AT_SITE', { line: outpatient(), registry })).toMatchObject([
      { article: 'guangdong-2025 art. 13', role: 'ordering', evidence: ['site H44010600001'] },
    ]);
  });

  it('does not take the registration of another person', () => {
    const registry = [institution(), clinician(), clinician(COLLEAGUE), registration({ code: COLLEAGUE })];
    expect(shortly({ line: outpatient(), registry })).toBe('reject NOT_REGISTERED_AT_SITE');
  });

  it('needs no commitment of someone not registered: one bar stands for the other', () => {
    const registry = [institution(), clinician(), registration({ until: '2025-01-01', committed: null })];
    expect(shortly({ line: outpatient(), registry })).toBe('reject NOT_REGISTERED_AT_SITE');
  });

  it.each([
    ['a gap of a day', '2025-05-31', '2025-06-01', '2025-05-31 12:00:00', 'reject NOT_REGISTERED_AT_SITE'],
    ['no gap', '2025-06-01', '2025-06-01', '2025-05-31 12:00:00', 'accept ~IN_GOOD_STANDING'],
    ['an overlap', '2025-06-15', '2025-06-01', '2025-06-10 12:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('joins two registrations with %s', (_, firstUntil, secondFrom, fee, expected) => {
    const registry = [
      institution(),
      clinician(),
      registration({ until: firstUntil }),
      registration({ from: secondFrom }),
    ];
    expect(shortly({ line: feeAt(fee), registry })).toBe(expected);
  });

  it('names the joined registration and the commitment as evidence of good standing', () => {
    const registry = [
      institution(),
      clinician(),
      registration({ from: '2024-01-01', until: '2025-06-01', committed: '2024-02-01' }),
      registration({ from: '2025-06-01', until: '2026-01-01', committed: '2025-06-01' }),
    ];
    expect(reasonsFor('IN_GOOD_STANDING', { line: outpatient(), registry })).toEqual([
      {
        code: 'IN_GOOD_STANDING',
        effect: 'notes',
        role: null,
        article: 'guangdong-2025 art. 15',
        evidence: ['registration 2024-01-01/2026-01-01', 'commitment 2025-06-01'],
      },
    ]);
  });

  it('never was, when it ends where it begins', () => {
    const registry = [institution(), clinician(), registration({ from: '2025-06-15', until: '2025-06-15' })];
    expect(shortly({ line: feeAt('2025-06-15 00:00:00'), registry })).toBe('reject NOT_REGISTERED_AT_SITE');
  });
});

describe('guangdong-2025 art. 13: the status is linked over all sites of the person', () => {
  const atBothSites = [
    ...inGoodStanding(),
    institution(OTHER_HOSPITAL),
    registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false }),
  ];
  const elsewhere = outpatient({ fixmedinsCode: OTHER_HOSPITAL });

  it.each([
    ['points', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['points', 'site', 'reject CLINICIAN_SUSPENDED'],
    ['discipline', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['discipline', 'site', 'accept ~IN_GOOD_STANDING'],
    ['institution', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['institution', 'site', 'accept ~IN_GOOD_STANDING'],
    ['department', 'person', 'reject CLINICIAN_SUSPENDED'],
    ['department', 'site', 'accept ~IN_GOOD_STANDING'],
    ['other', 'site', 'accept ~IN_GOOD_STANDING'],
  ] as const)('cause %s, scope %s: at another site → %s', (cause, scope, expected) => {
    const registry = [...atBothSites, sanction({ cause, scope })];
    expect(shortly({ line: elsewhere, registry })).toBe(expected);
    expect(shortly({ line: outpatient(), registry })).toBe('reject CLINICIAN_SUSPENDED');
  });

  it('is a parameter for points: read the other way, scope site holds its own site', () => {
    const values = setting('guangdong-2025', { linkScope: 'site' });
    const ofSite = [...atBothSites, sanction({ cause: 'points', scope: 'site' })];
    const ofPerson = [...atBothSites, sanction({ cause: 'points', scope: 'person' })];
    expect(shortly({ line: elsewhere, registry: ofSite, values })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: outpatient(), registry: ofSite, values })).toBe('reject CLINICIAN_SUSPENDED');
    expect(shortly({ line: elsewhere, registry: ofPerson, values })).toBe('reject CLINICIAN_SUSPENDED');
  });

  it('is a parameter for causes bound to their site: read the other way, they reach no other', () => {
    const values = setting('guangdong-2025', { siteBoundCauses: 'institution,department' });
    for (const cause of ['institution', 'department'] as const) {
      const registry = [...atBothSites, sanction({ cause, scope: 'person' })];
      expect(shortly({ line: elsewhere, registry, values })).toBe('accept ~IN_GOOD_STANDING');
      expect(shortly({ line: outpatient(), registry, values })).toBe('reject CLINICIAN_SUSPENDED');
    }
    const disciplined = [...atBothSites, sanction({ cause: 'discipline', scope: 'person' })];
    expect(shortly({ line: elsewhere, registry: disciplined, values })).toBe('reject CLINICIAN_SUSPENDED');
  });

  it('says how far the sanction reaches', () => {
    const ofSite = [...atBothSites, sanction({ cause: 'points', scope: 'site' })];
    expect(reasonsFor('CLINICIAN_SUSPENDED', { line: elsewhere, registry: ofSite })[0]?.evidence[2]).toBe(
      'cause points, scope site H44010600001',
    );
  });
});
