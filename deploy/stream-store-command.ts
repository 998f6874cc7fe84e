/** What the commands on the stream's own tables share: the database they are told of, and how they end. */
import 'reflect-metadata';
import { openDatabaseOf } from '@gatekeeper/database';
import { StreamStore } from '@gatekeeper/decision-store';
import {
  DatabaseSettings,
  EXIT_SETTING_MUST_CHANGE,
  exitCodeOf,
  loadSettings,
  messageOf,
  processEnvironment,
} from '@gatekeeper/runtime';
import { Command } from 'commander';

/** A command that ends with 2 on words that it does not know. */
export const streamStoreCommand = (name: string): Command =>
  new Command(name).exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? 0 : EXIT_SETTING_MUST_CHANGE),
  );

/**
 * Parses the command's words and does its work on the database of DATABASE_URL; an error ends with its reason on standard
 * error and its exit code.
 */
export function runOnStreamStore<Options extends object>(
  command: Command,
  work: (stream: StreamStore, options: Options) => Promise<void>,
): void {
  const run = async (): Promise<void> => {
    const options = command.parse().opts<Options>();
    const settings = loadSettings(DatabaseSettings, processEnvironment());
    const dataSource = await openDatabaseOf(settings, { poolSize: 1, applicationName: command.name() });
    try {
      await work(new StreamStore(dataSource), options);
    } finally {
      await dataSource.destroy();
    }
  };
  run().catch((error: unknown) => {
    process.stderr.write(`${messageOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  });
}

/** Ends with 2 and the reason. */
export function wrongUse(reason: string): void {
  process.stderr.write(`${reason}\n`);
  process.exitCode = EXIT_SETTING_MUST_CHANGE;
}
