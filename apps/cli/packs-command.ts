import type { Command } from 'commander';
import Table from 'cli-table3';
import type { TableConstructorOptions } from 'cli-table3';
import type { Citation } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { Article, LoadedPack, Pack, ParameterName, Setting } from '@gatekeeper/policy';
import { isBlank, PARAMETER_KINDS, PARAMETER_NAMES, settingOf } from '@gatekeeper/policy';
import type { ParameterKind } from '@gatekeeper/policy';
import { UsageError } from './ending';
import type { PolicyOptions } from './policy-options';
import { policyFrom } from './policy-options';

export function addPacksCommand(program: Command): void {
  program
    .command('packs')
    .argument('[pack]', 'one pack in full')
    .option('--pack-map <file>', 'area map in place of the default')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack')
    .description('list the policy packs with status, validity, parameters and sources')
    .action((name: string | undefined, options: PolicyOptions) => {
      const { packs, map } = policyFrom(options);
      if (name === undefined) {
        process.stdout.write(`${listOf(packs, areasByPack(map))}\n`);
        return;
      }
      const pack = packs.get(name);
      if (pack === undefined)
        throw new UsageError(`there is no pack ${name}; there are ${[...packs.keys()].join(', ')}`);
      process.stdout.write(`${inFull(pack)}\n`);
    });
}

type AreasByPack = ReadonlyMap<string, readonly string[]>;

function areasByPack(map: ReadonlyMap<string, readonly { readonly pack: string }[]>): AreasByPack {
  const areas = new Map<string, string[]>();
  for (const [prefix, entries] of map) {
    for (const { pack } of entries)
      areas.set(pack, [...(areas.get(pack) ?? []), prefix === '' ? 'everything else' : prefix]);
  }
  return areas;
}

const plain: TableConstructorOptions = { style: { head: [], border: [] }, wordWrap: true };

function listOf(packs: ReadonlyMap<string, LoadedPack>, areas: AreasByPack): string {
  const table = new Table({
    ...plain,
    head: ['pack', 'status', 'in force', 'edition', 'areas', 'parameters', 'sources'],
    colWidths: [18, 11, 16, 14, 14, 12, 40],
  });
  for (const { pack, editions } of packs.values()) {
    table.push([
      pack.name,
      pack.status,
      inForceText(pack),
      editions.map(({ edition }) => edition).join(', '),
      (areas.get(pack.name) ?? ['none']).join(', '),
      `${PARAMETER_NAMES.length} set`,
      pack.sources.map(({ document }) => document).join('; '),
    ]);
  }
  return table.toString();
}

const inForceText = ({ inForce }: Pack): string =>
  inForce === null ? 'never' : `${inForce.from ?? '..'}/${inForce.until ?? '..'}`;

function inFull({ pack, editions }: LoadedPack): string {
  const parts = [
    `${pack.name} — ${pack.titleEn}`,
    pack.titleZh,
    `status ${pack.status}; in force ${inForceText(pack)}`,
    ...pack.sources.map(
      ({ document, titleZh, issuedOn }) =>
        `source ${document} ${titleZh}${issuedOn === null ? '' : `, ${issuedOn}`}`,
    ),
  ];
  pack.editions.forEach((edition, position) => {
    const parameters = new Table({
      ...plain,
      head: ['parameter', 'value', 'may be', 'article', 'what it says'],
      colWidths: [28, 24, 26, 30, 44],
    });
    for (const name of PARAMETER_NAMES) {
      const found = settingOf(edition, name);
      if (found !== undefined) parameters.push(...parameterRows(name, found.setting));
    }
    const articles = new Table({
      ...plain,
      head: ['effect', 'code', 'article', 'what it says'],
      colWidths: [8, 34, 32, 60],
    });
    for (const article of edition.articles) articles.push(articleRow(article));
    parts.push(
      '',
      `edition ${editions[position]?.edition ?? edition.number}`,
      parameters.toString(),
      articles.toString(),
    );
  });
  return parts.join('\n');
}

function parameterRows<Name extends ParameterName>(
  name: Name,
  setting: Setting<unknown>,
): readonly string[][] {
  const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
  if (isBlank(setting))
    return [[name, '(blank: to be set)', kind.expected, ...citationCells(setting.citation)]];
  return setting.map(({ value, citation, holds }) => {
    const always = setting.length === 1;
    const written = kind.write(value);
    return [
      name,
      always ? written : `${written} (${holds.from ?? '..'}/${holds.until ?? '..'})`,
      kind.expected,
      ...citationCells(citation),
    ];
  });
}

const citationCells = (citation: Citation): string[] => [
  formatCitation(citation),
  `${citation.summary} (${citation.document})`,
];

const articleRow = (article: Article): string[] => [
  article.effect,
  article.code,
  ...citationCells(article.citation),
];
