/** What Guangdong's operating rules say themselves; the rest is the national scheme's, which they carry out. */
import type { Settings } from '../pack';
import { citationsOf, throughout } from './citing';

export const OPERATING_RULES = '广东省定点医药机构相关人员医保支付资格管理操作规程（试行）（征求意见稿）';
export const cite = citationsOf('guangdong-2025', OPERATING_RULES);

export const emergency = cite(
  '15',
  'emergency, rescue and the like are excepted during a suspension and a termination',
);

export const GUANGDONG_2025_SETTINGS: Settings = {
  fundScope: throughout(
    'pooled',
    cite('15', 'the pooled fund does not pay; the personal account is not mentioned'),
  ),
  restore: throughout('application', cite('31', 'without an application there is no restoration')),
  commitmentRequired: throughout(
    true,
    cite('20', 'without a commitment at each site no service on the fund'),
  ),
  checkedRoles: throughout(
    'ordering',
    cite('41', 'recovery follows who ordered the fee; who performed it is noted'),
  ),
  linkScope: throughout('nation', cite('13', 'the status is linked over all sites of the person')),
  emergencyException: throughout(['suspended', 'terminated', 'not_restored'], emergency),
  inpatientCarveOut: throughout(
    'before_status_change',
    cite('38 para. 2', 'fees of a stay that arose before the change settle as usual'),
  ),
};
