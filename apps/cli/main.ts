/** The `gatekeeper` command (FORMATS 5 and 6). */
import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import { addCheckCommand } from './check-command';
import { AnswerIsNo, EXIT_ANSWER_IS_NO, EXIT_USAGE, UsageError } from './ending';
import { addImportCommand } from './import-command';
import { addPacksCommand } from './packs-command';
import { addScoreCommand } from './score-command';
import { addVerifyCommand } from './verify-command';

function program(): Command {
  const command = new Command('gatekeeper')
    .description('Decides, line by line, whether the public health-insurance fund pays')
    .showHelpAfterError('(add --help for usage)')
    .exitOverride();
  addCheckCommand(command);
  addVerifyCommand(command);
  addScoreCommand(command);
  addPacksCommand(command);
  addImportCommand(command);
  for (const subcommand of command.commands)
    subcommand.exitOverride().showHelpAfterError('(add --help for usage)');
  return command;
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    await program().parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof AnswerIsNo) {
      process.stderr.write(`gatekeeper: ${error.message}\n`);
      return EXIT_ANSWER_IS_NO;
    }
    if (error instanceof UsageError) {
      process.stderr.write(
        `gatekeeper: ${error.message}\n${error.details.map((detail) => `  ${detail}\n`).join('')}`,
      );
      return EXIT_USAGE;
    }
    if (isInputFault(error)) {
      process.stderr.write(`gatekeeper: cannot read ${error.path ?? 'an input'}: ${error.message}\n`);
      return EXIT_USAGE;
    }
    throw error;
  }
}

function isInputFault(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    'code' in error &&
    ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR'].includes(String(error.code))
  );
}

// A reader that has seen enough (`gatekeeper check … | head`) is not a failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

void run(process.argv).then((code) => {
  process.exitCode = code;
});
