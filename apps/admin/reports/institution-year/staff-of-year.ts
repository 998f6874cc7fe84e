/** Who was registered at an institution in a year, and what measures reached them there. */
import { PersonView, standingOverTime } from '@gatekeeper/adjudication';
import type { Instant, Interval } from '@gatekeeper/calendar';
import { earlierOf, heldAt, laterOf, neverWas, overlaps } from '@gatekeeper/calendar';
import type { Queryable } from '@gatekeeper/database';
import { poolOf, timestampText } from '@gatekeeper/database';
import type { Parameters, SanctionOnFile } from '@gatekeeper/policy';
import { heldAtSql } from '@gatekeeper/registry-store';
import type { ClinicianCategory, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { AdminParts } from '../../parts';
import { describing, ofKind } from '../../registry/held-records';
import { inChunks } from '../in-chunks';

/** A person who was registered at the institution on some day of the year. */
export interface StaffMember {
  readonly code: string;
  /** `null`: no clinician record was known. */
  readonly name: string | null;
  readonly category: ClinicianCategory | null;
  /** What the registry held of the person. */
  readonly held: readonly RegistryRecord[];
  readonly view: PersonView;
  /** Whether a suspension reached the person there in the year, while registered there. */
  readonly suspended: boolean;
  readonly terminated: boolean;
}

export interface StaffAsked {
  /** Folded. */
  readonly fixmedinsCode: string;
  /** The year, or as much of it as has passed. */
  readonly span: Interval;
  readonly knownAt: Instant;
  readonly parameters: Parameters;
}

/** By code. Who was deregistered before the year is none of them. @throws an outage. */
export async function staffOfYear(
  { dataSource, registry }: Pick<AdminParts, 'dataSource' | 'registry'>,
  asked: StaffAsked,
): Promise<readonly StaffMember[]> {
  const staff: StaffMember[] = [];
  for (const codes of inChunks(await registeredIn(poolOf(dataSource), asked)))
    for (const timeline of (await registry.timelines(codes)).values()) {
      const member = memberOf(timeline, asked);
      if (member !== null) staff.push(member);
    }
  return staff;
}

async function registeredIn(
  client: Queryable,
  { fixmedinsCode, span, knownAt }: StaffAsked,
): Promise<readonly string[]> {
  const { rows } = await client.query<{ code: string }>(
    `SELECT DISTINCT r.code COLLATE "C" AS code
     FROM registry_record r
     WHERE r.kind = 'registration' AND r.fixmedins_code = $1
       AND r.effective && tstzrange($2::timestamptz, $3::timestamptz) AND ${heldAtSql('r', '$4::timestamptz')}
     ORDER BY 1`,
    [fixmedinsCode, timestampText(span.from), timestampText(span.until), timestampText(knownAt)],
  );
  return rows.map(({ code }) => code);
}

function memberOf(
  timeline: SubjectTimeline,
  { fixmedinsCode, span, knownAt, parameters }: StaffAsked,
): StaffMember | null {
  const held = heldAt(timeline.records, knownAt);
  const file = {
    fixmedinsCode,
    registrations: ofKind(held, 'registration').filter((it) => it.fixmedinsCode === fixmedinsCode),
    deregistrations: ofKind(held, 'deregistration').filter(
      (gone) => gone.fixmedinsCode === null || gone.fixmedinsCode === fixmedinsCode,
    ),
  };
  const registered = standingOverTime(file, parameters)
    .filter(({ standing }) =>
      standing.faults.every(({ fault }) => fault === 'uncommitted' || fault === 'expired'),
    )
    .map((stretch) => inside(span, stretch))
    .filter((stretch) => !neverWas(stretch));
  if (registered.length === 0) return null;
  const view = new PersonView(timeline, knownAt);
  const reaching = view.atSite(fixmedinsCode, parameters).sanctions;
  const reachedBy = (status: SanctionOnFile['status']): boolean =>
    reaching.some(
      (sanction) =>
        sanction.status === status && registered.some((stretch) => overlaps(stretch, sanction.running)),
    );
  const described = describing(timeline, 'clinician', knownAt);
  return {
    code: timeline.subject,
    name: described?.name ?? null,
    category: described?.category ?? null,
    held,
    view,
    suspended: reachedBy('suspended'),
    terminated: reachedBy('terminated'),
  };
}

const inside = (span: Interval, { from, until }: Interval): Interval => ({
  from: laterOf(span.from, from),
  until: earlierOf(span.until, until),
});
