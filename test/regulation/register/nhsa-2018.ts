/** The national notice of 2018-11-29 on agreements, as Guangdong forwarded it, read whole (READINGS 1.4). */
import type { PackRegister } from './registered';
import { leftOut, modelled, SUPERVISION } from './registered';

export const NHSA_2018_REGISTER: PackRegister = {
  pack: 'nhsa-2018',
  read: 'whole text, by its sections',
  articles: [
    modelled(
      '1',
      'causes that end an agreement, the third suspension among them; three years without application',
      '一律解除协议的情形（含三次暂停），三年内不得申请',
    ),
    leftOut(
      '2-1',
      'how applications of institutions are examined',
      '定点申请的审核',
      'decides who may be designated, before there is any line',
    ),
    modelled(
      '2-2',
      'first audit of everything, second of a sample: at least 5 % of stays, extrapolated',
      '初审全覆盖、复审抽查，住院不低于5%，可放大拒付',
    ),
    modelled('2-3', 'two visits and four campaigns a year at least', '每年至少两次实地检查、四次专项检查'),
    modelled(
      '2-4',
      'a doctor with verified fraud is stopped for 1 to 5 years',
      '查实骗保的医师停止结算资格1至5年',
    ),
    leftOut('3', 'supervision of the agencies', '对经办机构的监督', SUPERVISION),
  ],
};
