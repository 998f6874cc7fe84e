/** What tells the answers to the questions of READINGS 1.6 apart. */
import { periodOf } from '@gatekeeper/calendar';
import {
  agencyReportBy,
  appealBy,
  fraudStopUntil,
  isSampledFrom,
  mayBeRatedExcellent,
  mayReapplyFrom,
  mayRestoreEarly,
  namesGround,
  objectionBy,
  provinceReportBy,
  reviewBy,
  runningDuring,
  suspendedShare,
  suspensionsEndAgreement,
} from '@gatekeeper/scoring';
import { institution } from '../institutions';
import { inpatient, outpatient } from '../lines';
import { dayInShort, officialWorkingDays } from '../parameters';
import { clinician, inGoodStanding, sanction } from '../persons';
import { OTHER_HOSPITAL } from '../record-head';
import { finding, nationalPoints } from '../scoring';
import { dayOn } from '../times';
import type { Cases } from './reading';
import { inTurn, shown } from './reading';

const suspended = [...inGoodStanding(), sanction()];
const terminated = [...inGoodStanding(), sanction({ status: 'terminated' })];
const elsewhere = sanction({ fixmedinsCode: OTHER_HOSPITAL });
const emergency = outpatient({ medicalCategory: '13' });
const PAID = 'accept ~IN_GOOD_STANDING';
const BARRED = 'reject CLINICIAN_SUSPENDED';
const appeal = {
  materialReceivedOn: dayOn('2025-06-10'),
  acceptedOn: dayOn('2025-06-13'),
  expertDays: 0,
};
const appealed = { filedOn: dayOn('2025-06-20'), answeredOn: dayOn('2025-07-10') };
const staff = [
  { category: 'doctor', suspended: true },
  { category: 'doctor', suspended: false },
  { category: 'nurse', suspended: false },
] as const;
const may = { year: 2025, month: 5 };

export const CASES_BETWEEN_TEXTS: Cases = {
  '1.6-1': [
    shown(
      (reading) => reading.decides(outpatient({ feeOccurredAt: '2025-09-10 00:00:00' }), suspended),
      PAID,
      'reject NOT_RESTORED',
    ),
  ],
  '1.6-2': [
    shown(
      ({ parameters }) =>
        String(mayRestoreEarly({ approvedByAdminDepartment: true, assessmentPassed: true }, parameters)),
      'true',
      'false',
    ),
  ],
  '1.6-3': [
    shown(
      (reading) =>
        reading.decides(outpatient(), [...inGoodStanding(), { ...elsewhere, cause: 'institution' }]),
      PAID,
      BARRED,
    ),
  ],
  '1.6-4': [
    shown(
      (reading) => reading.decides(outpatient(), [...inGoodStanding(), { ...elsewhere, scope: 'site' }]),
      BARRED,
      PAID,
    ),
  ],
  '1.6-5': [
    shown(
      (reading) => reading.scores(nationalPoints(12)),
      '12 → terminate 3 years 2025-06-10/2028-06-09',
      '12 → suspend 12 months 2025-06-10/2026-06-09',
    ),
    shown(
      ({ parameters }) => dayInShort(fraudStopUntil(dayOn('2025-06-10'), 5, parameters)),
      'not_allowed',
      '2030-06-09',
    ),
  ],
  '1.6-6': [
    shown(
      (reading) => reading.scores(nationalPoints(6)),
      '6 → inform',
      '6 → suspend 3 months 2025-06-10/2025-09-09',
    ),
  ],
  '1.6-7': [
    shown(
      (reading) =>
        reading.scores(
          finding('N23-4-6-1', { act: 'A1', points: 4 }),
          finding('N23-1-3-1', { act: 'A1', points: 2 }),
        ),
      '4 → inform',
      '6 → inform',
    ),
    shown(
      (reading) => reading.scores(finding('N23-4-6-1', { points: 4 }), finding('N23-4-6-1', { points: 5 })),
      '5 → inform',
      '9 → suspend 1-6 months 2025-06-10/..',
    ),
  ],
  '1.6-8': [shown((reading) => String(reading.leaves(nationalPoints(4))), 'none', '8')],
  '1.6-9': [
    shown(
      (reading) => reading.decides(emergency, terminated),
      'accept CLINICIAN_TERMINATED +EMERGENCY_EXEMPT',
      'reject CLINICIAN_TERMINATED',
    ),
    shown(
      (reading) => reading.decides(emergency, [institution(), clinician()]),
      'reject NOT_REGISTERED_AT_SITE',
      'accept NOT_REGISTERED_AT_SITE +EMERGENCY_EXEMPT',
    ),
    shown(
      ({ parameters }) => ['急救', '抢救'].filter((ground) => namesGround(ground, parameters)).join(),
      '抢救',
      '急救',
    ),
  ],
  '1.6-10': [
    shown(
      (reading) => reading.decides(outpatient({ pooledAmount: 0n }), suspended),
      BARRED,
      'accept ~NO_FUND_MONEY',
    ),
  ],
  '1.6-11': [shown(({ parameters }) => String(suspendedShare(staff, parameters).of), '2', '3')],
  '1.6-12': [
    shown(
      ({ parameters }) => dayInShort(reviewBy(appeal, parameters, officialWorkingDays)),
      '2025-07-11',
      '2025-07-08',
    ),
  ],
  '1.6-13': [
    shown(
      ({ parameters }) => dayInShort(appealBy(dayOn('2025-06-10'), parameters, officialWorkingDays)),
      '2025-06-24',
      '2025-06-19',
    ),
    shown(
      ({ parameters }) => dayInShort(objectionBy(dayOn('2025-06-10'), parameters, officialWorkingDays)),
      'none',
      '2025-06-17',
    ),
  ],
  '1.6-14': [
    shown(
      ({ parameters }) =>
        inTurn(runningDuring(periodOf(dayOn('2025-06-10'), 3, 'last_day_of_month'), appealed, parameters)),
      '2025-06-10/2025-09-10',
      '2025-06-10/2025-06-20 and 2025-07-10/2025-09-30',
    ),
  ],
  '1.6-15': [
    shown(
      ({ parameters }) => String(isSampledFrom({ passedFirstAudit: true, inpatient: false }, parameters)),
      'true',
      'false',
    ),
  ],
  '1.6-16': [
    shown(
      ({ parameters }) => dayInShort(mayReapplyFrom(dayOn('2025-06-10'), parameters)),
      '2026-06-10',
      '2028-06-10',
    ),
  ],
  '1.6-17': [shown(({ parameters }) => String(suspensionsEndAgreement(2, parameters)), 'false', 'true')],
  '1.6-18': [
    shown(
      ({ parameters }) =>
        String(mayBeRatedExcellent({ reportedInTime: true, share: { suspended: 1, of: 4 } }, parameters)),
      'false',
      'true',
    ),
  ],
  '1.6-19': [
    shown(
      (reading) => reading.decides(inpatient({ feeOccurredAt: '2025-06-09 10:00:00' }), suspended),
      PAID,
      'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING',
    ),
  ],
  '1.6-20': [
    shown(
      (reading) => reading.decides(outpatient({ paidAt: '2025-06-20 10:00:00' }), suspended),
      'claw_back CLINICIAN_SUSPENDED',
      BARRED,
    ),
  ],
  '1.6-21': [
    shown(
      ({ parameters }) =>
        `${dayInShort(agencyReportBy(may, parameters))}, ${dayInShort(provinceReportBy(may, parameters))}`,
      '2025-06-05, 2025-06-10',
      'none, none',
    ),
  ],
};
