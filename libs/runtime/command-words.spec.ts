import { Command, CommanderError } from 'commander';
import { wordsKnownTo } from './command-words';

/** What a command with subcommands says to the words, or what it was called with. */
async function said(...words: readonly string[]): Promise<string> {
  let told = '';
  const program = new Command('tool').exitOverride().configureOutput({ writeErr: (text) => (told += text) });
  program
    .command('clear')
    .requiredOption('--out <folder>')
    .option('--reason <words>')
    .option('--set <value...>')
    .exitOverride()
    .configureOutput({ writeErr: (text) => (told += text), writeOut: (text) => (told += text) })
    .action((options: object) => {
      told = JSON.stringify(options);
    });
  try {
    await program.parseAsync(wordsKnownTo(program, ['node', 'tool', ...words]));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return told.trim();
}

describe('words that a command does not know', () => {
  it.each([
    [['claer', '--help'], "error: unknown command 'claer'\n(Did you mean clear?)"],
    [['clear', '--ouut', 'x'], "error: unknown option '--ouut'\n(Did you mean --out?)"],
    [['clear', '--ouut=x'], "error: unknown option '--ouut'\n(Did you mean --out?)"],
    [['clear', '--out', 'x', '--raeson', 'y'], "error: unknown option '--raeson'\n(Did you mean --reason?)"],
    [['clear', '--reason', 'y'], "error: required option '--out <folder>' not specified"],
  ])('%j: %s', async (words, refusal) => expect(await said(...words)).toBe(refusal));

  it('what stands behind an option is its value, whatever it looks like', async () => {
    expect(await said('clear', '--reason', '--unless', '--out=x', '--set', 'a', 'b')).toBe(
      '{"reason":"--unless","out":"x","set":["a","b"]}',
    );
  });

  it('help is help, also beside an option that is unknown', async () =>
    expect(await said('clear', '--ouut', '--help')).toContain('Usage: tool clear'));
});
