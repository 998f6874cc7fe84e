/** `npm run admin -- …`: what is done at the console, by whoever runs the system. */
import 'reflect-metadata';
import { exitCodeOf, messageOf, wordsKnownTo } from '@gatekeeper/runtime';
import { Command, CommanderError } from 'commander';
import { addAccessCommands } from './access/access-commands';
import { addAuditCommands } from './audit/audit-commands';
import { AnswerIsNo, EXIT_ANSWER_IS_NO, EXIT_USAGE } from './console';

function program(): Command {
  const command = new Command('admin')
    .description('What is done at the console of the registry of record')
    .showHelpAfterError('(add --help for usage)')
    .exitOverride();
  addAccessCommands(command);
  addAuditCommands(command);
  for (const subcommand of command.commands) subcommand.exitOverride();
  return command;
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    const command = program();
    await command.parseAsync(wordsKnownTo(command, argv));
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    process.stderr.write(`admin: ${messageOf(error)}\n`);
    return error instanceof AnswerIsNo ? EXIT_ANSWER_IS_NO : exitCodeOf(error);
  }
}

void run(process.argv).then((code) => {
  process.exitCode = code;
});
