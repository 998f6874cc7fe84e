import type { Command } from 'commander';
import type { EditionDifferences, LoadedEdition } from '@gatekeeper/policy';
import { editionDifferences, isNothingOtherwise, packPage, packSummary } from '@gatekeeper/policy';
import { differencesText } from './edition-differences-text';
import { AnswerIsNo, UsageError } from './ending';
import { listText } from './pack-list-text';
import { pageText } from './pack-page-text';
import type { PolicyOptions } from './policy-options';
import { policyFrom } from './policy-options';
import { snakeKeyed } from './snake-case';

interface PacksOptions extends PolicyOptions {
  readonly json?: true;
  readonly diff?: true;
}

const AFTER_HELP = `
Without a name: what each pack is worth, when and where it is used. With one, on a page of 100 columns:
what it bars, lifts and notes; its parameters with value and article; what it scores; and for every
reason code who bears it, whether it can be appealed, and what the hospital can do next.

A value set with --set is shown as set by the operator, and the edition carries a hash of the values.
Values that a text leaves blank are listed with the --set that fills them.

With --diff and two of them, what one says otherwise than the other: values, bars, points and medical
categories, each with its article and the days for which it holds. A pack is its last edition;
pack@edition is any other (hainan-2022@1), also as it is without --set and --values. Ends with 0 where
they say the same, with 1 where they differ.

  gatekeeper packs guangdong-2025
  gatekeeper packs linfen --set linfen.certificateValidityYears=3
  gatekeeper packs hainan-2022 --json
  gatekeeper packs --diff national-2024 guangdong-2025
  gatekeeper packs --diff linfen@1 linfen --values V.json`;

export function addPacksCommand(program: Command): void {
  program
    .command('packs')
    .argument('[pack]', 'one pack in full; with --diff a pack or pack@edition')
    .argument('[other]', 'with --diff: what it is compared with')
    .option('--diff', 'what two packs or editions say otherwise, value by value')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .option('--json', 'print the same data as JSON')
    .description(
      'list the policy packs with status, validity, areas and sources; one pack as a readable page; what two say otherwise',
    )
    .addHelpText('after', AFTER_HELP)
    .action((name: string | undefined, other: string | undefined, options: PacksOptions) => {
      if (options.diff === true) {
        showDifferences(name, other, options);
        return;
      }
      if (other !== undefined)
        throw new UsageError(`packs takes one pack, not ${other} as well; two are compared with --diff`);
      process.stdout.write(`${answerOf(name, options)}\n`);
    });
}

/** @throws UsageError where there is no such edition; AnswerIsNo where they differ, once the differences are printed */
function showDifferences(first: string | undefined, second: string | undefined, options: PacksOptions): void {
  if (first === undefined || second === undefined)
    throw new UsageError('--diff takes two packs or editions: pack or pack@edition');
  const differences = editionDifferences(editionNamed(first, options), editionNamed(second, options));
  process.stdout.write(`${options.json ? jsonText(differences) : differencesText(differences)}\n`);
  if (!isNothingOtherwise(differences)) throw new AnswerIsNo(inOneLine(differences));
}

function inOneLine({ editions, ...of }: EditionDifferences): string {
  const [one, other] = [editions.first, editions.second].map(({ name, edition }) => `${name}@${edition}`);
  const counts = `${of.parameters.length} value(s), ${of.articles.length} article(s), ${of.catalogue.length} situation(s), ${of.medicalCategories.length} medical categories`;
  return `${one} and ${other} differ in ${counts}`;
}

/** `pack` is its last edition, with the values that the options set; `pack@edition` any edition, also without them. */
function editionNamed(named: string, options: PacksOptions): LoadedEdition {
  const at = named.indexOf('@');
  const name = at === -1 ? named : named.slice(0, at);
  const [asked = [], shipped = []] = [policyFrom(options), policyFrom({})].map(({ packs }) => {
    const pack = packs.get(name);
    if (pack === undefined) throw noSuchPack(name, packs.keys());
    return pack.editions;
  });
  const editions = [...asked, ...shipped];
  const number = at === -1 ? asked.at(-1)?.edition : named.slice(at + 1);
  const found = editions.find(({ edition }) => edition === number);
  if (found !== undefined) return found;
  const known = [...new Set(editions.map(({ edition }) => edition))].join(', ');
  throw new UsageError(`there is no edition ${number ?? ''} of ${name}; there are ${known}`);
}

const noSuchPack = (name: string, known: Iterable<string>): UsageError =>
  new UsageError(`there is no pack ${name}; there are ${[...known].join(', ')}`);

function answerOf(name: string | undefined, options: PacksOptions): string {
  const { packs, map } = policyFrom(options);
  if (name === undefined) {
    const summaries = [...packs.values()].map((pack) => packSummary(pack, map));
    return options.json ? jsonText(summaries) : listText(summaries);
  }
  const pack = packs.get(name);
  if (pack === undefined) throw noSuchPack(name, packs.keys());
  const page = packPage(pack, map);
  return options.json ? jsonText(page) : pageText(page);
}

const jsonText = (data: unknown): string => JSON.stringify(snakeKeyed(data), null, 2);
