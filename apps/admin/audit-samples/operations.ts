import type { OperationRules } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'reviewer',
  'settlement_auditor',
  'operator',
];

/** Who publishes what a re-audit samples, who says what was found, who reads what it comes to. */
export const AUDIT_SAMPLE_OPERATIONS = {
  listAuditSamples: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'Samples of the second audit', zh: '复审抽样列表' },
  },
  readAuditSample: {
    roles: READERS,
    reach: 'listed',
    summary: {
      en: 'A sample: frame digest, seed, how many lines have their result',
      zh: '查看复审抽样及进度',
    },
  },
  publishAuditSample: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: { en: 'Publish frame digest and seed, before the draw', zh: '抽样前公布样本框摘要和随机种子' },
  },
  enterAuditSampleLines: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: {
      en: 'Enter the lines that were drawn: sample.csv of gatekeeper clear',
      zh: '登记抽中的明细（sample.csv）',
    },
  },
  enterAuditSampleResults: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: { en: 'Enter what was found wrong of lines of the sample', zh: '登记复审结果' },
  },
  uploadAuditSampleResults: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: { en: 'The same as a file', zh: '以文件登记复审结果' },
  },
  readAuditSampleExtrapolation: {
    roles: READERS,
    reach: 'listed',
    summary: {
      en: 'What the sample says of the whole, and what may be refused by it',
      zh: '查看抽样推算及可放大拒付金额',
    },
  },
} as const satisfies OperationRules;
