/** What is mutated, and which specs must notice. */
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** Specs that take a tenth of the time of all: asked last, so that what a quick one notices costs little. */
const SLOW =
  /(pack-page|reason-catalogue|invalid-packs|area-map|set-values|coverage-in-time|readings|contradictions|scoring-laws|art-2-4\.lines|outcome-matrix|added-text|pack-map)\.spec/;

const REGULATION = [
  // First those on how lines are decided whatever the text: they reach most of the code.
  /^test\/regulation\/(formats-|readings|settling|unread|worked-cases)/,
  /^test\/regulation\/(?!register)/,
];
/** Without the spec that measures how far the laws' own cases reach. */
const LAWS = /^test\/laws\/(?!reach)/;

/** Patterns of spec files, in the order in which they are asked. @type {Readonly<Record<string, readonly RegExp[]>>} */
const SPECS = {
  calendar: [/^libs\/calendar\//],
  adjudication: [/^libs\/adjudication\//, ...REGULATION, LAWS],
  policy: [/^libs\/policy\//, ...REGULATION, LAWS],
  scoring: [/^libs\/scoring\//, ...REGULATION],
  // And the articles on what a clearing proposes.
  clearing: [
    /^libs\/clearing\//,
    /^test\/regulation\/(hainan-institutions-2024\.art-4|nhsa-2018\.art-2-2)\.spec/,
  ],
};

const isSlow = (/** @type {string} */ file) => SLOW.test(file) || LAWS.test(file);

const ROOT = resolve(__dirname, '../..');
const LIBS = Object.keys(SPECS);

/** The lib being mutated, handed to every process of a run through the environment. */
function mutatedLib() {
  const lib = process.env.MUTATED_LIB ?? '';
  if (!LIBS.includes(lib))
    throw new Error(`MUTATED_LIB must be one of ${LIBS.join(', ')}; start with npm run mutation`);
  return lib;
}

/** The spec files of a lib, in the order in which they are asked. */
function specsOf(/** @type {string} */ lib) {
  const all = ['libs', 'test']
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .filter((file) => file.endsWith('.spec.ts'))
    .sort();
  const ordered = SPECS[lib].flatMap((pattern) => all.filter((file) => pattern.test(file)));
  const slowLast = ordered.toSorted((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
  return [...new Set(slowLast)].map((file) => join(ROOT, file));
}

module.exports = { LIBS, ROOT, mutatedLib, specsOf };
