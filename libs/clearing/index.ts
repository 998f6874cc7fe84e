export { NO_EVIDENCE } from './cleared-line';
export type {
  CauseEvidence,
  ClearedLine,
  ClearingTerms,
  DecisionAsked,
  DecisionOnFile,
  LineAnswer,
  News,
  NewsKind,
} from './cleared-line';
export { belongs, homeOf, isInArea, monthOf, monthOfCorrection } from './home';
export type { Clock, ClosedPeriod, Home, KnownPlace, Place, PlacingTerms } from './home';
export { isMonthOf, monthAfter, monthAt, parsePeriod } from './period';
export type { Period } from './period';
export { sha256Of } from './sha256';
export type { NewSha256, Sha256 } from './sha256';
export type { DamagesData, FrameData, PartResult, PartRows, TableData } from './part-result';
export type { Counts, CountsData, LineMoney, OutcomeCounted } from './counts';
