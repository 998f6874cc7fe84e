/** `npm run contract`: writes the schemas and the AsyncAPI document that are checked in, from the classes as they are now. */
import 'reflect-metadata';
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { takesNoWords } from '@gatekeeper/runtime';
import { contractFiles } from './contract-files';

/** Of the sources, seen from what is built of this file. */
const FOLDER = join(__dirname, '..', '..', 'libs', 'wire', 'contract');

takesNoWords('contract', 'Writes the JSON Schemas and the AsyncAPI document of libs/wire/contract');
const files = contractFiles();
mkdirSync(FOLDER, { recursive: true });
for (const name of readdirSync(FOLDER)) if (!files.has(name)) rmSync(join(FOLDER, name));
for (const [name, text] of files) writeFileSync(join(FOLDER, name), text);
process.stdout.write(`${files.size} files written to libs/wire/contract\n`);
