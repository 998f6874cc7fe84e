import type { Instant } from '@gatekeeper/calendar';
import { heldAt } from '@gatekeeper/calendar';
import type { Parameters, SanctionOnFile } from '@gatekeeper/policy';
import type { DeregistrationRecord, RegistrationRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { append } from '@gatekeeper/vocabulary';
import { PersonAtSite } from './person-at-site';
import { resolveSanctions } from './sanctions';
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
    const file = {
      fixmedinsCode,
      registrations: this.registrations.get(fixmedinsCode) ?? [],
      deregistrations: this.deregistrations.filter(
        (gone) => gone.fixmedinsCode === null || gone.fixmedinsCode === fixmedinsCode,
      ),
    };
    const place = new PersonAtSite(this, file, parameters);
    append(this.places, fixmedinsCode, place);
    return place;
  }
}
