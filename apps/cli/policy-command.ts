import type { Command } from 'commander';
import type { InstalledPolicyOptions } from './installed-policy';

const MORE = `
An installation decides by what its database holds: the area map, the values of parameters, and the editions that come of
them. npm run migrate writes the first; every process compares its own PACK_MAP and PACK_VALUES with it, and ends with 2
where they differ. Without them a process decides by what the database holds.

  DATABASE_URL=… gatekeeper policy
  DATABASE_URL=… gatekeeper policy --adopt --pack-map M.json --by 'Li Hua'

Without --pack-map the map stays, without --values the values do: so --adopt alone takes over the editions that come with
this program. What changes is printed first. Decisions that stand are not moved by it; what the change would make of lines
on file is not reckoned here. Start every process again afterwards: one that runs goes on by what it started with.`;

export function addPolicyCommand(program: Command): void {
  program
    .command('policy')
    .description('show what the installation of DATABASE_URL decides by, or adopt another policy for it')
    .option('--adopt', 'adopt what the other options say')
    .option('--pack-map <file>', 'area map to adopt')
    .option('--values <file>', 'values of parameters to adopt, {"pack":{"parameter":value,…},…}')
    .option('--by <name>', 'who adopts it')
    .option('--json', 'print what holds as JSON')
    .addHelpText('after', MORE)
    .action(async (options: InstalledPolicyOptions) => {
      // Loaded only here: deciding files needs no database client.
      const { showOrAdoptPolicy } = await import('./installed-policy.js');
      await showOrAdoptPolicy(options);
    });
}
