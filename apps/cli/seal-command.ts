import type { Command } from 'commander';
import type { ProveOptions, SealPeriodOptions } from './seal-period';

const MORE_ON_SEALING = `
Seals a period that two people have closed in the admin app, and prints nothing but the file; the same period again gives the
same bytes. Periods are sealed in their order: each seal extends the area's log by one.

  openssl genpkey -algorithm ed25519 -out seal.key      # once; it stays where seals are made
  openssl pkey -in seal.key -pubout -out seal.pub       # for everybody who verifies
  DATABASE_URL=… SEAL_KEY_FILE=seal.key gatekeeper seal --area 44 --period 2025-06 --out seal.json
  gatekeeper verify --seal seal.json --key seal.pub

--leaves writes the hash of each line's leaf too, 64 hex digits and the line, in the order of the tree: with it, verify names
every decision of the period that was changed. Ends with 1 where the period is not closed, or one before it is not sealed.`;

const MORE_ON_PROVING = `
Writes what proves that one line's decision, or its hold record, was sealed as it stands. Whoever has the decision checks it offline:

  DATABASE_URL=… gatekeeper prove --area 44 --period 2025-06 --line 'H44010000001|V1||1' --out proof.json
  gatekeeper verify --seal seal.json --proof proof.json --decision decision.json --key seal.pub

Ends with 1 where the period is not sealed, or has no such line.`;

export function addSealCommand(program: Command): void {
  program
    .command('seal')
    .description('seal a closed period of the installation of DATABASE_URL: a signed tree over its decisions')
    .requiredOption('--area <digits>', 'area of treatment, as it was closed')
    .requiredOption('--period <period>', 'a month, 2025-06, or a year, 2025')
    .requiredOption('--out <file>', 'the seal')
    .option('--leaves <file>', 'write the leaves of the tree too')
    .addHelpText('after', MORE_ON_SEALING)
    .action(async (options: SealPeriodOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { sealPeriod } = await import('./seal-period.js');
      await sealPeriod(options);
    });
}

export function addProveCommand(program: Command): void {
  program
    .command('prove')
    .description('prove that one line was sealed as it was decided, for whoever checks it offline')
    .requiredOption('--area <digits>', 'area of treatment, as it was closed')
    .requiredOption('--period <period>', 'a month, 2025-06, or a year, 2025')
    .requiredOption('--line <key>', 'identity of the line, joined with |')
    .option('--out <file>', 'the proof (default: standard output)', '-')
    .addHelpText('after', MORE_ON_PROVING)
    .action(async (options: ProveOptions) => {
      const { proveLine } = await import('./seal-period.js');
      await proveLine(options);
    });
}
