import type { Command } from 'commander';
import type { VerifySampleOptions } from './verify-sample';

const MORE = `
Anybody who has the export can redraw the sample of a second audit: the frame is built from the export as gatekeeper clear builds it, its
digest is compared with the one that was published, its lines are ranked by the published seed, and what that draws is compared
with the sample.csv that was used.

  gatekeeper sample --verify --frame-digest 5f0c… --seed 2025-06/公证 --from exported --clearing june

Ends with 0 where all agrees, with 1 and what differs where it does not.`;

export function addSampleCommand(program: Command): void {
  program
    .command('sample')
    .description('redraw the sample of a second audit, and compare')
    .requiredOption('--verify', 'redraw and compare')
    .requiredOption('--frame-digest <hex>', 'as published before the draw')
    .requiredOption('--seed <text>', 'as published before the draw')
    .requiredOption('--from <folder>', 'what gatekeeper export wrote')
    .requiredOption('--clearing <folder>', 'what gatekeeper clear --seed wrote: its sample.csv is compared')
    .addHelpText('after', MORE)
    .action(async (options: VerifySampleOptions) => {
      const { verifySample } = await import('./verify-sample.js');
      await verifySample(options);
    });
}
