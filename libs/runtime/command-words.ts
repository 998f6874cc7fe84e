import { Command } from 'commander';
import { EXIT_CLEAN, EXIT_SETTING_MUST_CHANGE } from './exit-codes';

/** A command of `npm run`: `--help` says what it does and ends with 0, words that it does not know end with 2. */
export const commandNamed = (name: string): Command =>
  new Command(name).exitOverride(({ exitCode }) =>
    process.exit(exitCode === 0 ? EXIT_CLEAN : EXIT_SETTING_MUST_CHANGE),
  );

/**
 * The arguments of a command with subcommands. Of a subcommand or an option that it does not know the word alone is left, so that it is
 * refused by name, with the nearest: asked for help on it or not, and whatever else is missing, as --out is where --ouut was written.
 * @param argv as `process.argv`
 */
export function wordsKnownTo(command: Command, argv: readonly string[]): string[] {
  const [first, second] = argv.slice(2).filter((word) => !word.startsWith('-'));
  const subcommand = first === 'help' ? second : first;
  if (subcommand === undefined) return [...argv];
  const known = command.commands.find((each) => each.name() === subcommand);
  if (known === undefined) return [...argv.slice(0, 2), subcommand];
  const unknown = unknownOption(known, argv.slice(argv.indexOf(subcommand) + 1));
  if (unknown === null) return [...argv];
  for (const option of known.options) option.makeOptionMandatory(false);
  return [...argv.slice(0, 2), subcommand, unknown];
}

/** The first option in the words that the command does not know, where no help is asked; `null`: it knows all. */
function unknownOption(command: Command, words: readonly string[]): string | null {
  let unknown: string | null = null;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') break;
    if (!word.startsWith('--')) continue;
    if (word === '--help') return null;
    const name = word.split('=', 1)[0] ?? '';
    const option = command.options.find(({ long }) => long === name);
    if (option === undefined) unknown ??= name;
    // The value of an option is whatever comes behind it, also where it looks like one.
    else if (option.required && name === word) at++;
  }
  return unknown;
}

/** Of one that the environment tells everything: help is answered, and no word does what nobody asked for. */
export function takesNoWords(name: string, description: string): void {
  commandNamed(name)
    .description(
      `${description}\n\nIts settings are variables of the environment: see README.md, "Against real servers".`,
    )
    .parse();
}
