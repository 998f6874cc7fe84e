/** What the forms state that is in no case: of the person, and how institutions are called. */
import type { Day, Instant } from '@gatekeeper/calendar';
import { heldAt } from '@gatekeeper/calendar';
import { knownNow } from '@gatekeeper/vocabulary';
import type { InstitutionRecord, RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import { ACCESS_OPERATIONS } from '../access/access-operations';
import type { Caller } from '../access/caller';
import type { Identities } from '../access/identities';
import { mayCall } from '../access/judgement';
import type { Phones } from '../access/phones';
import type { FormPerson } from '../documents';
import type { AdminParts } from '../parts';
import { readPersons, timelineOf } from '../standing/subjects-read';

export interface FormFacts {
  readonly person: FormPerson;
  /** As the identity number says; `null`: none is on file, or it says none. */
  readonly bornOn: Day | null;
  readonly timeline: SubjectTimeline;
  /** What of it is known now. */
  readonly records: readonly RegistryRecord[];
  readonly knownAt: Instant;
  /** What is on file of an institution the person has to do with; `null`: nothing. */
  institutionOf(this: void, fixmedinsCode: string): InstitutionRecord | null;
}

export class FormFactsReader {
  constructor(
    private readonly parts: Pick<AdminParts, 'registry' | 'clock'>,
    /** `null`, as the next: no keys are set, so neither is told. */
    private readonly identities: Pick<Identities, 'read'> | null,
    private readonly phones: Pick<Phones, 'read' | 'readClear'> | null,
  ) {}

  /**
   * @param code folded @param at an institution besides those of the person's registrations and sanctions
   * @param caller who is told the phone number in clear, where the same caller may record it
   * @throws an outage of the database.
   */
  async read(code: string, at: string, caller: Caller): Promise<FormFacts> {
    const { persons, institutions } = await readPersons(this.parts.registry, [code]);
    const known = institutions.has(at)
      ? institutions
      : new Map([...institutions, ...(await this.parts.registry.timelines([at]))]);
    const timeline = timelineOf(persons, code);
    const knownAt = knownNow(this.parts.clock.now(), [timeline, ...known.values()]);
    const records = heldAt(timeline.records, knownAt);
    const identity = (await this.identities?.read(code)) ?? null;
    return {
      timeline,
      records,
      knownAt,
      bornOn: identity?.bornOn ?? null,
      person: {
        name: nameIn(records) ?? code,
        sex: identity?.sex ?? null,
        identity: identity === null ? null : { kind: 'masked', number: identity.masked },
        code,
        phone: await this.phoneFor(code, caller),
      },
      institutionOf: (fixmedinsCode) =>
        heldAt(timelineOf(known, fixmedinsCode).records, knownAt).filter(isInstitution).at(-1) ?? null,
    };
  }

  private async phoneFor(code: string, caller: Caller): Promise<string | null> {
    if (this.phones === null) return null;
    return mayCall(caller, ACCESS_OPERATIONS.recordPhone)
      ? this.phones.readClear(code)
      : ((await this.phones.read(code))?.masked ?? null);
  }
}

/** The name of an institution, or its code where it is not on file. */
export const institutionName = (
  { institutionOf }: Pick<FormFacts, 'institutionOf'>,
  fixmedinsCode: string,
): string => institutionOf(fixmedinsCode)?.name ?? fixmedinsCode;

const isInstitution = (record: RegistryRecord): record is InstitutionRecord => record.kind === 'institution';

const nameIn = (records: readonly RegistryRecord[]): string | null =>
  records.flatMap((record) => (record.kind === 'clinician' ? [record.name] : [])).at(-1) ?? null;
