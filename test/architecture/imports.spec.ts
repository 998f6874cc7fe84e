/** Who may import whom (ARCHITECTURE 4), read from every import there is. */
import * as ts from 'typescript';
import type { Import, Source } from './sources';
import { filesUnder, importsOf, nodesOf, parse, SOURCES } from './sources';

/** The libs each lib may import. A lib that is not here does not exist. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  calendar: [],
  vocabulary: ['calendar'],
  policy: ['calendar', 'vocabulary'],
  // Catalogues, tiers and limits are law and live in packs; scoring reads their types and plain predicates.
  scoring: ['calendar', 'vocabulary', 'policy'],
  adjudication: ['calendar', 'vocabulary', 'policy'],
  // Damages and samples are reckoned by scoring; a pack is an argument here too.
  clearing: ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication'],
  // What offices do with a case; limits and points are reckoned by scoring.
  casework: ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication'],
  wire: ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication'],
  runtime: ['calendar'],
  database: ['runtime'],
  stream: ['runtime'],
  'registry-store': ['calendar', 'vocabulary', 'database', 'runtime'],
  'decision-store': ['calendar', 'vocabulary', 'database', 'runtime'],
  'status-cache': ['calendar', 'vocabulary', 'database', 'runtime', 'registry-store'],
  settling: [
    ...['calendar', 'vocabulary', 'policy', 'adjudication', 'clearing', 'wire'],
    ...['database', 'runtime', 'registry-store', 'decision-store', 'status-cache'],
  ],
  'installed-policy': ['calendar', 'database', 'policy', 'runtime', 'wire'],
  offline: ['calendar', 'vocabulary', 'policy', 'adjudication', 'runtime', 'wire'],
  'clearing-run': [
    ...[
      'calendar',
      'vocabulary',
      'policy',
      'adjudication',
      'wire',
      'clearing',
      'offline',
      'installed-policy',
    ],
    ...['database', 'runtime', 'registry-store', 'decision-store', 'status-cache'],
  ],
  'sealed-period': [
    'calendar',
    'vocabulary',
    'wire',
    'clearing',
    'offline',
    'database',
    'runtime',
    'decision-store',
  ],
  // What the doors of the apps share: they are not of one app, and apps never import each other.
  http: ['database', 'runtime', 'wire'],
  // Paper and sheets: from content to bytes.
  documents: ['calendar', 'vocabulary'],
  // What a clearing's files say, on paper and in sheets, and against what institutions declare.
  reports: ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication', 'runtime', 'wire', 'documents'],
  sync: [
    ...['calendar', 'vocabulary', 'database', 'runtime', 'stream', 'wire'],
    ...['registry-store', 'decision-store', 'status-cache'],
  ],
};
const PURE = ['calendar', 'vocabulary', 'policy', 'scoring', 'adjudication', 'clearing', 'casework'];

const DOOR = '@gatekeeper/';
const partsOf = (file: string): readonly string[] => file.split('/');
const isTest = (file: string): boolean => file.endsWith('.spec.ts') || partsOf(file).includes('testing');

interface Taken extends Import {
  readonly file: string;
}
const taken = (among: (source: Source) => boolean): readonly Taken[] =>
  SOURCES.filter(among).flatMap((source) =>
    importsOf(source).map((each) => ({ ...each, file: source.file })),
  );

/** `libs/wire/rows.ts imports ../policy/load`: an empty list is a rule kept. */
const named = (imports: readonly Taken[]): readonly string[] =>
  imports.map(({ file, from }) => `${file} imports ${from}`);

const inLib = (file: string): string | null => {
  const [top, lib] = partsOf(file);
  return top === 'libs' && lib !== undefined ? lib : null;
};
const homeOf = (file: string): string => partsOf(file).slice(0, 2).join('/');

describe('what is read', () => {
  it('every lib and every app, each with its imports', () => {
    const folders = new Set(
      SOURCES.map(({ file }) => homeOf(file)).filter((home) => home.startsWith('libs/')),
    );
    expect([...folders].sort()).toEqual(
      Object.keys(MAY_IMPORT)
        .map((lib) => `libs/${lib}`)
        .sort(),
    );
    const all = taken(() => true);
    expect(all.length).toBeGreaterThan(500);
    expect(all.some(({ typesOnly }) => typesOnly)).toBe(true);
    expect(all.some(({ path }) => path === 'libs/calendar/instant')).toBe(true);
  });
});

describe.each(Object.entries(MAY_IMPORT))('libs/%s imports of the libs only %j', (lib, allowed) => {
  const own = taken(({ file }) => inLib(file) === lib && !isTest(file));

  it('as said', () => {
    const doors = own.filter(({ from }) => from.startsWith(DOOR));
    expect(named(doors.filter(({ from }) => !allowed.includes(from.slice(DOOR.length))))).toEqual([]);
  });

  it('and by no way around their doors', () => {
    expect(named(own.filter(({ path }) => path !== null && homeOf(path) !== `libs/${lib}`))).toEqual([]);
  });
});

