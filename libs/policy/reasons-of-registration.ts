/** What is known of each bar that rests on a person's code, registration or commitment: one record for a code. */
import type { BarCode } from '@gatekeeper/vocabulary';
import type { BothLanguages } from './both-languages';
import { counted } from './both-languages';
import type { EditionFacts } from './edition-facts';
import { byInstitution } from './reason-bearing';
import type { CodeRecord } from './reason-record';
import { always, HAND_OVER } from './reason-record';
import { evidence, reUpload } from './reason-recourse';

function renewal({ valueOf }: EditionFacts): BothLanguages {
  const months = valueOf('certificateRenewalMonths');
  if (months === 'none')
    return {
      zh: '办理证书或协议延续并更新登记记录；延续自其起始日起有效',
      en: 'Renew the certificate or agreement and have the record brought up to date; a renewal counts from its first day',
    };
  return {
    zh: `有效期届满前${months ?? '（待填）'}个月申请延续并更新登记记录；延续自其起始日起有效`,
    en: `Apply for renewal ${months === null ? '(a number of months to be filled in)' : counted(months, 'month')} before the expiry and have the record brought up to date; a renewal counts from its first day`,
  };
}

export const REASONS_OF_REGISTRATION = {
  CODE_MISSING: {
    text: {
      zh: '未填写医保人员代码，或填写的是占位符',
      en: 'No clinician code was given, or only a placeholder',
    },
    arises: ({ valueOf }) => valueOf('onMissingCode') !== 'accept',
    bears: byInstitution,
    recourse: reUpload,
    nextSteps: () => [
      {
        zh: '补齐开单人员的国家医保人员代码，重新上传该明细；占位符（如“未知”“/”“009999”）视同未填',
        en: "Complete the ordering clinician's national code and upload the line again; a placeholder (未知, /, 009999) counts as none",
      },
    ],
  },
  CODE_INVALID: {
    text: {
      zh: '填写的代码不是国家医保人员代码（如院内工号、位数不符）',
      en: 'The code given is not a national clinician code (a local job number, a wrong length)',
    },
    arises: always,
    bears: byInstitution,
    recourse: reUpload,
    nextSteps: () => [
      {
        zh: '把院内工号换成国家代码（医师D、护士N加12位数字，药师HY、技师HJ加12位数字），重新上传该明细',
        en: 'Put the national code in place of the local one (physicians D, nurses N and 12 digits; pharmacists HY, technicians HJ and 12 digits) and upload the line again',
      },
    ],
  },
  CLINICIAN_UNKNOWN: {
    text: {
      zh: '代码格式正确，但登记备案库中查无此人',
      en: 'The code is well-formed, but nobody is on file under it',
    },
    arises: always,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: () => [
      {
        zh: '核对代码，填错的更正后重新上传',
        en: 'Check the code; where it was mistyped, correct it and upload the line again',
      },
      {
        zh: '代码无误的，在动态维护平台为该人员（药店为其主要负责人）登记备案；登记自其起始日起有效，此前的费用不因补登而支付',
        en: 'Where the code is right, register the person (a pharmacy: its principal) on the national platform; a registration covers fees from its own first day, not earlier ones',
      },
    ],
  },
  NOT_REGISTERED_AT_SITE: {
    text: {
      zh: '费用发生时，该人员未在本机构登记备案',
      en: 'The person was not registered at this institution when the fee arose',
    },
    arises: always,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: () => [
      {
        zh: '在本机构办理登记备案，多点执业的每个执业机构都要登记；登记自其起始日起有效',
        en: 'Register the person at this site: a person of several sites is registered at each; a registration covers fees from its first day',
      },
      {
        zh: '费用发生当日已登记备案的，提交凭据更正登记记录，明细随后重新判定',
        en: 'Where the person was registered on the day of the fee, prove it so that the record is corrected; the line is then decided again',
      },
    ],
  },
  COMMITMENT_MISSING: {
    text: {
      zh: '费用发生时，该人员未在本机构签署服务承诺',
      en: 'The person had made no service commitment at this institution when the fee arose',
    },
    arises: ({ valueOf }) => valueOf('commitmentRequired') !== false,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: () => [
      {
        zh: '请该人员在本机构签署服务承诺并上传；承诺自签署当日起有效',
        en: 'Have the person sign the service commitment at this site and upload it; it counts from the day it was signed',
      },
      {
        zh: '费用发生当日或之前已签署的，提交承诺书，明细随后重新判定',
        en: 'Where it was signed on the day of the fee or before, send the signed commitment; the line is then decided again',
      },
    ],
  },
  REGISTRATION_EXPIRED: {
    text: {
      zh: '费用发生时，执业证书或服务协议已过有效期',
      en: 'The certificate or agreement had expired when the fee arose',
    },
    arises: ({ valueOf }) => valueOf('certificateChecked') !== false,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: (facts) => [renewal(facts)],
  },
  DEREGISTERED: {
    text: {
      zh: '费用发生时，该人员已注销登记（离职、退休、死亡或执业资格注销等）',
      en: 'The person had been deregistered when the fee arose (left, retired, deceased, licence cancelled)',
    },
    arises: always,
    bears: byInstitution,
    recourse: evidence,
    nextSteps: () => [
      HAND_OVER,
      {
        zh: '系误报离职、退休或注销的，提交凭据更正登记记录；重新上岗的，重新登记备案，自其起始日起有效',
        en: 'Where leaving, retirement or cancellation was reported by mistake, prove it and have the record corrected; who has come back is registered anew, from that day',
      },
    ],
  },
} satisfies Partial<Record<BarCode, CodeRecord>>;
