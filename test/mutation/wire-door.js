/**
 * The door of `libs/wire`, opened file by file as names are taken: the specs of the libs that decide take two names, and
 * loading its schemas for each of thousands of mutants would cost more than asking them.
 */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('./scopes');

const WIRE = join(ROOT, 'libs/wire');
const LISTED = /^export \{([^}]*)\} from '(\.\/[^']+)';$/gm;

for (const [, names, file] of readFileSync(join(WIRE, 'index.ts'), 'utf8').matchAll(LISTED)) {
  for (const name of names.split(',').map((it) => it.trim())) {
    if (name !== '')
      Object.defineProperty(exports, name, { enumerable: true, get: () => require(join(WIRE, file))[name] });
  }
}
