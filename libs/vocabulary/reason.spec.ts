import {
  BAR_CODES,
  formatCitation,
  HOLD_CODES,
  identityKey,
  writtenIdentity,
  LIFT_CODES,
  NOTE_CODES,
  REASON_CODES,
  ROLES,
} from '.';

describe('the reason codes, in the order of the contract (CONTRACT 2)', () => {
  it('bars, then lifts, then notes', () => {
    expect(REASON_CODES).toEqual([
      'CODE_MISSING',
      'CODE_INVALID',
      'CLINICIAN_UNKNOWN',
      'NOT_REGISTERED_AT_SITE',
      'COMMITMENT_MISSING',
      'REGISTRATION_EXPIRED',
      'DEREGISTERED',
      'CLINICIAN_SUSPENDED',
      'CLINICIAN_TERMINATED',
      'NOT_RESTORED',
      'INSTITUTION_UNKNOWN',
      'INSTITUTION_SUSPENDED',
      'INSTITUTION_TERMINATED',
      'INSTITUTION_EXIT_AUDIT',
      'INSTITUTION_GUIDANCE',
      'DEPARTMENT_SUSPENDED',
      'EMERGENCY_EXEMPT',
      'EXEMPTION_GRANTED',
      'INPATIENT_BEFORE_STATUS_CHANGE',
      'NO_FUND_MONEY',
      'REFUND_MIRRORS_ORIGINAL',
      'IN_GOOD_STANDING',
      'OUTSIDE_PACK_IN_FORCE',
    ]);
    expect(REASON_CODES).toEqual([...BAR_CODES, ...LIFT_CODES, ...NOTE_CODES]);
    expect(ROLES).toEqual(['ordering', 'performing', 'principal']);
    expect(HOLD_CODES).toEqual([
      'PACK_MISSING',
      'PACK_INCOMPLETE',
      'REFUND_ORIGINAL_UNKNOWN',
      'DATE_IMPLAUSIBLE',
      'EMERGENCY_EVIDENCE_NEEDED',
      'AMOUNTS_CONTRADICT',
      'REFUND_EXCEEDS_ORIGINAL',
      'MED_TYPE_UNKNOWN',
    ]);
  });
});

describe('how things are named', () => {
  it.each([
    ['15', 'guangdong-2025 art. 15'],
    ['38 para. 2', 'guangdong-2025 art. 38 para. 2'],
    [null, 'guangdong-2025 reading'],
  ])('article %s: %s', (article, expected) => {
    const rest = { pack: 'guangdong-2025', summary: '', document: '', lastCheckedOn: '' };
    expect(formatCitation({ ...rest, article })).toBe(expected);
  });

  it.each([
    ['', 'H1|V1||7'],
    ['B1', 'H1|V1|B1|7'],
  ])('a line of batch %j: %s', (chargeBatch, expected) => {
    expect(writtenIdentity({ fixmedinsCode: 'H1', visitId: 'V1', chargeBatch, lineNo: '7' })).toBe(expected);
  });

  it('two lines whose parts join alike are two lines', () => {
    const one = { fixmedinsCode: 'H1', visitId: 'V1', chargeBatch: 'B|7', lineNo: '9' };
    const other = { fixmedinsCode: 'H1', visitId: 'V1|B', chargeBatch: '7', lineNo: '9' };
    expect(writtenIdentity(one)).toBe(writtenIdentity(other));
    expect(identityKey(one)).not.toBe(identityKey(other));
  });
});
