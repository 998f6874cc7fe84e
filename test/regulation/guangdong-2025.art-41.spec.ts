import {
  ask,
  departmentStatus,
  inGoodStanding,
  institution,
  clinician,
  exemption,
  at,
  DOCTOR,
  outpatient,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';

const paid = outpatient({ paidAt: '2025-06-18' });
const delivered = (...days: (string | null)[]) =>
  days.map((day, index) =>
    sanction({ documentNo: `文${index}`, deliveredAt: day === null ? null : at(day) }),
  );

describe('guangdong-2025 art. 41: what was paid wrongly is recovered', () => {
  it.each([
    ['paid the second before asking', '2025-06-17 23:59:59', 'claw_back CLINICIAN_SUSPENDED'],
    ['paid in the second of asking', '2025-06-18 00:00:00', 'claw_back CLINICIAN_SUSPENDED'],
    ['paid the second after asking', '2025-06-18 00:00:01', 'reject CLINICIAN_SUSPENDED'],
    ['not paid', null, 'reject CLINICIAN_SUSPENDED'],
  ])('%s → %s', (_, paidAt, expected) => {
    const line = outpatient({ paidAt });
    expect(shortly({ line, registry: [...inGoodStanding(), sanction()], knownAt: '2025-06-18' })).toBe(
      expected,
    );
  });

  it('is paid, too, once a payment notice was consumed', () => {
    const question = {
      line: outpatient(),
      registry: [...inGoodStanding(), sanction()],
      paymentNoticed: true,
    };
    expect(shortly(question)).toBe('claw_back CLINICIAN_SUSPENDED');
  });

  it('recovers the pooled fund only and refuses nothing on top', () => {
    expect(ask({ line: paid, registry: [...inGoodStanding(), sanction()] })).toMatchObject({
      outcome: 'claw_back',
      refused: 0n,
      recover: 7000n,
      fundScope: 'pooled',
    });
  });

  it('recovers all fund money when the scope is set to it', () => {
    const values = setting('guangdong-2025', { fundScope: 'all' });
    const registry = [...inGoodStanding(), sanction()];
    expect(ask({ line: paid, registry, values })).toMatchObject({ recover: 8000n, fundScope: 'all' });
    expect(ask({ line: outpatient(), registry, values })).toMatchObject({ refused: 8000n, recover: 0n });
  });

  it('leaves a paid line in good standing alone', () => {
    expect(ask({ line: paid, registry: inGoodStanding() })).toMatchObject({
      outcome: 'accept',
      refused: 0n,
      recover: 0n,
      liable: 'none',
    });
  });
});

describe('guangdong-2025 art. 39: who bears what is recovered (fee of 2025-06-15 10:00:00)', () => {
  it.each([
    ['delivered the second before the fee', ['2025-06-15 09:59:59'], 'institution'],
    ['delivered in the second of the fee', ['2025-06-15 10:00:00'], 'institution'],
    ['delivered the second after the fee', ['2025-06-15 10:00:01'], 'none'],
    ['delivered on no day on file', [null], 'institution'],
    ['two sanctions, both delivered after', ['2025-06-16', '2025-06-17'], 'none'],
    ['two sanctions, one delivered before', ['2025-06-16', '2025-06-12'], 'institution'],
    ['two sanctions, one without a delivery', ['2025-06-16', null], 'institution'],
  ])('%s → %s', (_, days, liable) => {
    const registry = [...inGoodStanding(), ...delivered(...days)];
    expect(ask({ line: paid, registry })).toMatchObject({ outcome: 'claw_back', liable });
  });

  it('is the institution for whatever is refused before it was paid', () => {
    const registry = [...inGoodStanding(), ...delivered('2025-06-16')];
    expect(ask({ line: outpatient(), registry })).toMatchObject({ outcome: 'reject', liable: 'institution' });
  });

  it.each([
    ['a missing commitment', [institution(), clinician(), registration({ committed: null })]],
    ['a department status', [...inGoodStanding(), departmentStatus()]],
    ['an unknown institution', [clinician(), registration()]],
  ])('is the institution where %s bars beside a sanction delivered after the fee', (_, others) => {
    const line = outpatient({ paidAt: '2025-06-18', departmentCode: 'A03.02' });
    expect(ask({ line, registry: [...others, ...delivered('2025-06-16')] })).toMatchObject({
      outcome: 'claw_back',
      liable: 'institution',
    });
  });

  it('looks at a period served but not restored as at the sanction it follows', () => {
    const line = outpatient({ feeOccurredAt: '2025-09-15 10:00:00', paidAt: '2025-09-18' });
    for (const [day, liable] of [
      ['2025-06-12', 'institution'],
      ['2025-09-16', 'none'],
    ] as const) {
      expect(ask({ line, registry: [...inGoodStanding(), ...delivered(day)] })).toMatchObject({ liable });
    }
  });

  it('looks at the bars that stand: an exempted one excuses and burdens nobody', () => {
    const registry = [
      ...inGoodStanding(),
      ...delivered('2025-06-12'),
      sanction({ documentNo: '解', status: 'terminated', deliveredAt: at('2025-06-16'), until: null }),
    ];
    const values = setting('guangdong-2025', { emergencyException: 'suspended,not_restored' });
    const line = outpatient({ paidAt: '2025-06-18', medicalCategory: '13' });
    expect(ask({ line, registry, values })).toMatchObject({ outcome: 'claw_back', liable: 'none' });
    expect(ask({ line: paid, registry, values })).toMatchObject({
      outcome: 'claw_back',
      liable: 'institution',
    });
  });

  it('is nobody where everything is lifted', () => {
    const registry = [...inGoodStanding(), sanction(), exemption({ code: DOCTOR })];
    expect(ask({ line: paid, registry })).toMatchObject({ outcome: 'accept', liable: 'none', recover: 0n });
  });

  it('takes the first delivery of a sanction kept in two records', () => {
    const first = sanction({ until: '2025-07-01', deliveredAt: at('2025-06-12') });
    const second = sanction({ from: '2025-07-01', deliveredAt: at('2025-06-16') });
    for (const records of [
      [first, second],
      [second, first],
    ]) {
      expect(ask({ line: paid, registry: [...inGoodStanding(), ...records] })).toMatchObject({
        liable: 'institution',
      });
    }
    const unstated = { ...first, deliveredAt: null };
    expect(ask({ line: paid, registry: [...inGoodStanding(), unstated, second] })).toMatchObject({
      liable: 'none',
    });
  });
});
