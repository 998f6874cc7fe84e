import type { Workflow } from '../workflow';
import { APPEAL } from './appeal';
import { ASSESSMENT } from './assessment';
import { AUDIT } from './audit';
import { CERTIFICATE_RENEWAL } from './certificate-renewal';
import { DEPARTMENT_STATUS } from './department-status';
import { DISPUTE } from './dispute';
import { EXEMPTION } from './exemption';
import { EXIT } from './exit';
import { INSTITUTION_STATUS } from './institution-status';
import { LEAVING } from './leaving';
import { LINE_FACT } from './line-fact';
import { QUALIFICATION } from './qualification';
import { REGISTRATION } from './registration';
import { REPAIR } from './repair';
import { RESTORATION } from './restoration';
import { SANCTION } from './sanction';

/** Every workflow; each becomes paths, rules of access and a part of the document by itself. */
export const WORKFLOWS: readonly Workflow[] = [
  SANCTION,
  APPEAL,
  DISPUTE,
  REPAIR,
  RESTORATION,
  EXEMPTION,
  REGISTRATION,
  LEAVING,
  INSTITUTION_STATUS,
  DEPARTMENT_STATUS,
  EXIT,
  CERTIFICATE_RENEWAL,
  QUALIFICATION,
  ASSESSMENT,
  AUDIT,
  LINE_FACT,
];
