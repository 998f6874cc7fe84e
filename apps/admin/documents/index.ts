export { appealStatementPdf, repairApplicationPdf, restorationApplicationPdf } from './application-forms';
export type { OpinionGiven, ReasonedApplication, RestorationApplication } from './application-forms';
export { copyToAuthorityPdf } from './copy-to-authority';
export type { CopyToAuthority, PersonCopied } from './copy-to-authority';
export type { FormPerson } from './form-person';
export { maskedNumber } from './identity-shown';
export type { IdentityShown } from './identity-shown';
export { noticePdf } from './notice-of-handling';
export type {
  HandlingOrdered,
  NoticeOfHandling,
  NoticeRecipient,
  RestorationClause,
} from './notice-of-handling';
export { personFilePdf } from './person-file-pdf';
export { registrationFormPdf } from './registration-form';
export type { RegistrationForm, RegistrationStatusShown } from './registration-form';
export { issuingAgencies, issuingAgencyOf, nameIssuingAgency, takeNoticeNumber } from './notice-numbers';
export type { IssuingAgency, NoAgency, NumberTaken, NumberWanted } from './notice-numbers';
export { writtenDay } from '@gatekeeper/documents';
