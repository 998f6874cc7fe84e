export { CAUSES, differs } from './causes';
export type { Cause } from './causes';
export { NO_EVIDENCE } from './cleared-line';
export type {
  CauseEvidence,
  ClearedLine,
  ClearingTerms,
  CountedAs,
  DecisionAsked,
  DecisionOnFile,
  HoldRelease,
  LineAnswer,
  LineCounted,
  News,
  NewsKind,
  OriginalLine,
  Share,
  UntouchedLine,
} from './cleared-line';
export { ClearingPart } from './clearing-part';
export type { LineRows } from './clearing-part';
export type { Counts, CountsData, LineMoney, OutcomeCounted } from './counts';
export { csvField, csvRow, inOrderOfBytes } from './csv';
export { measuresIn } from './damages';
export type { PrepaymentProposed } from './damages';
export { differenceOf } from './differences';
export { digestOf, LINE_FILES, summaryText, tableFiles } from './files';
export type { ClearingSummary, WrittenFile } from './files';
export { belongs, homeOf, isInArea, momentsOfCorrections, monthOf, monthOfCorrection } from './home';
export type { Clock, ClosedPeriod, Home, KnownPlace, Place, PlacingTerms } from './home';
export { mergeParts, MergingRun } from './merged';
export type { MergedRun, MergedTable } from './merged';
export type { DamagesData, FrameData, PartResult, PartRows, PartRowsKept, TableData } from './part-result';
export { daysOf, isMonthOf, monthAfter, monthAt, monthBefore, parsePeriod } from './period';
export type { Period } from './period';
export { frameDigest, rankHash, SAMPLE_HEADER, stratumOf } from './sample';
export { prescriptionRows, PRESCRIPTIONS_HEADER, stayOf } from './stay-prescriptions';
export type { Prescription, Stay } from './stay-prescriptions';
export { sha256Of } from './sha256';
export type { NewSha256, Sha256 } from './sha256';
export { BLOCK_LEAVES, BlockedTree, proofInBlock } from './blocked-tree';
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
export type {
  ClosedBeside,
  ClosingKind,
  ClosingQuestion,
  Obstacle,
  RunToClose,
  StandingClosing,
} from './closing';
export { appraise, CONFIDENCE_LEVELS } from './extrapolation';
export type {
  Appraisal,
  AppraisedStratum,
  ConfidenceInterval,
  ConfidenceLevel,
  NotAppraisable,
  StratifiedAppraisal,
  StratumAppraisal,
  StudentQuantile,
} from './extrapolation';
export { refusableOf } from './extrapolation-refusable';
export type { FoundWrong, Refusable, RefusableOfStratum, SampledStratum } from './extrapolation-refusable';
export {
  ACCOUNTS,
  balances,
  balancesOf,
  CLAIM_KINDS,
  collecting,
  NO_BALANCES,
  OBJECTION_OUTCOMES,
  objectionDecided,
  raising,
  suspending,
  writingOff,
} from './ledger';
export type { Account, Balances, Claim, ClaimKind, ClaimRaised, Entry, ObjectionOutcome } from './ledger';
export { settingOff } from './ledger-given-back';
export type { ClaimByLines, Correction, LineSetOff, SetOff } from './ledger-given-back';
export { claimsRaisedBy, periodsCorrected } from './ledger-raised';
export type { InstitutionResults, LedgerLine, LineAmount, RaisedClaim } from './ledger-raised';
export {
  AGES,
  agingOf,
  areasOf,
  inBooksOf,
  isConfirmed,
  mayObject,
  nettingOf,
  objectionUntil,
  recoveriesCollected,
} from './ledger-collection';
export type { Age, Aged, Aging, Netting, NettingItem } from './ledger-collection';
