/** The `gatekeeper` command, run as its users run it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cleanEnvironment } from '../servers/addresses';

const MAIN = join(__dirname, '..', '..', 'dist', 'apps', 'cli', 'main.js');

export interface CommandEnding {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function gatekeeper(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandEnding> {
  const child = spawn(process.execPath, [MAIN, ...args], {
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

/** @throws with everything it said when it does not end with 0. */
export async function gatekeeperMust(args: readonly string[]): Promise<CommandEnding> {
  const ending = await gatekeeper(args);
  if (ending.code !== 0)
    throw new Error(
      `gatekeeper ${args.join(' ')} ended with ${ending.code}: ${ending.stderr}${ending.stdout}`,
    );
  return ending;
}
