/** Registry records back to the wire: one canonical text for each, which `parseRegistryRow` reads as the same record. */
import { dayAt, formatDay, formatInstant, OPEN_END } from '@gatekeeper/calendar';
import type { Day, Instant } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isWritable } from './field-rule';
import { isMalformed } from './problem';
import { parseKeptRecord } from './registry-record';

type WireFields = Readonly<Record<string, string | number | boolean | undefined>>;

const written = (instant: Instant | null): string | undefined =>
  instant === null ? undefined : formatInstant(instant);
const dayBefore = (end: Instant): string => formatDay((dayAt(end) - 1) as Day);

/** An open end is absent; the end after 9999-12-31 has no four-digit year, so it is written as that last day. */
function writtenEnd(until: Instant): WireFields {
  if (until === OPEN_END) return {};
  return isWritable(until) ? { until: formatInstant(until) } : { last_day: dayBefore(until) };
}

function fieldsOf(record: RegistryRecord): WireFields {
  switch (record.kind) {
    case 'institution':
      return {
        fixmedins_code: record.fixmedinsCode,
        name: record.name,
        type: record.type,
        admdvs: record.area,
        regional_medical_center: record.regionalMedicalCenter,
      };
    case 'institution_status':
      return {
        fixmedins_code: record.fixmedinsCode,
        status: record.status,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
        document_no: record.documentNo,
      };
    case 'department_status':
      return {
        fixmedins_code: record.fixmedinsCode,
        dept_codg: record.departmentCode,
        status: record.status,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
        document_no: record.documentNo,
      };
    case 'clinician':
      return { code: record.code, name: record.name, category: record.category };
    case 'registration':
      return {
        code: record.code,
        fixmedins_code: record.fixmedinsCode,
        main_site: record.mainSite,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
        committed_on: record.committedOn === null ? undefined : formatDay(record.committedOn),
        certificate_until:
          record.certificateUntil === OPEN_END ? undefined : dayBefore(record.certificateUntil),
      };
    case 'pharmacy_principal':
      return {
        fixmedins_code: record.fixmedinsCode,
        code: record.code,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
      };
    case 'sanction':
      return {
        document_no: record.documentNo,
        code: record.code,
        status: record.status,
        scope: record.scope,
        fixmedins_code: record.fixmedinsCode,
        cause: record.cause,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
        points: record.points ?? undefined,
        decided_at: formatInstant(record.decidedAt),
        issued_at: written(record.issuedAt),
        delivered_at: written(record.deliveredAt),
        maintained_at: written(record.maintainedAt),
      };
    case 'restoration':
      return {
        document_no: record.documentNo,
        code: record.code ?? undefined,
        effective_from: formatInstant(record.effectiveFrom),
        approved_at: formatInstant(record.approvedAt),
      };
    case 'revision':
      return {
        document_no: record.documentNo,
        code: record.code ?? undefined,
        ...writtenEnd(record.until),
        approved_at: formatInstant(record.approvedAt),
      };
    case 'annulment':
      return {
        document_no: record.documentNo,
        code: record.code ?? undefined,
        decided_at: formatInstant(record.decidedAt),
      };
    case 'deregistration':
      return {
        code: record.code,
        fixmedins_code: record.fixmedinsCode ?? undefined,
        reason: record.reason,
        from: formatInstant(record.from),
      };
    case 'withdrawal':
      return { reason: record.reason, approved_at: formatInstant(record.approvedAt) };
    case 'exemption':
      return {
        exemption_no: record.exemptionNo,
        code: record.code ?? undefined,
        fixmedins_code: record.fixmedinsCode ?? undefined,
        dept_codg: record.departmentCode ?? undefined,
        from: formatInstant(record.from),
        ...writtenEnd(record.until),
        reason: record.reason,
        approved_at: formatInstant(record.approvedAt),
      };
  }
}

/** A record as canonical wire JSON: fields in a fixed order, absent ones left out, times with their offset, codes folded. */
export function encodeRegistryRecord(record: RegistryRecord): string {
  return JSON.stringify({
    kind: record.kind,
    record_id: record.recordId,
    recorded_at: formatInstant(record.recordedAt),
    received_at: written(record.receivedAt),
    supersedes: record.supersedes ?? undefined,
    ...fieldsOf(record),
  });
}

/** How a store keeps a record as text. `decode` throws on a text that `encode` cannot have written: a defect or corruption. */
export const registryCodec = {
  encode: encodeRegistryRecord,
  decode(text: string): RegistryRecord {
    const record = parseKeptRecord(text);
    if (!isMalformed(record)) return record;
    const problems = record.problems.map(({ path, code }) => `${path} ${code}`.trim());
    throw new Error(`A stored registry record cannot be read: ${problems.join(', ')}.`);
  },
};
