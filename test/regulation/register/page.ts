/** The register's page as it stands in the repository and as it ought to be rendered now. */
import { join } from 'node:path';
import { PACKS } from '@gatekeeper/policy';
import { CONTRADICTIONS } from './contradictions';
import { REGISTERS } from './registers';
import { renderRegister } from './render';
import { processSpecsIn } from './process-specs';
import type { ProcessSpec } from './process-specs';
import { articleSpecsIn } from './spec-files';

/** Of a checkout, by its root folder. */
export const pageOf = (root: string): string => join(root, 'test', 'regulation', 'REGISTER.md');

/** The suites of processes of a checkout. */
export const processesOf = (root: string): readonly ProcessSpec[] =>
  processSpecsIn(
    join(root, 'test', 'acceptance'),
    PACKS.map(({ name }) => name),
  );

/** What the page ought to be, from the packs that ship and the spec files of a checkout. */
export const rendered = (root: string): string =>
  renderRegister(
    {
      packs: PACKS,
      registers: REGISTERS,
      specs: articleSpecsIn(join(root, 'test', 'regulation')),
      processes: processesOf(root),
    },
    CONTRADICTIONS,
  );
