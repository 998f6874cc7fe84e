import {
  annulment,
  COLLEAGUE,
  inGoodStanding,
  inpatient,
  OTHER_HOSPITAL,
  outpatient,
  reasonsFor,
  recorded,
  restoration,
  sanction,
  setting,
  shortly,
} from './facts';

const suspended = [...inGoodStanding(), sanction()];

describe('guangdong-2025 art. 38 para. 1: fees after the change may not be claimed', () => {
  it.each([
    ['outpatient', outpatient({ feeOccurredAt: '2025-06-12 09:00:00' })],
    ['inpatient, admitted before the change', inpatient({ feeOccurredAt: '2025-06-12 09:00:00' })],
    [
      'inpatient, admitted after the change',
      inpatient({ admittedAt: '2025-06-11 08:00:00', feeOccurredAt: '2025-06-12 09:00:00' }),
    ],
  ])('%s', (_, line) => {
    expect(shortly({ line, registry: suspended })).toBe('reject CLINICIAN_SUSPENDED');
  });
});

describe('guangdong-2025 art. 38 para. 2: fees of a stay that arose before the change settle as usual', () => {
  const noted = 'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING';
  const plain = 'accept ~IN_GOOD_STANDING';

  it.each([
    ['the day before, settled after', '2025-06-09 10:00:00', '2025-06-20 09:00:00', noted],
    ['the second before, settled after', '2025-06-09 23:59:59', '2025-06-20 09:00:00', noted],
    ['settled in the very second of the change', '2025-06-09 10:00:00', '2025-06-10 00:00:00', noted],
    ['settled the second before the change', '2025-06-09 10:00:00', '2025-06-09 23:59:59', plain],
    ['the second of the change', '2025-06-10 00:00:00', '2025-06-20 09:00:00', 'reject CLINICIAN_SUSPENDED'],
  ])('a fee %s (%s, settled %s) → %s', (_, feeOccurredAt, settledAt, expected) => {
    expect(shortly({ line: inpatient({ feeOccurredAt, settledAt }), registry: suspended })).toBe(expected);
  });

  it.each([
    ['in the very second of the change', '2025-06-10 00:00:00', noted],
    ['the second before it', '2025-06-09 23:59:59', plain],
  ])('not settled yet: asked %s → %s', (_, knownAt, expected) => {
    const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00' });
    expect(shortly({ line, registry: suspended, knownAt })).toBe(expected);
  });

  it.each([
    ['in the second of admission', '2025-06-01 08:00:00', noted],
    ['before admission', '2025-06-01 07:59:59', plain],
  ])('a fee %s → %s', (_, feeOccurredAt, expected) => {
    expect(shortly({ line: inpatient({ feeOccurredAt }), registry: suspended })).toBe(expected);
  });

  it('speaks of stays: an outpatient fee before the change is in good standing, no more', () => {
    const line = outpatient({ feeOccurredAt: '2025-06-09 10:00:00', admittedAt: '2025-06-01 08:00:00' });
    expect(shortly({ line, registry: suspended })).toBe(plain);
  });

  it('cites the sentence and names document and period', () => {
    const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00' });
    expect(reasonsFor('INPATIENT_BEFORE_STATUS_CHANGE', { line, registry: suspended })).toEqual([
      {
        code: 'INPATIENT_BEFORE_STATUS_CHANGE',
        effect: 'notes',
        role: null,
        article: 'guangdong-2025 art. 38 para. 2',
        evidence: ['document 粤医保处〔2025〕1号', '2025-06-10/2025-09-10'],
      },
    ]);
  });

  it('names each of two changes that the stay crosses, by document number', () => {
    const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00' });
    const registry = [
      ...inGoodStanding(),
      sanction({ documentNo: 'B', from: '2025-06-12' }),
      sanction({ documentNo: 'A', status: 'terminated', until: null }),
      sanction({ documentNo: 'C', from: '2026-02-01', until: '2026-03-01' }),
    ];
    expect(reasonsFor('INPATIENT_BEFORE_STATUS_CHANGE', { line, registry })[0]?.evidence).toEqual([
      'document A',
      '2025-06-10/..',
      'document B',
      '2025-06-12/2025-09-10',
    ]);
  });

  it.each([
    ['annulled', [sanction(), annulment()]],
    ['never: it ends where it begins', [sanction({ until: '2025-06-10' })]],
    ['restored from before its first day', [sanction(), restoration('2025-06-05')]],
    ['restored from its first second', [sanction(), restoration('2025-06-10')]],
    ['of a colleague', [sanction({ code: COLLEAGUE })]],
    ['bound to another site', [sanction({ cause: 'other', scope: 'site', fixmedinsCode: OTHER_HOSPITAL })]],
    ['not known yet', [sanction(recorded('2026-02-01 00:00:00'))]],
  ])('crosses no change where the sanction is %s', (_, records) => {
    const line = inpatient({ feeOccurredAt: '2025-06-04 10:00:00' });
    expect(shortly({ line, registry: [...inGoodStanding(), ...records] })).toBe(plain);
  });

  it('is a parameter: read the other way, the fee is accepted without the note', () => {
    const values = setting('guangdong-2025', { inpatientCarveOut: 'none' });
    const line = inpatient({ feeOccurredAt: '2025-06-09 10:00:00' });
    expect(shortly({ line, registry: suspended, values })).toBe(plain);
  });
});
