import type { Command } from 'commander';
import { packPage, packSummary } from '@gatekeeper/policy';
import { UsageError } from './ending';
import { listText } from './pack-list-text';
import { pageText } from './pack-page-text';
import type { PolicyOptions } from './policy-options';
import { policyFrom } from './policy-options';
import { snakeKeyed } from './snake-case';

interface PacksOptions extends PolicyOptions {
  readonly json?: true;
}

const AFTER_HELP = `
Without a name: what each pack is worth, when and where it is used. With one, on a page of 100 columns:
what it bars, lifts and notes; its parameters with value and article; what it scores; and for every
reason code who bears it, whether it can be appealed, and what the hospital can do next.

A value set with --set is shown as set by the operator, and the edition carries a hash of the values.
Values that a text leaves blank are listed with the --set that fills them.

  gatekeeper packs guangdong-2025
  gatekeeper packs linfen --set linfen.certificateValidityYears=3
  gatekeeper packs hainan-2022 --json`;

export function addPacksCommand(program: Command): void {
  program
    .command('packs')
    .argument('[pack]', 'one pack in full')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .option('--json', 'print the same data as JSON')
    .description(
      'list the policy packs with status, validity, areas and sources; one pack as a readable page',
    )
    .addHelpText('after', AFTER_HELP)
    .action((name: string | undefined, options: PacksOptions) => {
      process.stdout.write(`${answerOf(name, options)}\n`);
    });
}

function answerOf(name: string | undefined, options: PacksOptions): string {
  const { packs, map } = policyFrom(options);
  if (name === undefined) {
    const summaries = [...packs.values()].map((pack) => packSummary(pack, map));
    return options.json ? jsonText(summaries) : listText(summaries);
  }
  const pack = packs.get(name);
  if (pack === undefined)
    throw new UsageError(`there is no pack ${name}; there are ${[...packs.keys()].join(', ')}`);
  const page = packPage(pack, map);
  return options.json ? jsonText(page) : pageText(page);
}

const jsonText = (data: unknown): string => JSON.stringify(snakeKeyed(data), null, 2);
