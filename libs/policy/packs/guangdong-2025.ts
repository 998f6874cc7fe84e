/** Guangdong's operating rules (医保支付资格管理操作规程（试行）), published for comment; READINGS 1.2. */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { GUANGDONG_2025_SETTINGS, OPERATING_RULES, cite, emergency } from './guangdong-2025-settings';
import { NATIONAL_2024_EDITION_1 } from './national-2024';

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
  grounds.stayBeganBefore(cite('38 para. 2', 'fees of a stay that arose before the change settle as usual')),
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
  superseded: null,
  sources: [
    { document: OPERATING_RULES, titleZh: '医保支付资格管理操作规程（试行）', issuedOn: null },
    { document: '粤医保规〔2025〕2号', titleZh: '实施细则（试行）', issuedOn: '2025-04-21' },
  ],
  inForce: null,
  editions: [
    {
      number: '1',
      holds: ALL_DAYS,
      parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
      settings: GUANGDONG_2025_SETTINGS,
      articles: ARTICLES,
      // Points are given by the national rules, which these carry out (art. 24).
      catalogue: NATIONAL_2024_EDITION_1.catalogue,
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
