import type { Command } from 'commander';
import type { ImportOptions } from './import-registry';

export function addImportCommand(program: Command): void {
  program
    .command('import')
    .description('write registry records to the database of DATABASE_URL, all or none')
    .requiredOption('--registry <file>', 'registry records (NDJSON), - for standard input')
    .option(
      '--as-recorded',
      'first load of history: known from recorded_at on (refused once a decision exists)',
    )
    .option('--skip-bad', 'leave out bad rows instead of writing nothing')
    .action(async (options: ImportOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { importRegistry } = await import('./import-registry.js');
      await importRegistry(options);
    });
}
