/** Visits out of an installation's database, in the order of their bytes, in flat memory. */
import { principalsOf, subjectsOf } from '@gatekeeper/adjudication';
import type { TimelineOf } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { ExportedMessage, VisitKey } from '@gatekeeper/decision-store';
import {
  exportedDecisions,
  exportedHolds,
  exportedMessages,
  exportedNotices,
  linesKeptByPlans,
  placesOfVisits,
} from '@gatekeeper/decision-store';
import type { RegistryStore } from '@gatekeeper/registry-store';
import type { StatusCache } from '@gatekeeper/status-cache';
import type { IdentityKey, SubjectTimeline } from '@gatekeeper/vocabulary';
import { foldCode, identityKey } from '@gatekeeper/vocabulary';
import { lineFromContent } from '@gatekeeper/wire';
import type { ClientBase } from 'pg';
import type { KeptByPlan, Visit, VisitMessage } from './visit';
import { NO_PLANS } from './visit';

/** Messages whose subjects are read together. */
const MESSAGES_AT_ONCE = 2_000;

export interface VisitSources {
  readonly registry: RegistryStore;
  readonly cache: StatusCache;
}

/** The visits that `chooseVisits` chose, of one institution, on the caller's snapshot. */
export class VisitsOnFile {
  private readonly timelines = new Map<string, SubjectTimeline>();

  constructor(
    private readonly sources: VisitSources,
    private readonly client: ClientBase,
    private readonly knownAt: Instant,
    private readonly fixmedinsCode: string,
  ) {}

  /** Knows every subject of the institution and of the lines of visits handed over so far. */
  readonly timelineOf: TimelineOf = (subject) => this.timelines.get(subject);

  /** Reads the institution's own timeline, and those of its principals. */
  async open(): Promise<void> {
    const own = foldCode(this.fixmedinsCode);
    await this.readTimelines([own]);
    const institution = this.timelines.get(own);
    if (institution !== undefined) await this.readTimelines(principalsOf(institution));
  }

  /** Makes the timelines of these subjects known, by folded code. */
  readonly readSubjects = async (codes: readonly string[]): Promise<void> => {
    const wanted = codes.filter((code) => !this.timelines.has(code));
    if (wanted.length > 0) await this.readTimelines(wanted);
  };

  async *visits(): AsyncGenerator<Visit, undefined> {
    const plans = await linesKeptByPlans(this.client, this.knownAt, this.fixmedinsCode);
    let visits: Visit[] = [];
    let messages = 0;
    for await (const visit of this.visitsUnread(plans)) {
      visits.push(visit);
      messages += visit.messages.length;
      if (messages < MESSAGES_AT_ONCE) continue;
      await this.readSubjectsOf(visits);
      yield* visits;
      visits = [];
      messages = 0;
    }
    await this.readSubjectsOf(visits);
    yield* visits;
  }

  private async *visitsUnread(plans: ReadonlyMap<IdentityKey, KeptByPlan>): AsyncGenerator<Visit> {
    const { client, knownAt } = this;
    const places = await placesOfVisits(client, this.fixmedinsCode);
    // Whatever there was to read was proven untouched.
    if (places.months.length === 0) return;
    const messages = new ByVisit(exportedMessages(client, knownAt, 'visit', places), ({ visit }) => visit);
    const notices = new ByVisit(
      exportedNotices(client, knownAt, 'visit', places),
      ({ notice }) => notice.identity,
    );
    const decisions = new ByVisit(exportedDecisions(client, knownAt, 'visit', places), ({ line }) => line);
    const holds = new ByVisit(exportedHolds(client, knownAt, 'visit', places), ({ held }) => held.line);
    for (let key = await messages.nextVisit(); key !== null; key = await messages.nextVisit()) {
      const rows = (await messages.take(key)).map(messageFrom);
      const held = await holds.take(key);
      yield {
        ...{ fixmedinsCode: key.fixmedinsCode, visitId: key.visitId, messages: rows },
        notices: await notices.take(key),
        decisions: await decisions.take(key),
        holds: held.flatMap((each) => (each.release === null ? each.held : [])),
        releases: held.flatMap(({ held: { line }, release }) =>
          release === null ? [] : { line, ...release },
        ),
        plans: plans.size === 0 ? NO_PLANS : keptAmong(plans, rows),
      };
    }
  }

  private async readSubjectsOf(visits: readonly Visit[]): Promise<void> {
    const wanted = new Set<string>();
    for (const { messages } of visits)
      for (const { message } of messages)
        if (message.kind === 'line')
          for (const subject of subjectsOf(message.line))
            if (!this.timelines.has(subject)) wanted.add(subject);
    if (wanted.size > 0) await this.readTimelines([...wanted]);
  }

  private async readTimelines(subjects: readonly string[]): Promise<void> {
    const { registry, cache } = this.sources;
    const versions = await registry.versions(this.client, subjects);
    for (const [subject, timeline] of (await cache.timelines(versions, this.client)).timelines)
      this.timelines.set(subject, timeline);
  }
}

function messageFrom(message: ExportedMessage): VisitMessage {
  const { receivedAt } = message;
  switch (message.kind) {
    case 'line':
      return { message: { kind: 'line', line: lineFromContent(message.content, message) }, receivedAt };
    case 'void':
      return { message: { kind: 'void', withdrawn: message.withdrawn }, receivedAt };
    case 'fact':
      return { message: { kind: 'fact', fact: message.fact }, receivedAt };
  }
}

function keptAmong(
  plans: ReadonlyMap<IdentityKey, KeptByPlan>,
  messages: readonly VisitMessage[],
): ReadonlyMap<IdentityKey, KeptByPlan> {
  const found = new Map<IdentityKey, KeptByPlan>();
  for (const { message } of messages) {
    const key = message.kind === 'line' ? identityKey(message.line) : null;
    const kept = key === null ? undefined : plans.get(key);
    if (key !== null && kept !== undefined) found.set(key, kept);
  }
  return found;
}

/** Items that come in pages in the order of visits, taken visit by visit. */
class ByVisit<Item> {
  private page: readonly Item[] = [];
  private at = 0;
  private ended = false;

  constructor(
    private readonly pages: AsyncGenerator<readonly Item[]>,
    private readonly visitOf: (item: Item) => VisitKey,
  ) {}

  /** The visit of the next item; `null`: there is none. */
  async nextVisit(): Promise<VisitKey | null> {
    const next = await this.peek();
    return next === null ? null : this.visitOf(next);
  }

  /** The items of a visit; they are next, or there are none. */
  async take({ fixmedinsCode, visitId }: VisitKey): Promise<readonly Item[]> {
    const taken: Item[] = [];
    for (let next = await this.peek(); next !== null; next = await this.peek()) {
      const visit = this.visitOf(next);
      if (visit.fixmedinsCode !== fixmedinsCode || visit.visitId !== visitId) break;
      taken.push(next);
      this.at += 1;
    }
    return taken;
  }

  private async peek(): Promise<Item | null> {
    while (this.at >= this.page.length && !this.ended) {
      const next: IteratorResult<readonly Item[], unknown> = await this.pages.next();
      this.ended = next.done === true;
      this.page = next.done === true ? [] : next.value;
      this.at = 0;
    }
    return this.page[this.at] ?? null;
  }
}
