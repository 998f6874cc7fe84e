/** What Hainan's notice on designated institutions says of each parameter; the rest is the national scheme's. */
import type { Settings } from '../pack';
import { citationsOf, throughout } from './citing';

export const NOTICE = '海南省医疗保障局关于加强定点医药机构管理的通知';
export const cite = citationsOf('hainan-institutions-2024', NOTICE);

export const HAINAN_INSTITUTIONS_2024_SETTINGS: Settings = {
  institutionStatuses: throughout(
    ['suspended', 'terminated', 'exit_audit', 'guidance'],
    cite('5-4', 'beside suspension and termination (5-3): audit on the way out, and guidance (3)'),
  ),
  guidanceBlocks: throughout(
    ['chronic', 'cross_province'],
    cite(
      '3',
      'a hospital in guidance has neither chronic outpatient settlement nor patients of other provinces; of pharmacies only applications are refused, no line',
    ),
  ),
  guidanceExceptsCenters: throughout(
    ['chronic', 'cross_province'],
    cite(null, 'the exception for regional medical centres follows both items and is read of both'),
  ),
  guidanceMonths: throughout(6, cite('3', '6 months from designation')),
  guidanceExtensionMonths: throughout(6, cite('3', '6 months more after a light breach')),
  reapplyBanYears: throughout(
    1,
    cite('3', '1 year after a termination in guidance; by 5-4 also after leaving on its own application'),
  ),
  exitNoticeMonths: throughout(3, cite('5-4', 'leaving is applied for 3 months ahead')),
  exitRectificationMonths: throughout(1, cite('5-4', '1 month to put right what the audit found')),
  prepaymentCutPercent: throughout(
    50,
    cite('4', 'by gravity prepayment is reduced by 50 % or suspended for an institution in breach'),
  ),
  stayPrescriptionsExcluded: throughout(
    true,
    cite('4', 'prescriptions filled outside during a stay leave the points of payment by case'),
  ),
  fullChecksPerYear: throughout(2, cite('5-1', 'every institution at least twice a year')),
  samplingBase: throughout('all_passed', cite('5-1', 'a sample of what passed the first audit')),
  samplingMinPercent: throughout(5, cite('5-1', 'not below 5 %')),
  liquidatedDamages: throughout(
    { refused: 10, suspended: 20, terminated: 30 },
    cite('5-2', '10 % beside a refusal or recovery, 20 % with a suspension, 30 % with a termination'),
  ),
  liquidatedDamagesBase: throughout(
    'violating_fees',
    cite(null, 'the fees in violation, of which the notice does not say whether the fund part is meant'),
  ),
  clearedDamagesBase: throughout(
    'refused_and_recovered',
    cite(
      null,
      'of a line barred by a status the violation is what of it the fund does not bear: what is refused and recovered',
    ),
  ),
};
