/**
 * What the Linfen form says itself. Each number in it is a blank, and stays one until someone who knows it fills it
 * in: a default would be a rule nobody made. The rest is the national scheme's.
 */
import type { Settings } from '../pack';
import { blank, citationsOf, throughout } from './citing';

export const LINFEN_FORM = '临汾医保医师管理办法';
export const cite = citationsOf('linfen', LINFEN_FORM);

export const expiry = cite('2-3', 'a certificate is valid for some years and then has to be renewed');

export const LINFEN_SETTINGS: Settings = {
  certificateChecked: throughout(true, expiry),
  commitmentRequired: throughout(
    false,
    cite('2-2', 'eligibility comes with a certificate of the agency; the form asks for no commitment'),
  ),
  personTypes: throughout(['doctor'], cite('1-2', 'doctors and assistant doctors of designated hospitals')),
  appealAddressee: throughout('agency', cite('4-4', 'who objects to an assessment turns to the agency')),

  certificateReviewWorkingDays: blank(cite('2-2', 'working days in which an application is examined')),
  certificateValidityYears: blank(cite('2-3', 'years for which a certificate is valid')),
  certificateRenewalMonths: blank(cite('2-3', 'months before its end by which renewal is applied for')),
  changeReportWorkingDays: blank(cite('2-4', 'working days in which a transfer or retirement is reported')),
  changeHandlingWorkingDays: blank(cite('2-4', 'working days in which the agency handles a change')),
  excellentScoreFrom: blank(cite('4-4', 'the lowest score that is excellent')),
  qualifiedScoreFrom: blank(cite('4-4', 'the lowest score that is qualified')),
  publicationWorkingDays: blank(cite('4-4', 'working days for which an assessment is displayed')),
  unqualifiedSuspensionMonthsFrom: blank(cite('4-5', 'shortest suspension of who was not qualified, months')),
  unqualifiedSuspensionYearsUpTo: blank(cite('4-5', 'longest suspension of who was not qualified, years')),
  onSiteChecksPerYear: blank(cite('5-3', 'inspections of a hospital in a year')),
  heavierSuspensionMonthsFrom: blank(cite('5-4', 'shortest suspension for a heavier breach, months')),
  heavierSuspensionYearsUpTo: blank(cite('5-4', 'longest suspension for a heavier breach, years')),
};
