/** The Linfen form for managing doctors (临汾医保医师管理办法): a template whose numbers are blank; READINGS 1.5. */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { LINFEN_FORM, LINFEN_SETTINGS, cite, expiry } from './linfen-settings';
import { NATIONAL_2024_EDITION_1 } from './national-2024';

const ARTICLES: readonly Article[] = [
  grounds.clinicianUnknown(cite('2-2', 'who was examined and found fit is registered and certified')),
  grounds.registrationExpired(expiry),
  grounds.deregistered(cite('2-4', 'who was transferred or has retired is changed at the agency')),
  grounds.clinicianSuspended(cite('5-4', 'a heavier breach suspends the eligibility')),
  grounds.clinicianTerminated(cite('5-4', 'a grave breach cancels the eligibility')),
  {
    ...cited(cite(null, 'a form without a day of issue; the area map chose it all the same')),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const LINFEN: Pack = {
  name: 'linfen',
  titleZh: LINFEN_FORM,
  titleEn: 'Linfen form for managing doctors, its numbers blank',
  status: 'template',
  superseded: null,
  sources: [{ document: LINFEN_FORM, titleZh: LINFEN_FORM, issuedOn: null }],
  inForce: null,
  editions: [
    {
      number: '1',
      holds: ALL_DAYS,
      parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
      settings: LINFEN_SETTINGS,
      articles: ARTICLES,
      catalogue: [],
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
