/** For every blank of the template: any that may be. */
export const LINFEN_VALUES = {
  certificateReviewWorkingDays: 20,
  certificateValidityYears: 3,
  certificateRenewalMonths: 3,
  changeReportWorkingDays: 10,
  changeHandlingWorkingDays: 5,
  publicationWorkingDays: 5,
  excellentScoreFrom: 90,
  qualifiedScoreFrom: 60,
  unqualifiedSuspensionMonthsFrom: 3,
  unqualifiedSuspensionYearsUpTo: 2,
  heavierSuspensionMonthsFrom: 6,
  heavierSuspensionYearsUpTo: 1,
  onSiteChecksPerYear: 2,
};
