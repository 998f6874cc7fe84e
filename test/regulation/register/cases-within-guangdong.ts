/** What tells the answers to the questions of READINGS 1.2.2 apart. */
import {
  appealBy,
  appealClause,
  bearerOfDelay,
  noticeRecipients,
  paidAgainstDeclaration,
  promptlyBy,
  restorationAddressee,
} from '@gatekeeper/scoring';
import { inpatient, outpatient } from '../lines';
import { dayInShort, officialWorkingDays } from '../parameters';
import { clinician, inGoodStanding, registration, sanction } from '../persons';
import { COLLEAGUE, HOSPITAL, OTHER_HOSPITAL } from '../record-head';
import { dayOn } from '../times';
import type { Cases } from './reading';
import { shown } from './reading';

const suspended = [...inGoodStanding(), sanction()];
const PAID = 'accept ~IN_GOOD_STANDING';
const BARRED = 'reject CLINICIAN_SUSPENDED';
const NOTED = 'accept ~INPATIENT_BEFORE_STATUS_CHANGE ~IN_GOOD_STANDING';
const colleagueSuspended = [
  ...inGoodStanding(),
  clinician(COLLEAGUE),
  registration({ code: COLLEAGUE }),
  sanction({ code: COLLEAGUE }),
];
const daySurgery = outpatient({
  admittedAt: '2025-06-09 08:00:00',
  feeOccurredAt: '2025-06-09 10:00:00',
  settledAt: '2025-06-20 09:00:00',
});
const lateMaintained = { orderedFrom: dayOn('2025-06-10'), maintainedOn: dayOn('2025-06-15') };

export const CASES_WITHIN_GUANGDONG: Cases = {
  '1.2.2-1': [
    shown(
      ({ parameters }) => dayInShort(appealBy(dayOn('2025-06-10'), parameters, officialWorkingDays)),
      '2025-06-24',
      '2025-06-19',
    ),
  ],
  '1.2.2-2': [shown(({ parameters }) => appealClause(parameters).addressee, 'agency', 'admin_dept')],
  '1.2.2-3': [
    shown(
      ({ parameters }) => bearerOfDelay(lateMaintained, dayOn('2025-06-15'), parameters),
      'institution',
      'not_regulated',
    ),
  ],
  '1.2.2-4': [
    shown(
      ({ parameters }) => restorationAddressee({ leftIt: false, itsAgreementEnded: false }, parameters),
      'institution_of_behaviour',
      'agency',
    ),
  ],
  '1.2.2-5': [
    shown(
      ({ parameters }) =>
        String(paidAgainstDeclaration([{ emergency: true }, { emergency: false }], parameters)),
      '1',
      '2',
    ),
  ],
  '1.2.2-6': [
    shown(
      ({ parameters }) => noticeRecipients(HOSPITAL, [HOSPITAL, OTHER_HOSPITAL], parameters).join(),
      HOSPITAL,
      `${HOSPITAL},${OTHER_HOSPITAL}`,
    ),
  ],
  '1.2.2-7': [
    shown(
      (reading) => reading.decides(outpatient({ performingCode: COLLEAGUE }), colleagueSuspended),
      'accept ~CLINICIAN_SUSPENDED(performing) ~IN_GOOD_STANDING',
      'reject CLINICIAN_SUSPENDED(performing)',
    ),
  ],
  '1.2.2-8': [
    shown(
      (reading) => reading.decides(outpatient({ pooledAmount: 0n }), suspended),
      'accept ~NO_FUND_MONEY',
      BARRED,
    ),
  ],
  '1.2.2-9': [
    shown(
      (reading) =>
        reading.decides(outpatient(), [
          ...inGoodStanding(),
          sanction({ scope: 'site', fixmedinsCode: OTHER_HOSPITAL }),
        ]),
      BARRED,
      PAID,
    ),
  ],
  '1.2.2-10': [shown((reading) => reading.decides(daySurgery, suspended), PAID, NOTED)],
  '1.2.2-11': [
    shown(
      (reading) => reading.decides(inpatient({ feeOccurredAt: '2025-06-12 09:00:00' }), suspended),
      BARRED,
      'accept CLINICIAN_SUSPENDED +INPATIENT_BEFORE_STATUS_CHANGE',
    ),
  ],
  '1.2.2-12': [
    shown(
      ({ parameters }) => dayInShort(promptlyBy(dayOn('2025-06-10'), parameters, officialWorkingDays)),
      'none',
      '2025-06-13',
    ),
  ],
};
