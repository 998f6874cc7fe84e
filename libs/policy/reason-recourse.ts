/** What can be done against a decision, as the records of the codes say it: an appeal of the notice behind it, or the institution's own remedy (READINGS 1.8). */
import type { BothLanguages } from './both-languages';
import type { Appeal } from './reason-appeal';

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

function remedy(means: RemedyMeans, zh: string, en: string): () => Remedy {
  const one: Remedy = { kind: 'remedy', by: 'institution', means, text: { zh, en } };
  return () => one;
}

function none(zh: string, en: string): () => NoRecourse {
  const one: NoRecourse = { kind: 'none', text: { zh, en } };
  return () => one;
}

export const reUpload = remedy(
  're_upload',
  '没有处理通知书，不适用申诉；机构更正后重新上传即可',
  'There is no notice to appeal: the institution corrects the line and uploads it again',
);
export const evidence = remedy(
  'evidence',
  '没有处理通知书，不适用申诉；机构向经办机构提交登记备案凭据，更正后重新判定',
  'There is no notice to appeal: the institution proves to the agency what the registry lacks, and the line is decided again',
);
export const paymentQuery = remedy(
  'payment_query',
  '这是协议处理，不适用人员处理通知书的申诉；机构就协议处理或支付结果向签订协议的经办机构提出查询或异议',
  "This is a measure under the institution's agreement, not a clinician's notice: the institution queries the measure or the payment at the agency that holds the agreement",
);
export const restoration = remedy(
  'restoration',
  '原处理通知书的申诉期已另行计算；本项通过申请恢复解决，而不是申诉',
  'The window for appealing the notice ran from its receipt; what helps here is the application for restoration, not an appeal',
);
export const favourable = none(
  '结论有利或仅为说明，无需申诉',
  'In favour, or only said beside: there is nothing to object to',
);
export const withOriginal = none(
  '随原明细：对原明细的结论可以提出的，在原明细上提出',
  'With the original: whatever can be done against its decision is done there',
);
export const undecided = none(
  '尚未判定，没有可申诉的结论',
  'Nothing has been decided yet, so there is nothing to appeal',
);
