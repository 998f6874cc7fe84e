import type { Command } from 'commander';
import { RowWriter, badRegistry, nobodyOnFileText, readRegistryFile, sizeOf } from '@gatekeeper/offline';
import type { LoadedPack } from '@gatekeeper/policy';
import { enteredBy } from '@gatekeeper/vocabulary';
import { scoreMessage } from '@gatekeeper/wire';
import { demandDistinctFiles } from './distinct-files';
import { UsageError } from './ending';
import { readFindingsFile, scoreFile } from './findings-file';
import type { FindingsFile } from './findings-file';
import type { PolicyOptions } from './policy-options';
import { policyFilesNamed, policyFrom } from './policy-options';
import { scoreSummary } from './score-summary';

interface ScoreOptions extends Omit<PolicyOptions, 'packMap'> {
  readonly pack: string;
  readonly findings: string;
  readonly registry?: string;
  readonly out: string;
}

const MORE = `
A row of the file is one finding:
  {"finding_id","code","fixmedins_code","inspection_id"?,"act_id"?,"situation","points"?,"decided_at","document_no"?}
"situation" is a code of the pack's catalogue (gatekeeper packs <pack>). "points" where it gives a band, never where it fixes them.

Answers come one for each decision (one person, one decided_at), by time and then by code, and only when every row is good.
"from" and "last_day" are reckoned from the day of the decision; the dates of the notice itself prevail over them.`;

export function addScoreCommand(program: Command): void {
  program
    .command('score')
    .description('score a file of findings: points, year totals and measures')
    .requiredOption('--pack <pack>', 'the pack to score by')
    .requiredOption('--findings <file>', 'findings (NDJSON), - for standard input')
    .option(
      '--registry <file>',
      'registry records (NDJSON): findings about codes that are not in it are listed',
    )
    .option('--out <file>', 'where answers go', '-')
    .option('--values <file>', 'values of parameters, {"pack":{"parameter":value,…},…}')
    .option('--set <pack.parameter=value...>', 'set a parameter of a pack; it wins over --values')
    .addHelpText('after', MORE)
    .action(score);
}

async function score(options: ScoreOptions): Promise<void> {
  demandDistinctFiles([
    { option: '--findings', path: options.findings, use: 'read' },
    { option: '--registry', path: options.registry, use: 'read' },
    ...policyFilesNamed(options),
    { option: '--out', path: options.out, use: 'written' },
  ]);
  const { packs } = policyFrom(options);
  const pack = packToScoreBy(options.pack, packs);
  sizeOf(options.findings);
  const file = await readFindingsFile(options.findings);
  if (options.registry !== undefined) await listNamingNobody(file, options.registry);
  const answers = scoreFile(options.findings, file, pack);
  const out = RowWriter.open(options.out);
  for (const answer of answers) {
    out.write(JSON.stringify(scoreMessage(answer)));
    await out.drain();
  }
  await out.close();
  process.stderr.write(`${scoreSummary(answers, file.found.length)}\n`);
}

async function listNamingNobody({ found }: FindingsFile, registry: string): Promise<void> {
  sizeOf(registry);
  const { records, bad } = await readRegistryFile(registry);
  if (bad.length > 0) throw badRegistry(registry, bad);
  const entered = new Set(records.map(enteredBy));
  const nobody = found.flatMap(({ finding: { findingId, code } }) =>
    entered.has(code) ? [] : [{ id: findingId, code }],
  );
  process.stderr.write(nobodyOnFileText(nobody, 'finding'));
}

/** The pack of that name, if it scores. */
function packToScoreBy(name: string, packs: ReadonlyMap<string, LoadedPack>): LoadedPack {
  const pack = packs.get(name);
  if (pack === undefined)
    throw new UsageError(`there is no pack ${name}; there are ${[...packs.keys()].join(', ')}`);
  if (!scores(pack))
    throw new UsageError(`the pack ${name} scores nothing; packs that do are ${namesOf(packs, scores)}`);
  return pack;
}

const scores = ({ editions }: LoadedPack): boolean => editions.some(({ catalogue }) => catalogue.size > 0);

const namesOf = (packs: ReadonlyMap<string, LoadedPack>, are: (pack: LoadedPack) => boolean): string =>
  [...packs.values()]
    .filter(are)
    .map(({ pack }) => pack.name)
    .join(', ');
