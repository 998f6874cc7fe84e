/** READINGS 1.2.2: the Guangdong operating rules. */
import type { Contradiction } from './contradiction';
import { contradiction } from './contradiction';

const GUANGDONG = 'guangdong-2025';

export const WITHIN_GUANGDONG: readonly Contradiction[] = [
  contradiction('1.2.2-1', 'Appeal: 10 working days (34), or the 7 of the notice (form 3)?', GUANGDONG, {
    appealWorkingDays: '7',
  }),
  contradiction('1.2.2-2', 'Appeal to the agency (34), or to the department (form 3)?', GUANGDONG, {
    appealAddressee: 'admin_dept',
  }),
  contradiction(
    '1.2.2-3',
    'Who maintains the status: the agency (24), or the institution (28, 31, 39)?',
    GUANGDONG,
    { statusMaintainer: 'agency' },
  ),
  contradiction(
    '1.2.2-4',
    'Restoration through the institution (31), or applied for directly (form 3)?',
    GUANGDONG,
    { restorationRoute: 'direct' },
  ),
  contradiction(
    '1.2.2-5',
    'Nothing settled meanwhile (form 6), although emergency is excepted (15): do such lines stand against the person?',
    GUANGDONG,
    { emergencyLinesAgainstRestoration: 'true' },
  ),
  contradiction(
    '1.2.2-6',
    'The notice goes to the institution where it happened (25), or to every site (form 3)?',
    GUANGDONG,
    { noticeRecipients: 'every_site' },
  ),
  contradiction(
    '1.2.2-7',
    'Services rendered (15), or fees ordered (41): whose code is checked?',
    GUANGDONG,
    { checkedRoles: 'ordering+performing' },
  ),
  contradiction(
    '1.2.2-8',
    'The pooled fund does not pay (15, 41), or nothing may be claimed (38)?',
    GUANGDONG,
    { fundScope: 'all' },
  ),
  contradiction(
    '1.2.2-9',
    'The status is linked (4, 13), the details are elsewhere: how far does a sanction for points reach?',
    GUANGDONG,
    { linkScope: 'site' },
  ),
  contradiction(
    '1.2.2-10',
    'Stays only (38 para. 2): or day surgery and observation billed as outpatient too?',
    GUANGDONG,
    { carveOutTransactions: '2301,2204' },
  ),
  contradiction(
    '1.2.2-11',
    'Incurred before the change (38 para. 2): by the clock of the fee, or of the admission?',
    GUANGDONG,
    { carveOutClock: 'admission' },
  ),
  contradiction(
    '1.2.2-12',
    'In time (17, 20, 28, 38): is there a number of days after which it is too late?',
    GUANGDONG,
    { promptWorkingDays: '3' },
  ),
];
