import { poolOf } from '@gatekeeper/database';
import type { Command } from 'commander';
import { AnswerIsNo, atConsole } from '../console';
import { verifyAudit } from './verify-audit';

/** The subcommand that reads the audit log. */
export function addAuditCommands(program: Command): void {
  program
    .command('verify-audit')
    .description('reads the whole audit log and names the first entry at which its chain breaks')
    .option(
      '--anchor <hash>',
      'a hash noted earlier, elsewhere: without it, entries cut off the end do not show',
    )
    .action(verify);
}

async function verify({ anchor }: { anchor?: string }): Promise<void> {
  const verdict = await atConsole((dataSource) => verifyAudit(poolOf(dataSource), anchor));
  switch (verdict.kind) {
    case 'whole':
      process.stdout.write(`${verdict.entries} entries, whole; the last hash is ${verdict.lastHash}\n`);
      return;
    case 'broken':
      throw new AnswerIsNo(`the audit log is broken at entry ${verdict.seq}: ${verdict.reason}`);
  }
}
