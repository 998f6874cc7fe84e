import { OPEN_END, nextDay, startOfDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { Defect } from '@gatekeeper/runtime';
import { SANCTION_CAUSES } from '@gatekeeper/vocabulary';
import type { SanctionCause, SanctionRecord } from '@gatekeeper/vocabulary';
import type { CaseFile } from '../case-file';
import type { RecordHeads } from '../workflow';
import { orderedBy } from './sanction-data';
import type { SanctionData } from './sanction-data';
import { instantIn, startOf } from './written-days';

const isCause = (value: string): value is SanctionCause => SANCTION_CAUSES.some((cause) => cause === value);

/**
 * The registry's record of a case's measure, with the days of its notice that are known by now; the one before it is
 * corrected. `null`: to inform writes none.
 */
export function sanctionRecordOf(
  file: CaseFile<SanctionData>,
  documentNo: string,
  head: RecordHeads,
): SanctionRecord | null {
  const { data, clinicianCode, fixmedinsCode } = file;
  const { proposed } = data;
  if (proposed === undefined || clinicianCode === null || !isCause(proposed.cause))
    throw new Defect('a sanction is ordered that was never proposed');
  const ordered = orderedBy(proposed);
  if (ordered === null) return null;
  return {
    ...head(data.record_id),
    kind: 'sanction',
    documentNo,
    code: clinicianCode,
    status: ordered.status,
    scope: proposed.scope,
    fixmedinsCode,
    cause: proposed.cause,
    from: startOfDay(ordered.firstDay),
    until: ordered.lastDay === null ? OPEN_END : startOfDay(nextDay(ordered.lastDay)),
    points: data.score?.year_total ?? null,
    decidedAt: instantIn(data.decided_at),
    issuedAt: momentOf(data.issued_on),
    deliveredAt: momentOf(data.delivered_on),
    maintainedAt: momentOf(data.maintained_on),
  };
}

const momentOf = (day: string | undefined): Instant | null => (day === undefined ? null : startOf(day));
