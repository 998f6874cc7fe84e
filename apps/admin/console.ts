/** What the subcommands of `npm run admin` share. */
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { onCurrentSchema, openDatabaseOf } from '@gatekeeper/database';
import { loadSettings, processEnvironment } from '@gatekeeper/runtime';
import type { DataSource } from 'typeorm';
import { IdentitySettings } from './access/access-settings';
import { withRunningStart } from './running-start';

export const EXIT_ANSWER_IS_NO = 1;
export const EXIT_USAGE = 2;

/** The command was understood, and the answer is no: nothing was written. */
export class AnswerIsNo extends Error {}

/** What the console is told by its environment. */
export class ConsoleSettings extends IdentitySettings {}

/**
 * Works on the database of the environment, or of the `npm start` that runs here, and closes it.
 * @throws SettingsError, OldSchema, an outage, what `work` throws.
 */
export async function atConsole<T>(
  work: (dataSource: DataSource, settings: ConsoleSettings) => Promise<T>,
): Promise<T> {
  const { environment, note } = withRunningStart(processEnvironment());
  if (note !== null) process.stderr.write(`${note}\n`);
  const settings = loadSettings(ConsoleSettings, environment);
  const opened = openDatabaseOf(settings, {
    poolSize: 4,
    applicationName: 'gatekeeper-admin-console',
  });
  return onCurrentSchema(opened, (dataSource) => work(dataSource, settings));
}

/** One line of standard input: asked for without showing it at a terminal, read as it comes otherwise. */
export async function readSecret(question: string): Promise<string> {
  const isTerminal = process.stdin.isTTY;
  if (isTerminal) process.stderr.write(question);
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: unseen, terminal: isTerminal });
  try {
    for await (const line of lines) return line;
    throw new AnswerIsNo('nothing came on standard input');
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write('\n');
  }
}
