import type { Command } from 'commander';
import type { ClearOptions } from './clear-period';

const MORE = `
Decides every line of the period again with what is known at --known-at, and says what each comes to, what differs from what
was decided, and why. Three sources, one answer:

  the installation of DATABASE_URL
    DATABASE_URL=… gatekeeper clear --area 44 --period 2025-06 --known-at "2025-07-05 00:00:00" --out june
  a folder that gatekeeper export wrote
    gatekeeper clear --from exported --area 44 --period 2025-06 --out june
  an agency's own files, with no service running
    gatekeeper clear --registry R.ndjson --lines L.ndjson --payments P.ndjson --area 44 --period 2025-06 --out june

The folder holds summary.json, institutions.csv, clinicians.csv, departments.csv, reasons.csv, adjustments.ndjson,
differences.ndjson, carve-outs.csv and, with --seed, sample.csv; it appears when it is complete. Nothing is recorded.
Rows of files that cannot be read are set aside: the first of them are named on stderr, with --set-aside all of them in a file,
each with file, line and column (不能读取的行另列，写明文件、行号和列名，不计入结果).`;

export function addClearCommand(program: Command): void {
  program
    .command('clear')
    .description('clear a month or a year: decide its lines again, and say what each comes to')
    .requiredOption('--area <digits>', 'an area code, or its leading digits')
    .requiredOption('--period <period>', 'a month, 2025-06, or a year, 2025')
    .requiredOption('--out <folder>', 'a folder that is new, or empty')
    .option('--by <clock>', 'settlement (without one: the fee), or fee', 'settlement')
    .option('--area-of <whose>', 'area of treatment, or of insurance', 'treatment')
    .option('--known-at <time>', 'what was known by then (default: now; of --from: as exported)')
    .option(
      '--full',
      'decide every line; without it, what nothing touches in a database is proven so by set logic',
    )
    .option('--seed <text>', 'draw the sample of the second audit by it')
    .option(
      '--workers <number>',
      'parts of the run worked on here at the same time; 0: only by clearing processes',
      '2',
    )
    .option('--from <folder>', 'what gatekeeper export wrote')
    .option('--registry <file>', 'registry records (NDJSON)')
    .option('--lines <file>', 'settlement lines (NDJSON, .csv with a header, or .parquet)')
    .option('--columns <file>', 'names of a table\'s columns, {"fixmedins_code":"机构编码",…}')
    .option('--encoding <name>', 'of a CSV: utf-8, gbk or gb18030 (default: as it begins)')
    .option('--payments <file>', 'payment notices (NDJSON)')
    .option('--decisions <file>', 'decisions that stand (NDJSON): what the run is compared with')
    .option('--holds <file>', 'holds that stand (NDJSON), beside --decisions')
    .option('--set-aside <file>', 'rows that cannot be read, all of them (不能读取的行，逐行列出)')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .addHelpText('after', MORE)
    .action(async (options: ClearOptions) => {
      // Loaded only here: no other command needs what sorts its rows.
      const { clearPeriod } = await import('./clear-period.js');
      await clearPeriod(options);
    });
}
