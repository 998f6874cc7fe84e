import type { Command } from 'commander';
import type { AskOptions, AttachOptions, DetachOptions } from './kept-period';

const MORE_ON_DETACHING = `
Writes a sealed period as Parquet with its seal into a folder, verifies that against the seal, and only then takes the rows of its
lines out of the live tables. With --keep nothing is taken out.

  manifest.json       what the folder holds, with the SHA-256 of each file
  seal.json           the seal, as gatekeeper seal gives it
  lines.parquet       each line of the period in the order of the tree, with its leaf
  contents.parquet    every revision of them, column by column
  decisions.parquet   every decision on them, also those taken since the closing
  holds.parquet       every hold on them

  DATABASE_URL=… gatekeeper detach --area 44 --period 2025-06 --out june --key seal.pub --by wang.fang --reason 'room for 2027'

Broken off, it goes on when it is run again with the same folder. What is under way keeps its visit on file: a line that waits,
one that is still to be asked or that a plan keeps, a visit with lines of another period; once that is over, detach again.
Sweeps, payments, uploads and voids that reach a detached line wait, and say which period they need (GET /v1/sweep-plans).
DATABASE_URL names a role that may delete lines and decisions: that of the schema's owner, or one to whom it was granted. Keep the
folder, and copies of it: what it holds is in no table any more.`;

const MORE_ON_ATTACHING = `
Verifies the folder against its seal, and against what is on file of it, and puts every row back; what waited for it then goes on by
itself. Broken off, it goes on when it is run again.

  DATABASE_URL=… gatekeeper attach --from june --key seal.pub --by wang.fang`;

const MORE_ON_ASKING = `
Prints as JSON, with no database and no service: the line, the index of its leaf, what was sealed of it, every decision and hold on
it, every revision of its content. Whether the folder is as it was sealed is said by verify --from.

  gatekeeper ask --from june --line 'H44010000001|V1||1'`;

export function addDetachCommand(program: Command): void {
  program
    .command('detach')
    .description(
      'keep a sealed period of the installation of DATABASE_URL as Parquet, and not in the live tables',
    )
    .requiredOption('--area <digits>', 'area of treatment, as it was closed')
    .requiredOption('--period <period>', 'a month, 2025-06, or a year, 2025')
    .requiredOption('--out <folder>', 'a folder that is new, or that this command wrote')
    .requiredOption('--key <file>', 'the public key (PEM) of whoever seals')
    .option('--by <login>', 'who detaches it, for the record')
    .option('--reason <words>', 'why, for the record')
    .option('--keep', 'write and verify only')
    .addHelpText('after', MORE_ON_DETACHING)
    .action(async (options: DetachOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { detach } = await import('./kept-period.js');
      await detach(options);
    });
}

export function addAttachCommand(program: Command): void {
  program
    .command('attach')
    .description('put a detached period back into the live tables of DATABASE_URL')
    .requiredOption('--from <folder>', 'as detach wrote it')
    .requiredOption('--key <file>', 'the public key (PEM) of whoever seals')
    .requiredOption('--by <login>', 'who attaches it, for the record')
    .addHelpText('after', MORE_ON_ATTACHING)
    .action(async (options: AttachOptions) => {
      const { attach } = await import('./kept-period.js');
      await attach(options);
    });
}

export function addAskCommand(program: Command): void {
  program
    .command('ask')
    .description('tell one line of a period that detach wrote')
    .requiredOption('--from <folder>', 'as detach wrote it')
    .requiredOption('--line <key>', 'identity of the line, joined with |')
    .addHelpText('after', MORE_ON_ASKING)
    .action(async (options: AskOptions) => {
      const { ask } = await import('./kept-period.js');
      await ask(options);
    });
}
