/** Sanctions with everything that names their document applied (CONTRACT 7, Sanction). */
import type { Instant, Interval } from '@gatekeeper/calendar';
import { OPEN_END, earlierOf, formatBoundary, formatInterval, laterOf, neverWas } from '@gatekeeper/calendar';
import type { SanctionOnFile } from '@gatekeeper/policy';
import type {
  AnnulmentRecord,
  RegistryRecord,
  RestorationRecord,
  RevisionRecord,
  SanctionRecord,
  SanctionReference,
} from '@gatekeeper/vocabulary';
import { compareText, isSanctionReference } from '@gatekeeper/vocabulary';

/**
 * The sanctions one person has on file, by document number. `records` is what the registry holds of that person at
 * one moment. A reference without a code speaks for everyone its document names; one whose document is not on file
 * waits, and changes nothing.
 */
export function resolveSanctions(records: readonly RegistryRecord[]): readonly SanctionOnFile[] {
  const sanctions = records.filter((record): record is SanctionRecord => record.kind === 'sanction');
  if (sanctions.length === 0) return [];
  const references = records.filter(isSanctionReference);
  const resolved: SanctionOnFile[] = [];
  for (const parts of groupByAct(sanctions)) {
    const [sanction] = parts;
    const named = references.filter(
      ({ documentNo, code }) =>
        documentNo === sanction.documentNo && (code === null || code === sanction.code),
    );
    if (named.some(isAnnulment)) continue;
    const revision = latestRecorded(named.filter(isRevision));
    for (const period of revised(joinTouching(parts), revision)) {
      resolved.push(resolve(sanction, period, named, stepsOf(parts)));
    }
  }
  return resolved.sort(
    (a, b) =>
      compareText(a.documentNo, b.documentNo) ||
      a.running.from - b.running.from ||
      compareText(actOf(a), actOf(b)),
  );
}

const isAnnulment = (reference: SanctionReference): reference is AnnulmentRecord =>
  reference.kind === 'annulment';
const isRevision = (reference: SanctionReference): reference is RevisionRecord =>
  reference.kind === 'revision';
const isRestoration = (reference: SanctionReference): reference is RestorationRecord =>
  reference.kind === 'restoration';

/** One act of sanctioning: what one document says of one person in one respect, however many records spell it out. */
function groupByAct(
  sanctions: readonly SanctionRecord[],
): readonly (readonly [SanctionRecord, ...SanctionRecord[]])[] {
  const groups = new Map<string, [SanctionRecord, ...SanctionRecord[]]>();
  for (const sanction of sanctions) {
    const act = JSON.stringify([sanction.code, sanction.documentNo, actOf(sanction)]);
    const group = groups.get(act);
    if (group === undefined) groups.set(act, [sanction]);
    else group.push(sanction);
  }
  return [...groups.values()];
}

/** What a document says of a person, its period apart. */
const actOf = ({
  status,
  scope,
  fixmedinsCode,
  cause,
}: Pick<SanctionOnFile, 'status' | 'scope' | 'fixmedinsCode' | 'cause'>): string =>
  JSON.stringify([status, scope, fixmedinsCode, cause]);

/** A revision rewrites where the act ends: what would begin only then is dropped, the last stretch before it ends then. */
function revised(stretches: readonly Interval[], revision: RevisionRecord | null): readonly Interval[] {
  if (revision === null) return stretches;
  const { until } = revision;
  const begun = stretches.filter(({ from }) => from < until);
  return begun.map(({ from, until: written }, index) => ({
    from,
    until: index === begun.length - 1 ? until : written,
  }));
}

/** Joins intervals that touch or overlap, so that an interval in two records is the interval in one. */
export function joinTouching(intervals: readonly Interval[]): readonly Interval[] {
  const joined: Interval[] = [];
  for (const { from, until } of intervals
    .filter((interval) => !neverWas(interval))
    .sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last === undefined || last.until < from) joined.push({ from, until });
    else joined[joined.length - 1] = { from: last.from, until: laterOf(last.until, until) };
  }
  return joined;
}

type Steps = Pick<SanctionOnFile, 'decidedAt' | 'issuedAt' | 'deliveredAt' | 'maintainedAt' | 'knownFrom'>;

/** When each step was first taken, by any of the records of one act. */
const stepsOf = (parts: readonly [SanctionRecord, ...SanctionRecord[]]): Steps => ({
  decidedAt: firstOf(parts, ({ decidedAt }) => decidedAt),
  issuedAt: earliestOf(parts.map(({ issuedAt }) => issuedAt)),
  deliveredAt: earliestOf(parts.map(({ deliveredAt }) => deliveredAt)),
  maintainedAt: earliestOf(parts.map(({ maintainedAt }) => maintainedAt)),
  knownFrom: firstOf(parts, ({ knownFrom }) => knownFrom),
});

const firstOf = (
  [one, ...others]: readonly [SanctionRecord, ...SanctionRecord[]],
  stepOf: (record: SanctionRecord) => Instant,
): Instant => others.reduce((first, other) => earlierOf(first, stepOf(other)), stepOf(one));

/** The earliest of those there are. */
const earliestOf = (instants: readonly (Instant | null)[]): Instant | null =>
  instants.reduce(
    (first, instant) => (instant === null ? first : earlierOf(first ?? instant, instant)),
    null,
  );

function resolve(
  sanction: SanctionRecord,
  period: Interval,
  named: readonly SanctionReference[],
  steps: Steps,
): SanctionOnFile {
  const restoredFrom = earliestOf(named.filter(isRestoration).map(({ effectiveFrom }) => effectiveFrom));
  const end = earlierOf(restoredFrom ?? OPEN_END, period.until);
  const evidence = [`document ${sanction.documentNo}`, formatInterval(period), reachText(sanction)];
  return {
    documentNo: sanction.documentNo,
    status: sanction.status,
    scope: sanction.scope,
    cause: sanction.cause,
    fixmedinsCode: sanction.fixmedinsCode,
    running: { from: period.from, until: end },
    served: { from: end, until: restoredFrom ?? OPEN_END },
    restoredFrom,
    ...steps,
    evidence,
    restorationEvidence: [
      ...evidence,
      restoredFrom === null ? 'no restoration on file' : `restored from ${formatBoundary(restoredFrom)}`,
    ],
  };
}

const reachText = ({ cause, scope, fixmedinsCode }: SanctionRecord): string =>
  `cause ${cause}, scope ${scope === 'person' ? 'person' : `site ${fixmedinsCode}`}`;

/** The record the registry came to know last; the sender's clock and the record's name break ties, never its place in a file. */
export function latestRecorded<Kind extends RegistryRecord>(records: readonly Kind[]): Kind | null {
  return records.reduce<Kind | null>((latest, record) => {
    if (latest === null) return record;
    const order =
      record.knownFrom - latest.knownFrom ||
      record.recordedAt - latest.recordedAt ||
      compareText(record.recordId, latest.recordId);
    return order > 0 ? record : latest;
  }, null);
}
