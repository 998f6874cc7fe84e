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
export { GrowingTree, headOf, leafHash, sameHash } from './merkle';
export type { Hashing, TreeHead } from './merkle';
export { provesConsistency, provesInclusion } from './merkle-proofs';
export {
  flawOfProof,
  flawOfSeal,
  flawOfSuccession,
  hashIn,
  hexOf,
  lineProof,
  logEntryText,
  proofFrom,
  sealBehind,
} from './seal';
export type { LineProof, LogEntry, ProvenLine, Seal, UnsignedSeal, WrittenHead } from './seal';
export { OBSTACLES, obstaclesToClosing } from './closing';
export type { ClosingKind, ClosingQuestion, Obstacle, RunToClose, StandingClosing } from './closing';
