/** Writes single records of the registry that need no second person, each with its entry in the audit log. */
import { randomUUID } from 'node:crypto';
import { OPEN_END } from '@gatekeeper/calendar';
import { Refused, unacceptable } from '@gatekeeper/http';
import { Defect } from '@gatekeeper/runtime';
import { enteredBy, foldCode, subjectOf } from '@gatekeeper/vocabulary';
import type { RegistryRecord, SubjectTimeline } from '@gatekeeper/vocabulary';
import type { AppendOutcome } from '@gatekeeper/registry-store';
import { isMalformed } from '@gatekeeper/wire';
import type { Caller } from '../access/caller';
import type { Reaches } from '../access/reaches';
import { coversClinician, coversInstitution } from '../access/scope';
import { appendAudit } from '../audit/audit-log';
import { stale } from '../http/conditional';
import { conflict, notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import type { WrittenAnswer } from './answers';
import { outOfReach } from './registry-refusals';
import { recordIn } from './record-body';
import type { RegistryRecordBody } from './record-body';

export class RegistryWriter {
  constructor(
    private readonly parts: Pick<AdminParts, 'registry' | 'clock'>,
    private readonly reaches: Reaches,
  ) {}

  /**
   * Writes a record on the version of its subject that the caller read.
   * @throws Refused: a field is wrong, the person or what is corrected is out of reach, the version is stale, it overlaps.
   */
  async write(body: RegistryRecordBody, version: number, caller: Caller): Promise<WrittenAnswer> {
    const { registry, clock } = this.parts;
    const now = clock.now();
    const record = recordIn(body, { recordId: `admin:${randomUUID()}`, now });
    if (isMalformed(record)) throw new Refused(unacceptable(record.problems));
    const subject = subjectOf(record);
    if (subject === null) throw new Defect(`a ${record.kind} has no subject`);
    const timeline = (await registry.timelines([subject])).get(subject);
    if (timeline === undefined || timeline.version !== version) throw stale();
    await this.demandReach(record, timeline, caller);
    if (record.kind === 'deregistration' && !timeline.records.some(({ fact }) => enteredBy(fact) === subject))
      throw notOnFile('The person', '人员');
    const outcome = await registry.append([record], {
      expected: new Map([[subject, version]]),
      alongside: (client) =>
        appendAudit(client, {
          at: now,
          actor: caller.userId,
          action: 'writeRegistryRecord',
          subject,
          details: {
            record_id: record.recordId,
            kind: record.kind,
            fixmedins_code: foldCode(body.fixmedins_code),
            supersedes: record.supersedes,
          },
        }),
    });
    return { record_id: record.recordId, subject, version: versionAfter(outcome) };
  }

  /** The guard has looked at the institution. A person already on file, and what is corrected, must be in reach too. */
  private async demandReach(
    record: RegistryRecord,
    timeline: SubjectTimeline,
    caller: Caller,
  ): Promise<void> {
    const describesPerson = record.kind === 'clinician';
    const leavesEverywhere = record.kind === 'deregistration' && record.fixmedinsCode === null;
    if ((describesPerson && timeline.version > 0) || leavesEverywhere) {
      if (!(await coversClinician(caller, timeline.subject, this.reaches))) throw outOfReach();
    }
    if (record.supersedes === null) return;
    const corrected = correctedBy(record, timeline);
    const site = 'fixmedinsCode' in corrected ? corrected.fixmedinsCode : null;
    if (site !== null && !(await coversInstitution(caller, site, this.reaches))) throw outOfReach();
  }
}

/** What a record corrects: held, of the same kind and subject. @throws Refused */
function correctedBy({ kind, supersedes }: RegistryRecord, { records }: SubjectTimeline): RegistryRecord {
  const found = records.find(({ fact }) => fact.recordId === supersedes);
  if (found?.fact.kind === kind && found.recorded.until === OPEN_END) return found.fact;
  throw new Refused(
    unacceptable([
      {
        path: 'supersedes',
        code: 'FIELD_INVALID',
        expected: `a record of kind ${kind} of the same subject that was not corrected yet`,
        got: found === undefined ? 'none of this subject' : `a ${found.fact.kind} record`,
      },
    ]),
  );
}

function versionAfter(outcome: AppendOutcome): number {
  switch (outcome.kind) {
    case 'appended':
      return outcome.version;
    case 'stale':
      throw stale();
    case 'overlap':
      throw conflict(
        'records-overlap',
        'Two corrections would hold for the same time（更正记录的有效期重叠）',
        `Supersede what no longer holds（请先更正不再有效的记录）: ${outcome.recordIds.join(', ')}`,
      );
    case 'ring':
      throw conflict(
        'records-in-a-ring',
        'Records would correct each other in a ring（更正记录互相循环）',
        `None of them would hold（循环中的记录都不成立）: ${outcome.recordIds.join(', ')}`,
      );
    case 'conflict':
    case 'as_recorded_refused':
      throw new Defect(`a new record was answered ${outcome.kind}`);
  }
}
