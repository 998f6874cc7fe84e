/** The ground of suites on closed periods: an installation on a database of its own, keys to seal with, and two people who close. */
import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parsePeriod } from '@gatekeeper/clearing';
import { DatabaseRuns } from '@gatekeeper/clearing-run';
import type { RunBegun } from '@gatekeeper/clearing-run';
import { poolOf } from '@gatekeeper/database';
import { closedPeriods, partsToDo } from '@gatekeeper/decision-store';
import { firstPolicy, policyToAdopt } from '@gatekeeper/installed-policy';
import { RegistryStore } from '@gatekeeper/registry-store';
import { silentLog } from '@gatekeeper/runtime';
import { StatusCache } from '@gatekeeper/status-cache';
import { registryCodec } from '@gatekeeper/wire';
import { attachOn, detachOn } from '../../apps/cli/kept-period';
import { sealOn } from '../../apps/cli/seal-period';
import { objectAt } from '../gatekeeper/answers';
import type { Stated } from '../gatekeeper/answers';
import { gatekeeper } from '../gatekeeper/command';
import type { CommandEnding } from '../gatekeeper/command';
import { HandDriven } from '../gatekeeper/hand-driven';
import type { HandDrivenOptions } from '../gatekeeper/hand-driven';
import { REGISTRY } from '../gatekeeper/rows';
import { until } from '../gatekeeper/until';
import { configuration, openAdminApp, somebody } from './admin-access-parts';
import type { AdminApp, Somebody } from './admin-access-parts';

/** A run that is done, with the folder of its files. */
export interface RunDone {
  readonly runId: string;
  readonly out: string;
}

/** Area 44, where most is done in this process: a command costs a start of its own. */
export class ClosingGround {
  private constructor(
    readonly driven: HandDriven,
    readonly admin: AdminApp,
    /** Proposes. */
    readonly auditor: Somebody,
    /** Agrees. */
    readonly second: Somebody,
    private readonly folder: string,
    private readonly sealKey: KeyObject,
  ) {}

  static async open(
    suite: string,
    pool: Pick<HandDrivenOptions, 'poolSize' | 'lockTimeoutMs'> = {},
  ): Promise<ClosingGround> {
    const folder = mkdtempSync(join(tmpdir(), `${suite}-`));
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'seal.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(join(folder, 'seal.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
    const driven = await HandDriven.open(suite, { registry: REGISTRY, ...pool });
    const first = policyToAdopt({}, null);
    if (!first.ok) throw new Error(first.problems.join());
    await firstPolicy(driven.dataSource, first.value, suite);
    const admin = await openAdminApp(driven.databaseUrl);
    const [auditor, second] = await Promise.all([
      somebody(admin, configuration({ roles: ['settlement_auditor'], areas: ['44'] })),
      somebody(admin, configuration({ roles: ['reviewer'], areas: ['44'] })),
    ]);
    return new ClosingGround(driven, admin, auditor, second, folder, privateKey);
  }

  async close(): Promise<void> {
    await this.admin.close();
    await this.driven.close();
    rmSync(this.folder, { recursive: true });
  }

  /** A place in the suite's own folder; `seal.key` and `seal.pub` are there. */
  file(name: string): string {
    return join(this.folder, name);
  }

  async settle(...rows: readonly string[]): Promise<void> {
    this.driven.send(rows);
    await this.driven.settleAll();
  }

  async pay(...notices: readonly string[]): Promise<void> {
    this.driven.sendPayments(notices);
    await this.driven.settleAll(Infinity, 'payments');
  }

  async round(): Promise<void> {
    await this.driven.sweep();
    await this.driven.askDue();
  }

  async pending(): Promise<number> {
    return (await this.driven.counters()).get('gatekeeper_sweep_pending') ?? Number.NaN;
  }

  async swept(): Promise<void> {
    await until('nothing pending', async () => {
      await this.round();
      return (await this.pending()) === 0;
    });
  }

  /** What `gatekeeper clear` does. */
  async clear(period: string): Promise<RunDone> {
    const { dataSource } = this.driven;
    const begun = await this.begin(period);
    for (const part of await partsToDo(poolOf(dataSource), begun.runId)) await this.runs.workOn(part);
    const out = mkdtempSync(join(this.folder, 'run-'));
    await this.runs.write(begun, out);
    return { runId: begun.runId, out };
  }

