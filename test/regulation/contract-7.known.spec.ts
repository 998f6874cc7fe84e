import type { RegistryRecord } from '@gatekeeper/vocabulary';
import {
  at,
  clinician,
  COLLEAGUE,
  deregistration,
  exemption,
  DOCTOR,
  inGoodStanding,
  institution,
  institutionStatus,
  outpatient,
  pharmacy,
  pharmacyInGoodStanding,
  PHARMACY,
  PRINCIPAL,
  principal,
  recorded,
  registration,
  sanction,
  shortly,
} from './facts';

const PAID = 'accept ~IN_GOOD_STANDING';
const asked = (records: readonly RegistryRecord[], knownAt: string, line = outpatient()) =>
  shortly({ line, registry: records, knownAt });

const KNOWN = recorded('2025-07-01 00:00:00');
const BEFORE = '2025-06-30 23:59:59';
const FROM = '2025-07-01 00:00:00';

describe('CONTRACT 7, Known: a record is known at T when its recorded_at is not after T', () => {
  it.each([
    ['a sanction', [...inGoodStanding(), sanction(KNOWN)], PAID, 'reject CLINICIAN_SUSPENDED'],
    ['a deregistration', [...inGoodStanding(), deregistration(KNOWN)], PAID, 'reject DEREGISTERED'],
    [
      'an institution status',
      [...inGoodStanding(), institutionStatus(KNOWN)],
      PAID,
      'reject INSTITUTION_SUSPENDED',
    ],
    [
      'a registration',
      [institution(), clinician(), registration(KNOWN)],
      'reject NOT_REGISTERED_AT_SITE',
      PAID,
    ],
    [
      'a clinician',
      [institution(), { ...clinician(), ...KNOWN }, registration()],
      'reject CLINICIAN_UNKNOWN',
      PAID,
    ],
    [
      'an institution',
      [{ ...institution(), ...KNOWN }, clinician(), registration()],
      'reject INSTITUTION_UNKNOWN',
      PAID,
    ],
    [
      'an exemption',
      [...inGoodStanding(), sanction(), exemption({ code: DOCTOR, ...KNOWN })],
      'reject CLINICIAN_SUSPENDED',
      'accept CLINICIAN_SUSPENDED +EXEMPTION_GRANTED',
    ],
  ])('%s', (_, records, before, from) => {
    expect(asked(records, BEFORE)).toBe(before);
    expect(asked(records, FROM)).toBe(from);
  });

  it('a principal', () => {
    const records = [...pharmacyInGoodStanding().slice(0, 3), principal(KNOWN)];
    expect(asked(records, BEFORE, pharmacy())).toBe('reject CLINICIAN_UNKNOWN(principal)');
    expect(asked(records, FROM, pharmacy())).toBe(PAID);
  });

  it('goes by the store clock where a record has been through the store', () => {
    const claimed = sanction({ ...recorded('2025-06-10'), receivedAt: at(FROM), knownFrom: at(FROM) });
    expect(asked([...inGoodStanding(), claimed], BEFORE)).toBe(PAID);
    expect(asked([...inGoodStanding(), claimed], FROM)).toBe('reject CLINICIAN_SUSPENDED');
  });
});

describe('CONTRACT 3: a correction replaces what it supersedes from when it is known', () => {
  const wrong = sanction({ recordId: 'wrong', ...recorded('2025-06-10 00:00:00') });
  const corrected = (more: Parameters<typeof sanction>[0] = {}) =>
    sanction({ recordId: 'corrected', supersedes: 'wrong', ...KNOWN, ...more });

  it('the old one stays visible to questions asked as known before', () => {
    const records = [...inGoodStanding(), wrong, corrected({ from: '2025-08-01' })];
    const onTheTenth = outpatient({ feeOccurredAt: '2025-06-10 12:00:00' });
    expect(asked(records, '2025-06-09 23:59:59', onTheTenth)).toBe(PAID);
    expect(asked(records, '2025-06-10 00:00:00', onTheTenth)).toBe('reject CLINICIAN_SUSPENDED');
    expect(asked(records, BEFORE)).toBe('reject CLINICIAN_SUSPENDED');
    expect(asked(records, FROM)).toBe(PAID);
  });

  it('to another person: it leaves the one and comes to the other', () => {
    const records = [
      ...inGoodStanding(),
      clinician(COLLEAGUE),
      registration({ code: COLLEAGUE }),
      wrong,
      corrected({ code: COLLEAGUE }),
    ];
    const ofColleague = outpatient({ orderingCode: COLLEAGUE });
    expect([asked(records, BEFORE), asked(records, BEFORE, ofColleague)]).toEqual([
      'reject CLINICIAN_SUSPENDED',
      PAID,
    ]);
    expect([asked(records, FROM), asked(records, FROM, ofColleague)]).toEqual([
      PAID,
      'reject CLINICIAN_SUSPENDED',
    ]);
  });

  it('known before what it corrects, it leaves nothing of it', () => {
    const late = sanction({ recordId: 'wrong', ...recorded('2025-08-01') });
    const records = [...inGoodStanding(), late, corrected({ from: '2025-08-01' })];
    for (const knownAt of [BEFORE, FROM, '2025-12-31']) expect(asked(records, knownAt)).toBe(PAID);
  });

  it('corrected in turn, the first stays superseded', () => {
    const again = sanction({ supersedes: 'corrected', from: '2025-09-01', ...recorded('2025-07-15') });
    const records = [...inGoodStanding(), wrong, corrected(), again];
    expect(asked(records, '2025-07-14 23:59:59')).toBe('reject CLINICIAN_SUSPENDED');
    expect(asked(records, '2025-07-15 00:00:00')).toBe(PAID);
  });

  it('a restoration, too, may be superseded', () => {
    const line = outpatient({ feeOccurredAt: '2025-06-20 12:00:00' });
    const premature = { ...recorded('2025-06-15'), kind: 'restoration', recordId: 'r' } as const;
    const reference = {
      documentNo: '粤医保处〔2025〕1号',
      code: null,
      receivedAt: null,
      approvedAt: at('2025-06-15'),
    };
    const records: readonly RegistryRecord[] = [
      ...inGoodStanding(),
      sanction(),
      { ...premature, ...reference, effectiveFrom: at('2025-06-16'), supersedes: null },
      {
        ...premature,
        ...reference,
        ...KNOWN,
        recordId: 's',
        effectiveFrom: at('2025-09-10'),
        supersedes: 'r',
      },
    ];
    expect(asked(records, BEFORE, line)).toBe(PAID);
    expect(asked(records, FROM, line)).toBe('reject CLINICIAN_SUSPENDED');
  });
});

describe('CONTRACT 7, Known: a subject absent from a registry that could be read is a fact', () => {
  it('whoever is absent is unknown, and barred', () => {
    expect(asked([], FROM)).toBe('reject CLINICIAN_UNKNOWN INSTITUTION_UNKNOWN');
    expect(asked([institution(PHARMACY), clinician(PRINCIPAL)], FROM, pharmacy())).toBe(
      'reject CLINICIAN_UNKNOWN(principal)',
    );
  });
});
