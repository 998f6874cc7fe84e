/** Lines, answers and terms for the specs of clearing; what a test does not say is unremarkable. */
import { createHash } from 'node:crypto';
import { instantOf, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { AreaMap, Policy, SetValues } from '@gatekeeper/policy';
import { bindPolicy, DEFAULT_AREA_MAP, loadPacks, PACKS, withSetValues } from '@gatekeeper/policy';
import type { HoldCode, Reason, ReasonCode, SettlementLine, Verdict } from '@gatekeeper/vocabulary';
import type {
  ClearedLine,
  ClearingTerms,
  CountedAs,
  DecisionOnFile,
  KnownPlace,
  LineAnswer,
  Period,
  Sha256,
} from '..';
import { NO_EVIDENCE, parsePeriod } from '..';

export const at = (text: string): Instant => parseTime(text)?.instant ?? instantOf(Number.NaN);

export function newSha256(): Sha256 {
  const hash = createHash('sha256');
  return { update: (text) => void hash.update(text, 'utf8'), hex: () => hash.digest('hex') };
}

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

export function policyOf(map: AreaMap = DEFAULT_AREA_MAP, values: SetValues = new Map()): Policy {
  const { packs } = withSetValues(PACKS, values);
  return bindPolicy(map, loadPacks(packs, (_, { number }) => number).packs);
}

export function periodOf(text: string): Period {
  const period = parsePeriod(text);
  if (period === null) throw new Error(`no period: ${text}`);
  return period;
}

/** June 2025 in Guangdong, as known on 2025-07-10. */
export const termsOf = (more: Partial<ClearingTerms> = {}): ClearingTerms => ({
  area: '44',
  areaOf: 'treatment',
  period: periodOf('2025-06'),
  by: 'settlement',
  closed: [],
  knownAt: at('2025-07-10 00:00:00'),
  policy: policyOf(),
  seed: null,
  compares: true,
  newSha256,
  ...more,
});

/** ¥100.00 of which the fund bears ¥80.00 and the pooled fund ¥60.00, in a stay of Guangdong. */
export const lineOf = (more: Partial<SettlementLine> = {}): SettlementLine => ({
  fixmedinsCode: 'H44010000001',
  sentFixmedinsCode: 'H44010000001',
  visitId: 'V1',
  chargeBatch: '',
  lineNo: '1',
  transaction: '2301',
  originalLineNo: null,
  insuredPersonToken: 'p1',
  medicalCategory: '21',
  insuranceType: '310',
  treatmentArea: '440100',
  insuranceArea: '440100',
  feeOccurredAt: at('2025-06-10 09:00:00'),
  admittedAt: null,
  orderingCode: 'D440100000001',
  orderingName: null,
  performingCode: null,
  performingName: null,
  departmentCode: 'A01',
  departmentName: null,
  nationalItemCode: null,
  localItemCode: null,
  quantity: '1.0000',
  unitPrice: '100.000000',
  lineAmount: 10_000n,
  fundAmount: 8_000n,
  pooledAmount: 6_000n,
  accountAmount: null,
  approvalFlag: null,
  emergencyFlag: null,
  rescueRecordNo: null,
  settlementId: null,
  settledAt: null,
  paidAt: null,
  ...more,
});

export const reasonOf = (code: ReasonCode, effect: Reason['effect'], more: Partial<Reason> = {}): Reason => ({
  code,
  effect,
  role: null,
  article: 'guangdong-2025 art. 15',
  evidence: [],
  ...more,
});

export const GOOD = reasonOf('IN_GOOD_STANDING', 'notes');
export const SUSPENDED = reasonOf('CLINICIAN_SUSPENDED', 'bars', { role: 'ordering' });

export interface Said extends Partial<Omit<Verdict, 'kind'>> {
  readonly revision?: number;
  readonly knownAt?: Instant;
}

const lineRevisionOf = (
  { fixmedinsCode, visitId, chargeBatch, lineNo }: SettlementLine,
  revision: number,
) => ({
  fixmedinsCode,
  visitId,
  chargeBatch,
  lineNo,
  revision,
  contentHash: 'sha256:00',
});

/** Accepted in good standing by guangdong-2025. */
export const decided = (
  { revision = 1, knownAt = at('2025-06-10 10:00:00'), ...verdict }: Said = {},
  line: SettlementLine = lineOf(),
): LineAnswer => ({
  kind: 'decision',
  decision: {
    line: lineRevisionOf(line, revision),
    knownAt,
    verdict: {
      outcome: 'accept',
      reasons: [GOOD],
      refused: 0n,
      recover: 0n,
      liable: 'none',
      fundScope: 'pooled',
      pack: 'guangdong-2025',
      edition: '1',
      ...verdict,
    },
  },
});

export const rejected = (more: Said = {}, line?: SettlementLine): LineAnswer =>
  decided({ outcome: 'reject', reasons: [SUSPENDED], refused: 6_000n, liable: 'institution', ...more }, line);

export const clawedBack = (more: Said = {}, line?: SettlementLine): LineAnswer =>
  decided(
    { outcome: 'claw_back', reasons: [SUSPENDED], recover: 6_000n, liable: 'institution', ...more },
    line,
  );

export const voided = (more: Said = {}, line?: SettlementLine): LineAnswer =>
  decided({ outcome: 'void', reasons: [], ...more }, line);

export const held = (
  holdCode: HoldCode = 'MED_TYPE_UNKNOWN',
  {
    pack = 'guangdong-2025',
    revision = 1,
  }: { readonly pack?: string | null; readonly revision?: number } = {},
  line: SettlementLine = lineOf(),
): LineAnswer => ({
  kind: 'held',
  held: {
    line: lineRevisionOf(line, revision),
    knownAt: at('2025-06-10 10:00:00'),
    hold: { kind: 'hold', holdCode, needs: [], pack, edition: pack === null ? null : '1' },
  },
});

export const placeOf = (line: SettlementLine, knownFrom = at('2025-06-10 10:00:00')): KnownPlace => ({
  knownFrom,
  settledAt: line.settledAt,
  feeOccurredAt: line.feeOccurredAt,
  treatmentArea: line.treatmentArea,
  insuranceArea: line.insuranceArea,
});

/** A line whose standing answer is the run's, unless told otherwise. */
export function clearedLine(more: Partial<ClearedLine> = {}): ClearedLine {
  const line = more.line ?? lineOf();
  const run = more.run ?? decided({}, line);
  const earlier = more.earlier ?? [];
  return {
    line,
    places: [placeOf(line)],
    run,
    standing: run,
    earlier,
    releases: [],
    countedBy: ({ closedFrom }) => standingAt(earlier, closedFrom),
    evidence: NO_EVIDENCE,
    ...more,
  };
}

/** As where everything was worked off: the last decision taken by then. */
function standingAt(earlier: readonly DecisionOnFile[], knownAt: Instant): CountedAs | null {
  const decision = earlier.findLast((each) => each.knownAt <= knownAt);
  return decision === undefined ? null : { held: false, ...decision.verdict };
}

export const onFile = (
  decisionId: string,
  knownAt: string,
  {
    refused = 0n,
    recover = 0n,
    supersedes = null,
  }: Partial<{ refused: bigint; recover: bigint; supersedes: string | null }> = {},
): DecisionOnFile => ({
  decisionId,
  line: lineRevisionOf(lineOf(), 1),
  supersedes,
  knownAt: at(knownAt),
  verdict: { refused, recover },
});