  /** A run, of which nothing is worked yet. */
  async begin(period: string): Promise<RunBegun> {
    const asked = parsePeriod(period);
    if (asked === null) throw new Error(`${period} is no period`);
    const closed = await closedPeriods(poolOf(this.driven.dataSource), { knownAt: null });
    return this.runs.begin({
      ...{ area: '44', areaOf: 'treatment', by: 'settlement', seed: null, full: false, knownAt: null },
      ...{ period: asked, closed },
    });
  }

  private get runs(): DatabaseRuns {
    const { dataSource } = this.driven;
    const registry = new RegistryStore(dataSource, registryCodec);
    const cache = new StatusCache({
      ...{ registry, codec: registryCodec, redis: null },
      ...{ metrics: { count: () => undefined }, log: silentLog() },
    });
    return new DatabaseRuns({ dataSource, registry, cache });
  }

  /** What `gatekeeper seal` does, into `<period>.json`. @throws AnswerIsNo */
  seal(period: string, more: { readonly leaves?: string } = {}): Promise<void> {
    const out = this.file(`${period}.json`);
    return sealOn(this.driven.dataSource, { area: '44', period, out, ...more }, this.sealKey);
  }

  /** What `gatekeeper detach` does, into the folder named so. @returns what it says */
  async detach(period: string, to: string, more: { readonly keep?: true } = {}): Promise<string> {
    const said: string[] = [];
    const asked = { area: '44', period, out: this.file(to), key: this.file('seal.pub'), ...more };
    await detachOn(this.driven.dataSource, { ...asked, by: 'wang.fang', reason: 'room' }, (words) =>
      said.push(words),
    );
    return said.join('\n');
  }

  /** What `gatekeeper attach` does. */
  attach(from: string): Promise<void> {
    const asked = { from: this.file(from), key: this.file('seal.pub'), by: 'li.na' };
    return attachOn(this.driven.dataSource, asked, () => undefined);
  }

  async post(path: string, who: Somebody, body: object): Promise<Readonly<Record<string, string>>> {
    const answer = await this.admin.ask('post', `/v1/${path}`, who.token, body);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
    return answer.body as Readonly<Record<string, string>>;
  }

  /** Cleared, closed by two and sealed. */
  async closeAndSeal(period: string, kind: 'soft' | 'hard' = 'hard'): Promise<void> {
    const { runId } = await this.clear(period);
    const { closing_id = '', digest = '' } = await this.post('closings', this.auditor, {
      run_id: runId,
      kind,
    });
    await this.post(`closings/${closing_id}/approve`, this.second, { digest });
    await this.seal(period);
  }

  /** Two people admit what a closing would else refuse. @returns the exception's number */
  async except(period: string): Promise<string> {
    const body = { area: '44', period, reason: 'a line waits for evidence', until: '2099-01-01' };
    const { exception_id = '' } = await this.post('closing-exceptions', this.auditor, body);
    await this.post(`closing-exceptions/${exception_id}/approve`, this.second, {});
    return exception_id;
  }

  get environment(): Readonly<Record<string, string>> {
    return { DATABASE_URL: this.driven.databaseUrl, SEAL_KEY_FILE: this.file('seal.key') };
  }

  command(...args: readonly string[]): Promise<CommandEnding> {
    return gatekeeper(args, this.environment);
  }

  /** @throws with what it said where it does not end with 0 */
  async must(...args: readonly string[]): Promise<CommandEnding> {
    const ending = await this.command(...args);
    if (ending.code !== 0)
      throw new Error(`${args.join(' ')}: ${ending.code} ${ending.stderr}${ending.stdout}`);
    return ending;
  }

  /** The last decision that was said of a line, by its key. */
  last(line: string): Stated | undefined {
    return this.driven.stated('decisions').findLast((each) => keyOf(each) === line);
  }
}

/** The identity of the line that is said something of, joined with `|`. */
export function keyOf(said: Stated): string {
  const { fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn } = objectAt(said, 'line');
  return [fixmedins_code, mdtrt_id, chrg_bchno, feedetl_sn].join('|');
}
