/**
 * The national notice of 2018 on managing agreements (医保办发〔2018〕21号), as Guangdong forwarded it; READINGS 1.4.
 * Its own articles are what it adds where another text leads; the same bar is then the leading text's, cited by it.
 */
import type { Article } from '../article';
import { cited } from '../article';
import * as grounds from '../grounds';
import { NATIONAL_MEDICAL_CATEGORIES } from '../medical-categories';
import type { Pack } from '../pack';
import { ALL_DAYS } from '../pack';
import { NATIONAL_2024_EDITION_1 } from './national-2024';
import { AGREEMENT_NOTICE, NHSA_2018_SETTINGS, cite } from './nhsa-2018-settings';

const ARTICLES: readonly Article[] = [
  grounds.clinicianTerminated(
    cite('2-4', 'a doctor stopped for verified fraud settles nothing until the stop is over'),
  ),
  grounds.institutionTerminated(cite('1', 'whose agreement was terminated for a grave breach may not claim')),
  {
    ...cited(cite(null, 'law from the day of its issue, 2018-11-29; the area map chose it all the same')),
    effect: 'notes',
    code: 'OUTSIDE_PACK_IN_FORCE',
  },
];

export const NHSA_2018: Pack = {
  name: 'nhsa-2018',
  titleZh: '关于当前加强医保协议管理确保基金安全有关工作的通知',
  titleEn: 'National notice on managing agreements and keeping the fund safe, 2018',
  status: 'in-force',
  superseded: null,
  sources: [
    {
      document: AGREEMENT_NOTICE,
      titleZh: '关于当前加强医保协议管理确保基金安全有关工作的通知',
      issuedOn: '2018-11-29',
    },
    { document: '粤医保函〔2018〕132号', titleZh: '广东省医疗保障局转发通知', issuedOn: '2018-12-10' },
  ],
  inForce: { from: '2018-11-29', until: null },
  editions: [
    {
      number: '1',
      holds: ALL_DAYS,
      parent: { name: 'national-2024', edition: NATIONAL_2024_EDITION_1 },
      settings: NHSA_2018_SETTINGS,
      articles: ARTICLES,
      catalogue: [],
      medicalCategories: NATIONAL_MEDICAL_CATEGORIES,
    },
  ],
};
