/** Guangdong's operating rules (医保支付资格管理操作规程（试行）), published for comment; RULES 1.2. */
import type { Article } from '../article';
import { WHOLE_EDITION, cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack, Settings } from '../pack';
import { citationsOf, throughout } from './citing';
import { NATIONAL_2024_SETTINGS } from './national-2024';

const OPERATING_RULES = '广东省定点医药机构相关人员医保支付资格管理操作规程（试行）（征求意见稿）';
const cite = citationsOf('guangdong-2025', OPERATING_RULES);

const emergency = cite(
  '15',
  'emergency, rescue and the like are excepted during a suspension and a termination',
);

/** What the operating rules say themselves; the rest is inherited from `national-2024`, which they carry out. */
const SETTINGS: Settings = {
  ...NATIONAL_2024_SETTINGS,
  fundScope: throughout(
    'pooled',
    cite('15', 'the pooled fund does not pay; the personal account is not mentioned'),
  ),
  restoration: throughout('application', cite('31', 'without an application there is no restoration')),
  commitmentRequired: throughout(
    true,
    cite('20', 'without a commitment at each site no service on the fund'),
  ),
  performingBars: throughout(
    false,
    cite('41', 'recovery follows who ordered the fee; who performed it is noted'),
  ),
  pointsReachEverySite: throughout(true, cite('13', 'the status is linked over all sites of the person')),
  emergencyLiftsSuspended: throughout(true, emergency),
  emergencyLiftsTerminated: throughout(true, emergency),
  emergencyLiftsNotRestored: throughout(
    true,
    cite('15', 'served but not restored is treated as the period itself'),
  ),
  notesStayAcrossChange: throughout(
    true,
    cite('38 para. 2', 'fees of a stay that arose before the change settle as usual'),
  ),
};

const reading = cite(null, 'taken where the rules are silent');

const ARTICLES: readonly Article[] = [
  grounds.codeMissing(cite('38 para. 2', "the person's code goes with every line")),
  grounds.codeInvalid(cite('12', 'registration gives a national code; another code names no one')),
  grounds.clinicianUnknown(cite('12', 'who is not registered has no eligibility')),
  grounds.notRegisteredAtSite(cite('13', 'every site of a person registers and maintains')),
  grounds.commitmentMissing(cite('20', 'without a commitment at each site no service on the fund')),
  grounds.registrationExpired(reading),
  grounds.deregistered(cite('17', 'who has left, retired or is not on post is taken off the register')),
  grounds.clinicianSuspended(cite('15', 'the pooled fund does not pay inside a suspension')),
  grounds.clinicianTerminated(cite('15', 'the pooled fund does not pay inside a termination')),
  grounds.notRestored(cite('31', 'a served period ends only by an approved application')),
  grounds.institutionUnknown(cite('8', 'eligibility comes with an agreement of the institution')),
  grounds.institutionSuspended(cite('8', 'eligibility rests on an agreement that is not suspended')),
  grounds.institutionTerminated(cite('8', 'eligibility rests on an agreement that is not terminated')),
  grounds.departmentSuspended(
    cite(null, 'a department whose fund services are suspended may not claim', '2号令 art. 45'),
  ),
  grounds.emergencyExempt(emergency),
  grounds.exemptionGranted(cite(null, 'an approved exemption covers what it names')),
  {
    ...cited(cite('38 para. 2', 'fees of a stay that arose before the change settle as usual')),
    effect: 'notes',
    code: 'INPATIENT_BEFORE_STATUS_CHANGE',
  },
  {
    ...cited(cite('15', 'only money of the pooled fund is refused')),
    effect: 'notes',
    code: 'NO_FUND_MONEY',
  },
  {
    ...cited(cite(null, 'a refund undoes what its original did')),
    effect: 'notes',
    code: 'REFUND_MIRRORS_ORIGINAL',
  },
  {
    ...cited(cite('15', 'a registered person is in normal standing')),
    effect: 'notes',
    code: 'IN_GOOD_STANDING',
  },
  {
    ...cited(
      cite('52', 'the day of coming into force is left blank; the area map chose the text all the same'),
    ),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const GUANGDONG_2025: Pack = {
  name: 'guangdong-2025',
  titleZh: OPERATING_RULES,
  titleEn: 'Guangdong operating rules on payment eligibility, for trial, draft for comment',
  status: 'draft',
  sources: [
    { document: OPERATING_RULES, titleZh: '医保支付资格管理操作规程（试行）', issuedOn: null },
    { document: '粤医保规〔2025〕2号', titleZh: '实施细则（试行）', issuedOn: '2025-04-21' },
  ],
  inForce: null,
  editions: [
    {
      number: '1',
      validity: WHOLE_EDITION,
      settings: SETTINGS,
      articles: ARTICLES,
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
