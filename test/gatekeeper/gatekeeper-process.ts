/** The gatekeeper as an operator has it: a process of its own, known by its output, its exit code and its HTTP door. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment } from '../servers/addresses';
import type { Counters } from './counters';
import { readCounters } from './counters';
import { until } from './until';

const PROJECT = join(__dirname, '..', '..');
const START = join(PROJECT, 'deploy', 'local', 'start.mjs');
const mainOf = (app: App): string => join(PROJECT, 'dist', 'apps', app, 'main.js');
type App = 'gatekeeper' | 'admin' | 'clearing';
const TAIL_CHARACTERS = 4_000;

export interface Readiness {
  readonly status: number;
  readonly body: string;
}

export class GatekeeperProcess {
  /** Everything it has printed so far, on both channels. */
  output = '';
  private readonly exited: Promise<unknown>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.exited = once(child, 'close');
  }

  /** Starts one, or another app, and does not wait for it. */
  static start(environment: Readonly<Record<string, string>>, app: App = 'gatekeeper'): GatekeeperProcess {
    return GatekeeperProcess.spawned(['--enable-source-maps', mainOf(app)], environment);
  }

  /** Starts all that `npm start` does. */
  static startAll(environment: Readonly<Record<string, string>>): GatekeeperProcess {
    return GatekeeperProcess.spawned([START], environment);
  }

  private static spawned(
    args: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): GatekeeperProcess {
    const ports = { GATEKEEPER_PORT: '0', ADMIN_PORT: '0', CLEARING_PORT: '0' };
    return new GatekeeperProcess(
      spawn(process.execPath, args, {
        env: { ...cleanEnvironment(), ...ports, LOG_FORMAT: 'json', ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** The first line it prints that matches, waited for. @throws when it ends without having said it. */
  async said(words: RegExp, patienceMs?: number): Promise<string> {
    return until(
      `a line of the gatekeeper that matches ${words.source}`,
      () => {
        const line = this.output.split('\n').find((it) => words.test(it));
        if (line === undefined && !this.isAlive)
          throw new Error(`the gatekeeper ended without saying ${words.source}\n${this.tail()}`);
        return line;
      },
      { explain: () => this.tail(), ...(patienceMs === undefined ? {} : { patienceMs }) },
    );
  }

  /** Waits until it is up. @returns where its HTTP door is. */
  async address(): Promise<string> {
    const line = await this.said(/"the (?:gatekeeper|admin app) is up"/);
    const address = /"address":"([^"]+)"/.exec(line)?.[1];
    if (address === undefined) throw new Error(`no address in ${line}`);
    return address;
  }

  /** Where it answers for itself while it waits for its servers. */
  async waitingAddress(): Promise<string> {
    const line = await this.said(/health is answered while the servers are waited for/);
    return /"address":"([^"]+)"/.exec(line)?.[1] ?? '';
  }

  async counters(): Promise<Counters> {
    const response = await asked(`${await this.address()}/metrics`);
    return readCounters(await response.text());
  }

  async readiness(): Promise<Readiness> {
    const response = await asked(`${await this.address()}/health/ready`);
    return { status: response.status, body: await response.text() };
  }

  /** `kill -9`. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited;
  }

  /** @returns the exit code; `null` when a signal ended it. */
  async end(signal: 'SIGTERM' | 'SIGINT' = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    await this.exited;
    return this.child.exitCode;
  }

  /** The exit code of one that ends by itself. */
  async ended(): Promise<number | null> {
    await this.exited;
    return this.child.exitCode;
  }

  /** For `afterAll`: whatever happened, it is gone. */
  async discard(): Promise<void> {
    if (this.isAlive) await this.kill();
  }

  tail(): string {
    return `--- the end of what the gatekeeper printed ---\n${this.output.slice(-TAIL_CHARACTERS)}`;
  }
}

/** A connection that was kept open may be closed at this very moment: then it is asked once more, on another. */
async function asked(url: string): Promise<Response> {
  try {
    return await fetch(url);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return fetch(url);
  }
}
