import type { Command } from 'commander';
import type { WhatIfOptions } from './what-if-of-file';

const MORE = `
Tells what records would change if they were written now: lines and money by institution and month of the fee, stays in
progress, and how many lines more would be rejected a day. Nothing is written, and nobody waits for it.

  DATABASE_URL=… gatekeeper what-if --records R.ndjson
  DATABASE_URL=… gatekeeper what-if --records R.ndjson --json

Lines are asked by the policy that the installation has adopted. Lines that an open plan keeps are excluded, as they are from
the sweep of such a write. Records that name nobody on file, and those that wait for a document that is not, are said on
standard error: they change nothing. The digest changes when anything changes that is counted. Ends with 2 where a record cannot be
read, where its record_id is taken by other content, or where records would correct each other in a ring.`;

export function addWhatIfCommand(program: Command): void {
  program
    .command('what-if')
    .description('tell what registry records would change of the lines in the database of DATABASE_URL')
    .requiredOption('--records <file>', 'registry records (NDJSON), - for standard input')
    .option('--json', 'print the figures as JSON')
    .addHelpText('after', MORE)
    .action(async (options: WhatIfOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { whatIfOfFile } = await import('./what-if-of-file.js');
      await whatIfOfFile(options);
    });
}
