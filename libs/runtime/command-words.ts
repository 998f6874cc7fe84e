import { Command } from 'commander';
import { EXIT_CLEAN, EXIT_SETTING_MUST_CHANGE } from './exit-codes';

/** A command of `npm run`: `--help` says what it does and ends with 0, words that it does not know end with 2. */
export const commandNamed = (name: string): Command =>
  new Command(name).exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? EXIT_CLEAN : EXIT_SETTING_MUST_CHANGE),
  );

/**
 * The arguments of a command with subcommands, of which the help of one that it does not know is not asked: the word alone is left, so
 * that it is refused by name, with the nearest, as it is without `--help`. @param argv as `process.argv`
 */
export function wordsKnownTo(command: Command, argv: readonly string[]): string[] {
  const [first, second] = argv.slice(2).filter((word) => !word.startsWith('-'));
  const subcommand = first === 'help' ? second : first;
  const isKnown = subcommand === undefined || command.commands.some((known) => known.name() === subcommand);
  return isKnown ? [...argv] : [...argv.slice(0, 2), subcommand];
}

/** Of one that the environment tells everything: help is answered, and no word does what nobody asked for. */
export function takesNoWords(name: string, description: string): void {
  commandNamed(name)
    .description(
      `${description}\n\nIts settings are variables of the environment: see README.md, "Against real servers".`,
    )
    .parse();
}
