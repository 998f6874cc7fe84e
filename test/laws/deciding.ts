/** Asks generated questions of the code that ships. */
import type { Instant } from '@gatekeeper/calendar';
import type { OriginalLine } from '@gatekeeper/adjudication';
import { Views, decide, gatherFacts } from '@gatekeeper/adjudication';
import type { AreaMap, LineParameters, Policy } from '@gatekeeper/policy';
import { bindPolicy, LINE_PARAMETER_NAMES, loadPacks, PACKS, withSetValues } from '@gatekeeper/policy';
import type { Answer, RegistryRecord, SettlementLine } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import { timelineIn } from '../regulation/asking';
import { askedAt } from './records';

const MAP: AreaMap = new Map([
  ['44', [{ pack: 'guangdong-2025', dated: null }]],
  ['11', ['national-2024', 'guangdong-2025'].map((pack) => ({ pack, dated: null }))],
]);

const TRUTHS = ['true', 'false'];
/** Values to draw from for each parameter that decides lines. */
const WRITTEN: { readonly [Name in keyof LineParameters]: readonly string[] } = {
  fundScope: ['pooled', 'all'],
  restore: ['application', 'auto'],
  commitmentRequired: TRUTHS,
  certificateChecked: TRUTHS,
  onMissingCode: ['reject', 'accept'],
  checkedRoles: ['ordering', 'ordering+performing'],
  linkScope: ['site', 'province', 'nation'],
  siteBoundCauses: ['', 'institution,department', 'points'],
  institutionStatuses: ['', 'suspended', 'suspended,terminated,exit_audit,guidance'],
  guidanceBlocks: ['', 'chronic', 'chronic,cross_province,pharmacy_pooled'],
  guidanceExceptsCenters: ['', 'cross_province', 'chronic,cross_province'],
  emergencyCategories: ['13,1301', '', '11,777'],
  impliedEmergencyCategories: ['24', ''],
  emergencyException: ['', 'suspended', 'suspended,terminated,not_restored,unregistered'],
  emergencyWords: ['急诊、抢救', '急诊、急救'],
  inpatientCarveOut: ['none', 'before_status_change'],
  carveOutClock: ['fee', 'admission'],
  carveOutTransactions: ['2301', '2301,2204'],
  onPaidLine: ['claw_back', 'reject'],
  feeAheadHours: ['8760', '0'],
  feeEarliestDay: ['2000-01-01', '2025-05-08'],
  feeBeforeAdmissionDays: ['366', '0'],
};

/** Policies with any values set by hand. */
export const policy: fc.Arbitrary<Policy> = fc
  .tuple(
    ...LINE_PARAMETER_NAMES.map((name) =>
      fc
        .option(fc.constantFrom(...WRITTEN[name]), { nil: null, freq: 1 })
        .map((written) => [name, written] as const),
    ),
  )
  .map((drawn) => {
    const values = new Map(
      drawn.flatMap(([name, written]) => (written === null ? [] : [[name, written] as const])),
    );
    const set = withSetValues(PACKS, new Map(PACKS.map(({ name }) => [name, values])));
    const { packs, problems } = loadPacks(set.packs, (_, { number }) => number);
    if (problems.length + set.problems.length > 0) throw new Error(JSON.stringify([set.problems, problems]));
    return bindPolicy(MAP, packs);
  });

export interface Asked {
  readonly line: SettlementLine;
  readonly registry: readonly RegistryRecord[];
  readonly policy: Policy;
  readonly knownAt: Instant;
  readonly paymentNoticed: boolean;
}

/** A question about a line of the given kind. */
export const asked = (
  line: fc.Arbitrary<SettlementLine>,
  registry: fc.Arbitrary<readonly RegistryRecord[]>,
): fc.Arbitrary<Asked> =>
  fc.record({ line, registry, policy, knownAt: askedAt, paymentNoticed: fc.boolean() });

const NO_ORIGINAL: OriginalLine = { kind: 'unknown' };

export function answer(
  { line, registry, policy: law, knownAt, paymentNoticed }: Asked,
  views = new Views(),
  timelineOf = timelineIn(registry),
): Answer {
  const facts = gatherFacts(line, { knownAt, paymentNoticed, original: NO_ORIGINAL }, timelineOf, views);
  if ('unread' in facts) throw new Error(`${facts.unread} was not read`);
  return decide(line, facts, law);
}