describe('libs that decide', () => {
  it.each(PURE)('libs/%s imports no package and nothing of the machine', (lib) => {
    const foreign = taken(({ file }) => inLib(file) === lib && !isTest(file)).filter(
      ({ from, path }) => path === null && !PURE.some((pure) => from === `${DOOR}${pure}`),
    );
    expect(named(foreign)).toEqual([]);
  });

  it.each(['adjudication', 'scoring', 'clearing'])('take the pack as an argument: %s names none', (lib) => {
    const packs = ['PACKS', 'NATIONAL_2024', 'GUANGDONG_2025', 'DEFAULT_AREA_MAP'];
    const own = taken(({ file }) => inLib(file) === lib && !isTest(file));
    expect(named(own.filter(({ names }) => names.some((name) => packs.includes(name))))).toEqual([]);
  });
});

describe('a step of a case answers at once, with what it was given', () => {
  /** `libs/casework/appeal.ts: await`: every sign of waiting. */
  const waiting = ({ file, tree }: Source): readonly string[] =>
    nodesOf(tree).flatMap((node) => {
      if (node.kind === ts.SyntaxKind.AsyncKeyword) return [`${file}: async`];
      if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AwaitKeyword) return [`${file}: await`];
      return ts.isIdentifier(node) && /^Promise(Like)?$/.test(node.text) ? [`${file}: ${node.text}`] : [];
    });

  it('nothing in libs/casework is async, awaits or promises', () => {
    const own = SOURCES.filter(({ file }) => inLib(file) === 'casework' && !isTest(file));
    expect(own.length).toBeGreaterThan(10);
    expect(own.flatMap(waiting)).toEqual([]);
  });

  it.each([
    ['async function f() {}', ['a.ts: async']],
    ['const f = async () => g();', ['a.ts: async']],
    ['const f = (): Promise<void> => g();', ['a.ts: Promise']],
    ['await g();', ['a.ts: await']],
    ['const f = () => g();', []],
  ])('%s', (text, found) => {
    expect(waiting(parse('a.ts', text))).toEqual(found);
  });
});

describe('a lib is entered by its index', () => {
  it('under its name, and under no deeper path', () => {
    const doors = taken(() => true).filter(({ from }) => from.startsWith(DOOR));
    expect(named(doors.filter(({ from }) => !(from.slice(DOOR.length) in MAY_IMPORT)))).toEqual([]);
  });

  it('by no relative path from outside, but for what it offers to tests', () => {
    const around = taken(() => true).filter(
      ({ file, path }) => path?.startsWith('libs/') === true && homeOf(path) !== homeOf(file),
    );
    expect(named(around.filter(({ file, path }) => !(isOutsideTest(file) && isTest(path ?? ''))))).toEqual(
      [],
    );
  });

  it('and every lib has one', () => {
    const indexes = filesUnder('libs').filter(
      (file) => file.endsWith('/index.ts') && partsOf(file).length === 3,
    );
    expect(indexes.flatMap((file) => inLib(file) ?? []).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });
});

const isOutsideTest = (file: string): boolean => partsOf(file)[0] === 'test' || isTest(file);

describe('apps import libs, never each other', () => {
  it('and no lib imports an app', () => {
    const apps = taken(({ file }) => !file.startsWith('test/') && !file.startsWith('deploy/')).filter(
      ({ file, path }) => path?.startsWith('apps/') === true && homeOf(path) !== homeOf(file),
    );
    expect(named(apps)).toEqual([]);
  });

  it('nor anything else of ours but a lib', () => {
    const own = taken(({ file }) => file.startsWith('apps/') && !isTest(file));
    const elsewhere = own.filter(({ file, path }) => path !== null && homeOf(path) !== homeOf(file));
    expect(named(elsewhere.filter(({ path }) => !isBuiltOf(path ?? '')))).toEqual([]);
  });
});

/** The command's starter loads what was built of its app. */
const isBuiltOf = (path: string): boolean => path.startsWith('dist/apps/');

describe('nothing that ships imports a test', () => {
  it('neither a spec nor what is offered to specs', () => {
    const shipped = taken(({ file }) => !isOutsideTest(file));
    expect(
      named(shipped.filter(({ path }) => path !== null && (isTest(path) || path.startsWith('test/')))),
    ).toEqual([]);
  });
});

describe('no file imports itself in a circle', () => {
  it('neither when it runs nor for its types', () => {
    expect([...circlesAmong(SOURCES)].sort()).toEqual([]);
  });

  it.each([
    ['two files, for a type', ["import type { B } from './b'", "import { a } from './a'"], ['a → b → a']],
    ['a file and itself', ["export * from './a'", ''], ['a → a']],
    ['one way only', ["import { b } from './b'", ''], []],
  ])('%s', (_, [a, b], circles) => {
    expect(circlesAmong([parse('a.ts', a ?? ''), parse('b.ts', b ?? '')])).toEqual(circles);
  });
});

/** `a → b → a`, each circle once, begun where it is met first. */
function circlesAmong(sources: readonly Source[]): readonly string[] {
  const next = new Map(
    sources.map((source) => [
      source.file.slice(0, source.file.lastIndexOf('.')),
      importsOf(source).flatMap(({ path }) => (path === null ? [] : [path])),
    ]),
  );
  const done = new Set<string>();
  const circles: string[] = [];
  const follow = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) circles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    if (done.has(file)) return;
    done.add(file);
    for (const imported of next.get(file) ?? []) follow(imported, [...trail, file]);
  };
  for (const file of next.keys()) follow(file, []);
  return circles;
}
