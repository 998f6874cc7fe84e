/** Which lines a registry write reaches: worked out page by page of the subjects that it changed, found by index. */
import type { Reach } from '@gatekeeper/adjudication';
import { futureTurns, reachOf, reachThroughPharmacies } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { BEFORE_ALL, OPEN_END } from '@gatekeeper/calendar';
import { inTransaction } from '@gatekeeper/database';
import {
  addReached,
  addSubjects,
  beginSweeps,
  endCollecting,
  hasLines,
  lockSweep,
  readSweep,
  setStage,
  takeSubjects,
} from '@gatekeeper/decision-store';
import type { Sweep } from '@gatekeeper/decision-store';
import { commitOf, principalPlacesOf, subjectsChangedBy } from '@gatekeeper/registry-store';
import { reachedBy } from '@gatekeeper/settling';
import type { SubjectTimeline, Trigger } from '@gatekeeper/vocabulary';
import type { PoolClient } from 'pg';
import { orOutage } from './or-outage';
import type { Parts } from './parts';

const SUBJECTS_AT_ONCE = 500;
const SUBJECTS_PER_FETCH = 10_000;

type Sources = Pick<Parts, 'background' | 'registry'>;

/** One step of it. @returns false when it is done, or what is left is another worker's. */
export function collectLines(parts: Sources, { sweepId }: Sweep): Promise<boolean> {
  return orOutage(() =>
    inTransaction(parts.background, async (client) => {
      const sweep = await readSweep(client, sweepId);
      if (sweep.stage === 'new') return nameSubjects(client, sweepId);
      // The sweep itself is not locked: whoever counts what it has come to would wait, and everybody behind them.
      return sweep.stage === 'collecting' && collectPage(parts, client, sweep);
    }),
  );
}

async function nameSubjects(client: PoolClient, sweepId: string): Promise<boolean> {
  const sweep = await lockSweep(client, sweepId);
  if (sweep?.stage !== 'new') return false;
  // A first load of millions reaches nothing where nothing was ever decided.
  if (!(await hasLines(client))) {
    await setStage(client, sweepId, 'asking');
    return true;
  }
  for await (const subjects of subjectsChangedBy(client, sweep.version, SUBJECTS_PER_FETCH))
    await addSubjects(client, sweepId, subjects);
  await setStage(client, sweepId, 'collecting');
  return true;
}

async function collectPage(
  { registry }: Sources,
  client: PoolClient,
  { sweepId, version, askedBefore }: Sweep,
): Promise<boolean> {
  const subjects = await takeSubjects(client, sweepId, SUBJECTS_AT_ONCE);
  if (subjects.length === 0) return endCollecting(client, sweepId);
  const commit = await commitOf(client, version);
  const timelines = await registry.timelines(subjects, client);
  const places = await principalPlacesOf(client, subjects);
  const byTrigger = new Map<Trigger, Reach[]>();
  const turnsLater = new Set<Instant>();
  for (const timeline of timelines.values()) {
    const { subject } = timeline;
    const own = commit.asRecorded ? everythingOf(subject) : reachOf(timeline, commit.receivedAt);
    const reaches = [...own, ...reachThroughPharmacies(own, places.get(subject) ?? [])];
    const trigger = triggerOf(timeline, commit.receivedAt);
    byTrigger.set(trigger, [...(byTrigger.get(trigger) ?? []), ...reaches]);
    for (const at of futureTurns(timeline, commit.receivedAt)) turnsLater.add(at);
  }
  for (const [trigger, reaches] of byTrigger) await addReached(client, sweepId, reachedBy(reaches), trigger);
  // A line's stay comes to cross a sanction as that one begins: the write is swept once more then.
  await beginSweeps(
    client,
    [...turnsLater].filter((at) => at > askedBefore).map((at) => ({ version, askedBefore: at })),
  );
  return true;
}

const ALWAYS = { from: BEFORE_ALL, until: OPEN_END };

/** What a first load reaches, whose records were known at moments of their own. */
const everythingOf = (subject: string): readonly Reach[] => [
  { kind: 'person', subject, site: null, fees: ALWAYS, openStaysAt: null },
  { kind: 'institution', subject, pharmacyOnly: false, fees: ALWAYS },
];

/** An upheld appeal annuls; everything else is another status. */
const triggerOf = ({ records }: SubjectTimeline, receivedAt: Instant): Trigger =>
  records.some(({ fact }) => fact.kind === 'annulment' && fact.knownFrom === receivedAt)
    ? 'appeal'
    : 'status_change';
