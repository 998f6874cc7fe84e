/** READINGS 1.6: one text against another. Each is tested under one of them, read as another reads it. */
import type { Contradiction } from './contradiction';
import { contradiction } from './contradiction';

const HAINAN = 'hainan-2022';
const GUANGDONG = 'guangdong-2025';
const NATIONAL = 'national-2024';

export const BETWEEN_TEXTS: readonly Contradiction[] = [
  contradiction('1.6-1', 'Does a served period end by itself, or by application?', HAINAN, {
    restore: 'application',
  }),
  contradiction('1.6-2', 'Early restoration: with approval where care needs it, or by repair?', HAINAN, {
    earlyRestore: 'repair',
  }),
  contradiction(
    '1.6-3',
    'A sanction that comes from the institution: does it reach the person’s other sites?',
    HAINAN,
    { siteBoundCauses: '' },
  ),
  contradiction('1.6-4', 'A sanction for points: does it reach other sites?', HAINAN, {
    linkScope: 'site',
  }),
  contradiction(
    '1.6-5',
    'Twelve points: suspended for a year, terminated for 1 or 3 years, or 1 to 5 years for fraud?',
    NATIONAL,
    { terminate: 'none', tiers: '[6,8) suspend 3;[8,10) suspend 6;[10,..) suspend 12' },
    { fraudStopYears: '1-5' },
  ),
  contradiction('1.6-6', 'The lowest total that suspends: 9 points, or 6?', NATIONAL, {
    tiers: '[6,8) suspend 3;[8,10) suspend 6;[10,..) suspend 12',
  }),
  contradiction(
    '1.6-7',
    'One act that fits several situations: the heaviest only, or all of them?',
    NATIONAL,
    { sameActSeveralSituations: 'summed' },
    { sameKindInSameInspection: 'perCase' },
  ),
  contradiction('1.6-8', 'Points counted up, or down from twelve?', NATIONAL, {
    scoreDirection: 'down',
    initialPoints: '12',
  }),
  contradiction(
    '1.6-9',
    'Emergency excepted in a suspension and a termination, or in a suspension only?',
    NATIONAL,
    { emergencyException: 'suspended' },
    { emergencyException: 'suspended,terminated,not_restored,unregistered' },
    { emergencyWords: '急诊、急救' },
  ),
  contradiction('1.6-10', 'All fund money, or the pooled fund only?', HAINAN, {
    fundScope: 'pooled',
  }),
  contradiction(
    '1.6-11',
    'Doctors only, or the other professions and the principals of pharmacies too?',
    HAINAN,
    { personTypes: 'doctor,nurse' },
  ),
  contradiction('1.6-12', 'Twenty working days from acceptance, or from receipt of the material?', HAINAN, {
    reviewClock: 'receipt',
  }),
  contradiction(
    '1.6-13',
    'Appeal in 10 working days, in 7, or within a time of display?',
    NATIONAL,
    { appealWorkingDays: '7' },
    { publicationWorkingDays: '5' },
  ),
  contradiction('1.6-14', 'Carried out during the appeal, or silent?', GUANGDONG, {
    sanctionRunsDuringAppeal: 'false',
  }),
  contradiction(
    '1.6-15',
    'The second audit samples all fees that passed, or those of stays?',
    'hainan-institutions-2024',
    { samplingBase: 'inpatient' },
  ),
  contradiction(
    '1.6-16',
    'After a termination no application for one year, or for three?',
    'hainan-institutions-2024',
    { reapplyBanYears: '3' },
  ),
  contradiction('1.6-17', 'Terminated with the third suspension, or with the second?', 'nhsa-2018', {
    suspensionsToTerminate: '2',
  }),
  contradiction(
    '1.6-18',
    'Is there a share of suspended persons from which an institution is not excellent?',
    HAINAN,
    { institutionRatio: 'none' },
  ),
  contradiction('1.6-19', 'Stays that cross a change: a sentence of their own, or none?', NATIONAL, {
    inpatientCarveOut: 'before_status_change',
  }),
  contradiction('1.6-20', 'Is what was paid recovered, or only what is not paid refused?', NATIONAL, {
    onPaidLine: 'reject',
  }),
  contradiction('1.6-21', 'Reports by the 5th and the 10th, or from time to time?', HAINAN, {
    institutionReportDay: 'none',
    provinceReportDay: 'none',
  }),
];
