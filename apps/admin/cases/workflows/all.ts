import type { Workflow } from '../workflow';
import { APPEAL } from './appeal';
import { SANCTION } from './sanction';

/** Every workflow; each becomes paths, rules of access and a part of the document by itself. */
export const WORKFLOWS: readonly Workflow[] = [SANCTION, APPEAL];
