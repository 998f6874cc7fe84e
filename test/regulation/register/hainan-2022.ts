/** The Hainan draft of 2022 on clinicians, read whole (READINGS 1.1). */
import type { PackRegister } from './registered';
import { CONDUCT, INTAKE, leftOut, modelled, PURPOSE, SUPERVISION } from './registered';

export const HAINAN_2022_REGISTER: PackRegister = {
  pack: 'hainan-2022',
  read: 'whole text, art. 1 to 33',
  articles: [
    modelled('1', 'the fund meant includes work-injury insurance', '所称基金含工伤保险'),
    modelled(
      '2',
      'the text governs licensed doctors who are registered and carry a national code',
      '适用于已登记备案并有统一代码的医师',
    ),
    modelled(
      '3',
      'offices of province and county; points are put together for the whole province',
      '省与市县分工；积分全省汇总',
    ),
    modelled(
      '4',
      'the institution signs for two years at a time, trains once a year and hands notices on',
      '机构与医师签约两年一期、每年培训、转达处理意见',
    ),
    leftOut(
      '5',
      'conditions for becoming a clinician of the scheme',
      '成为医保医师的条件',
      'whoever registers a clinician examines the conditions; the registry takes the registration as it is sent',
    ),
    leftOut('6', 'duties of the clinician', '医保医师的职责', CONDUCT),
    modelled('7', 'registration and what it states', '登记备案及其内容'),
    modelled(
      '8',
      'who leaves, retires, is hired again or dies has the status changed',
      '离职、退休、返聘、死亡的状态调整',
    ),
    modelled('9', 'each site of a clinician at several sites registers', '多点执业的各机构均须维护'),
    leftOut('10', 'administrative departments report violations they find', '行政部门发现违规的通报', INTAKE),
    leftOut('11', 'agencies act on violations they find themselves', '经办机构自行发现违规的处理', INTAKE),
    modelled(
      '12',
      'an institution reports a violation it finds within 5 working days',
      '机构发现违规应在5个工作日内通报',
    ),
    modelled(
      '13',
      '12 points at the beginning of each natural year, cleared at its end',
      '每自然年初始12分，年末清零',
    ),
    modelled(
      '14',
      'in one inspection the same kind counts once, several kinds add up',
      '同一检查同类记一次，不同类累加',
    ),
    modelled('15', 'situations that cost all 12 points', '扣全部12分的情形'),
    modelled('16', 'situations that cost 6 points a case', '每例扣6分的情形'),
    modelled('17', 'situations that cost 3 points a case', '每例扣3分的情形'),
    modelled('18', 'situations that cost 2 points a case', '每例扣2分的情形'),
    modelled('19', 'situations that cost 1 point a case', '每例扣1分的情形'),
    modelled(
      '20',
      'suspension for 3, 6 or 12 months by points, and for other causes',
      '按扣分暂停3、6、12个月及其他暂停情形',
    ),
    modelled(
      '21',
      'cancellation by the loss of the licence or of the agreement',
      '吊销、注销执业证或解除协议的取消',
    ),
    modelled(
      '22',
      'a suspension may cross the year, ends by itself; no service on the fund but in emergency',
      '暂停可跨年、期满自动恢复；除急诊急救外不得服务',
    ),
    modelled(
      '23',
      'two suspended doctors of a department: its own suspension may be proposed',
      '科室两人以上被暂停的，可提请暂停科室',
    ),
    modelled(
      '24',
      'written notice; appeal in 10 working days, re-examined in 20 from acceptance',
      '书面告知；10个工作日申诉，受理后20个工作日复核',
    ),
    leftOut(
      '25',
      'disputes go to the departments, then to review or court',
      '争议的协调、复议与诉讼',
      'its outcome reaches the registry as an annulment or revision of the sanction, whatever body gave it',
    ),
    modelled(
      '26',
      'early restoration on application where care needs it, with approval',
      '因诊疗需要经审批可提前恢复',
    ),
    leftOut(
      '27',
      'supervision and publicity of the offices themselves',
      '对各部门自身的监督与公开',
      SUPERVISION,
    ),
    modelled('28', 'credit grades A to D by the points that remain', '按剩余积分分为A至D四级'),
    modelled(
      '29',
      'six months of suspension or a cancellation bar the title review of that year',
      '暂停满6个月或取消的，当年不得参评职称',
    ),
    modelled(
      '30',
      'an institution is not excellent when it reported late or a quarter of its doctors is suspended',
      '迟报或暂停人数达四分之一的机构不得评优',
    ),
    modelled('31', 'monthly reports by the 5th and by the 10th', '每月5日、10日前的报送'),
    modelled('32', 'the day of coming into force is left blank', '施行日期留空'),
    leftOut('33', 'repeals the rules of 2013', '废止2013年办法', `${PURPOSE}; the earlier text is no pack`),
  ],
};
