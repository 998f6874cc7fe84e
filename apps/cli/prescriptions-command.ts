import type { Command } from 'commander';
import type { PrescriptionsOptions } from './list-prescriptions';

const MORE = `
Lists prescriptions that a pharmacy filled while their patient lay in hospital (住院期间发生的外配处方), to be left out of the points
of payment by case (DRG/DIP), where the text of the hospital's area says so: in Hainan it does. A stay lasts from admission until it was settled.
A pharmacy's line is listed in the month that it is cleared in, under the first of the stays that cover it, with its whole amount.

  gatekeeper export --area 46 --period 2025-06 --out exported
  gatekeeper prescriptions --from exported --out excluded.csv

Stays and pharmacies lie in different visits: export an area that has both, and a year where stays are long.`;

export function addPrescriptionsCommand(program: Command): void {
  program
    .command('prescriptions')
    .description('list prescriptions filled outside during a stay (住院期间外配处方): CSV')
    .requiredOption('--from <folder>', 'what gatekeeper export wrote')
    .requiredOption('--out <file>', 'CSV; - is standard output')
    .option('--period <period>', 'a month of the year exported (default: all of it)')
    .addHelpText('after', MORE)
    .action(async (options: PrescriptionsOptions) => {
      // Loaded only here: no other command needs what sorts its rows.
      const { listPrescriptions } = await import('./list-prescriptions.js');
      await listPrescriptions(options);
    });
}
