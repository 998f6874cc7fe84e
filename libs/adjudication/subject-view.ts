import type { Instant, Interval } from '@gatekeeper/calendar';
import { BEFORE_ALL, covers, earlierOf, formatInterval, laterOf, OPEN_END } from '@gatekeeper/calendar';
import type { ExemptionOnFile } from '@gatekeeper/policy';
import type { ExemptionRecord, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { compareText } from '@gatekeeper/vocabulary';

/** What the registry held of a subject at one moment, arranged for deciding. */
export abstract class SubjectView {
  readonly subject: string;
  readonly version: number;
  /** The view answers alike for every moment of asking in it. */
  readonly asked: Interval;
  /** Whether the subject itself is on file (a clinician or an institution record). */
  readonly known: boolean;
  readonly exemptions: readonly ExemptionOnFile[];

  /** @param records what of the timeline was held at `knownAt` */
  protected constructor(
    timeline: SubjectTimeline,
    knownAt: Instant,
    records: readonly RegistryRecord[],
    ownKind: 'clinician' | 'institution',
  ) {
    this.subject = timeline.subject;
    this.version = timeline.version;
    this.asked = unchangedAround(timeline, knownAt);
    this.known = records.some(({ kind }) => kind === ownKind);
    this.exemptions = exemptionsOnFile(records);
  }

  /** Whether a view made for one moment of asking serves another. */
  servesAt(knownAt: Instant): boolean {
    return covers(this.asked, knownAt);
  }
}

function exemptionsOnFile(records: readonly RegistryRecord[]): readonly ExemptionOnFile[] {
  return records
    .filter((record): record is ExemptionRecord => record.kind === 'exemption')
    .map(({ exemptionNo, code, fixmedinsCode, departmentCode, from, until }) => ({
      exemptionNo,
      code,
      fixmedinsCode,
      departmentCode,
      interval: { from, until },
      evidence: [`exemption ${exemptionNo}`, formatInterval({ from, until })],
    }))
    .sort(
      (a, b) =>
        compareText(a.exemptionNo, b.exemptionNo) ||
        a.interval.from - b.interval.from ||
        compareText(a.evidence.join(), b.evidence.join()),
    );
}

/** The stretch of moments of asking, around `knownAt`, between which nothing about the subject became known. */
function unchangedAround({ records }: SubjectTimeline, knownAt: Instant): Interval {
  let from = BEFORE_ALL;
  let until = OPEN_END;
  for (const { recorded } of records) {
    for (const boundary of [recorded.from, recorded.until]) {
      if (boundary <= knownAt) from = laterOf(from, boundary);
      else until = earlierOf(until, boundary);
    }
  }
  return { from, until };
}
