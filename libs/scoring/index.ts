export { admissionOf, appealBy, reviewBy, runningDuring } from './appeal';
export type { AppealDays, AppealInHand } from './appeal';
export {
  agreementTerm,
  assessedAs,
  certificateReviewBy,
  certificateValidity,
  changeHandledBy,
  changeReportBy,
  heavierBounds,
  liesWithin,
  objectionBy,
  renewalBy,
  unqualifiedBounds,
} from './certificate';
export { reachedInSuccession } from './consecutive-years';
export { findingReportBy, promptlyBy, timelinessOf, workingDaysAfter, workingDaysBefore } from './deadlines';
export type { LastDay, Timeliness } from './deadlines';
export { namesGround } from './emergency-words';
export { furtherMeasure } from './escalation';
export type { Finding, FindingProblem, ScoringWarning } from './finding';
export { gradeOf, remainingOf } from './grades';
export type { CountedFinding } from './inspections';
export { personsReached, sharedStatusOf, sitesLost } from './institution-cause';
export type { PersonAtInstitution } from './institution-cause';
export {
  exitApplicationBy,
  fraudStopUntil,
  guidancePeriod,
  mayReapplyFrom,
  rectificationBy,
  suspensionsEndAgreement,
} from './institution-lifecycle';
export { damagesFor, heaviestOf, percentOf } from './liquidated-damages';
export type { BreachMeasure, FeesInBreach } from './liquidated-damages';
export { bearerOfDelay, daysBehind } from './maintenance';
export type { BearerOfDelay } from './maintenance';
export type { StatusOrdered } from './maintenance';
export { measureFor, suspension, terminationByYears } from './measure';
export type { DecidedBy, Informing, Measure, NoMeasure, Suspension, TerminationMeasure } from './measure';
export { appealClause, noticeDeliveryBy, noticeIssueBy, noticePeriod, noticeRecipients } from './notice';
export type { NoticeOccasion, WrittenPeriod } from './notice';
export { departmentIsProposed, mayBeRatedExcellent, reachesPercent, suspendedShare } from './ratios';
export type { PersonCounted, Share } from './ratios';
export { repairedBy } from './repair';
export type {
  ApprovedRepair,
  MeasureOnFile,
  PointsTakenBack,
  RepairNotProvided,
  Repaired,
  RevisedEnd,
} from './repair';
export { agencyReportBy, provinceReportBy, stillOwedIn } from './reports';
export type { Month } from './reports';
export {
  gapDays,
  mayRestoreEarly,
  neededAnew,
  paidAgainstDeclaration,
  pointsAfterRestoration,
  restorationAddressee,
  restorationApplicationBy,
  restorationAssessmentBy,
  restoredFrom,
} from './restoration';
export type { BehaviourSiteToday, EarlyApplication, PaidInPeriod, PassedAssessment } from './restoration';
export { isSampledFrom, leastSample, mostRefusable } from './sampling';
export type { AuditedClaim, SampleResult } from './sampling';
export { scoreFindings } from './score';
export type { ScoreResult } from './score';
export { atOnce, firstDay } from './score-moment';
export type { ScoreAnswer } from './score-moment';
export { rulesAt } from './scoring-rules';
export type { ScoringRules } from './scoring-rules';
export { barredFromTitleReview } from './title-review';
export type { MeasureDecided } from './title-review';
export { cappedAt } from './year-score';
