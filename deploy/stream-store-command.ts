/** What the commands on the stream's own tables share: the database they are told of, and how they end. */
import 'reflect-metadata';
import { onCurrentSchema, openDatabaseOf } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import {
  DatabaseSettings,
  EXIT_SETTING_MUST_CHANGE,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
} from '@gatekeeper/runtime';
import type { ExitCode } from '@gatekeeper/runtime';
import type { Command } from 'commander';

export interface StreamStoreWork<Options> {
  /** What is wrong with the words, or do not go together; looked at before anything connects, and ends with 2. */
  readonly wrongUse: (options: Options) => string | null;
  /** @returns the exit code, where it is not 0. */
  readonly work: (stream: StreamStore, options: Options) => Promise<ExitCode | undefined>;
}

/**
 * Parses the command's words and does its work on the database of DATABASE_URL; an error ends with its reason on standard
 * error and its exit code.
 */
export function runOnStreamStore<Options extends object>(
  command: Command,
  { wrongUse, work }: StreamStoreWork<Options>,
): void {
  const run = async (): Promise<ExitCode | undefined> => {
    const options = command.parse().opts<Options>();
    const wrong = wrongUse(options);
    if (wrong !== null) return refused(wrong);
    const settings = loadSettings(DatabaseSettings, processEnvironment());
    const opened = openDatabaseOf(settings, { poolSize: 1, applicationName: command.name() });
    return onCurrentSchema(opened, (dataSource) => work(new StreamStore(dataSource), options));
  };
  run().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      process.exitCode = refused(messageOf(error), exitCodeOf(error));
    },
  );
}

/** Says why on standard error. @returns the exit code. */
export function refused(reason: string, code: ExitCode = EXIT_SETTING_MUST_CHANGE): ExitCode {
  process.stderr.write(`${reason}\n`);
  return code;
}
