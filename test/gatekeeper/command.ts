/** The commands of the system, run as their users run them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment } from '../servers/addresses';

const PROJECT = join(__dirname, '..', '..');
/** What each command runs. */
const ENTRIES = {
  gatekeeper: 'dist/apps/cli/main.js',
  admin: 'dist/apps/admin/command.js',
  start: 'deploy/local/start.mjs',
  'start:gatekeeper': 'dist/apps/gatekeeper/main.js',
  'start:admin': 'dist/apps/admin/main.js',
  'start:clearing': 'dist/apps/clearing/main.js',
  migrate: 'dist/deploy/migrate.js',
  topics: 'dist/deploy/topics.js',
  gaps: 'dist/deploy/gaps.js',
  'set-aside': 'dist/deploy/set-aside.js',
  build: 'deploy/local/build.mjs',
  check: 'deploy/local/check.mjs',
  install: 'deploy/local/install.mjs',
  serve: 'deploy/local/serve.mjs',
  test: 'deploy/local/test.mjs',
} as const;
export type CommandName = keyof typeof ENTRIES;

export interface CommandEnding {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const gatekeeper = (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandEnding> => commandRun('gatekeeper', args, environment);

/** Another command of the system, as `npm run` runs it. */
export async function commandRun(
  command: CommandName,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandEnding> {
  const child = spawn(process.execPath, [join(PROJECT, ENTRIES[command]), ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}

/** Runs until `when` resolves, and is killed then as a machine kills it. @returns its signal */
export async function gatekeeperKilled(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  when: () => Promise<unknown>,
): Promise<string | null> {
  const child = spawn(process.execPath, [join(PROJECT, ENTRIES.gatekeeper), ...args], {
    env: { ...cleanEnvironment(), ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close');
  await Promise.race([
    when(),
    ended.then(() => Promise.reject(new Error(`it ended before that: ${stderr}`))),
  ]);
  child.kill('SIGKILL');
  await ended;
  return child.signalCode;
}

/** @throws with everything it said when it does not end with 0. */
export async function gatekeeperMust(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandEnding> {
  const ending = await gatekeeper(args, environment);
  if (ending.code !== 0)
    throw new Error(
      `gatekeeper ${args.join(' ')} ended with ${ending.code}: ${ending.stderr}${ending.stdout}`,
    );
  return ending;
}
