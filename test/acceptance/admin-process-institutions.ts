/** Registry rows and readings that the suites of institutions and certificates share. */
import { OPEN_END, formatInstant, parseTime } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import type { Answer, CaseTold, Process, WholeCaseTold } from './admin-process';

const head = (recordId: string) => ({ record_id: recordId, recorded_at: '2025-01-01 00:00:00' });

export const hospital = (code: string, admdvs: string) => ({
  kind: 'institution',
  ...head(`institution-${code}`),
  fixmedins_code: code,
  name: `医院${code}`,
  type: 'hospital',
  admdvs,
});

/** A doctor registered at a hospital from 2025-01-01. */
export const doctorAt = (code: string, fixmedinsCode: string, more: object = {}) => [
  { kind: 'clinician', ...head(`clinician-${code}`), code, name: '王某', category: 'doctor' },
  {
    kind: 'registration',
    ...head(`registration-${code}`),
    code,
    fixmedins_code: fixmedinsCode,
    main_site: true,
    from: '2025-01-01',
    ...more,
  },
];

const written = (instant: Instant): string =>
  instant === OPEN_END ? 'open' : formatInstant(instant).slice(0, 10);

/** What is on file of an institution: status, first day, day after the last; what never was says `never`. */
export async function statusesOnFile(process: Process, code: string): Promise<readonly string[]> {
  const records = await process.onFile(code);
  return records
    .filter((it) => it.kind === 'institution_status' || it.kind === 'department_status')
    .map(spanOf)
    .sort();
}

/** The sanctions of a person on file, the same way. */
export async function sanctionsOnFile(process: Process, code: string): Promise<readonly string[]> {
  const records = await process.onFile(code);
  return records
    .filter((it) => it.kind === 'sanction')
    .map(spanOf)
    .sort();
}

function spanOf(record: RegistryRecord): string {
  if (
    record.kind !== 'institution_status' &&
    record.kind !== 'department_status' &&
    record.kind !== 'sanction'
  )
    throw new Error(`no status: ${record.kind}`);
  const { status, from, until } = record;
  return until <= from ? `${status} never` : `${status} ${written(from)}/${written(until)}`;
}

/** The last day of each deadline of a case, and whether it was met or withdrawn. */
export const deadlinesTold = (whole: WholeCaseTold): Readonly<Record<string, string>> =>
  Object.fromEntries(
    whole.deadlines.map(({ name, due_on: dueOn, met_at: metAt, withdrawn_at: withdrawnAt }) => [
      name,
      `${dueOn ?? 'unpublished'}${metAt === null ? '' : ' met'}${withdrawnAt === null ? '' : ' withdrawn'}`,
    ]),
  );

/** Status and name of a refusal: `409 reapply-ban`. */
export const refusalOf = ({ status, body }: Answer<CaseTold>): string => {
  const { type = '' } = body as { readonly type?: string };
  return `${status} ${type.slice(type.lastIndexOf('/') + 1).replace(/^.*:/, '')}`;
};

/** What a refusal says to people. */
export const detailOf = ({ body }: Answer<CaseTold>): string => {
  const { detail = '' } = body as { readonly detail?: string };
  return detail;
};

/** Puts the clock of a process to the start of an hour of a day. Sessions opened before may have run out. */
export function setClock({ admin }: Process, day: string): void {
  const read = parseTime(`${day} 09:00:00`);
  if (read === null) throw new Error(`no day: ${day}`);
  admin.clock.at = read.instant;
}
