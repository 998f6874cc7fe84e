/** Reads everything that lines decided together must know, once for all of them (ARCHITECTURE 3, step 2). */
import type { Asking, Facts, Stamp, TimelineOf, Views } from '@gatekeeper/adjudication';
import { gatherFacts, noticedBy, principalsOf, subjectsOf } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import type { DecisionStore } from '@gatekeeper/decision-store';
import type { RegistryStore } from '@gatekeeper/registry-store';
import { Defect } from '@gatekeeper/runtime';
import type { StatusCache } from '@gatekeeper/status-cache';
import type { IdentityKey, PaymentNotice, SettlementLine, SubjectTimeline } from '@gatekeeper/vocabulary';
import { foldCode, identityKey, isRefund } from '@gatekeeper/vocabulary';
import type { LineLedger } from './line-ledger';

/** Where facts come from. */
export interface FactSources {
  readonly registry: RegistryStore;
  readonly cache: StatusCache;
  readonly views: Views;
  readonly decisions: DecisionStore;
}

/** How facts are read. */
export interface Reading {
  /** `fence`: for whoever records on the same transaction; `snapshot`: for whoever only answers. Default `fence`. */
  readonly from?: 'fence' | 'snapshot';
  /** Timelines as they would be if something more were on file, known at `knownAt`. */
  readonly overlay?: (timeline: SubjectTimeline, knownAt: Instant) => SubjectTimeline;
}

const asOnFile = (timeline: SubjectTimeline): SubjectTimeline => timeline;

/** The registry and what the fund said it paid, as they stood behind the fence of one recording transaction, or in one snapshot. */
export class LineFacts {
  private constructor(
    readonly knownAt: Instant,
    readonly registryVersion: number,
    private readonly timelineOf: TimelineOf,
    private readonly views: Views,
    private readonly notices: ReadonlyMap<IdentityKey, readonly PaymentNotice[]>,
  ) {}

  /**
   * Reads every subject of these lines, and their payment notices, on the caller's transaction: one that records joins the fence, one that only answers
   * reads its snapshot.
   */
  static async read(
    { registry, cache, views, decisions }: FactSources,
    client: Queryable,
    lines: readonly SettlementLine[],
    { from = 'fence', overlay = asOnFile }: Reading = {},
  ): Promise<LineFacts> {
    const subjects = [...new Set(lines.flatMap(subjectsOf))];
    const fence =
      from === 'fence'
        ? await registry.openFence(client, subjects)
        : await registry.readSnapshot(client, subjects);
    const timelines = new Map<string, SubjectTimeline>();
    const readAll = async (versions: ReadonlyMap<string, number>): Promise<void> => {
      for (const [subject, timeline] of (await cache.timelines(versions, client)).timelines)
        timelines.set(subject, overlay(timeline, fence.knownAt));
    };
    await readAll(fence.versions);
    const principals = principalsOfPharmacies(lines, timelines);
    if (principals.length > 0) {
      // Behind the fence, and in a snapshot, no version moves any more, so a second look at it is the same look.
      await readAll(await registry.versions(client, principals));
    }
    const notices = await decisions.findNotices(client, lines);
    const timelineOf: TimelineOf = (subject) => timelines.get(subject);
    return new LineFacts(fence.knownAt, fence.registryVersion, timelineOf, views, notices);
  }

  /** What a decision by these facts states of clocks and versions. */
  stampAt(decidedAt: Instant): Stamp {
    return { registryVersion: this.registryVersion, decidedAt };
  }

  of(line: SettlementLine, ledger: LineLedger): Facts {
    const original =
      isRefund(line) && line.originalLineNo !== null ? ledger.originalOf(line, line.originalLineNo) : null;
    const { knownAt, notices } = this;
    const own = notices.size === 0 ? undefined : notices.get(identityKey(line));
    const noticed = own === undefined ? null : noticedBy(own, ledger.find(line)?.voids ?? []);
    return this.gathered(line, { knownAt, noticed, original });
  }

  /** The same of a line that nobody has sent and nobody has paid, at a moment to come, by what is known now. */
  foreseen(line: SettlementLine, knownAt: Instant): Facts {
    return this.gathered(line, { knownAt, noticed: null, original: null });
  }

  private gathered(line: SettlementLine, asking: Asking): Facts {
    const facts = gatherFacts(line, asking, this.timelineOf, this.views);
    // Not having read a subject is not knowing that it is absent: deciding on it could pay or refuse wrongly.
    if ('unread' in facts)
      throw new Defect('a subject of a line was not among the subjects read for its batch');
    return facts;
  }
}

function principalsOfPharmacies(
  lines: readonly SettlementLine[],
  timelines: ReadonlyMap<string, SubjectTimeline>,
): readonly string[] {
  const missing = new Set<string>();
  for (const line of lines) {
    if (line.transaction !== '2102') continue;
    const institution = timelines.get(foldCode(line.fixmedinsCode));
    if (institution === undefined) continue;
    for (const code of principalsOf(institution)) if (!timelines.has(code)) missing.add(code);
  }
  return [...missing];
}
