/** The register as a page: each pack's articles with their tests, then each contradiction with its readings. */
import type { Edition, Pack, ParameterKind, ParameterName, Setting } from '@gatekeeper/policy';
import { isBlank, PARAMETER_KINDS, settingOf } from '@gatekeeper/policy';
import type { Contradiction } from './contradiction';
import { parametersOf } from './contradiction';
import type { Register } from './register-problems';
import type { PackRegister, RegisteredArticle } from './registered';
import type { ArticleSpec } from './spec-files';

/** The command that writes the page anew. */
export const REGENERATE = 'npm run build && node dist/test/regulation/register/write.js';

/** The page `test/regulation/REGISTER.md`. */
export function renderRegister(
  { packs, registers, specs }: Register,
  contradictions: readonly Contradiction[],
): string {
  const sections = [
    '# Register of articles',
    'Each article of each text, with the specs that test it or the reason why it is not modelled. Summaries are our own words.',
    `This page is generated: \`${REGENERATE}\`. A spec fails while it differs from what the packs, the register and the spec files say.`,
    ...registers.flatMap((register) => renderPack(register, packs, specs)),
    '## Contradictions and silences',
    'Each is a parameter; what a pack says or takes over there is its reading. Both readings of each are tested in `contradictions.spec.ts`.',
    table(
      ['item', 'question', 'parameter', 'readings'],
      contradictions.map((row) => renderContradiction(row, packs)),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}

function renderPack(
  { pack: name, read, articles }: PackRegister,
  packs: readonly Pack[],
  specs: readonly ArticleSpec[],
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
      ['article', 'summary', 'tests', 'covered, or why not'],
      articles.map((article) => renderArticle(name, article, specs)),
    ),
  ];
}

function statusOf({ status, superseded, inForce }: Pack): string {
  const since = inForce?.from == null ? 'never in force' : `in force from ${inForce.from}`;
  const until = inForce?.until == null ? '' : ` until ${inForce.until}`;
  return `${status}, ${since}${until}${superseded === null ? '' : `, superseded by ${superseded.by} from ${superseded.from}`}`;
}

function renderArticle(
  pack: string,
  { id, en, zh, notModelled }: RegisteredArticle,
  specs: readonly ArticleSpec[],
): readonly string[] {
  const files = specs.filter((spec) => spec.pack === pack && spec.article === id).map(({ file }) => file);
  return [
    id,
    `${en}<br>${zh}`,
    files.map((file) => `\`${file}\``).join('<br>'),
    notModelled === null ? 'covered' : `not modelled: ${notModelled}`,
  ];
}

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

/** `auto (hainan-2022); application (national-2024, …)`: each value with the packs whose last edition reads so. */
function readingsOf(name: ParameterName, packs: readonly Pack[]): string {
  const byValue = new Map<string, string[]>();
  for (const { name: pack, editions } of packs) {
    const edition = editions.at(-1);
    if (edition === undefined) continue;
    const value = writtenValue(edition, name);
    byValue.set(value, [...(byValue.get(value) ?? []), pack]);
  }
  return [...byValue].map(([value, names]) => `${value} (${names.join(', ')})`).join('; ');
}

function writtenValue(edition: Edition, name: ParameterName): string {
  const kind: ParameterKind<unknown> = PARAMETER_KINDS[name];
  const setting: Setting<unknown> | undefined = settingOf(edition, name)?.setting;
  if (setting === undefined) return 'not set';
  if (isBlank(setting)) return 'blank';
  return setting
    .map(({ value }) => {
      const written = kind.write(value);
      return written === '' ? 'nothing' : written;
    })
    .join(', then ');
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(inCell).join(' | ')} |`).join('\n');

const inCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
