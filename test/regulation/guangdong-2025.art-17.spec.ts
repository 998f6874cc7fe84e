import {
  clinician,
  deregistration,
  DOCTOR,
  inGoodStanding,
  institution,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  registration,
  sanction,
  shortly,
} from './facts';

const feeAt = (feeOccurredAt: string) => outpatient({ feeOccurredAt });

describe('guangdong-2025 art. 17: who has left is taken off the register', () => {
  it.each([
    ['before', '2025-02-28 23:59:59', 'accept ~IN_GOOD_STANDING'],
    ['from the day', '2025-03-01 00:00:00', 'reject DEREGISTERED'],
    ['ever after', '2025-12-01 00:00:00', 'reject DEREGISTERED'],
  ])('deregistered everywhere from 2025-03-01: %s (%s) → %s', (_, fee, expected) => {
    expect(shortly({ line: feeAt(fee), registry: [...inGoodStanding(), deregistration()] })).toBe(expected);
  });

  it.each(['left', 'retired', 'deceased', 'licence_cancelled', 'other'] as const)(
    'for every reason: %s',
    (reason) => {
      const registry = [...inGoodStanding(), deregistration({ reason })];
      expect(reasonsFor('DEREGISTERED', { line: outpatient(), registry })).toMatchObject([
        { article: 'guangdong-2025 art. 17', evidence: ['every site', reason, 'from 2025-03-01'] },
      ]);
    },
  );

  it('at one site leaves the others', () => {
    const registry = [
      ...inGoodStanding(),
      institution(OTHER_HOSPITAL),
      registration({ fixmedinsCode: OTHER_HOSPITAL }),
      deregistration({ fixmedinsCode: OTHER_HOSPITAL }),
    ];
    expect(shortly({ line: outpatient(), registry })).toBe('accept ~IN_GOOD_STANDING');
    expect(shortly({ line: outpatient({ fixmedinsCode: OTHER_HOSPITAL }), registry })).toBe(
      'reject DEREGISTERED',
    );
    expect(
      reasonsFor('DEREGISTERED', { line: outpatient({ fixmedinsCode: OTHER_HOSPITAL }), registry })[0]
        ?.evidence[0],
    ).toBe(OTHER_HOSPITAL);
  });

  it('stands for not being registered and for a missing commitment, beside sanctions', () => {
    const registry = [institution(), clinician(), deregistration(), sanction()];
    expect(shortly({ line: outpatient(), registry })).toBe('reject DEREGISTERED CLINICIAN_SUSPENDED');
    const uncommitted = [institution(), clinician(), registration({ committed: null }), deregistration()];
    expect(shortly({ line: outpatient(), registry: uncommitted })).toBe('reject DEREGISTERED');
  });

  it.each([
    ['the day before', '2025-02-28', '2025-06-15 10:00:00', 'reject DEREGISTERED'],
    ['the same day', '2025-03-01', '2025-06-15 10:00:00', 'reject DEREGISTERED'],
    ['the day after', '2025-03-02', '2025-06-15 10:00:00', 'accept ~IN_GOOD_STANDING'],
    ['later, a fee in between', '2025-05-01', '2025-04-30 23:59:59', 'reject DEREGISTERED'],
    ['later, its first second', '2025-05-01', '2025-05-01 00:00:00', 'accept ~IN_GOOD_STANDING'],
  ])('is undone by a registration that begins after it: %s', (_, from, fee, expected) => {
    const registry = [...inGoodStanding(), deregistration(), registration({ from })];
    expect(shortly({ line: feeAt(fee), registry })).toBe(expected);
  });

  it('is undone at the site of the new registration only', () => {
    const registry = [
      ...inGoodStanding(),
      institution(OTHER_HOSPITAL),
      registration({ fixmedinsCode: OTHER_HOSPITAL }),
      deregistration(),
      registration({ fixmedinsCode: OTHER_HOSPITAL, from: '2025-04-01' }),
    ];
    expect(shortly({ line: outpatient({ fixmedinsCode: OTHER_HOSPITAL }), registry })).toBe(
      'accept ~IN_GOOD_STANDING',
    );
    expect(shortly({ line: outpatient(), registry })).toBe('reject DEREGISTERED');
  });

  it('stays undone when the new registration has ended: then nothing is registered', () => {
    const registry = [
      institution(),
      clinician(),
      registration({ until: '2025-03-01' }),
      deregistration(),
      registration({ from: '2025-04-01', until: '2025-05-01' }),
    ];
    expect(shortly({ line: outpatient(), registry })).toBe('reject NOT_REGISTERED_AT_SITE');
  });

  it('is not undone by a registration that never held', () => {
    const registry = [
      ...inGoodStanding(),
      deregistration(),
      registration({ from: '2025-04-01', until: '2025-04-01' }),
    ];
    expect(shortly({ line: outpatient(), registry })).toBe('reject DEREGISTERED');
  });

  it.each([
    ['in order', [0, 1, 2]],
    ['backwards', [2, 1, 0]],
    ['mixed', [1, 2, 0]],
  ])('is not undone by the later records of a registration kept in three, %s', (_, order) => {
    const parts = [
      registration({ until: '2025-04-01' }),
      registration({ from: '2025-04-01', until: '2025-05-01' }),
      registration({ from: '2025-05-01' }),
    ];
    const registry = [
      institution(),
      clinician(),
      ...order.flatMap((index) => parts.slice(index, index + 1)),
      deregistration(),
    ];
    expect(shortly({ line: outpatient(), registry })).toBe('reject DEREGISTERED');
  });

  it.each([
    ['another commitment', { committed: '2025-04-01' }],
    ['another rank of the site', { mainSite: false }],
  ])('is undone by an adjoining registration with %s: it is one of its own', (_, more) => {
    const registry = [
      institution(),
      clinician(),
      registration({ until: '2025-04-01' }),
      registration({ from: '2025-04-01', ...more }),
      deregistration(),
    ];
    expect(shortly({ line: outpatient(), registry })).toBe('accept ~IN_GOOD_STANDING');
  });

  it('needs each of two deregistrations undone; death speaks before the earlier one', () => {
    const twice = [
      ...inGoodStanding(),
      deregistration(),
      registration({ from: '2025-04-01' }),
      deregistration({ from: '2025-05-01' }),
    ];
    expect(shortly({ line: outpatient(), registry: twice })).toBe('reject DEREGISTERED');
    const dead = [
      ...inGoodStanding(),
      deregistration(),
      deregistration({ from: '2025-05-01', reason: 'deceased' }),
    ];
    expect(reasonsFor('DEREGISTERED', { line: outpatient(), registry: dead })).toMatchObject([
      { evidence: ['every site', 'deceased', 'from 2025-05-01'] },
    ]);
    const earlier = [
      ...inGoodStanding(),
      deregistration({ from: '2025-05-01' }),
      deregistration({ reason: 'retired' }),
    ];
    expect(reasonsFor('DEREGISTERED', { line: outpatient(), registry: earlier })).toMatchObject([
      { evidence: ['every site', 'retired', 'from 2025-03-01'] },
    ]);
  });

  it('is not lifted by emergency here', () => {
    const line = outpatient({ medicalCategory: '13' });
    expect(shortly({ line, registry: [...inGoodStanding(), deregistration()] })).toBe('reject DEREGISTERED');
    expect(shortly({ line, registry: [institution(), clinician(DOCTOR)] })).toBe(
      'reject NOT_REGISTERED_AT_SITE',
    );
  });
});
