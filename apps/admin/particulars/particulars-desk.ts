import { heldAt } from '@gatekeeper/calendar';
import type { Particulars, ParticularsOnFile } from '@gatekeeper/casework';
import { inTransaction, poolOf } from '@gatekeeper/database';
import { neverOnFile } from '@gatekeeper/adjudication';
import { knownNow } from '@gatekeeper/vocabulary';
import { appendAudit } from '../audit/audit-log';
import { notOnFile } from '../http/refusals';
import type { AdminParts } from '../parts';
import { ofKind } from '../registry/held-records';
import type { PersonAtSite } from './particulars-store';
import { addParticulars, particularsOf } from './particulars-store';

export class ParticularsDesk {
  constructor(private readonly parts: Pick<AdminParts, 'dataSource' | 'registry' | 'clock'>) {}

  /**
   * Adds a revision, with an entry in the audit log that does not repeat it. What it does not state is stated no more.
   * @throws Refused 404 where no registration of the person there is on file; an outage.
   */
  async record(at: PersonAtSite, particulars: Particulars, recordedBy: string): Promise<void> {
    const { dataSource, registry, clock } = this.parts;
    const { code, fixmedinsCode } = at;
    const timeline = (await registry.timelines([code])).get(code) ?? neverOnFile(code);
    const now = clock.now();
    const registrations = ofKind(heldAt(timeline.records, knownNow(now, [timeline])), 'registration');
    if (!registrations.some((registration) => registration.fixmedinsCode === fixmedinsCode))
      throw notOnFile('A registration of the clinician there', '人员在该机构的登记备案');
    await inTransaction(dataSource, async (client) => {
      const revision = await addParticulars(client, at, { particulars, recordedAt: now, recordedBy });
      await appendAudit(client, {
        at: now,
        actor: recordedBy,
        action: 'particulars.recorded',
        subject: code,
        details: { fixmedins_code: fixmedinsCode, revision },
      });
    });
  }

  /** The current revision. @throws Refused 404 where none is on file; an outage. */
  async read({ code, fixmedinsCode }: PersonAtSite): Promise<ParticularsOnFile> {
    const { dataSource, clock } = this.parts;
    const found = (await particularsOf(poolOf(dataSource), code, clock.now())).get(fixmedinsCode);
    if (found === undefined) throw notOnFile('Particulars of that registration', '登记备案内容');
    return found;
  }
}
