/** How the forms name a person, in the rows they all share. */
import type { ClinicianCategory } from '@gatekeeper/vocabulary';
import type { Sex } from '@gatekeeper/wire';
import type { FormRow } from '@gatekeeper/documents';
import { filled, pair } from '@gatekeeper/documents';
import type { IdentityShown } from './identity-shown';
import { printedIdentity } from './identity-shown';

export interface FormPerson {
  readonly name: string;
  /** `null`: no resident identity number says it. */
  readonly sex: Sex | null;
  readonly identity: IdentityShown;
  /** The national code (医保编码). */
  readonly code: string;
  /** As it is to be printed, so masked for whom it is masked. */
  readonly phone: string | null;
}

export const SEX_WORDS: Readonly<Record<Sex, string>> = { male: '男', female: '女' };

const sexWord = (sex: Sex | null): string => (sex === null ? '' : SEX_WORDS[sex]);

export const CATEGORY_WORDS: Readonly<Record<ClinicianCategory, string>> = {
  doctor: '医师',
  nurse: '护士',
  pharmacist: '药师',
  technician: '技师',
  auditor: '费用审核人员',
  pharmacy_principal: '药店主要负责人',
};

/** Name and sex; identity number and code. */
export const personRows = ({ name, sex, identity, code }: FormPerson): readonly FormRow[] => [
  pair({ label: '姓　　名', answer: name }, { label: '性　　别', answer: sexWord(sex) }),
  pair({ label: '身份证号码', answer: printedIdentity(identity) }, { label: '医保代码', answer: code }),
];

/** The same with a telephone number, which applications ask for in place of the sex. */
export const applicantRows = ({ name, identity, code, phone }: FormPerson): readonly FormRow[] => [
  pair({ label: '姓　　名', answer: name }, { label: '联系电话', answer: filled(phone) }),
  pair({ label: '身份证号码', answer: printedIdentity(identity) }, { label: '医保代码', answer: code }),
];
