/** Hainan's notice on designated institutions of 2024-11-18 (关于加强定点医药机构管理的通知); READINGS 1.3. */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { HAINAN_INSTITUTIONS_2024_SETTINGS, NOTICE, cite } from './hainan-institutions-2024-settings';
import { NATIONAL_2024_EDITION_1 } from './national-2024';

/** It speaks of institutions; of persons it takes over what the national scheme says, where it leads. */
const ARTICLES: readonly Article[] = [
  grounds.institutionSuspended(cite('5-3', 'an institution whose agreement is suspended may not claim')),
  grounds.institutionTerminated(cite('5-3', 'an institution whose agreement is terminated may not claim')),
  grounds.institutionExitAudit(cite('5-4', 'online settlement rests while an institution is audited out')),
  grounds.institutionGuidance(cite('3', 'a new institution in guidance lacks what is named there')),
  grounds.departmentSuspended(
    cite('5-1', 'a department whose services on the fund are suspended may not claim'),
  ),
  grounds.exemptionGranted(cite(null, 'an approved exemption covers what it names'), [
    'INSTITUTION_GUIDANCE',
  ]),
  {
    ...cited(cite(null, 'the notice holds from its date; the area map chose it all the same')),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const HAINAN_INSTITUTIONS_2024: Pack = {
  name: 'hainan-institutions-2024',
  titleZh: NOTICE,
  titleEn: 'Hainan notice on the management of designated institutions',
  status: 'in-force',
  superseded: null,
  sources: [{ document: NOTICE, titleZh: '关于加强定点医药机构管理的通知', issuedOn: '2024-11-18' }],
  inForce: { from: '2024-11-18', until: null },
  editions: [
    {
      number: '1',
      holds: ALL_DAYS,
      parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
      settings: HAINAN_INSTITUTIONS_2024_SETTINGS,
      articles: ARTICLES,
      catalogue: [],
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
