/** What a run would say of a visit had some of what came to it not come: tells what turned a line from what merely came. */
import { Views } from '@gatekeeper/adjudication';
import type { Instant } from '@gatekeeper/calendar';
import { BEFORE_ALL } from '@gatekeeper/calendar';
import type { NewsKind, Share } from '@gatekeeper/clearing';
import { differs } from '@gatekeeper/clearing';
import type { IdentityKey } from '@gatekeeper/vocabulary';
import { identityKey } from '@gatekeeper/vocabulary';
import { timelinesWithout } from './registry-news';
import type { Deciding, RunAnswer, SettledLine } from './settle-visit';
import { settleVisit } from './settle-visit';
import type { Visit, VisitMessage } from './visit';

type Answers = ReadonlyMap<IdentityKey, RunAnswer>;

/** As known when an answer was given. */
export const answeredAt = (answer: RunAnswer): Instant =>
  answer.kind === 'held' ? answer.held.knownAt : answer.decision.knownAt;

export class RunsWithout {
  /** Lines of a visit that were answered at one moment ask the same. */
  private readonly answers = new Map<string, Answers>();

  /** @param settled the visit's lines as the run by `deciding` settled them */
  constructor(
    private readonly visit: Visit,
    private readonly settled: readonly SettledLine[],
    private readonly deciding: Deciding,
  ) {}

  /** What came to the line's visit, of these kinds, after what stands was said: how much of the difference it makes. */
  shareOf(kinds: readonly NewsKind[], { line, run }: SettledLine, standing: RunAnswer): Share {
    const after = answeredAt(standing);
    const key = `${after} ${kinds.join(' ')}`;
    let answers = this.answers.get(key);
    if (answers === undefined) this.answers.set(key, (answers = this.answersWithout(new Set(kinds), after)));
    const without = answers.get(identityKey(line));
    if (without === undefined) return 'part';
    if (!differs(without, standing)) return 'whole';
    return differs(run, without) ? 'part' : 'nothing';
  }

  private answersWithout(kinds: ReadonlySet<NewsKind>, after: Instant): Answers {
    const { timelineOf, knownAt } = this.deciding;
    const isLeftOut = this.rowsOf(kinds, after);
    const visit = {
      ...this.visit,
      // Known from the start, a line whose void is left out would be refused as one that came twice.
      messages: this.visit.messages
        .filter((row) => !isLeftOut(row))
        .map((row) => (row.receivedAt === null ? { ...row, receivedAt: BEFORE_ALL } : row)),
      notices: this.visit.notices.filter(
        ({ receivedAt }) => !kinds.has('payment') || (receivedAt !== null && receivedAt <= after),
      ),
    };
    const deciding = {
      ...this.deciding,
      timelineOf: timelinesWithout(timelineOf, kinds, { after, until: knownAt }),
      views: new Views(),
    };
    return new Map(settleVisit(visit, deciding).map((each) => [identityKey(each.line), each.run] as const));
  }

  /**
   * Which messages are news of these kinds. A line that came again with other content, or for the first time, is as it was before
   * without all that was said of it since; one that only came again is without what that stated of its settlement.
   */
  private rowsOf(kinds: ReadonlySet<NewsKind>, after: Instant): (row: VisitMessage) => boolean {
    const isSince = (at: Instant | null): boolean => at === null || at > after;
    const contents = new Set<unknown>();
    const statements = new Set<unknown>();
    const changed = new Set<IdentityKey>();
    for (const { line, came, places, news } of this.settled) {
      const renewed = news
        .filter(({ kind, at }) => kind === 're_upload' && isSince(at))
        .map(({ row }) => row);
      if (places[0].knownFrom > after) renewed.push(came);
      for (const row of renewed) contents.add(row);
      if (renewed.length > 0) changed.add(identityKey(line));
      for (const { kind, at, row } of news) if (kind === 'payment' && isSince(at)) statements.add(row);
    }
    return (row) => {
      const { message, receivedAt } = row;
      switch (message.kind) {
        case 'void':
        case 'fact':
          return kinds.has(message.kind) && isSince(receivedAt);
        case 'line': {
          const cameLater = receivedAt !== null && receivedAt > after;
          if (kinds.has('payment') && (statements.has(row) || (cameLater && !contents.has(row)))) return true;
          const isChanged = changed.has(identityKey(message.line));
          return kinds.has('re_upload') && (contents.has(row) || (cameLater && isChanged));
        }
      }
    };
  }
}
