/** Processes under measurement: the compiled ones, as they are run in earnest. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { cleanEnvironment } from '../servers/addresses';

export interface Measured {
  /** Resolves when the process has ended, whatever its exit code. */
  readonly ended: Promise<unknown>;
  readonly pid: number | undefined;
  /** Processor time it has had so far, ms; not a number where the system does not tell (it is read from /proc). */
  processorMs(): number;
  /** What it has written to standard output so far. */
  output(): string;
  /** Asks it to end, and waits until it has. @throws when it does not end with 0. */
  stop(): Promise<void>;
}

export interface MeasuredOptions {
  readonly environment?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
  readonly args?: readonly string[];
}

/** @param script below dist/, e.g. `apps/gatekeeper/main.js` */
export function runMeasured(script: string, options: MeasuredOptions = {}): Measured {
  const child = spawn(
    process.execPath,
    [...(options.nodeOptions ?? []), resolve('dist', script), ...(options.args ?? [])],
    {
      env: { ...cleanEnvironment(), ...options.environment },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  // A benchmark that is broken off must not leave what it measures behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').finally(() => process.off('exit', kill));
  return {
    ended,
    pid: child.pid,
    processorMs: () => processorMsOf(child.pid),
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      if (child.exitCode !== 0)
        throw new Error(`${script} ended with ${child.exitCode ?? child.signalCode}:\n${output}`);
    },
  };
}

/** `utime` and `stime` of proc(5), in ticks of a hundredth of a second. */
function processorMsOf(pid: number | undefined): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return Number.NaN;
  const afterName = readFileSync(stat, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(afterName[11]) + Number(afterName[12])) * 10;
}

/** Runs a script to its end and gives what it printed. @throws when it does not end with 0. */
export async function outputOf(script: string, options: MeasuredOptions = {}): Promise<string> {
  const measured = runMeasured(script, options);
  const [code] = (await measured.ended) as [number | null];
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${measured.output()}`);
  return measured.output();
}
