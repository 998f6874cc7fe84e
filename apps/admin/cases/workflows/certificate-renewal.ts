import { CERTIFICATE_RENEWAL as renewal } from '@gatekeeper/casework';
import type { OpenRenewal, ProposeRenewal } from '@gatekeeper/casework';
import { CodeField, FlagField } from '../../http/fields';
import { bound } from '../bound-workflow';
import { NothingBody, ReasonsBody } from '../case-bodies';

export class OpenRenewalBody implements OpenRenewal {
  @CodeField()
  fixmedins_code!: string;

  @CodeField()
  clinician_code!: string;
}

export class ProposeRenewalBody extends ReasonsBody implements ProposeRenewal {
  @FlagField({ description: 'Renewed; if not, the certificate is cancelled（准予延续，否则注销）' })
  renewed!: boolean;
}

export const CERTIFICATE_RENEWAL = bound(renewal, OpenRenewalBody, {
  propose_decision: ProposeRenewalBody,
  return_decision: ReasonsBody,
  confirm: NothingBody,
});
