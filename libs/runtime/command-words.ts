import { Command } from 'commander';
import { EXIT_CLEAN, EXIT_SETTING_MUST_CHANGE } from './exit-codes';

/** A command of `npm run`: `--help` says what it does and ends with 0, words that it does not know end with 2. */
export const commandNamed = (name: string): Command =>
  new Command(name).exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? EXIT_CLEAN : EXIT_SETTING_MUST_CHANGE),
  );

/** Of one that the environment tells everything: help is answered, and no word does what nobody asked for. */
export function takesNoWords(name: string, description: string): void {
  commandNamed(name)
    .description(
      `${description}\n\nIts settings are variables of the environment: see README.md, "Against real servers".`,
    )
    .parse();
}
