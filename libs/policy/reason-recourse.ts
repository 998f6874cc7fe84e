/** What can be done against each code: an appeal of the notice behind it, or the institution's own remedy (RULES 1.8). */
import type { HoldCode, ReasonCode } from '@gatekeeper/vocabulary';
import type { EditionFacts } from './edition-facts';
import type { Appeal } from './reason-appeal';
import { appealUnder } from './reason-appeal';
import type { BothLanguages } from './reason-texts';

/** What the institution itself can do: no appeal of a notice, and without a limit in days. */
export interface Remedy {
  readonly kind: 'remedy';
  readonly by: 'institution';
  /** Send the line again, prove what the registry lacks, ask about the payment, apply for restoration. */
  readonly means: RemedyMeans;
  readonly text: BothLanguages;
}
export type RemedyMeans = 're_upload' | 'evidence' | 'payment_query' | 'restoration';

export interface NoRecourse {
  readonly kind: 'none';
  readonly text: BothLanguages;
}

export type Recourse = Appeal | Remedy | NoRecourse;

const remedy = (means: RemedyMeans, zh: string, en: string): Remedy => ({
  kind: 'remedy',
  by: 'institution',
  means,
  text: { zh, en },
});
const none = (zh: string, en: string): NoRecourse => ({ kind: 'none', text: { zh, en } });

const RE_UPLOAD = remedy(
  're_upload',
  '没有处理通知书，不适用申诉；机构更正后重新上传即可',
  'There is no notice to appeal: the institution corrects the line and uploads it again',
);
const EVIDENCE = remedy(
  'evidence',
  '没有处理通知书，不适用申诉；机构向经办机构提交登记备案凭据，更正后重新判定',
  'There is no notice to appeal: the institution proves to the agency what the registry lacks, and the line is decided again',
);
const PAYMENT_QUERY = remedy(
  'payment_query',
  '这是协议处理，不适用人员处理通知书的申诉；机构就协议处理或支付结果向签订协议的经办机构提出查询或异议',
  "This is a measure under the institution's agreement, not a clinician's notice: the institution queries the measure or the payment at the agency that holds the agreement",
);
const RESTORATION = remedy(
  'restoration',
  '原处理通知书的申诉期已另行计算；本项通过申请恢复解决，而不是申诉',
  'The window for appealing the notice ran from its receipt; what helps here is the application for restoration, not an appeal',
);
const FAVOURABLE = none(
  '结论有利或仅为说明，无需申诉',
  'In favour, or only said beside: there is nothing to object to',
);
const WITH_ORIGINAL = none(
  '随原明细：对原明细的结论可以提出的，在原明细上提出',
  'With the original: whatever can be done against its decision is done there',
);
const UNDECIDED = none(
  '尚未判定，没有可申诉的结论',
  'Nothing has been decided yet, so there is nothing to appeal',
);

/**
 * By code. A department's suspension is appealed like a clinician's where the text orders it itself (it sets `departmentRule`); elsewhere
 * it is a measure under the institution's agreement.
 */
const RECOURSE: Readonly<Record<ReasonCode | HoldCode, Recourse | 'appeal' | 'appeal where ordered here'>> = {
  CODE_MISSING: RE_UPLOAD,
  CODE_INVALID: RE_UPLOAD,
  CLINICIAN_UNKNOWN: EVIDENCE,
  NOT_REGISTERED_AT_SITE: EVIDENCE,
  COMMITMENT_MISSING: EVIDENCE,
  REGISTRATION_EXPIRED: EVIDENCE,
  DEREGISTERED: EVIDENCE,
  CLINICIAN_SUSPENDED: 'appeal',
  CLINICIAN_TERMINATED: 'appeal',
  NOT_RESTORED: RESTORATION,
  INSTITUTION_UNKNOWN: EVIDENCE,
  INSTITUTION_SUSPENDED: PAYMENT_QUERY,
  INSTITUTION_TERMINATED: PAYMENT_QUERY,
  INSTITUTION_EXIT_AUDIT: PAYMENT_QUERY,
  INSTITUTION_GUIDANCE: PAYMENT_QUERY,
  DEPARTMENT_SUSPENDED: 'appeal where ordered here',
  EMERGENCY_EXEMPT: FAVOURABLE,
  EXEMPTION_GRANTED: FAVOURABLE,
  INPATIENT_BEFORE_STATUS_CHANGE: FAVOURABLE,
  NO_FUND_MONEY: FAVOURABLE,
  REFUND_MIRRORS_ORIGINAL: WITH_ORIGINAL,
  IN_GOOD_STANDING: FAVOURABLE,
  OUTSIDE_PACK_IN_FORCE: FAVOURABLE,
  PACK_MISSING: UNDECIDED,
  PACK_INCOMPLETE: UNDECIDED,
  REFUND_ORIGINAL_UNKNOWN: UNDECIDED,
  DATE_IMPLAUSIBLE: UNDECIDED,
  EMERGENCY_EVIDENCE_NEEDED: UNDECIDED,
  AMOUNTS_CONTRADICT: UNDECIDED,
  REFUND_EXCEEDS_ORIGINAL: UNDECIDED,
  MED_TYPE_UNKNOWN: UNDECIDED,
};

export function recourseOf(code: ReasonCode | HoldCode, facts: EditionFacts): Recourse {
  const recourse = RECOURSE[code];
  switch (recourse) {
    case 'appeal':
      return appealUnder(facts);
    case 'appeal where ordered here': {
      const rule = facts.valueOf('departmentRule');
      return rule === null || rule === 'none' ? PAYMENT_QUERY : appealUnder(facts);
    }
    default:
      return recourse;
  }
}
