/** The `gatekeeper` command (CONTRACT 5 and 6). */
import 'reflect-metadata';
import { NotAsThingsStand, wordsKnownTo, UnusableInput } from '@gatekeeper/runtime';
import { Command, CommanderError } from 'commander';
import { addCheckCommand } from './check-command';
import { addClearCommand } from './clear-command';
import { AnswerIsNo, EXIT_ANSWER_IS_NO, EXIT_USAGE, listed, systemFault } from './ending';
import { addAskCommand, addAttachCommand, addDetachCommand } from './detach-command';
import { addExportCommand } from './export-command';
import { addImportCommand } from './import-command';
import { addProveCommand, addSealCommand } from './seal-command';
import { addPolicyCommand } from './policy-command';
import { addPacksCommand } from './packs-command';
import { addPrescriptionsCommand } from './prescriptions-command';
import { addReconcileCommand } from './reconcile-command';
import { addReportCommand } from './report-command';
import { addSampleCommand } from './sample-command';
import { addScoreCommand } from './score-command';
import { addVerifyCommand } from './verify-command';
import { addWhatIfCommand } from './what-if-command';

function program(): Command {
  const command = new Command('gatekeeper')
    .description('Decides, line by line, whether the public health-insurance fund pays')
    .showHelpAfterError('(add --help for usage)')
    .exitOverride();
  addCheckCommand(command);
  addVerifyCommand(command);
  addScoreCommand(command);
  addSampleCommand(command);
  addPacksCommand(command);
  addExportCommand(command);
  addClearCommand(command);
  addSealCommand(command);
  addProveCommand(command);
  addPrescriptionsCommand(command);
  addDetachCommand(command);
  addAttachCommand(command);
  addAskCommand(command);
  addImportCommand(command);
  addPolicyCommand(command);
  addWhatIfCommand(command);
  addReportCommand(command);
  addReconcileCommand(command);
  for (const subcommand of command.commands)
    subcommand.exitOverride().showHelpAfterError('(add --help for usage)');
  return command;
}

async function run(argv: readonly string[]): Promise<number> {
  try {
    const command = program();
    await command.parseAsync(wordsKnownTo(command, argv));
    return await afterOutput(0, null);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof AnswerIsNo || error instanceof NotAsThingsStand) {
      return afterOutput(EXIT_ANSWER_IS_NO, error.message);
    }
    if (error instanceof UnusableInput) {
      process.stderr.write(`gatekeeper: ${error.message}\n${listed(error.details)}`);
      return EXIT_USAGE;
    }
    const fault = systemFault(error);
    if (fault !== null) {
      process.stderr.write(`gatekeeper: ${fault}\n`);
      return EXIT_USAGE;
    }
    throw error;
  }
}

/** The code with its reason, once all that was printed has left; an answer that nobody could be told is none. */
async function afterOutput(code: number, reason: string | null): Promise<number> {
  await new Promise((resolve) => process.stdout.write('', resolve));
  if (outputFailure !== null) {
    process.stderr.write(`gatekeeper: cannot write to standard output: ${outputFailure.message}\n`);
    return EXIT_USAGE;
  }
  if (reason !== null) process.stderr.write(`gatekeeper: ${reason}\n`);
  return code;
}

let outputFailure: Error | null = null;
// The command ends by itself, with what it has made beside its output put away; it says so at the end.
process.stdout.on('error', (error: Error) => (outputFailure ??= error));
// There is nobody left to tell why: the exit code alone says that not all was said.
process.stderr.on('error', () => process.exit(EXIT_USAGE));

void run(process.argv).then((code) => {
  process.exitCode = code;
});
