/** Each reading that a pack takes is a parameter; here each is tested both ways, and none may be left out. */
import type { ParameterName } from '@gatekeeper/policy';
import { LINE_PARAMETER_NAMES } from '@gatekeeper/policy';
import type { RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import {
  clinician,
  COLLEAGUE,
  HOSPITAL,
  inGoodStanding,
  inpatient,
  institution,
  institutionStatus,
  OTHER_HOSPITAL,
  outpatient,
  at,
  pharmacy,
  PHARMACY,
  pharmacyInGoodStanding,
  PRINCIPAL,
  registration,
  sanction,
  setting,
  shortly,
} from './facts';
import { LINFEN_VALUES } from './linfen-filled';
import type { WrittenValues } from './parameters';

const BARRED = 'reject CLINICIAN_SUSPENDED';
const PAID = 'accept ~IN_GOOD_STANDING';
const EXEMPT = 'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT';
const suspended = [...inGoodStanding(), sanction()];
const emergency = outpatient({ medicalCategory: '13' });

type Reading = readonly [
  parameter: ParameterName,
  line: SettlementLine,
  registry: readonly RegistryRecord[],
  byDefault: string,
  other: string,
  readOtherwise: string,
];

const SHARED: readonly Reading[] = [
  [
    'restore',
    outpatient({ feeOccurredAt: '2025-09-10 00:00:00' }),
    suspended,
    'reject NOT_RESTORED',
    'auto',
    PAID,
  ],
  [
    'commitmentRequired',
    outpatient(),
    [institution(), clinician(), registration({ committed: null })],
    'reject COMMITMENT_MISSING',
    'false',
    PAID,
  ],
  [
    'certificateChecked',
    outpatient(),
    [institution(), clinician(), registration({ certificateUntil: at('2025-06-15') })],
    PAID,
    'true',
    'reject REGISTRATION_EXPIRED',
  ],
  [
    'onMissingCode',
    outpatient({ orderingCode: null }),
    inGoodStanding(),
    'reject CODE_MISSING',
    'accept',
    PAID,
  ],
  [
    'checkedRoles',
    outpatient({ performingCode: COLLEAGUE }),
    inGoodStanding(),
    'accept ~CLINICIAN_UNKNOWN(performing) ~IN_GOOD_STANDING',
    'ordering+performing',
    'reject CLINICIAN_UNKNOWN(performing)',
  ],
  [
    'linkScope',
    outpatient(),
    [...inGoodStanding(), sanction({ scope: 'site', fixmedinsCode: OTHER_HOSPITAL })],
    BARRED,
    'site',
    PAID,
  ],
  [
    'siteBoundCauses',
    outpatient(),
    [...inGoodStanding(), sanction({ cause: 'institution', fixmedinsCode: OTHER_HOSPITAL })],
    BARRED,
    'institution',
    PAID,
  ],
  [
    'institutionStatuses',
    outpatient(),
    [...inGoodStanding(), institutionStatus()],
    'reject INSTITUTION_SUSPENDED',
    'terminated',
    PAID,
  ],
  ['emergencyCategories', emergency, suspended, EXEMPT, '1301', BARRED],
  [
    'impliedEmergencyCategories',
    outpatient({ medicalCategory: '24' }),
    suspended,
    'hold EMERGENCY_EVIDENCE_NEEDED',
    '',
    BARRED,
  ],
  ['emergencyException', emergency, suspended, EXEMPT, 'terminated,not_restored', BARRED],
  [
    'emergencyException',
    emergency,
    [...inGoodStanding(), sanction({ status: 'terminated' })],
    'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT',
    'suspended,not_restored',
    'reject CLINICIAN_TERMINATED',
  ],
  [
    'emergencyException',
    emergency,
    [...inGoodStanding(), sanction({ until: '2025-06-12' })],
    'accept NOT_RESTORED +EMERGENCY_EXEMPT',
    'suspended,terminated',
    'reject NOT_RESTORED',
  ],
  [
    'emergencyException',
    emergency,
    [institution(), clinician()],
    'reject NOT_REGISTERED_AT_SITE',
    'unregistered',
    'accept NOT_REGISTERED_AT_SITE +EMERGENCY_EXEMPT',
  ],
  [
    'onPaidLine',
    outpatient({ paidAt: '2025-06-20 10:00:00' }),
    suspended,
    'claw_back CLINICIAN_SUSPENDED',
    'reject',
    BARRED,
  ],
  [
    'feeAheadHours',
    outpatient({ feeOccurredAt: '2026-01-01 00:00:01' }),
    inGoodStanding(),
    PAID,
    '0',
    'hold DATE_IMPLAUSIBLE',
  ],
  ['feeEarliestDay', outpatient(), inGoodStanding(), PAID, '2025-06-16', 'hold DATE_IMPLAUSIBLE'],
  [
    'feeBeforeAdmissionDays',
    inpatient({ admittedAt: '2025-06-16 10:00:00' }),
    inGoodStanding(),
    PAID,
    '0',
    'hold DATE_IMPLAUSIBLE',
  ],
];

/** Where the articles they belong to are tested: guidance (hainan-institutions-2024), stays (guangdong-2025 art. 38), words. */
const READ_ELSEWHERE: readonly ParameterName[] = [
  'guidanceBlocks',
  'guidanceExceptsCenters',
  'carveOutClock',
  'carveOutTransactions',
  'emergencyWords',
];

/** What the Hainan draft of 2022 reads otherwise than the others. */
const HAINAN: readonly Reading[] = [
  [
    'restore',
    outpatient({ feeOccurredAt: '2025-09-10 00:00:00' }),
    suspended,
    PAID,
    'application',
    'reject NOT_RESTORED',
  ],
  [
    'commitmentRequired',
    outpatient(),
    [institution(), clinician(), registration({ committed: null })],
    PAID,
    'true',
    'reject COMMITMENT_MISSING',
  ],
  [
    'siteBoundCauses',
    outpatient(),
    [...inGoodStanding(), sanction({ cause: 'institution', fixmedinsCode: OTHER_HOSPITAL })],
    PAID,
    'department',
    BARRED,
  ],
  ['emergencyException', emergency, suspended, EXEMPT, 'terminated,not_restored,unregistered', BARRED],
  [
    'emergencyException',
    emergency,
    [...inGoodStanding(), sanction({ status: 'terminated' })],
    'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT',
    'suspended,not_restored,unregistered',
    'reject CLINICIAN_TERMINATED',
  ],
  [
    'emergencyException',
    emergency,
    [institution(), clinician()],
    'accept NOT_REGISTERED_AT_SITE +EMERGENCY_EXEMPT',
    'suspended,terminated,not_restored',
    'reject NOT_REGISTERED_AT_SITE',
  ],
];
const HAINAN_READS = new Set(HAINAN.map(([parameter]) => parameter));

const inGuidance = [...inGoodStanding(), institutionStatus({ status: 'guidance' })];
const GUIDED = 'reject INSTITUTION_GUIDANCE';
/** What an institution in guidance may not claim, under the one text that knows guidance. */
const GUIDANCE: readonly Reading[] = [
  ['institutionStatuses', outpatient({ medicalCategory: '14' }), inGuidance, GUIDED, 'suspended', PAID],
  ['guidanceBlocks', outpatient({ medicalCategory: '14' }), inGuidance, GUIDED, 'cross_province', PAID],
  ['guidanceBlocks', outpatient({ insuranceArea: '460105' }), inGuidance, GUIDED, 'chronic', PAID],
  [
    'guidanceExceptsCenters',
    outpatient({ medicalCategory: '14' }),
    [...inGuidance, institution(HOSPITAL, { regionalMedicalCenter: true })],
    PAID,
    'cross_province',
    GUIDED,
  ],
  [
    'guidanceExceptsCenters',
    outpatient({ insuranceArea: '460105' }),
    [...inGuidance, institution(HOSPITAL, { regionalMedicalCenter: true })],
    PAID,
    'chronic',
    GUIDED,
  ],
];

const crossing = inpatient({ feeOccurredAt: '2025-06-09 10:00:00' });
const CROSSED = 'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING';
const unpooled = outpatient({ pooledAmount: 0n });
const expired = [institution(), clinician(), registration({ certificateUntil: at('2025-06-15') })];
/** Of texts that ask for no commitment. */
const UNCOMMITTED: Reading = [
  'commitmentRequired',
  outpatient(),
  [institution(), clinician(), registration({ committed: null })],
  PAID,
  'true',
  'reject COMMITMENT_MISSING',
];
/** A pharmacy whose principal is suspended, by whether the text governs principals. */
const pharmacyBarred = [...pharmacyInGoodStanding(), sanction({ code: PRINCIPAL, fixmedinsCode: PHARMACY })];
const OF_PRINCIPALS: Reading = [
  'personTypes',
  pharmacy(),
  pharmacyBarred,
  `${BARRED}(principal)`,
  'doctor',
  PAID,
];
const OF_DOCTORS: Reading = [
  'personTypes',
  pharmacy(),
  pharmacyBarred,
  PAID,
  'doctor,pharmacy_principal',
  `${BARRED}(principal)`,
];
const READINGS: Readonly<Record<string, readonly Reading[]>> = {
  'national-2024': [
    ...SHARED,
    OF_PRINCIPALS,
    ['inpatientCarveOut', crossing, suspended, PAID, 'before_status_change', CROSSED],
    ['fundScope', unpooled, suspended, BARRED, 'pooled', 'accept ~NO_FUND_MONEY'],
  ],
  'guangdong-2025': [
    ...SHARED,
    OF_PRINCIPALS,
    ['inpatientCarveOut', crossing, suspended, CROSSED, 'none', PAID],
    ['fundScope', unpooled, suspended, 'accept ~NO_FUND_MONEY', 'all', BARRED],
  ],
  'nhsa-2018': [
    OF_DOCTORS,
    ...SHARED.filter(([parameter]) => parameter !== 'commitmentRequired'),
    UNCOMMITTED,
    ['inpatientCarveOut', crossing, suspended, PAID, 'before_status_change', CROSSED],
    ['fundScope', unpooled, suspended, BARRED, 'pooled', 'accept ~NO_FUND_MONEY'],
  ],
  linfen: [
    OF_DOCTORS,
    ...SHARED.filter(([parameter]) => !['commitmentRequired', 'certificateChecked'].includes(parameter)),
    UNCOMMITTED,
    ['certificateChecked', outpatient(), expired, 'reject REGISTRATION_EXPIRED', 'false', PAID],
    ['inpatientCarveOut', crossing, suspended, PAID, 'before_status_change', CROSSED],
    ['fundScope', unpooled, suspended, BARRED, 'pooled', 'accept ~NO_FUND_MONEY'],
  ],
  'hainan-2022': [
    OF_DOCTORS,
    ...SHARED.filter(([parameter]) => !HAINAN_READS.has(parameter)),
    ...HAINAN,
    ['inpatientCarveOut', crossing, suspended, PAID, 'before_status_change', CROSSED],
    ['fundScope', unpooled, suspended, BARRED, 'pooled', 'accept ~NO_FUND_MONEY'],
  ],
  'hainan-institutions-2024': [
    ...SHARED,
    OF_PRINCIPALS,
    ...GUIDANCE,
    ['inpatientCarveOut', crossing, suspended, PAID, 'before_status_change', CROSSED],
    ['fundScope', unpooled, suspended, BARRED, 'pooled', 'accept ~NO_FUND_MONEY'],
  ],
};

/** What has to be filled in before a pack decides at all. */
const FILLED: Readonly<Record<string, WrittenValues>> = { linfen: LINFEN_VALUES };

describe.each(Object.entries(READINGS))('the readings of %s', (pack, readings) => {
  const filled = FILLED[pack] ?? {};
  it.each(readings)('%s', (parameter, line, registry, byDefault, other, readOtherwise) => {
    const values = setting(pack, { ...filled, [parameter]: other });
    expect(shortly({ line, registry, pack, values: setting(pack, filled) })).toBe(byDefault);
    expect(shortly({ line, registry, pack, values })).toBe(readOtherwise);
  });

  it('leave no parameter untested', () => {
    const tested = new Set([...readings.map(([parameter]) => parameter), ...READ_ELSEWHERE]);
    expect([...tested].sort()).toEqual([...LINE_PARAMETER_NAMES].sort());
  });
});

describe.each(['national-2024', 'guangdong-2025'])('the readings of %s that CONTRACT 7 fixes', (pack) => {
  it('never registered, unknown, without commitment: lifted by emergency when read so', () => {
    const values = setting(pack, { emergencyException: 'unregistered' });
    for (const [registry, bar] of [
      [[institution()], 'CLINICIAN_UNKNOWN'],
      [[institution(), clinician(), registration({ committed: null })], 'COMMITMENT_MISSING'],
    ] as const) {
      expect(shortly({ line: emergency, registry, pack })).toBe(`reject ${bar}`);
      expect(shortly({ line: emergency, registry, pack, values })).toBe(`accept ${bar} +EMERGENCY_EXEMPT`);
    }
    for (const orderingCode of ['10086', null]) {
      const line = outpatient({ orderingCode, medicalCategory: '13' });
      const bar = orderingCode === null ? 'CODE_MISSING' : 'CODE_INVALID';
      expect(shortly({ line, registry: inGoodStanding(), pack, values })).toBe(`reject ${bar}`);
    }
  });

  it('two sanctions overlap: each stands until it ends by itself', () => {
    const registry = [
      ...suspended,
      sanction({ documentNo: '2号', status: 'terminated', from: '2025-07-01', until: null }),
    ];
    const onDay = (day: string) =>
      shortly({ line: outpatient({ feeOccurredAt: `${day} 12:00:00` }), registry, pack });
    expect(['2025-06-30', '2025-07-01', '2025-09-10'].map(onDay)).toEqual([
      BARRED,
      'reject CLINICIAN_SUSPENDED CLINICIAN_TERMINATED',
      'reject CLINICIAN_TERMINATED NOT_RESTORED',
    ]);
  });
});
