/** The register as a page: each pack's articles with their tests, then each contradiction with its readings. */
import type { Pack, ParameterKind, ParameterName, Setting } from '@gatekeeper/policy';
import { isBlank, PARAMETER_KINDS } from '@gatekeeper/policy';
import type { Citation } from '@gatekeeper/vocabulary';
import { formatCitation } from '@gatekeeper/vocabulary';
import type { Contradiction } from './contradiction';
import { parametersOf } from './contradiction';
import type { Register } from './register-problems';
import type { PackRegister, RegisteredArticle } from './registered';

/** The command that writes the page anew. */
export const REGENERATE = 'npm run build && node dist/test/regulation/register/write.js';

/** The page `test/regulation/REGISTER.md`. */
export function renderRegister(
  { packs, registers, specs, processes }: Register,
  contradictions: readonly Contradiction[],
): string {
  const sections = [
    '# Register of articles',
    'Each article of each text, with the specs that test it or the reason why deciding and scoring do not model it, and with the suites that walk through it as a process of the admin app (`test/acceptance`). Summaries are our own words.',
    `This page is generated: \`${REGENERATE}\`. A spec fails while it differs from what the packs, the register and the spec files say.`,
    ...registers.flatMap((register) => renderPack(register, packs, { specs, processes })),
    '## Contradictions and silences',
    'Each is a parameter; its value in a pack is the reading taken there, with the article it rests on. Packs that are not named take over what national-2024 has. Both readings of each are tested in `contradictions.spec.ts`.',
    table(
      ['item', 'question', 'parameter', 'readings', 'the other reading tested'],
      contradictions.map((row) => renderContradiction(row, packs)),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

type Tests = Pick<Register, 'specs' | 'processes'>;

function renderPack(
  { pack: name, read, articles }: PackRegister,
  packs: readonly Pack[],
  tests: Tests,
): readonly string[] {
  const pack = packs.find((candidate) => candidate.name === name);
  const modelled = articles.filter(({ notModelled }) => notModelled === null).length;
  return [
    `## ${name}`,
    [
      pack === undefined ? '' : `${pack.titleEn} (${pack.titleZh}).`,
      pack === undefined ? '' : `Status: ${statusOf(pack)}.`,
      `Read: ${read}. ${modelled} of ${articles.length} modelled.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    table(
      ['article', 'summary', 'tests', 'processes', 'covered, or why not'],
      articles.map((article) => renderArticle(name, article, tests)),
    ),
  ];
}

function statusOf({ status, superseded, inForce }: Pack): string {
  const days =
    inForce === null
      ? 'never in force'
      : `in force from ${inForce.from ?? 'the first'}${inForce.until === null ? '' : ` until ${inForce.until}`}`;
  return [
    ...(status === 'in-force' ? [] : [status]),
    days,
    ...(superseded === null ? [] : [`superseded from ${superseded.from} by ${superseded.by}`]),
  ].join(', ');
}

function renderArticle(
  pack: string,
  { id, en, zh, notModelled }: RegisteredArticle,
  { specs, processes }: Tests,
): readonly string[] {
  const files = specs.filter((spec) => spec.pack === pack && spec.article === id);
  const walks = processes.filter((process) => process.pack === pack && process.articles.includes(id));
  return [
    id,
    `${en}<br>${zh}`,
    named(files),
    named(walks),
    notModelled !== null ? `not modelled: ${notModelled}` : files.length > 0 ? 'covered' : 'without a test',
  ];
}

const named = (files: readonly { readonly file: string }[]): string =>
  files.map(({ file }) => `\`${file}\``).join('<br>');

function renderContradiction(row: Contradiction, packs: readonly Pack[]): readonly string[] {
  const names = parametersOf(row);
  return [
    row.id,
    row.question,
    names.map((name) => `\`${name}\``).join('<br>'),
    names.map((name) => `${names.length > 1 ? `${name}: ` : ''}${readingsOf(name, packs)}`).join('<br>'),
    row.tested
      .map(({ pack, otherwise }) => `${pack} with ${Object.entries(otherwise).map(inSetting).join(' ')}`)
      .join('<br>'),
  ];
}

const inSetting = ([name, value]: readonly [string, string]): string => `${name}=${value}`;

/** `application (national-2024 art. 39); auto (hainan-2022 art. 22)`: each value with where packs that set it found it. */
function readingsOf(name: ParameterName, packs: readonly Pack[]): string {
  const byValue = new Map<string, Set<string>>();
  for (const { editions } of packs) {
    const setting: Setting<unknown> | undefined = editions.at(-1)?.settings[name];
    for (const [value, citation] of setting === undefined ? [] : valuesIn(name, setting))
      byValue.set(value, (byValue.get(value) ?? new Set()).add(formatCitation(citation)));
  }
  return [...byValue].map(([value, citations]) => `${value} (${[...citations].join(', ')})`).join('; ');
}

function valuesIn(name: ParameterName, setting: Setting<unknown>): readonly (readonly [string, Citation])[] {
  const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
  if (isBlank(setting)) return [['blank', setting.citation]];
  return setting.map(({ value, citation }) => {
    const written = kind.write(value);
    return [written === '' ? 'nothing' : written, citation];
  });
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
