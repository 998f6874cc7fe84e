/** The Hainan notice of 2024-11-18 on designated institutions, read whole (READINGS 1.3). */
import type { PackRegister } from './registered';
import { leftOut, modelled } from './registered';

export const HAINAN_INSTITUTIONS_2024_REGISTER: PackRegister = {
  pack: 'hainan-institutions-2024',
  read: 'whole text, by its sections',
  articles: [
    leftOut(
      '1',
      'planning of how many institutions are designated',
      '定点资源的规划与限额',
      'decides who may be designated, before there is any line',
    ),
    leftOut(
      '2',
      'what an institution must bring to be designated',
      '定点准入的补充条件',
      'decides who may be designated, before there is any line; a broken commitment leads to a status under 5-2',
    ),
    modelled(
      '3',
      'six months of guidance, extended by six: some lines may not be claimed',
      '新定点6个月辅导期，可延6个月，部分服务不开通',
    ),
    modelled(
      '4',
      'prepayment cut by half or stopped; prescriptions filled outside leave the case points',
      '预付减半或暂停；外配处方从病组点数中剔除',
    ),
    modelled(
      '5-1',
      'two full checks a year, a second audit of at least 5 %, departments stopped',
      '每年两次全覆盖检查，复审抽查不低于5%，可中止部门',
    ),
    modelled(
      '5-2',
      'liquidated damages of 10, 20 or 30 % by the measure taken',
      '按处理轻重收取10%、20%、30%违约金',
    ),
    modelled('5-3', 'suspension and termination of agreements', '协议的中止与解除'),
    modelled(
      '5-4',
      'leaving: three months ahead, no online settlement during the audit, a month to rectify',
      '退出：提前3个月申请，审核期停联网结算，限1个月整改',
    ),
  ],
};
