import type { Instant } from '@gatekeeper/calendar';
import { poolOf } from '@gatekeeper/database';
import { foldCode, knownNow } from '@gatekeeper/vocabulary';
import type { Identities } from '../access/identities';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { particularsOf } from '../particulars/particulars-store';
import { readPersons, timelineOf } from '../standing/subjects-read';
import { assemblePersonFile } from './assemble-person-file';
import { casesOnFile } from './cases-on-file';
import type { PersonFile } from './person-file';

type Parts = Pick<AdminParts, 'clock' | 'registry' | 'dataSource' | 'policy' | 'workingCalendar'>;

export interface FileAsked {
  /** `null`: now. */
  readonly effectiveAt: Instant | null;
  /** `null`: what is known now. */
  readonly knownAt: Instant | null;
}

/** A person's file, and the registry's version of the person. */
export interface FileRead {
  readonly file: PersonFile;
  readonly version: number;
}

export class PersonFileReader {
  constructor(
    private readonly parts: Parts,
    /** `null`: no keys are set, so no identity number is told. */
    private readonly identities: Pick<Identities, 'read'> | null,
  ) {}

  /** @throws Refused 404 for a person of whom nothing was known by then. @throws an outage of the database. */
  async read(writtenCode: string, asked: FileAsked): Promise<FileRead> {
    const { registry, dataSource, clock, policy, workingCalendar } = this.parts;
    const code = foldCode(writtenCode);
    const { persons, institutions } = await readPersons(registry, [code]);
    const timeline = timelineOf(persons, code);
    const now = clock.now();
    const knownAt = asked.knownAt ?? knownNow(now, [timeline, ...institutions.values()]);
    if (!timeline.records.some(({ recorded }) => recorded.from <= knownAt))
      throw notOnFile('The clinician', '人员');
    const maskedIdentity = await this.maskedIdentity(code, knownAt);
    const cases = await casesOnFile(poolOf(dataSource), timeline, knownAt);
    const particulars = await particularsOf(poolOf(dataSource), code, knownAt);
    const read = { timeline, institutions, maskedIdentity, particulars, ...cases };
    const moment = { effectiveAt: asked.effectiveAt ?? now, knownAt };
    return { file: assemblePersonFile(read, moment, policy, workingCalendar), version: timeline.version };
  }

  /** Only if the one on file was known by then. */
  private async maskedIdentity(code: string, knownAt: Instant): Promise<string | null> {
    const onFile = (await this.identities?.read(code)) ?? null;
    return onFile === null || onFile.recordedAt > knownAt ? null : onFile.masked;
  }
}
