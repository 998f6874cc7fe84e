/** What is missing in the register, in the packs' citations, or among the spec files. */
import type { Pack } from '@gatekeeper/policy';
import { articleOf, citationsIn } from './citations';
import type { ProcessSpec } from './process-specs';
import type { PackRegister } from './registered';
import type { ArticleSpec } from './spec-files';

export interface Register {
  readonly packs: readonly Pack[];
  readonly registers: readonly PackRegister[];
  readonly specs: readonly ArticleSpec[];
  readonly processes: readonly ProcessSpec[];
}

/** One sentence for each fault; none: each article is tested or left out for a reason, and nothing else is cited. */
export const registerProblems = ({ packs, registers, specs, processes }: Register): readonly string[] => [
  ...unregistered(packs, registers),
  ...registers.flatMap(repeated),
  ...registers.flatMap(silent),
  ...registers.flatMap((register) => untested(register, specs)),
  ...specs.flatMap((spec) => misnamed(spec, registers)),
  ...processes.flatMap((process) => astray(process, registers)),
  ...packs.flatMap((pack) => miscited(pack, registers)),
];

function unregistered(packs: readonly Pack[], registers: readonly PackRegister[]): readonly string[] {
  const shipped = packs.map(({ name }) => name);
  const registered = registers.map(({ pack }) => pack);
  return [
    ...shipped.filter((name) => !registered.includes(name)).map((name) => `${name} has no register`),
    ...registered.filter((name) => !shipped.includes(name)).map((name) => `${name} is no pack that ships`),
    ...registered
      .filter((name, index) => registered.indexOf(name) !== index)
      .map((name) => `${name} has two registers`),
  ];
}

function repeated({ pack, articles }: PackRegister): readonly string[] {
  const ids = articles.map(({ id }) => id);
  return ids
    .filter((id, index) => ids.indexOf(id) !== index)
    .map((id) => `${pack} art. ${id} is registered twice`);
}

function silent({ pack, articles }: PackRegister): readonly string[] {
  return articles
    .filter(({ en, zh, notModelled }) => [en, zh, notModelled].some((text) => text?.trim() === ''))
    .map(({ id }) => `${pack} art. ${id} is neither modelled nor left out for a reason, or has no summary`);
}

function untested({ pack, articles }: PackRegister, specs: readonly ArticleSpec[]): readonly string[] {
  return articles
    .filter(({ notModelled }) => notModelled === null)
    .filter(({ id }) => !specs.some((spec) => spec.pack === pack && spec.article === id))
    .map(({ id }) => `${pack} art. ${id} is modelled and has no spec file ${pack}.art-${id}.spec.ts`);
}

function misnamed(
  { file, pack, article, title }: ArticleSpec,
  registers: readonly PackRegister[],
): readonly string[] {
  const registered = registers.find((register) => register.pack === pack);
  const found = registered?.articles.find(({ id }) => id === article);
  const named = `${pack} art. ${article}`;
  if (found === undefined) return [`${file} names ${named}, which no register knows`];
  if (found.notModelled !== null) return [`${file} tests ${named}, which is said not to be modelled`];
  return titleNames(title, named) ? [] : [`${file} begins with "${title}", not with "${named}"`];
}

function astray(
  { file, pack, articles }: ProcessSpec,
  registers: readonly PackRegister[],
): readonly string[] {
  const known = registers.find((register) => register.pack === pack)?.articles.map(({ id }) => id) ?? [];
  return articles
    .filter((article) => !known.includes(article))
    .map((article) => `${file} walks through ${pack} art. ${article}, which no register knows`);
}

/** `… art. 3` is not named by `… art. 38`. */
const titleNames = (title: string, named: string): boolean =>
  title.startsWith(named) && !/^[\w-]/.test(title.slice(named.length));

/** Citations of articles that no register knows, or that are said not to be modelled. */
export function miscited(pack: Pack, registers: readonly PackRegister[]): readonly string[] {
  return citationsIn(pack).flatMap(({ place, citation }) => {
    const article = articleOf(citation);
    if (article === null) return [];
    const register = registers.find((candidate) => candidate.pack === citation.pack);
    const found = register?.articles.find(({ id }) => id === article);
    const cites = `${pack.name}: ${place} cites ${citation.pack} art. ${article}`;
    if (found === undefined) return [`${cites}, which no register knows`];
    return found.notModelled === null ? [] : [`${cites}, which is said not to be modelled`];
  });
}
