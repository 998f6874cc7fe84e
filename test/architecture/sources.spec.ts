import { importsOf, parse } from './sources';

describe('what a file in libs/wire imports', () => {
  it.each([
    ["import { a, b as c } from './rows'", './rows', 'libs/wire/rows', false, ['a', 'b']],
    ["import type { A } from '../policy/load'", '../policy/load', 'libs/policy/load', true, ['A']],
    ["import whole from '@gatekeeper/calendar'", '@gatekeeper/calendar', null, false, []],
    ["import * as fs from 'node:fs'", 'node:fs', null, false, []],
    ["import './side-effect'", './side-effect', 'libs/wire/side-effect', false, []],
    ["export * from './rows'", './rows', 'libs/wire/rows', false, []],
    ["export type * from './rows'", './rows', 'libs/wire/rows', true, []],
    ["export { a } from '../../apps/cli/main'", '../../apps/cli/main', 'apps/cli/main', false, []],
    ["import fs = require('fs')", 'fs', null, false, []],
    ["type A = import('./rows').A", './rows', 'libs/wire/rows', true, []],
    ["void import('./rows')", './rows', 'libs/wire/rows', false, []],
    ['void import(`./rows`)', './rows', 'libs/wire/rows', false, []],
    ["require('./rows')", './rows', 'libs/wire/rows', false, []],
    ["require.resolve('./rows')", './rows', 'libs/wire/rows', false, []],
    ["jest.requireActual('./rows')", './rows', 'libs/wire/rows', false, []],
  ])('%s', (text, from, path, typesOnly, names) => {
    expect(importsOf(parse('libs/wire/schema.ts', text))).toEqual([{ from, path, typesOnly, names }]);
  });

  it.each(['export const a = 1', "// import './rows'", "const a = 'import'", 'export {}'])(
    '%s: nothing',
    (text) => {
      expect(importsOf(parse('libs/wire/schema.ts', text))).toEqual([]);
    },
  );
});
