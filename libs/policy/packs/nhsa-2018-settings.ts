/** What the national notice of 2018 on managing agreements says itself; the rest is the national scheme's. */
import type { Settings } from '../pack';
import { citationsOf, throughout } from './citing';

/** The number of the notice itself; the cover of the Guangdong authority that forwards it writes 国医保办发 for 医保办发. */
export const AGREEMENT_NOTICE = '医保办发〔2018〕21号';
export const cite = citationsOf('nhsa-2018', AGREEMENT_NOTICE);

const secondAudit = cite('2-2', 'the second audit draws at least 5 percent, of hospital stays');

export const NHSA_2018_SETTINGS: Settings = {
  commitmentRequired: throughout(
    false,
    cite(null, 'written before there were commitments: it binds institutions by their agreements'),
  ),
  personTypes: throughout(['doctor'], cite('2-4', 'of persons it speaks of doctors only')),
  fraudStopYears: throughout(
    { from: 1, to: 5 },
    cite('2-4', 'a doctor with verified fraud is stopped for 1 to 5 years, by its weight'),
  ),
  samplingBase: throughout('inpatient', secondAudit),
  samplingMinPercent: throughout(5, secondAudit),
  samplingExtrapolates: throughout(
    true,
    cite('2-2', 'what a sample confirms may be refused in proportion to the whole'),
  ),
  suspensionsToTerminate: throughout(
    3,
    cite('1', 'an agreement suspended three times in its term is terminated'),
  ),
  reapplyBanYears: throughout(3, cite('1', 'no new application for 3 years after a termination')),
  onSiteChecksPerYear: throughout(2, cite('2-3', 'each hospital is visited twice a year as a rule')),
  specialChecksPerYear: throughout(4, cite('2-3', 'four special campaigns a year as a rule')),
};
