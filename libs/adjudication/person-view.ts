import type { Instant } from '@gatekeeper/calendar';
import { heldAt } from '@gatekeeper/calendar';
import type { Parameters, SanctionOnFile } from '@gatekeeper/policy';
import type { DeregistrationRecord, RegistrationRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { append } from '@gatekeeper/vocabulary';
import { PersonAtSite } from './person-at-site';
import { resolveSanctions } from './sanctions';
import type { SiteFile } from './site';
import { SubjectView } from './subject-view';

/** A person as the registry held it. */
export class PersonView extends SubjectView {
  readonly sanctions: readonly SanctionOnFile[];
  private readonly registrations = new Map<string, RegistrationRecord[]>();
  private readonly deregistrations: readonly DeregistrationRecord[];
  /** One for each pack's parameters that a line at the site has asked under. */
  private readonly places = new Map<string, PersonAtSite[]>();

  constructor(timeline: SubjectTimeline, knownAt: Instant) {
    const records = heldAt(timeline.records, knownAt);
    super(timeline, knownAt, records, 'clinician');
    this.sanctions = resolveSanctions(records);
    this.deregistrations = records.filter(
      (record): record is DeregistrationRecord => record.kind === 'deregistration',
    );
    for (const record of records)
      if (record.kind === 'registration') append(this.registrations, record.fixmedinsCode, record);
  }

  /** The person at a site (folded code) under a pack's parameters. */
  atSite(fixmedinsCode: string, parameters: Parameters): PersonAtSite {
    const known = this.places.get(fixmedinsCode);
    if (known !== undefined) {
      for (const place of known) if (place.parameters === parameters) return place;
    }
    const place = new PersonAtSite(this, this.fileOf(fixmedinsCode), parameters);
    append(this.places, fixmedinsCode, place);
    return place;
  }

  /** What is on file that bears on a site (folded code). */
  fileOf(fixmedinsCode: string): SiteFile {
    return {
      fixmedinsCode,
      registrations: this.registrations.get(fixmedinsCode) ?? [],
      deregistrations: this.deregistrations.filter(
        (gone) => gone.fixmedinsCode === null || gone.fixmedinsCode === fixmedinsCode,
      ),
    };
  }

  /** The sites at which a registration or a deregistration names the person. */
  get sites(): ReadonlySet<string> {
    const sites = new Set(this.registrations.keys());
    for (const { fixmedinsCode } of this.deregistrations)
      if (fixmedinsCode !== null) sites.add(fixmedinsCode);
    return sites;
  }
}
