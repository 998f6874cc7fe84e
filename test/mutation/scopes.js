/** What is mutated, and which specs must notice: the lib's own first, then the regulation, then the laws. */
const { readdirSync } = require('node:fs');
const { join, resolve } = require('node:path');

/** @type {Readonly<Record<string, readonly string[]>>} */
const SPEC_FOLDERS = {
  calendar: ['libs/calendar'],
  adjudication: ['libs/adjudication', 'test/regulation', 'test/laws'],
  policy: ['libs/policy', 'test/regulation', 'test/laws'],
  scoring: ['libs/scoring', 'test/regulation'],
};

const ROOT = resolve(__dirname, '../..');

/** The lib being mutated, handed to every process of a run through the environment. */
function mutatedLib() {
  const lib = process.env.MUTATED_LIB ?? '';
  if (!(lib in SPEC_FOLDERS))
    throw new Error(`MUTATED_LIB must be one of ${Object.keys(SPEC_FOLDERS).join(', ')}, not "${lib}"`);
  return lib;
}

/** The spec files of a lib, in the order in which they run. */
function specsOf(/** @type {string} */ lib) {
  return SPEC_FOLDERS[lib].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.spec.ts'))
      .sort()
      .map((file) => join(ROOT, folder, file)),
  );
}

module.exports = { LIBS: Object.keys(SPEC_FOLDERS), ROOT, mutatedLib, specsOf };
