/** The Linfen form with its blanks filled in: the numbers are made up, for tests only. */
import type { Parameters } from '@gatekeeper/policy';
import type { WrittenValues } from './parameters';
import { parametersOf } from './parameters';

export const LINFEN_VALUES: WrittenValues = {
  certificateReviewWorkingDays: '20',
  certificateValidityYears: '3',
  certificateRenewalMonths: '3',
  changeReportWorkingDays: '10',
  changeHandlingWorkingDays: '5',
  publicationWorkingDays: '5',
  excellentScoreFrom: '90',
  qualifiedScoreFrom: '60',
  unqualifiedSuspensionMonthsFrom: '3',
  unqualifiedSuspensionYearsUpTo: '2',
  heavierSuspensionMonthsFrom: '6',
  heavierSuspensionYearsUpTo: '1',
  onSiteChecksPerYear: '2',
};

export const filledLinfen = (values: WrittenValues = {}): Parameters =>
  parametersOf('linfen', { ...LINFEN_VALUES, ...values });
