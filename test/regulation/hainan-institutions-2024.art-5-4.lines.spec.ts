import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import {
  clinician,
  DOCTOR,
  exemption,
  HOSPITAL,
  inGoodStanding,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  PHARMACY,
  pharmacyInGoodStanding,
  reasonsFor,
  refundOf,
  registration,
  setting,
  shortly,
} from './facts';
import { inHainan, inpatientInHainan, outpatientInHainan, pharmacyInHainan } from './hainan';

const pack = 'hainan-institutions-2024';
const BARRED = 'reject INSTITUTION_EXIT_AUDIT';
const PAID = 'accept ~IN_GOOD_STANDING';

/** Audited on its way out from 2025-06-10 to 2025-07-09. */
const audited = institutionStatus({ status: 'exit_audit', until: '2025-07-10' });
const registry = [...inGoodStanding(), audited];
const answer = (line: SettlementLine, onFile: readonly RegistryRecord[] = registry) =>
  shortly(inHainan(line, onFile));

describe('hainan-institutions-2024 art. 5-4: online settlement rests while an institution is audited out', () => {
  it.each([
    ['the second before', '2025-06-09 23:59:59', PAID],
    ['the first second', '2025-06-10 00:00:00', BARRED],
    ['the second after', '2025-06-10 00:00:01', BARRED],
    ['the last second', '2025-07-09 23:59:59', BARRED],
    ['the first second after', '2025-07-10 00:00:00', PAID],
  ])('%s (%s) → %s', (_, feeOccurredAt, expected) => {
    expect(answer(outpatientInHainan({ feeOccurredAt }))).toBe(expected);
  });

  it.each([
    ['outpatient', outpatientInHainan()],
    ['chronic', outpatientInHainan({ medicalCategory: '14' })],
    ['emergency, by category', outpatientInHainan({ medicalCategory: '13' })],
    ['emergency, by rescue record', outpatientInHainan({ rescueRecordNo: 'QJ1' })],
    ['emergency claimed', outpatientInHainan({ emergencyFlag: '1' })],
    ['of an unknown category', outpatientInHainan({ medicalCategory: '77' })],
    ['inpatient', inpatientInHainan()],
    ['inpatient, admitted before', inpatientInHainan({ admittedAt: '2025-06-13 10:00:00' })],
    ['of another province', outpatientInHainan({ insuranceArea: '110101' })],
  ])('every line: %s', (_, line) => {
    expect(answer(line)).toBe(BARRED);
  });

  it('at a pharmacy too', () => {
    const atPharmacy = institutionStatus({ status: 'exit_audit', fixmedinsCode: PHARMACY });
    expect(answer(pharmacyInHainan(), [...pharmacyInGoodStanding(), atPharmacy])).toBe(BARRED);
  });

  it('at a regional medical centre too', () => {
    const center = [institution(HOSPITAL, { regionalMedicalCenter: true }), clinician(), registration()];
    expect(answer(outpatientInHainan(), [...center, audited])).toBe(BARRED);
  });

  it('not at the other site of its doctors', () => {
    const other = [
      institution(OTHER_HOSPITAL),
      registration({ fixmedinsCode: OTHER_HOSPITAL, mainSite: false, committed: null }),
    ];
    expect(answer(outpatientInHainan({ fixmedinsCode: OTHER_HOSPITAL }), [...registry, ...other])).toBe(PAID);
  });

  it.each([
    ['the institution', { fixmedinsCode: HOSPITAL }],
    ['a department', { fixmedinsCode: HOSPITAL, departmentCode: 'A03.02' }],
    ['a person', { code: DOCTOR }],
  ])('no exemption lifts it: %s', (_, named) => {
    const line = outpatientInHainan({ departmentCode: 'A03.02' });
    expect(answer(line, [...registry, exemption(named)])).toBe(BARRED);
  });

  it('without fund money there is nothing to refuse, and a refund asks its original', () => {
    expect(answer(outpatientInHainan({ fundAmount: 0n, pooledAmount: 0n }))).toBe('accept ~NO_FUND_MONEY');
    expect(answer(refundOf('L1', { treatmentArea: '460105', insuranceArea: '460105' }))).toBe(
      'hold REFUND_ORIGINAL_UNKNOWN',
    );
  });

  it('names document and days', () => {
    expect(reasonsFor('INSTITUTION_EXIT_AUDIT', inHainan(outpatientInHainan(), registry))).toEqual([
      {
        code: 'INSTITUTION_EXIT_AUDIT',
        effect: 'bars',
        role: null,
        article: 'hainan-institutions-2024 art. 5-4',
        evidence: ['document 机构1号', '2025-06-10/2025-07-10'],
      },
    ]);
  });

  it('and guidance stand beside each other', () => {
    const both = [...registry, institutionStatus({ status: 'guidance', documentNo: '机构2号' })];
    expect(answer(outpatientInHainan({ medicalCategory: '14' }), both)).toBe(
      'reject INSTITUTION_EXIT_AUDIT INSTITUTION_GUIDANCE',
    );
    expect(answer(outpatientInHainan(), both)).toBe(BARRED);
  });

  it.each([
    ['this text', pack, BARRED],
    ['the measures on doctors', 'hainan-2022', PAID],
    ['the national scheme', 'national-2024', PAID],
  ])('is known to %s alone', (_, alone, expected) => {
    expect(shortly({ line: outpatientInHainan(), registry, pack: alone })).toBe(expected);
  });

  it('is read: without the status, nothing bars', () => {
    const values = setting(pack, { institutionStatuses: 'suspended,terminated,guidance' });
    expect(shortly({ ...inHainan(outpatientInHainan(), registry), values })).toBe(PAID);
  });
});
