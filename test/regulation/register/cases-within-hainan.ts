/** What tells the answers to the questions of READINGS 1.1.3 apart. */
import { formatInterval, periodOf } from '@gatekeeper/calendar';
import { agreementTerm, namesGround, personsReached, runningDuring } from '@gatekeeper/scoring';
import { inpatient, outpatient } from '../lines';
import { clinician, inGoodStanding, registration, sanction } from '../persons';
import { institution } from '../institutions';
import { COLLEAGUE, DOCTOR } from '../record-head';
import { finding } from '../scoring';
import { dayOn } from '../times';
import type { Cases } from './reading';
import { inTurn, shown } from './reading';

const suspended = [...inGoodStanding(), sanction()];
const PAID = 'accept ~IN_GOOD_STANDING';
const sameInspection = ['a', 'b', 'c'].map((id) => finding('HI22-17-2', { id, inspection: 'J1' }));
const inMarch = finding('HI22-16-1', { at: '2025-03-03 09:00:00' });
const inAugust = finding('HI22-18-1', { at: '2025-08-04 09:00:00' });
const appeal = { filedOn: dayOn('2025-06-20'), answeredOn: dayOn('2025-07-10') };
const agreementOver = [
  institution(),
  clinician(),
  registration({ certificateUntil: periodOf(dayOn('2023-06-01'), 24, 'last_day_of_month').until }),
];
const staff = [
  { code: DOCTOR, departmentCode: null, responsible: true },
  { code: COLLEAGUE, departmentCode: null, responsible: false },
];

export const CASES_WITHIN_HAINAN: Cases = {
  '1.1.3-1': [
    shown(
      (reading) => reading.scores(...sameInspection),
      '3 → none',
      '9 → suspend 6 months 2025-06-10/2025-12-09',
    ),
  ],
  '1.1.3-2': [shown((reading) => reading.grades(finding('HI22-18-1')), 'B', 'C')],
  '1.1.3-3': [
    shown(
      (reading) => reading.scores(finding('HI22-15-1')),
      '12 → suspend 12 months 2025-06-10/2026-06-09',
      '12 → terminate 3 years 2025-06-10/2028-06-09',
    ),
  ],
  '1.1.3-4': [
    shown(
      (reading) => reading.scores(inMarch, inAugust),
      '8 → suspend 6 months 2025-08-04/2026-02-03',
      '8 → suspend 3 months 2025-08-04/2025-11-03',
    ),
  ],
  '1.1.3-5': [
    shown(
      (reading) => reading.scores(finding('HI22-15-1'), finding('HI22-17-1')),
      '12 → suspend 12 months 2025-06-10/2026-06-09',
      '15 → suspend 12 months 2025-06-10/2026-06-09',
    ),
  ],
  '1.1.3-6': [
    shown(
      ({ parameters }) =>
        inTurn(runningDuring(periodOf(dayOn('2025-06-10'), 3, 'last_day_of_month'), appeal, parameters)),
      '2025-06-10/2025-09-10',
      '2025-06-10/2025-06-20 and 2025-07-10/2025-09-30',
    ),
  ],
  '1.1.3-7': [
    shown(
      (reading) => reading.decides(outpatient({ medicalCategory: '9922' }), suspended),
      'reject CLINICIAN_SUSPENDED',
      'accept CLINICIAN_SUSPENDED +EMERGENCY_EXEMPT',
    ),
    shown(
      ({ parameters }) => ['急救', '抢救'].filter((ground) => namesGround(ground, parameters)).join(),
      '急救',
      '抢救',
    ),
  ],
  '1.1.3-8': [
    shown(
      (reading) => reading.decides(inpatient({ feeOccurredAt: '2025-06-09 10:00:00' }), suspended),
      PAID,
      'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING',
    ),
  ],
  '1.1.3-9': [
    shown(
      (reading) => reading.decides(outpatient({ paidAt: '2025-06-20 10:00:00' }), suspended),
      'claw_back CLINICIAN_SUSPENDED',
      'reject CLINICIAN_SUSPENDED',
    ),
  ],
  '1.1.3-10': [
    shown((reading) => reading.decides(outpatient(), agreementOver), PAID, 'reject REGISTRATION_EXPIRED'),
    shown(
      ({ parameters }) => {
        const term = agreementTerm(dayOn('2023-06-01'), parameters);
        return term === 'none' ? term : formatInterval(term);
      },
      '2023-06-01/2025-06-01',
      '2023-06-01/2026-06-01',
    ),
  ],
  '1.1.3-11': [shown((reading) => String(reading.leaves(finding('HI22-17-1'))), '9', 'none')],
  '1.1.3-12': [
    shown(
      ({ parameters }) => personsReached(staff, null, parameters).join(),
      `${DOCTOR},${COLLEAGUE}`,
      DOCTOR,
    ),
  ],
};
