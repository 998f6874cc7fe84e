#!/usr/bin/env node
'use strict';
// The installed command. The program itself is TypeScript and lies compiled in dist/, built by `npm ci` or `npm run build`.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '..', '..', '..', 'dist', 'apps', 'cli', 'main.js');
if (existsSync(main)) {
  require(main);
} else {
  process.stderr.write(
    'gatekeeper is not built: run `npm ci`, or `npm run build` where the packages are installed\n',
  );
  process.exitCode = 2;
}
