/** A server of a test's own, which it may kill and start again without disturbing other suites. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServerName } from './addresses';

/** From the sources and from dist/ alike, the project is where the command was started. */
const SERVE = resolve('deploy/local/serve.mjs');

export interface PrivateServerOptions {
  /** A port to use; a free one otherwise. */
  readonly port?: number;
  /** PostgreSQL: flush to disk on commit; true unless said otherwise. */
  readonly fsync?: boolean;
  /** Redis: keep an append-only file, so that a restart finds its data again; false unless said otherwise. */
  readonly keep?: boolean;
  /** Kafka: up with half of the work, and slower under load, as a test wants it; true unless said otherwise. */
  readonly quick?: boolean;
  /** Kafka: a second listener, by TLS and SASL. */
  readonly secure?: SecureListener;
}

/** For one user, by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512; `key` and `certificate` are PEM texts. */
export interface SecureListener {
  readonly port: number;
  readonly key: string;
  readonly certificate: string;
  readonly username: string;
  readonly password: string;
}

type Report =
  | {
      readonly kind: 'ready';
      readonly url: string;
      readonly port: number;
      readonly pid: number;
      readonly log: string;
    }
  | { readonly kind: 'done'; readonly pid: number }
  | { readonly kind: 'failed'; readonly message: string };

export class PrivateServer {
  private constructor(
    private readonly keeper: ChildProcess,
    private readonly folder: string,
    /** `postgres://…`, `redis://…`, or `host:port` of the Kafka broker; the same after each restart. */
    readonly url: string,
    readonly port: number,
    /** The file that receives the server's output. */
    readonly log: string,
    private currentPid: number,
  ) {}

  /** Starts one in a folder of its own. Throws with the tail of its log when it does not come up. */
  static async start(server: ServerName, options: PrivateServerOptions = {}): Promise<PrivateServer> {
    const folder = mkdtempSync(join(tmpdir(), `gatekeeper-${server}-`));
    // PostgreSQL started by root runs as somebody else, who has to pass through here; its own folder stays closed.
    chmodSync(folder, 0o755);
    const args = [
      '--discard',
      ...(options.port === undefined ? [] : ['--port', String(options.port)]),
      ...(options.fsync === false ? ['--no-fsync'] : []),
      ...(options.keep === true ? ['--keep'] : []),
      ...(options.quick === false ? [] : ['--quick']),
      ...(options.secure === undefined ? [] : ['--secure', written(folder, options.secure)]),
    ];
    // Its complaints arrive as a report too; the log stays in the folder.
    const keeper = spawn(process.execPath, [SERVE, server, '--dir', join(folder, server), ...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const report = await nextReport(keeper, server);
    if (report.kind !== 'ready') throw new Error(report.kind === 'failed' ? report.message : 'not ready');
    return new PrivateServer(keeper, folder, report.url, report.port, report.log, report.pid);
  }

  /** The process of the server itself. */
  get pid(): number {
    return this.currentPid;
  }

  /** Sends a signal; after SIGKILL the process is gone when this resolves. SIGSTOP and SIGCONT freeze and thaw it. */
  async kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGINT' | 'SIGSTOP' | 'SIGCONT'): Promise<void> {
    await this.order({ kind: 'kill', signal });
  }

  /** Starts it again on the same port and data, stopping it first where it runs; resolves once it answers. */
  async restart(): Promise<void> {
    await this.order({ kind: 'restart' });
  }

  /** Ends it for good and removes its data. */
  async stop(): Promise<void> {
    if (this.keeper.exitCode === null && this.keeper.signalCode === null) {
      const ended = once(this.keeper, 'exit');
      this.keeper.send({ kind: 'stop' });
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async order(message: { readonly kind: string; readonly signal?: string }): Promise<void> {
    const answer = nextReport(this.keeper, message.kind);
    this.keeper.send(message);
    const report = await answer;
    if (report.kind === 'failed') throw new Error(report.message);
    this.currentPid = report.pid;
  }
}

function written(folder: string, secure: SecureListener): string {
  const file = join(folder, 'secure.json');
  writeFileSync(file, JSON.stringify(secure), { mode: 0o600 });
  return file;
}

function nextReport(keeper: ChildProcess, what: string): Promise<Report> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void =>
      reject(new Error(`${what}: its keeper ended with exit code ${code}`));
    keeper.once('exit', onExit);
    keeper.once('message', (report: Report) => {
      keeper.off('exit', onExit);
      resolve(report);
    });
  });
}
