/** What the registry tells of people who were measured: their standing at the month's end, what was restored or annulled in it. */
import { PersonView } from '@gatekeeper/adjudication';
import { heldAt } from '@gatekeeper/calendar';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { governingText } from '@gatekeeper/casework';
import { poolOf, timestampText } from '@gatekeeper/database';
import type { SubjectTimeline } from '@gatekeeper/vocabulary';
import type { AdminParts } from '../../parts';
import type { SanctionFiled } from '../../person-file/person-file';
import { sanctionsFiled } from '../../person-file/sanctions-filed';
import { fellIn, lastMomentOf } from '../month';
import { inChunks } from '../in-chunks';
import type { HandlingSums, Place } from './figures';
import { MEASURED_IN_AREA } from './handling-statements';

interface MeasuredRow {
  area: string;
  fixmedins_code: string;
  code: string;
}

export interface MeasuredAsked {
  readonly area: string;
  readonly month: Interval;
  readonly knownAt: Instant;
}

type Parts = Pick<AdminParts, 'dataSource' | 'registry' | 'policy'>;

/** Adds what is known of the people measured at institutions of an area. @throws an outage. */
export async function addMeasuredPeople(
  parts: Parts,
  asked: MeasuredAsked,
  sums: HandlingSums,
): Promise<void> {
  const { rows } = await poolOf(parts.dataSource).query<MeasuredRow>(MEASURED_IN_AREA, [
    asked.area,
    timestampText(asked.knownAt),
    timestampText(asked.month.from),
    timestampText(asked.month.until),
  ]);
  const places = new Map(
    rows.map(({ area, fixmedins_code: fixmedinsCode }): [string, Place] => [
      fixmedinsCode,
      { area, fixmedinsCode },
    ]),
  );
  for (const codes of inChunks([...new Set(rows.map(({ code }) => code))]))
    for (const timeline of (await parts.registry.timelines(codes)).values())
      addPerson(parts, asked, { timeline, places }, sums);
}

interface Measured {
  readonly timeline: SubjectTimeline;
  /** The institutions of the area. */
  readonly places: ReadonlyMap<string, Place>;
}

function addPerson(
  { policy }: Parts,
  { month, knownAt }: MeasuredAsked,
  { timeline, places }: Measured,
  sums: HandlingSums,
): void {
  const atEnd = lastMomentOf(month);
  const restoresAlone = (site: string): boolean =>
    governingText(policy.policy, places.get(site)?.area ?? null, atEnd)?.parameters.restore === 'auto';
  const { sanctions } = new PersonView(timeline, knownAt);
  const told = new Set<string>();
  for (const sanction of sanctionsFiled(heldAt(timeline.records, knownAt), sanctions, atEnd, restoresAlone)) {
    const place = places.get(sanction.fixmedinsCode);
    if (place === undefined) continue;
    addStanding(place, timeline.subject, sanction, sums);
    if (isNotMaintained(sanction, atEnd)) sums.add(place, 'statuses_not_maintained', 1);
    // One document may spell a measure out in several records: it is restored and annulled once.
    if (told.has(sanction.documentNo)) continue;
    told.add(sanction.documentNo);
    for (const figure of closedIn(month, sanction)) sums.add(place, figure, 1);
  }
}

function addStanding(place: Place, code: string, { state, status }: SanctionFiled, sums: HandlingSums): void {
  switch (state) {
    case 'running':
      sums.person(place, status === 'suspended' ? 'people_suspended' : 'people_terminated', code);
      return;
    case 'not_restored':
      sums.person(place, 'people_not_restored', code);
      return;
    case 'annulled':
    case 'to_come':
    case 'over':
      return;
  }
}

const isNotMaintained = ({ state, deliveredAt, maintainedAt }: SanctionFiled, atEnd: Instant): boolean =>
  state === 'running' &&
  deliveredAt !== null &&
  deliveredAt <= atEnd &&
  (maintainedAt === null || maintainedAt > atEnd);

function closedIn(month: Interval, { changes }: SanctionFiled): readonly ('restorations' | 'annulments')[] {
  const annulled = changes.some((change) => change.kind === 'annulment' && fellIn(month, change.decidedAt));
  const restored = changes.some(
    (change) => change.kind === 'restoration' && fellIn(month, change.approvedAt),
  );
  return [...(restored ? (['restorations'] as const) : []), ...(annulled ? (['annulments'] as const) : [])];
}
