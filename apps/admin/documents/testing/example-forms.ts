/** The forms of one made-up person, for tests and for looking at. */
import { dayOf } from '@gatekeeper/calendar';
import type { Day } from '@gatekeeper/calendar';
import type { ReasonedApplication, RestorationApplication } from '../application-forms';
import type { CopyToAuthority } from '../copy-to-authority';
import type { FormPerson } from '../form-person';
import type { NoticeOfHandling } from '../notice-of-handling';
import type { RegistrationForm } from '../registration-form';

export const day = (year: number, month: number, dayOfMonth: number): Day => {
  const found = dayOf(year, month, dayOfMonth);
  if (found === null) throw new TypeError(`no such day: ${year}-${month}-${dayOfMonth}`);
  return found;
};

export const PERSON: FormPerson = {
  name: '欧阳龑翀',
  sex: 'female',
  identity: { kind: 'masked', number: '460100198001010028' },
  code: 'D460100001234',
  phone: '0898-66660000',
};

export const NOTICE: NoticeOfHandling = {
  noticeNumber: '琼医保支付〔2025〕17号',
  agencyName: '海口市社会保险服务中心',
  institutionName: '海口市第三人民医院（海口市骨科与糖尿病医院）',
  person: PERSON,
  violation:
    '2025年5月12日至16日的监督检查（检查编号 JC-2025-0517）查明：将不属于医疗保障基金支付范围的费用纳入结算，涉及 23 人次、金额 18,204.50 元。',
  pointsThisTime: 4,
  pointsThisYear: 10,
  handling: {
    kind: 'suspended',
    months: 3,
    firstDay: day(2025, 6, 10),
    lastDay: day(2025, 9, 9),
  },
  restoration: { kind: 'applied_for', workingDaysBefore: 15, route: 'institution' },
  appeal: { workingDays: 10, addressee: 'agency' },
  issuedOn: day(2025, 6, 6),
  recipients: [
    { fixmedinsCode: 'H46010000123', name: '海口市第三人民医院' },
    { fixmedinsCode: 'H46010800456', name: '海口市美兰区人民医院' },
  ],
};

export const REGISTRATION: RegistrationForm = {
  person: PERSON,
  bornOn: day(1980, 1, 1),
  institutionName: '海口市第三人民医院',
  fixmedinsCode: 'H46010000123',
  area: '460108',
  practiceType: '医疗类',
  practiceCategory: '临床',
  practiceScope: '骨科专业',
  professionalTitle: '副主任医师',
  status: 'normal',
  committed: true,
  filledInOn: day(2025, 1, 6),
};

export const REPAIR: ReasonedApplication = {
  institutionName: '海口市第三人民医院',
  agencyName: '海口市社会保险服务中心',
  person: PERSON,
  noticeNumber: NOTICE.noticeNumber,
  reason: '本人已完成医保政策线上学习 20 学时并通过考核，所在科室已全额退回涉及费用。\n申请减记 2 分。',
  appliedOn: day(2025, 7, 7),
  institutionOpinion: { words: '情况属实，同意申请。', on: day(2025, 7, 9) },
  agencyOpinion: null,
};

export const RESTORATION: RestorationApplication = {
  institutionName: '海口市第三人民医院',
  agencyName: '海口市社会保险服务中心',
  person: PERSON,
  violation: NOTICE.violation,
  documentNo: NOTICE.noticeNumber,
  status: 'suspended',
  firstDay: day(2025, 6, 10),
  lastDay: day(2025, 9, 9),
  isEarly: false,
  declaration: '已退回涉及费用，并完成医保政策培训。',
  appliedOn: day(2025, 8, 18),
  institutionOpinion: null,
  agencyOpinion: null,
};

export const COPY: CopyToAuthority = {
  reference: NOTICE.noticeNumber,
  addressee: '海口市卫生健康委员会',
  senderName: '海口市社会保险服务中心',
  persons: Array.from({ length: 3 }, (_, index) => ({
    name: `张三${index}`,
    identity: PERSON.identity,
    code: `D46010000${1000 + index}`,
    institutionName: '海口市第三人民医院',
    violation: '将不属于医疗保障基金支付范围的费用纳入结算',
    documentNo: NOTICE.noticeNumber,
    pointsThisTime: 4 + index,
    pointsThisYear: 10 + index,
    handling: index === 0 ? '提醒谈话' : '暂停医保结算资格 3 个月',
  })),
  madeOn: day(2025, 6, 12),
};
