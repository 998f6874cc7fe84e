/** Writes `test/regulation/REGISTER.md` anew; run as built, from `dist/test/regulation/register`. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pageOf, rendered } from './page';

const root = resolve(__dirname, '../../../..');
writeFileSync(pageOf(root), rendered(root));
