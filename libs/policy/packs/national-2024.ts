/** The national scheme: 医保发〔2024〕23号 (N23) and 医保办发〔2024〕34号 (N34), in force since 2025-01-01 (READINGS 2). */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Edition, Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { NATIONAL_2024_CATALOGUE } from './national-2024-catalogue';
import { N23, N34, NATIONAL_2024_SETTINGS, cite, citeN23, emergency } from './national-2024-settings';

const reading = cite(null, 'taken where the scheme is silent');

const ARTICLES: readonly Article[] = [
  grounds.codeMissing(cite(null, 'a line without a clinician has no one whose standing could be checked')),
  grounds.codeInvalid(cite(null, 'a code that is no national code names no registered clinician')),
  grounds.clinicianUnknown(
    citeN23('3', 'fees of persons whose registration is not in order are not settled'),
  ),
  grounds.notRegisteredAtSite(cite('18', 'each site registers the persons who practise there')),
  grounds.commitmentMissing(cite('21', 'without a commitment at the site no service on the fund')),
  grounds.registrationExpired(reading),
  grounds.deregistered(cite('35', 'who has left, retired or lost the licence is deregistered')),
  grounds.clinicianSuspended(cite('16', 'the fund does not pay inside a suspension')),
  grounds.clinicianTerminated(cite('16', 'the fund does not pay inside a termination')),
  grounds.notRestored(cite('39', 'a served period ends only by an approved application')),
  grounds.institutionUnknown(cite('45', 'only a designated institution may claim')),
  grounds.institutionSuspended(cite('34', 'an institution whose agreement is suspended may not claim')),
  grounds.institutionTerminated(cite('34', 'an institution whose agreement is terminated may not claim')),
  grounds.departmentSuspended(cite('34', 'a department whose fund services are suspended may not claim')),
  grounds.emergencyExempt(emergency),
  grounds.exemptionGranted(cite(null, 'an approved exemption covers what it names')),
  { ...cited(reading), effect: 'notes', code: 'INPATIENT_BEFORE_STATUS_CHANGE' },
  { ...cited(cite('16', 'only money of the fund is refused')), effect: 'notes', code: 'NO_FUND_MONEY' },
  {
    ...cited(cite(null, 'a refund undoes what its original did')),
    effect: 'notes',
    code: 'REFUND_MIRRORS_ORIGINAL',
  },
  {
    ...cited(cite('16', 'a registered person is in normal standing')),
    effect: 'notes',
    code: 'IN_GOOD_STANDING',
  },
  {
    ...cited(cite('59', 'in force since 2025-01-01; the area map chose the text all the same')),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const NATIONAL_2024_EDITION_1: Edition = {
  number: '1',
  holds: ALL_DAYS,
  parent: null,
  settings: NATIONAL_2024_SETTINGS,
  articles: ARTICLES,
  catalogue: NATIONAL_2024_CATALOGUE,
  medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
};

export const NATIONAL_2024: Pack = {
  name: 'national-2024',
  titleZh: '定点医药机构相关人员医保支付资格管理（国家）',
  titleEn: 'National scheme of payment eligibility for persons at designated institutions',
  status: 'in-force',
  superseded: null,
  sources: [
    {
      document: N23,
      titleZh: '关于建立定点医药机构相关人员医保支付资格管理制度的指导意见',
      issuedOn: '2024-08-23',
    },
    { document: N34, titleZh: '医保支付资格管理经办规程（试行）', issuedOn: '2024-12-18' },
  ],
  inForce: { from: '2025-01-01', until: null },
  editions: [NATIONAL_2024_EDITION_1],
};
