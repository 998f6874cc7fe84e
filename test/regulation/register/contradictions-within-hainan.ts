/** READINGS 1.1.3: the Hainan draft of 2022. */
import type { Contradiction } from './contradiction';
import { contradiction } from './contradiction';

const HAINAN = 'hainan-2022';

export const WITHIN_HAINAN: readonly Contradiction[] = [
  contradiction(
    '1.1.3-1',
    'Points per case (16–19), or once for a kind within one inspection (14)?',
    HAINAN,
    { sameKindInSameInspection: 'perCase' },
  ),
  contradiction('1.1.3-2', 'Grades (28): is the lower bound of a grade part of it, or the upper?', HAINAN, {
    grades: 'A:12,B:11,C:7,D:0',
  }),
  contradiction(
    '1.1.3-3',
    'All points gone (15, 20 item 3): a suspension, or the end of eligibility?',
    HAINAN,
    { terminate: 'at 12: accumulated 1, one-off 3' },
  ),
  contradiction(
    '1.1.3-4',
    'A second trigger in the same year (22): its tier in full, or what is left of it?',
    HAINAN,
    { tierEscalation: 'topUp' },
  ),
  contradiction('1.1.3-5', 'More than the year has points (13): is the total cut off there?', HAINAN, {
    annualCap: 'none',
  }),
  contradiction('1.1.3-6', 'Does the sanction run while an appeal is examined (24)?', HAINAN, {
    sanctionRunsDuringAppeal: 'false',
  }),
  contradiction(
    '1.1.3-7',
    'First aid (急救, 22) or rescue (抢救, 19): does an ambulance call (9922) prove emergency?',
    HAINAN,
    { emergencyCategories: '13,1301,9922' },
    { emergencyWords: '急诊、抢救等特殊情形' },
  ),
  contradiction(
    '1.1.3-8',
    'No sentence on stays that cross a suspension: is a fee from before named as such?',
    HAINAN,
    { inpatientCarveOut: 'before_status_change' },
  ),
  contradiction('1.1.3-9', 'No sentence on recovery: is what was paid recovered?', HAINAN, {
    onPaidLine: 'reject',
  }),
  contradiction(
    '1.1.3-10',
    'The agreement runs for two years (4): does its end bar?',
    HAINAN,
    { certificateChecked: 'true' },
    { agreementValidityYears: '3' },
  ),
  contradiction(
    '1.1.3-11',
    'Deducted points (20) or remaining ones (13, 28): which way is counted?',
    HAINAN,
    { scoreDirection: 'up' },
  ),
  contradiction(
    '1.1.3-12',
    'An institution or department is suspended (20 item 5): everyone there, or who is responsible?',
    HAINAN,
    { institutionCauseFilter: 'responsible' },
  ),
];
