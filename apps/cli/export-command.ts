import type { Command } from 'commander';
import type { ExportOptions } from './export-installation';

const MORE = `
Writes into a new folder, of every visit with a line of the area in the period, by settlement or by fee:

  registry.ndjson      the whole registry as known then
  lines.ndjson         lines, voids and facts in the order in which they came, each with received_at
  payments.ndjson      payment notices, likewise
  decisions.ndjson     every decision on these lines, also those that others have superseded
  holds.ndjson         holds, and what released them
  installation.json    map, values and editions that the installation decides by; plans; closed_periods, each {area, period, by, closed_from,
                       adopted_at}: from the known_at of its closing run on, corrections of it fall into a later period, measured
                       against what that run counted under the policy adopted at adopted_at

  DATABASE_URL=… gatekeeper export --area 44 --period 2025-06 --out june
  gatekeeper verify --decisions june/decisions.ndjson --holds june/holds.ndjson --registry june/registry.ndjson \\
                    --lines june/lines.ndjson --payments june/payments.ndjson

All of it is one snapshot of the database. The folder appears when it is complete, and not before.`;

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write what the installation of DATABASE_URL has on file of a period, for check and verify')
    .requiredOption('--area <digits>', 'area of treatment: an area code, or its leading digits')
    .requiredOption('--period <period>', 'a month, 2025-06, or a year, 2025')
    .option('--known-at <time>', 'what was received by then (default: now)')
    .requiredOption('--out <folder>', 'a folder that is new, or empty')
    .addHelpText('after', MORE)
    .action(async (options: ExportOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { exportInstallation } = await import('./export-installation.js');
      await exportInstallation(options);
    });
}
