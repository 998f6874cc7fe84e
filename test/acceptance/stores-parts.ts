/** What the suites of the stores share: small records, lines and decisions, and the stores on a database of their own. */
import { instantOf, OPEN_END, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { openDatabase } from '@gatekeeper/database';
import { DecisionStore } from '@gatekeeper/decision-store';
import type { RecordedLine } from '@gatekeeper/decision-store';
import { RegistryStore } from '@gatekeeper/registry-store';
import type { AppendOutcome } from '@gatekeeper/registry-store';
import type {
  AnnulmentRecord,
  ClinicianRecord,
  Decision,
  HeldLine,
  LineIdentity,
  LineRevision,
  RegistryRecord,
  RestorationRecord,
  SanctionRecord,
  SubjectTimeline,
} from '@gatekeeper/vocabulary';
import { registryCodec } from '@gatekeeper/wire';
import type { DataSource } from 'typeorm';
import { migratedDatabase } from '../servers/fresh';

export interface Stores {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly registry: RegistryStore;
  readonly decisions: DecisionStore;
  close(): Promise<void>;
}

export async function openStores(suite: string): Promise<Stores> {
  const database = await migratedDatabase(suite);
  const dataSource = await openDatabase(database.url, { poolSize: 12, applicationName: suite });
  return {
    url: database.url,
    dataSource,
    registry: new RegistryStore(dataSource, registryCodec),
    decisions: new DecisionStore(dataSource),
    async close() {
      await dataSource.destroy();
      await database.drop();
    },
  };
}

export function at(text: string): Instant {
  const time = parseTime(text);
  if (time === null) throw new TypeError(`not a time: ${text}`);
  return time.instant;
}

const RECORDED_AT = at('2024-01-01 00:00:00');

const head = (recordId: string, supersedes: string | null = null) => ({
  recordId,
  recordedAt: RECORDED_AT,
  receivedAt: null,
  knownFrom: RECORDED_AT,
  supersedes,
});

export const clinician = (
  recordId: string,
  code: string,
  name = 'n',
  supersedes?: string,
): ClinicianRecord => ({
  ...head(recordId, supersedes),
  kind: 'clinician',
  code,
  name,
  category: 'doctor',
});

export const sanction = (
  recordId: string,
  documentNo: string,
  code: string,
  supersedes?: string,
): SanctionRecord => ({
  ...head(recordId, supersedes),
  kind: 'sanction',
  documentNo,
  code,
  status: 'suspended',
  scope: 'person',
  fixmedinsCode: 'H1',
  cause: 'points',
  from: at('2025-06-10'),
  until: OPEN_END,
  points: 9,
  decidedAt: at('2025-06-01'),
  issuedAt: null,
  deliveredAt: null,
  maintainedAt: null,
});

export const restoration = (
  recordId: string,
  documentNo: string,
  code: string | null,
): RestorationRecord => ({
  ...head(recordId),
  kind: 'restoration',
  documentNo,
  code,
  effectiveFrom: at('2025-09-10'),
  approvedAt: at('2025-09-09'),
});

export const annulment = (recordId: string, documentNo: string, code: string | null): AnnulmentRecord => ({
  ...head(recordId),
  kind: 'annulment',
  documentNo,
  code,
  decidedAt: at('2025-09-09'),
});

export function appended(outcome: AppendOutcome): Extract<AppendOutcome, { kind: 'appended' }> {
  if (outcome.kind !== 'appended') throw new Error(`not appended: ${JSON.stringify(outcome)}`);
  return outcome;
}

/** The record ids a timeline shows as known at that instant. */
export const visibleAt = (timeline: SubjectTimeline | undefined, knownAt: Instant): readonly string[] =>
  (timeline?.records ?? [])
    .filter(({ recorded }) => recorded.from <= knownAt && knownAt < recorded.until)
    .map(({ fact }) => fact.recordId)
    .sort();

export const idsOf = (records: readonly RegistryRecord[]): readonly string[] =>
  records.map(({ recordId }) => recordId).sort();

export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export const FAR_FUTURE = instantOf(at('2999-01-01 00:00:00'));

export const identity = (lineNo: string, chargeBatch = ''): LineIdentity => ({
  fixmedinsCode: 'H1',
  visitId: 'V1',
  chargeBatch,
  lineNo,
});

export const revisionOf = (line: LineIdentity, revision = 1, content = `r${revision}`): LineRevision => ({
  ...line,
  revision,
  contentHash: `sha256:${content}`,
});

export const recordedLine = (line: LineRevision, more: Partial<RecordedLine> = {}): RecordedLine => ({
  line,
  content: `{"n":"${line.lineNo}","tab":"a\tb\\\\n"}`,
  feeOccurredAt: at('2025-06-30 23:30:00'),
  originalLineNo: null,
  orderingCode: 'D440100000001',
  performingCode: null,
  settlementId: null,
  settledAt: null,
  paidAt: null,
  source: { topic: 'settlement.lines.v1', partition: 3, offset: '9007199254740993' },
  ...more,
});

export const decisionOn = (
  line: LineRevision,
  decisionId: string,
  more: Partial<Decision> = {},
): Decision => ({
  decisionId,
  line,
  verdict: {
    kind: 'verdict',
    outcome: 'reject',
    reasons: [
      {
        code: 'CLINICIAN_SUSPENDED',
        effect: 'bars',
        role: 'ordering',
        article: 'guangdong-2025 art. 15',
        evidence: ['document 粤医保〔2025〕1号\t"\\', '2025-06-10/2025-09-10'],
      },
      {
        code: 'IN_GOOD_STANDING',
        effect: 'notes',
        role: null,
        article: 'guangdong-2025 art. 15',
        evidence: [],
      },
    ],
    refused: 9_007_199_254_740_993n,
    recover: -1n,
    liable: 'institution',
    fundScope: 'pooled',
    pack: 'guangdong-2025',
    edition: '1+0a1b2c3d',
  },
  supersedes: null,
  registryVersion: 7,
  knownAt: at('2025-07-01T00:00:00.001+08:00'),
  decidedAt: at('2025-07-01T00:00:00.999+08:00'),
  trigger: 'real_time',
  ...more,
});

export const heldOn = (line: LineRevision, more: Partial<HeldLine> = {}): HeldLine => ({
  line,
  hold: {
    kind: 'hold',
    holdCode: 'PACK_MISSING',
    needs: ['a pack for area 460100'],
    pack: null,
    edition: null,
  },
  knownAt: at('2025-07-01T00:00:00.001+08:00'),
  since: at('2025-07-01T00:00:00.001+08:00'),
  ...more,
});
