/** No line turns by a write of the registry that does not reach it, whatever the history and whatever the law. */
import type { Reach } from '@gatekeeper/adjudication';
import {
  decide,
  futureTurns,
  gatherFacts,
  neverOnFile,
  reachOf,
  reachThroughPharmacies,
  registryTimelines,
  subjectsOf,
  Views,
} from '@gatekeeper/adjudication';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { covers, heldAt, plusMs } from '@gatekeeper/calendar';
import type { Policy } from '@gatekeeper/policy';
import type { Answer, RegistryRecord, SettlementLine, SubjectTimeline } from '@gatekeeper/vocabulary';
import fc from 'fast-check';
import type { DrawnLine, Write } from './late-writes';
import { drawnLine, history, LATER, openStay } from './late-writes';
import { law, lawWith } from './law';

/** Histories of some five writes each; each write is compared on so many lines at two moments of asking. */
const RUNS = 200;
const LINES = 40;

/** The packs that ship, alone and stacked; with values that look at most of the registry; and with values drawn. */
const LAWS: readonly Policy[] = [
  lawWith({}),
  lawWith({ carveOutClock: 'admission', inpatientCarveOut: 'before_status_change' }),
  lawWith({ linkScope: 'site', certificateChecked: 'true', commitmentRequired: 'true' }),
  lawWith({ siteBoundCauses: 'institution', checkedRoles: 'ordering+performing', restore: 'application' }),
  lawWith({
    institutionStatuses: 'suspended,terminated,exit_audit,guidance',
    guidanceBlocks: 'chronic,cross_province,pharmacy_pooled',
    guidanceExceptsCenters: 'chronic,cross_province',
    emergencyException: 'suspended,terminated,not_restored,unregistered',
  }),
  ...fc.sample(law, { seed: 20261130, numRuns: 10 }),
];

function lawAt(index: number): Policy {
  const policy = LAWS[index];
  if (policy === undefined) throw new Error(`there are ${LAWS.length} laws, not ${index + 1}`);
  return policy;
}

/** Whether the sweep reads the line: what its statement on the database asks. */
function isReached({ line }: DrawnLine, reach: Reach): boolean {
  if (!covers(reach.fees, line.feeOccurredAt)) return false;
  const [institution, ...persons] = subjectsOf(line);
  switch (reach.kind) {
    case 'institution':
      return reach.subject === institution && (!reach.pharmacyOnly || line.transaction === '2102');
    case 'person': {
      const { site, openStaysAt, subject } = reach;
      if (!persons.includes(subject) || (site !== null && site !== institution)) return false;
      return openStaysAt === null || (isOfStay(line) && isOpenAt(line, openStaysAt));
    }
  }
}

const isOfStay = ({ admittedAt, feeOccurredAt }: SettlementLine): boolean =>
  admittedAt !== null && admittedAt <= feeOccurredAt;
const isOpenAt = ({ settledAt }: SettlementLine, at: Instant): boolean =>
  settledAt === null || settledAt >= at;

type Timelines = ReadonlyMap<string, SubjectTimeline>;

/** Where the person was principal just before the moment, or is at it. */
const pharmaciesOf = (
  timelines: Timelines,
  person: string,
  at: Instant,
): readonly { readonly fixmedinsCode: string; readonly interval: Interval }[] =>
  [...timelines.values()]
    .flatMap(({ records }) => [...heldAt(records, plusMs(at, -1)), ...heldAt(records, at)])
    .flatMap((record) =>
      record.kind === 'pharmacy_principal' && record.code === person
        ? [{ fixmedinsCode: record.fixmedinsCode, interval: record }]
        : [],
    );

/** Of the subjects that a store queues for the write: those of its records, and of what they supersede. */
function reachesOf(timelines: Timelines, { at, records }: Write): readonly Reach[] {
  const named = new Set(records.flatMap(({ recordId, supersedes }) => [recordId, supersedes]));
  const changed = [...timelines.values()].filter((timeline) =>
    timeline.records.some(({ fact }) => named.has(fact.recordId)),
  );
  return changed.flatMap((timeline) => {
    const reaches = reachOf(timeline, at);
    return [...reaches, ...reachThroughPharmacies(reaches, pharmaciesOf(timelines, timeline.subject, at))];
  });
}

/** What a line is answered at a moment of asking. */
type Ask = (line: DrawnLine, knownAt: Instant) => string;

