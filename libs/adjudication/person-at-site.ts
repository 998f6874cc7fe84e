import type { Instant, Interval } from '@gatekeeper/calendar';
import type { ExemptionOnFile, Parameters, SanctionOnFile } from '@gatekeeper/policy';
import type { Role } from '@gatekeeper/vocabulary';
import { PersonOnLine } from './person-on-line';
import { joinTouching } from './sanctions';
import type { SiteFile, StandingStretch } from './site';
import { standingOverTime } from './site';

/** What of a person's file is the same at every site. */
export interface PersonFile {
  readonly subject: string;
  readonly sanctions: readonly SanctionOnFile[];
  readonly exemptions: readonly ExemptionOnFile[];
}

interface PlaceInTime extends StandingStretch {
  /** The person in each role that a line has asked for. */
  readonly inRoles: PersonOnLine[];
}

/** A person at one site under one pack's parameters, worked out once: lines ask for the same few places again and again. */
export class PersonAtSite {
  /** Those that reach this site. */
  readonly sanctions: readonly SanctionOnFile[];
  private readonly stretches: readonly PlaceInTime[];

  constructor(
    private readonly person: PersonFile,
    file: SiteFile,
    readonly parameters: Parameters,
  ) {
    this.sanctions = reachingSite(person.sanctions, file.fixmedinsCode, parameters);
    this.stretches = standingOverTime(file, parameters).map(({ from, until, standing }) => ({
      from,
      until,
      standing,
      inRoles: [],
    }));
  }

  /** The fees at which nothing is amiss with the person here, in whichever role: no sanction reaches the site, nor has it a fault. */
  clear(): readonly Interval[] {
    if (this.sanctions.length > 0) return [];
    return joinTouching(this.stretches.filter(({ standing }) => standing.faults.length === 0));
  }

  inRole(role: Role, at: Instant): PersonOnLine {
    const { inRoles, standing } = stretchAt(this.stretches, at);
    for (const known of inRoles) if (known.role === role) return known;
    const { subject, exemptions } = this.person;
    const placed = new PersonOnLine(role, subject, null, standing, this.sanctions, exemptions);
    inRoles.push(placed);
    return placed;
  }
}

/** Stretches adjoin from before all to the open end, so one covers every moment. */
function stretchAt(stretches: readonly PlaceInTime[], at: Instant): PlaceInTime {
  let found = stretches[0] as PlaceInTime;
  for (const stretch of stretches) {
    if (stretch.from > at) break;
    found = stretch;
  }
  return found;
}

/** The sanctions that reach a site: personal ones, those of this site, and for points every one (CONTRACT 7, Sanction). */
function reachingSite(
  sanctions: readonly SanctionOnFile[],
  site: string,
  { linkScope, siteBoundCauses }: Parameters,
): readonly SanctionOnFile[] {
  if (sanctions.length === 0) return sanctions;
  return sanctions.filter(({ cause, scope, fixmedinsCode }) => {
    if (fixmedinsCode === site) return true;
    if (cause === 'points' && linkScope !== 'site') return true;
    return scope === 'person' && !siteBoundCauses.includes(cause);
  });
}
