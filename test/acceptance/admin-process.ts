/**
 * People who take cases through their steps, for the suites of processes: each step with the ETag the one before it gave. The
 * app keeps Redis and the topics in step meanwhile, and a gatekeeper in a process of its own decides lines on them.
 */
import type { RegistryRecord } from '@gatekeeper/vocabulary';
import { isMalformed, parseRegistryObject } from '@gatekeeper/wire';
import { inTransaction } from '@gatekeeper/database';
import { silentLog } from '@gatekeeper/runtime';
import type { SetValues } from '@gatekeeper/policy';
import { KafkaPublisher } from '@gatekeeper/stream';
import { nameIssuingAgency } from '../../apps/admin/documents';
import type { Role } from '../../apps/admin/access/roles';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { Installation } from '../gatekeeper/installation';
import { LinesDecided } from '../gatekeeper/lines-decided';
import { Offline } from '../gatekeeper/offline';
import { configuration, openAdminApp, openLimitsRedis, somebody } from './admin-access-parts';
import type { AdminApp, AdminAppOptions, Somebody } from './admin-access-parts';
import { ProcessSync } from './admin-process-sync';

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
  /**
   * What a gatekeeper decides on a line, with the bars and what lifts them, as stated: `accept`, `reject CLINICIAN_SUSPENDED`.
   * @param day on which the fee arose
   */
  decided(at: LinePlace, day: string, more?: object): Promise<string>;
  /** Waits until what is on file is in Redis and on the topic. @returns what the topic told that is not on file: nothing */
  arrived(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Whose line it is, and where. */
export interface LinePlace {
  readonly code: string;
  readonly at: string;
  readonly area: string;
}

/** Opens the admin app on a database of the suite's own, with these records (FORMATS 3) on file and an agency for each area. */
export async function openProcess(
  suite: string,
  records: readonly object[],
  agencies: readonly { readonly area: string; readonly prefix: string }[],
  options: AdminAppOptions = {},
): Promise<Process> {
  const installation = await Installation.create(suite);
  const { databaseUrl, redisUrl, kafkaBrokers } = installation.servers;
  const redis = openLimitsRedis(redisUrl);
  const publisher = new KafkaPublisher({ brokers: kafkaBrokers, clientId: suite, log: silentLog() });
  const admin = await openAdminApp(databaseUrl, {
    ...options,
    redis,
    publisher,
    environment: { ...options.environment, TOPIC_PREFIX: installation.prefix },
  });
  const sync = new ProcessSync(admin, installation, redis);
  const offline = new Offline();
  let gatekeeper: GatekeeperProcess | null = null;
  let lines: LinesDecided | null = null;
  const started = async (): Promise<LinesDecided> => {
    if (lines !== null) return lines;
    gatekeeper = installation.gatekeeper(packValues(offline, options.values));
    await gatekeeper.address();
    lines = new LinesDecided(installation, gatekeeper);
    return lines;
  };
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
    async decided({ code, at, area }, day, more = {}) {
      const decision = await (
        await started()
      ).decide({
        fixmedins_code: at,
        bilg_dr_codg: code,
        mdtrtarea_admvs: area,
        insuplc_admdvs: area,
        fee_ocur_time: `${day} 10:00:00`,
        ...more,
      });
      const reasons = decision['reasons'] as readonly { readonly code: string; readonly effect: string }[];
      const bars = reasons.filter(({ effect }) => effect !== 'notes').map((reason) => reason.code);
      return [String(decision['outcome']), ...bars].join(' ');
    },
    arrived: () => sync.arrived(),
    async close() {
      await gatekeeper?.discard();
      offline.discard();
      await sync.close();
      await admin.close();
      await publisher.close();
      redis.disconnect();
      await installation.close();
    },
  };
}

/** The values a suite sets, for a process that reads them from a file. */
function packValues(offline: Offline, values: SetValues | undefined): Readonly<Record<string, string>> {
  if (values === undefined) return {};
  const stated = Object.fromEntries([...values].map(([pack, set]) => [pack, Object.fromEntries(set)]));
  return { PACK_VALUES: offline.file('values.json', JSON.stringify(stated)) };
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