/** Asks under one registry: timelines are arranged once. */
function asking(records: readonly RegistryRecord[], policy: Policy): Ask {
  const timelines = registryTimelines(records);
  const views = new Views();
  return ({ line, paymentNoticed }: DrawnLine, knownAt: Instant): string => {
    const timelineOf = (subject: string) => timelines.get(subject) ?? neverOnFile(subject);
    const noticed = paymentNoticed ? line : null;
    const facts = gatherFacts(line, { knownAt, noticed, original: null }, timelineOf, views);
    if ('unread' in facts) throw new Error(`${facts.unread} was not read`);
    return compared(decide(line, facts, policy));
  };
}

/** What a decision is superseded for (CONTRACT 8), or the code of the hold. */
const compared = (answer: Answer): string =>
  answer.kind === 'hold'
    ? answer.holdCode
    : JSON.stringify([
        answer.outcome,
        answer.reasons.map(({ code, effect, role }) => [code, effect, role]),
        `${answer.refused} ${answer.recover} ${answer.liable}`,
      ]);

const recordsOf = (writes: readonly Write[]): readonly RegistryRecord[] =>
  writes.flatMap(({ records }) => records);

interface Drawn {
  readonly writes: readonly Write[];
  readonly lawIndex: number;
  readonly lines: readonly DrawnLine[];
}
const drawnWith = (line: fc.Arbitrary<DrawnLine>): fc.Arbitrary<Drawn> =>
  fc.record({
    writes: history,
    lawIndex: fc.noBias(fc.nat(LAWS.length - 1)),
    lines: fc.array(line, { minLength: LINES, maxLength: LINES }),
  });

/** How much was drawn: the law is worth what meets. */
interface Tally {
  compared: number;
  turned: number;
}

function compare(
  line: DrawnLine,
  reaches: readonly Reach[],
  before: Ask,
  after: Ask,
  moments: readonly Instant[],
  tally: Tally,
): void {
  const isIn = reaches.some((reach) => isReached(line, reach));
  for (const knownAt of moments) {
    const [was, is] = [before(line, knownAt), after(line, knownAt)];
    tally.compared += 1;
    if (was === is) continue;
    tally.turned += 1;
    if (!isIn) throw new Error(`${was} became ${is} on ${written(line.line)}, reached: ${written(reaches)}`);
  }
}

describe('a write of the registry', () => {
  it('reaches every line that it turns, at once and when all that is drawn has passed', () => {
    const tally: Tally = { compared: 0, turned: 0 };
    fc.assert(
      fc.property(drawnWith(drawnLine), ({ writes, lawIndex, lines }) => {
        const policy = lawAt(lawIndex);
        // Later writes are on the timelines too: a sweep may lag behind.
        const timelines = registryTimelines(recordsOf(writes));
        let before = asking([], policy);
        for (const [place, write] of writes.entries()) {
          const after = asking(recordsOf(writes.slice(0, place + 1)), policy);
          const reaches = reachesOf(timelines, write);
          for (const line of lines) compare(line, reaches, before, after, [write.at, LATER], tally);
          before = after;
        }
      }),
      { numRuns: RUNS },
    );
    expect(tally.compared).toBeGreaterThan(20_000);
    expect(tally.turned).toBeGreaterThan(1000);
  });

  it('turns lines later, by time alone, only at moments that are foreseen, and only those that it reached', () => {
    fc.assert(
      fc.property(drawnWith(openStay), fc.nat(20 * 12), ({ writes, lawIndex, lines }, hours) => {
        const policy = lawAt(lawIndex);
        const last = writes.at(-1);
        if (last === undefined) throw new Error('a history is never empty');
        const knownAt = plusMs(last.at, hours * 3_600_000);
        const timelines = registryTimelines(recordsOf(writes));
        const ask = asking(recordsOf(writes), policy);
        const isForeseen = ({ at }: Write): boolean =>
          [...timelines.values()].some((timeline) =>
            futureTurns(timeline, at).some((turn) => turn > last.at && turn <= knownAt),
          );
        const foreseen = writes.filter(isForeseen).flatMap((write) => reachesOf(timelines, write));
        for (const line of lines) {
          if (ask(line, last.at) === 'DATE_IMPLAUSIBLE') continue;
          if (ask(line, last.at) === ask(line, knownAt)) continue;
          if (!foreseen.some((reach) => isReached(line, reach)))
            throw new Error(`not foreseen: ${written(line.line)}`);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** For the message of a failure. */
function written(value: SettlementLine | readonly Reach[]): string {
  return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
}
