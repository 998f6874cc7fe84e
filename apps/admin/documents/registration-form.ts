/** The registration form (登记备案表): guangdong-2025 form 2, art. 14. */
import type { Content } from 'pdfmake/interfaces';
import type { Day } from '@gatekeeper/calendar';
import { civilDateOf, startOfDay } from '@gatekeeper/calendar';
import {
  boxes,
  filled,
  formTable,
  formTitle,
  opinion,
  pair,
  renderPdf,
  signatureLine,
  whole,
} from '@gatekeeper/documents';
import type { FormPerson } from './form-person';
import { SEX_WORDS } from './form-person';
import { printedIdentity } from './identity-shown';

export type RegistrationStatusShown = 'normal' | 'suspended' | 'terminated';

export interface RegistrationForm {
  readonly person: FormPerson;
  /** Year and month are printed. */
  readonly bornOn: Day | null;
  readonly institutionName: string;
  readonly fixmedinsCode: string;
  /** 医保区划. */
  readonly area: string;
  /** 执业类型, 执业类别, 执业范围, 专业技术职务, as the licence words them. */
  readonly practiceType: string | null;
  readonly practiceCategory: string | null;
  readonly practiceScope: string | null;
  readonly professionalTitle: string | null;
  readonly status: RegistrationStatusShown;
  readonly committed: boolean;
  /** The day the form is printed for. */
  readonly filledInOn: Day;
}

export const STATUS_WORDS: Readonly<Record<RegistrationStatusShown, string>> = {
  normal: '正常',
  suspended: '暂停',
  terminated: '终止',
};

const TITLE = '定点医药机构相关人员登记备案表';

/** One page. The same form is the same bytes. */
export const registrationFormPdf = (form: RegistrationForm): Promise<Buffer> =>
  renderPdf({
    title: `${TITLE} ${form.person.code}`,
    madeAt: startOfDay(form.filledInOn),
    footNote: form.person.code,
    content: contentOf(form),
  });

function contentOf(form: RegistrationForm): Content[] {
  const { person, institutionName, fixmedinsCode, area } = form;
  const committed = form.committed ? 'yes' : 'no';
  return [
    ...formTitle(TITLE, null),
    formTable([
      pair({ label: '姓　　名', answer: person.name }, { label: '医保编码', answer: person.code }),
      pair(
        { label: '身份证件号码', answer: printedIdentity(person.identity) },
        { label: '出生日期', answer: bornIn(form.bornOn) },
      ),
      pair(
        { label: '性　　别', answer: boxes(SEX_WORDS, person.sex) },
        { label: '联系电话', answer: filled(person.phone) },
      ),
      whole('医药机构名称', institutionName),
      pair({ label: '机构代码', answer: fixmedinsCode }, { label: '医保区划', answer: area }),
      pair(
        { label: '执业类型', answer: filled(form.practiceType) },
        { label: '执业类别', answer: filled(form.practiceCategory) },
      ),
      pair(
        { label: '执业范围', answer: filled(form.practiceScope) },
        { label: '专业技术职务', answer: filled(form.professionalTitle) },
      ),
      whole('登记备案状态', boxes(STATUS_WORDS, form.status)),
      whole('服务承诺', boxes({ yes: '是', no: '否' }, committed)),
      whole('本人签字', signatureLine('签字', null)),
      opinion('医药机构意见', '', institutionName, null),
    ]),
  ];
}

function bornIn(day: Day | null): string {
  if (day === null) return '＿＿＿＿年＿＿月';
  const { year, month } = civilDateOf(day);
  return `${year}年${month}月`;
}
