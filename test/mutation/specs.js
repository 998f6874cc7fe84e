/** Loads the specs of the mutated lib, one after another, each mutant's from nothing: the libs, the specs, what they share. */
const Module = require('node:module');
const { readFileSync } = require('node:fs');
const { join, sep } = require('node:path');
const { transformSync } = require('@swc/core');
const { expect } = require('expect');
const { bind } = require('jest-each');
const { ROOT, mutatedLib, specsOf } = require('./scopes');

/** Compiled once for a process. @type {Map<string, string>} */
const compiled = new Map();

Module._extensions['.ts'] = (module, file) => {
  let code = compiled.get(file);
  if (code === undefined) {
    code = transformSync(readFileSync(file, 'utf8'), { filename: file, cwd: ROOT, sourceMaps: false }).code;
    compiled.set(file, code);
  }
  module._compile(code, file);
};

const INSTEAD = new Map([
  [join(ROOT, 'libs/wire/index.ts'), join(__dirname, 'wire-door.js')],
  [require.resolve('fast-check'), join(__dirname, 'few-runs.js')],
]);
const resolve = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...more) {
  const found = resolve.call(this, request, parent, ...more);
  const instead = INSTEAD.get(found);
  return instead === undefined || parent?.filename === instead ? found : instead;
};

/** @type {{ id: string, spec: string, run: () => unknown }[]} */
let tests = [];
/** @type {string[]} */
let within = [];
let spec = '';
const named = new Set();

function idOf(/** @type {string} */ name) {
  const full = [pathOf(spec), ...within, name].join(' › ');
  let id = full;
  for (let again = 2; named.has(id); again += 1) id = `${full} (${again})`;
  named.add(id);
  return id;
}
const it = (/** @type {string} */ name, /** @type {() => unknown} */ run) => {
  tests.push({ id: idOf(name), spec, run });
};
const describe = (/** @type {string} */ name, /** @type {() => void} */ body) => {
  within = [...within, name];
  try {
    body();
  } finally {
    within = within.slice(0, -1);
  }
};
it.each = bind(it);
describe.each = bind(describe);
Object.assign(globalThis, { describe, it, test: it, expect });

/** From nothing: whatever was loaded before is forgotten. */
function forget() {
  for (const file of Object.keys(require.cache))
    if (file.startsWith(ROOT + sep) && !file.includes('node_modules') && !file.startsWith(__dirname + sep))
      delete require.cache[file];
}

/** The tests of one spec, and why there are no more of them where it does not load. */
function testsOf(/** @type {string} */ file) {
  [spec, tests] = [file, []];
  named.clear();
  try {
    require(file);
  } catch (error) {
    tests.push({
      id: idOf('loads'),
      spec,
      run: () => {
        throw error;
      },
    });
  }
  return tests;
}

/** The path of a spec, with which the names of its tests begin. */
const pathOf = (/** @type {string} */ file) => file.slice(ROOT.length + 1);

module.exports = { files: () => specsOf(mutatedLib()), forget, pathOf, testsOf };
