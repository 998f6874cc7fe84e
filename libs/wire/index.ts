export { flawOfCode, trimmedCode } from './code-text';
export { contentHash, contentOf, hashOfContent } from './line-content';
export { fenOf } from './decimal';
export { decisionIdOf } from './decision-id';
export { decisionMessage, decisionText, parseDecisionMessage } from './decision-message';
export { factMessageText, lineMessageKey } from './fact-message';
export type { BorneByMessage, DecisionMessage, ReadDecision, ReasonMessage } from './decision-message';
export { exportedFactRow, exportedLineRow, exportedPaymentRow, exportedVoidRow } from './exported-row';
export { findingProblem, parseFindingObject, parseFindingRow } from './finding';
export { holdMessage, holdReleaseMessage, parseHoldMessage } from './hold-message';
export type { HoldMessage, HoldReleaseMessage, ReadHold } from './hold-message';
export { looksLikeIdentityNumber, readIdentityNumber } from './identity-number';
export type { Sex, StatedByNumber } from './identity-number';
export { parseJsonExactly, readJson } from './json-text';
export type { ExactJson } from './json-text';
export { lineFrame } from './line-frame';
export { parseLineMessage, parseLineRow } from './line-message';
export type { LineRow, ParsedLineMessage } from './line-message';
export { MESSAGE_NAMES, messageSchema, reasonSchema } from './message-schemas';
export type { MessageName } from './message-schemas';
export { parsePaymentNotice, parsePaymentRow } from './payment-notice';
export type { PaymentRow } from './payment-notice';
export type { LineFrame } from './line-frame';
export { describeGot } from './masking';
export { officialWorkingDays } from './official-working-days';
export { ERROR_CODES, isMalformed, malformed } from './problem';
export type { ErrorCode, Malformed, Problem } from './problem';
export { HOLD_TEXTS, REASON_TEXTS } from '@gatekeeper/policy';
export type { BothLanguages } from '@gatekeeper/policy';
export { encodeRegistryRecord, registryCodec } from './registry-encoding';
export { parseRegistryObject, parseRegistryRow } from './registry-record';
export { readRows, wholeRows } from './rows';
export type { Row, RowOptions } from './rows';
export { parseLineProof, parseSeal, writtenLineOf } from './seal-message';
export type { ReadLineProof, ReadSeal, SealMessage } from './seal-message';
export {
  canonicalJson,
  leafHashOf,
  leafOfDecision,
  leafOfHold,
  leafOfPublished,
  treeHashing,
} from './sealed-leaf';
export { scoreMessage, warningText } from './score-message';
export type { ScoreMessage } from './score-message';
export { deadLetterHeaders, setAsideRow } from './set-aside';
export type { MessageSource, SetAsideReason } from './set-aside';
export type { DroppedCharactersSink, JsonSchema, UnknownFieldsSink } from './schema';
export {
  DEFAULT_LIMIT_BYTES,
  lineFromContent,
  parseSettlementLine,
  parseSettlementLineObject,
} from './settlement-line';
export { settlementLineSchema } from './settlement-line';
export { loadPolicy } from './loaded-policy';
export type { LoadedPolicy, PolicyToLoad } from './loaded-policy';
export { parsePackMap } from './pack-map';
export type { PolicyProblem, Read } from './pack-map';
export { policyFromFiles, policyProblems, statedPolicyFromFiles } from './policy-files';
export { editionsText, packMapText, valuesText } from './policy-texts';
export type { PolicyFiles, StatedPolicy } from './policy-files';
export { parseValuesFile } from './values-file';
export type { ValuesFile } from './values-file';
export { parseStatedDecision, parseStatedHold } from './stated-answer';
export type { StatedHold } from './stated-answer';
