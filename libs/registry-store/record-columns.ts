import type { Interval } from '@gatekeeper/calendar';
import { neverWas, OPEN_END } from '@gatekeeper/calendar';
import { timestampText } from '@gatekeeper/database';
import type { RegistryRecord } from '@gatekeeper/vocabulary';

/** What the database itself must see of a record besides its body: to find it, and to refuse two truths in one chain. */
export interface RecordColumns {
  /** The person it names, folded. */
  readonly code: string | null;
  /** The institution it names, folded. */
  readonly fixmedinsCode: string | null;
  readonly name: string | null;
  readonly area: string | null;
  /** When it holds; `null`: always. */
  readonly effective: Interval | null;
}

const NOTHING: RecordColumns = { code: null, fixmedinsCode: null, name: null, area: null, effective: null };

/**
 * What of a record stands in columns. A deregistration holds from its day on, a withdrawal for no time of its own; whatever
 * else states no interval holds always.
 */
export function columnsOf(record: RegistryRecord): RecordColumns {
  switch (record.kind) {
    case 'institution': {
      const { fixmedinsCode, name, area } = record;
      return { ...NOTHING, fixmedinsCode, name, area };
    }
    case 'clinician':
      return { ...NOTHING, code: record.code, name: record.name };
    case 'institution_status':
    case 'department_status':
      return { ...NOTHING, fixmedinsCode: record.fixmedinsCode, effective: record };
    case 'registration':
    case 'pharmacy_principal':
    case 'sanction':
    case 'exemption':
      return { ...NOTHING, code: record.code, fixmedinsCode: record.fixmedinsCode, effective: record };
    case 'deregistration': {
      const { code, fixmedinsCode, from } = record;
      return { ...NOTHING, code, fixmedinsCode, effective: { from, until: OPEN_END } };
    }
    case 'restoration':
    case 'revision':
    case 'annulment':
      return { ...NOTHING, code: record.code };
    case 'withdrawal':
      return { ...NOTHING, effective: { from: record.approvedAt, until: record.approvedAt } };
  }
}

/** An interval as `tstzrange` reads it. */
export function rangeText(interval: Interval): string {
  if (neverWas(interval)) return 'empty';
  const until = interval.until === OPEN_END ? '' : `"${timestampText(interval.until)}"`;
  return `["${timestampText(interval.from)}",${until})`;
}
