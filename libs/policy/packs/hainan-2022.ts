/** Hainan's measures on doctors of the fund (医保医师管理暂行办法), published for comment in 2022; READINGS 1.1. */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { HAINAN_2022_CATALOGUE } from './hainan-2022-catalogue';
import { HAINAN_2022_SETTINGS, MEASURES, cite, emergency } from './hainan-2022-settings';
import { NATIONAL_2024_EDITION_1 } from './national-2024';

/** What it does not know (a commitment, an application for restoration) stays the national scheme's and bars nobody here. */
const ARTICLES: readonly Article[] = [
  grounds.codeMissing(cite(null, 'a line without a clinician has no one whose standing could be checked')),
  grounds.codeInvalid(cite('2', 'a doctor of the fund has a code of the one system; another names no one')),
  grounds.clinicianUnknown(cite('22 para. 2', 'who never obtained eligibility may not serve on the fund')),
  grounds.notRegisteredAtSite(cite('9', 'each site of a doctor of several keeps that doctor on file')),
  grounds.registrationExpired(cite('4 item 2', 'the agreement runs two years and is signed anew')),
  grounds.deregistered(cite('8', 'who has left, retired or died is taken off by the institution')),
  grounds.clinicianSuspended(cite('22 para. 2', 'who is suspended may not serve on the fund')),
  grounds.clinicianTerminated(cite('22 para. 2', 'whose eligibility is cancelled may not serve on the fund')),
  grounds.institutionUnknown(cite('2', 'eligibility is that of a doctor at a designated institution')),
  grounds.institutionSuspended(
    cite('20 item 5', 'with the agreement of the institution its doctors are suspended there'),
  ),
  grounds.institutionTerminated(
    cite('21 item 3', 'with the agreement of the institution eligibility there is ended'),
  ),
  grounds.departmentSuspended(cite('23', "a department's eligibility may be suspended for its doctors'")),
  grounds.emergencyExempt(emergency),
  grounds.exemptionGranted(cite(null, 'an approved exemption covers what it names')),
  {
    ...cited(cite(null, 'the measures have no sentence on stays that cross a change')),
    effect: 'notes',
    code: 'INPATIENT_BEFORE_STATUS_CHANGE',
  },
  {
    ...cited(cite('22 para. 2', 'only services on the fund are forbidden')),
    effect: 'notes',
    code: 'NO_FUND_MONEY',
  },
  {
    ...cited(cite(null, 'a refund undoes what its original did')),
    effect: 'notes',
    code: 'REFUND_MIRRORS_ORIGINAL',
  },
  {
    ...cited(cite('7', 'a doctor on file at the institution has eligibility')),
    effect: 'notes',
    code: 'IN_GOOD_STANDING',
  },
  {
    ...cited(
      cite('32', 'the day of coming into force is left blank; the area map chose the text all the same'),
    ),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const HAINAN_2022: Pack = {
  name: 'hainan-2022',
  titleZh: MEASURES,
  titleEn: 'Hainan interim measures on doctors of the fund at designated institutions, draft for comment',
  status: 'draft',
  superseded: { by: '海南省医保支付资格管理实施细则（试行），依国家制度', from: '2025-04-01' },
  sources: [{ document: MEASURES, titleZh: '医保医师管理暂行办法（征求意见稿）', issuedOn: null }],
  inForce: null,
  editions: [
    {
      number: '1',
      holds: ALL_DAYS,
      parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
      settings: HAINAN_2022_SETTINGS,
      articles: ARTICLES,
      catalogue: HAINAN_2022_CATALOGUE,
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
