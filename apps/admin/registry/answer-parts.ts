/** From the vocabulary to what is answered. */
import type { Instant, Interval, Recorded } from '@gatekeeper/calendar';
import { covers, formatInstant } from '@gatekeeper/calendar';
import type { SanctionOnFile, SiteStanding, StatusOnFile } from '@gatekeeper/policy';
import type { ClinicianRecord, InstitutionRecord, RegistryRecord } from '@gatekeeper/vocabulary';
import { encodeRegistryRecord } from '@gatekeeper/wire';
import type {
  ClinicianSummary,
  FaultAnswer,
  HistoryEntry,
  InstitutionSummary,
  SanctionAnswer,
  StatusAnswer,
} from './answers';

/** A record as files and topics have it. */
export const recordAnswer = (record: RegistryRecord): object =>
  JSON.parse(encodeRegistryRecord(record)) as object;

/** The ends of an interval, without those that are open. */
export const endsOf = ({ from, until }: Interval): { readonly from?: string; readonly until?: string } => ({
  ...(Number.isFinite(from) ? { from: formatInstant(from) } : {}),
  ...(Number.isFinite(until) ? { until: formatInstant(until) } : {}),
});

const untilOf = ({ until }: Interval): { readonly until?: string } =>
  Number.isFinite(until) ? { until: formatInstant(until) } : {};

export const statusAnswer = <Status extends string>(
  { status, documentNo, interval }: StatusOnFile<Status>,
  effectiveAt: Instant,
): StatusAnswer => ({
  status,
  document_no: documentNo,
  from: formatInstant(interval.from),
  ...untilOf(interval),
  in_force: covers(interval, effectiveAt),
});

export const institutionSummary = (
  { fixmedinsCode, name, type, area, regionalMedicalCenter }: InstitutionRecord,
  statuses: readonly StatusOnFile<string>[],
  effectiveAt: Instant,
): InstitutionSummary => ({
  fixmedins_code: fixmedinsCode,
  name,
  type,
  admdvs: area,
  regional_medical_center: regionalMedicalCenter,
  statuses: statuses.map((status) => statusAnswer(status, effectiveAt)),
});

export const clinicianSummary = ({ code, name, category }: ClinicianRecord): ClinicianSummary => ({
  code,
  name,
  category,
});

export const faultAnswers = ({ faults }: SiteStanding): readonly FaultAnswer[] =>
  faults.map(({ fault, evidence }) => ({ fault, evidence }));

export const sanctionAnswer = (
  { documentNo, status, scope, fixmedinsCode, cause, running }: SanctionOnFile,
  effectiveAt: Instant,
): SanctionAnswer => ({
  document_no: documentNo,
  status,
  scope,
  fixmedins_code: fixmedinsCode,
  cause,
  from: formatInstant(running.from),
  ...untilOf(running),
  in_force: covers(running, effectiveAt),
});

export function historyEntry({ fact, recorded }: Recorded<RegistryRecord>): HistoryEntry {
  const { until } = endsOf(recorded);
  return {
    record: recordAnswer(fact),
    recorded_from: formatInstant(recorded.from),
    ...(until === undefined ? {} : { recorded_until: until }),
  };
}
