/** People who take cases through their steps, for the suites of processes: each step with the ETag the one before it gave. */
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryObject } from '@gatekeeper/wire';
import { inTransaction } from '@gatekeeper/database';
import { nameIssuingAgency } from '../../apps/admin/documents';
import type { Role } from '../../apps/admin/access/roles';
import { migratedDatabase } from '../servers/fresh';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, AdminAppOptions, Somebody } from './admin-access-parts';

export interface CaseTold {
  readonly case_id: string;
  readonly state: string;
  readonly version: number;
  readonly document_no: string | null;
  readonly awaits_second_person: boolean;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface WholeCaseTold extends CaseTold {
  readonly events: readonly {
    readonly event: string;
    readonly actor: string;
    readonly record_ids: readonly string[];
    readonly emergency: boolean;
  }[];
  readonly deadlines: readonly {
    readonly name: string;
    readonly due_on: string | null;
    readonly met_at: string | null;
    readonly withdrawn_at: string | null;
    readonly overdue: boolean;
    readonly borne_by: string;
  }[];
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}

export interface Process {
  readonly admin: AdminApp;
  /** A person with one role over an area, or at institutions. */
  person(
    role: Role,
    where: {
      readonly areas?: readonly string[];
      readonly institutions?: readonly string[];
      readonly code?: string;
    },
  ): Promise<Somebody>;
  /** Opens a case, whatever comes of it. */
  tryOpen(path: string, who: Somebody, body: object): Promise<Answer<CaseTold>>;
  /** Opens a case. @throws where it is refused. */
  open(path: string, who: Somebody, body: object): Promise<CaseTold>;
  /** Takes a step, whatever comes of it. */
  tryStep(
    path: string,
    file: CaseTold,
    event: string,
    who: Somebody,
    body?: object,
  ): Promise<Answer<CaseTold>>;
  /** Takes a step. @throws where it is refused. */
  step(path: string, file: CaseTold, event: string, who: Somebody, body?: object): Promise<CaseTold>;
  read(path: string, caseId: string, who: Somebody): Promise<WholeCaseTold>;
  /** What is on file of a subject now, by kind. */
  onFile(subject: string): Promise<readonly RegistryRecord[]>;
  close(): Promise<void>;
}

/** An agency that issues notices in an area. */
export interface AgencyThere {
  readonly area: string;
  readonly prefix: string;
}

/** Opens the admin app on a database of the suite's own, with these records (CONTRACT 3) on file and an agency for each area. */
export async function openProcess(
  suite: string,
  records: readonly object[],
  agencies: readonly AgencyThere[],
  options: AdminAppOptions = {},
): Promise<Process> {
  const database = await migratedDatabase(suite);
  const process = await openProcessOn(database.url, records, agencies, options);
  return {
    ...process,
    async close() {
      await process.close();
      await database.drop();
    },
  };
}

/** The same on a database that is migrated, and stays. */
export async function openProcessOn(
  databaseUrl: string,
  records: readonly object[],
  agencies: readonly AgencyThere[],
  options: AdminAppOptions = {},
): Promise<Process> {
  const admin = await openAdminApp(databaseUrl, options);
  const { registry, dataSource } = admin.parts;
  const loaded = await registry.append(records.map(recordOf), { asRecorded: true });
  if (loaded.kind !== 'appended') throw new Error(`not loaded: ${loaded.kind}`);
  for (const { area, prefix } of agencies)
    await inTransaction(dataSource, (client) =>
      nameIssuingAgency(client, { area, prefix, agencyName: `${prefix}中心` }),
    );
  const tryOpen: Process['tryOpen'] = async (path, who, body) => {
    const answer = await admin.ask('post', `/v1/${path}`, who.token, body);
    return { status: answer.status, body: answer.body as CaseTold };
  };
  const tryStep: Process['tryStep'] = async (path, file, event, who, body = {}) => {
    const answer = await admin
      .ask('post', `/v1/${path}/${file.case_id}/${event}`, who.token)
      .set('If-Match', `"${file.version}"`)
      .send(body);
    return { status: answer.status, body: answer.body as CaseTold };
  };
  return {
    admin,
    person: (role, { areas = [], institutions = [], code }) =>
      somebody(admin, configuration({ roles: [role], areas, institutions, clinicianCode: code ?? null })),
    tryOpen,
    tryStep,
    open: async (path, who, body) => taken(await tryOpen(path, who, body), 201),
    step: async (path, file, event, who, body) => taken(await tryStep(path, file, event, who, body), 200),
    async read(path, caseId, who) {
      const answer = await admin.ask('get', `/v1/${path}/${caseId}`, who.token);
      if (answer.status !== 200) throw new Error(`not read: ${JSON.stringify(answer.body)}`);
      return answer.body as WholeCaseTold;
    },
    async onFile(subject) {
      const timeline = (await registry.timelines([subject])).get(subject);
      return (timeline?.records ?? [])
        .filter(({ recorded }) => recorded.until === Infinity)
        .map(({ fact }) => fact);
    },
    close: () => admin.close(),
  };
}

function taken(answer: Answer<CaseTold>, status: number): CaseTold {
  if (answer.status !== status) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

function recordOf(written: object): RegistryRecord {
  const read = parseRegistryObject(written);
  if (isMalformed(read)) throw new Error(JSON.stringify(read.problems));
  return read;
}
