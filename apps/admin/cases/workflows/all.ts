import type { Workflow } from '../workflow';
import { APPEAL } from './appeal';
import { EXEMPTION } from './exemption';
import { LEAVING } from './leaving';
import { REGISTRATION } from './registration';
import { REPAIR } from './repair';
import { RESTORATION } from './restoration';
import { SANCTION } from './sanction';

/** Every workflow; each becomes paths, rules of access and a part of the document by itself. */
export const WORKFLOWS: readonly Workflow[] = [
  SANCTION,
  APPEAL,
  REPAIR,
  RESTORATION,
  EXEMPTION,
  REGISTRATION,
  LEAVING,
];
