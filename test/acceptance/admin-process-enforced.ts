/**
 * A process whose measures are enforced: the app keeps Redis and the topics in step, as it does when it runs by itself, and a
 * gatekeeper in a process of its own decides lines on them.
 */
import type { SetValues } from '@gatekeeper/policy';
import { silentLog } from '@gatekeeper/runtime';
import { KafkaPublisher } from '@gatekeeper/stream';
import type { GatekeeperProcess } from '../gatekeeper/gatekeeper-process';
import { Installation } from '../gatekeeper/installation';
import { LinesDecided } from '../gatekeeper/lines-decided';
import { Offline } from '../gatekeeper/offline';
import { openLimitsRedis } from './admin-access-parts';
import { openProcessOn } from './admin-process';
import type { AgencyThere, Process } from './admin-process';
import { ProcessSync } from './admin-process-sync';

export interface EnforcedProcess extends Process {
  /**
   * What a gatekeeper decides on a line, with the bars and what lifts them, as stated: `accept`, `reject CLINICIAN_SUSPENDED`.
   * @param day on which the fee arose
   */
  decided(at: LinePlace, day: string, more?: object): Promise<string>;
  /** Waits until what is on file is in Redis and on the topic. @returns what the topic told that is not on file: nothing */
  arrived(): Promise<readonly string[]>;
}

/** Whose line it is, and where. */
export interface LinePlace {
  readonly code: string;
  readonly at: string;
  readonly area: string;
}

/** Opens the admin app with sync running; the gatekeeper starts with the first line. */
export async function openEnforcedProcess(
  suite: string,
  records: readonly object[],
  agencies: readonly AgencyThere[],
  { values }: { readonly values?: SetValues } = {},
): Promise<EnforcedProcess> {
  const installation = await Installation.create(suite);
  const { databaseUrl, redisUrl, kafkaBrokers } = installation.servers;
  const redis = openLimitsRedis(redisUrl);
  const publisher = new KafkaPublisher({ brokers: kafkaBrokers, clientId: suite, log: silentLog() });
  const process = await openProcessOn(databaseUrl, records, agencies, {
    redis,
    publisher,
    environment: { TOPIC_PREFIX: installation.prefix },
    ...(values === undefined ? {} : { values }),
  });
  const sync = new ProcessSync(process.admin, installation, redis);
  const offline = new Offline();
  let gatekeeper: GatekeeperProcess | null = null;
  let lines: LinesDecided | null = null;
  const started = async (): Promise<LinesDecided> => {
    if (lines !== null) return lines;
    gatekeeper = installation.gatekeeper(packValues(offline, values));
    await gatekeeper.address();
    lines = new LinesDecided(installation, gatekeeper);
    return lines;
  };
  return {
    ...process,
    async decided({ code, at, area }, day, more = {}) {
      const running = await started();
      const decision = await running.decide({
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
      await process.close();
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
