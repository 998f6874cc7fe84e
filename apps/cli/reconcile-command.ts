import type { Command } from 'commander';
import type { ReconcileOptions } from './reconcile-files';

const MORE = `
What an institution declares, under the names of the national interface, each file any of these:

  totals        3201, the head of 3202, 3203: insutype, clr_type (11 outpatient, 21 inpatient, 41 pharmacy), med_type, stmt_begndate,
                stmt_enddate, medfee_sumamt, fund_pay_sumamt, acct_pay, fixmedins_setl_cnt; what is left out is not compared
  settlements   the file of 3202: setl_id, mdtrt_id, psn_no, medfee_sumamt, fund_pay_sumamt, acct_pay, refd_setl_flag
  lines         mdtrt_id, chrg_bchno, feedetl_sn, det_item_fee_sumamt, fund_pay_amt

as JSON, NDJSON, CSV (UTF-8 or GBK, with a header of these names or their Chinese ones), or the tab-parted text that 3202 uploads.

  gatekeeper reconcile --from june --institution H46010000123 --declared 3201.json 3202.txt --out june-reconciled

Writes totals, settlements and lines: reconciliation.xlsx, and each as CSV and NDJSON. Settlements and lines are those that are
missing here, missing there, of another amount, or withdrawn here. Ends with 1 where anything differs.

medfee_sumamt is compared with det_item_fee_sumamt, acct_pay with acct_pay_amt, and fund_pay_sumamt with fund_pay_amt less
acct_pay_amt: the national interface counts the personal account beside the fund.`;

export function addReconcileCommand(program: Command): void {
  program
    .command('reconcile')
    .description('compare what an institution declares (3201, 3202, 3203) with the lines, to the fen')
    .option('--from <folder>', 'what gatekeeper export wrote')
    .option('--lines <file>', 'settlement lines, voids and facts (NDJSON), instead of --from')
    .requiredOption('--institution <code>', 'whose declaration it is')
    .requiredOption('--declared <file...>', 'what it declares')
    .option('--period <period>', 'a month, 2025-06, or a year, where the declaration states no days')
    .option('--known-at <time>', 'what was received by then (default: everything)')
    .option('--lang <language>', 'zh or en', 'zh')
    .requiredOption('--out <folder>', 'a folder that is new, or empty')
    .addHelpText('after', MORE)
    .action(async (options: ReconcileOptions) => {
      // Loaded only here: deciding files needs neither fonts nor sheets.
      const { reconcileFiles } = await import('./reconcile-files.js');
      await reconcileFiles(options);
    });
}
