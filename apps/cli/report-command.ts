import type { Command } from 'commander';
import type { ReportOptions } from './report-of-folder';

const MORE = `
Makes from a folder that gatekeeper clear wrote, checked whole before anything is taken from it:

  report.xlsx               a sheet each: summary, institutions, clinicians, departments, reasons, corrections of closed
                            periods, differences, exceptions; a further sheet where one is full
  report.pdf                figures, institutions, reasons with their articles, what changed, signatures and seal
  <table>.csv, .ndjson      the same tables

  gatekeeper report --from june-cleared --out june-report
  gatekeeper report --from june-cleared --out june-report-en --lang en
  gatekeeper report --from june-cleared --out june-statements --institution H46010000123 H46010800456

With --institution only statements are made, a folder for each, to be handed out as they are: the institution's own figures in
full, and of the others nothing that is told by fewer than 11 lines or could be worked out from what is shown.
The same folder gives the same files, whenever and wherever they are made.`;

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description("make a clearing's report, or statements for institutions: XLSX, PDF, CSV, NDJSON")
    .requiredOption('--from <folder>', 'what gatekeeper clear wrote')
    .requiredOption('--out <folder>', 'a folder that is new, or empty')
    .option('--kind <kind>', 'monthly or annual; only checked: the period says which')
    .option('--lang <language>', 'zh or en', 'zh')
    .option('--institution <code...>', 'statements for these institutions instead of the report')
    .option('--cells-below <count>', 'withhold counts of others below it, in statements', '11')
    .option('--hide-zeros', 'withhold counts of none as well')
    .addHelpText('after', MORE)
    .action(async (options: ReportOptions) => {
      // Loaded only here: deciding files needs neither fonts nor sheets.
      const { reportOfFolder } = await import('./report-of-folder.js');
      await reportOfFolder(options);
    });
}
