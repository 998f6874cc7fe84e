import type { OperationRules, Target } from '../access/operation';
import type { Role } from '../access/roles';

const READERS: readonly [Role, ...Role[]] = [
  'admin_department',
  'reviewer',
  'settlement_auditor',
  'operator',
  'institution_office',
];
const OF_INSTITUTION: Target = { institution: { in: 'params', field: 'fixmedins_code' } };

/** Who sees what institutions owe, who posts and proposes, and who lets money move. An office sees and objects for its own institution. */
export const COLLECTION_OPERATIONS = {
  listCollections: {
    roles: READERS,
    reach: 'listed',
    summary: { en: 'What institutions owe the fund, by account', zh: '各机构应收、已扣回、核销和退回余额' },
  },
  readCollection: {
    roles: READERS,
    reach: OF_INSTITUTION,
    summary: { en: 'Balances, aging and claims of an institution', zh: '查看机构的余额、账龄和应收款项' },
  },
  listDamagesToCheck: {
    roles: ['settlement_auditor', 'reviewer', 'admin_department'],
    reach: 'listed',
    summary: {
      en: 'Closed periods whose damages rest on lines that were corrected',
      zh: '查看因更正需重新核算违约金的已关账期间',
    },
  },
  listCollectionPostings: {
    roles: READERS,
    reach: OF_INSTITUTION,
    summary: { en: 'Postings of an institution, double-entry, the latest first', zh: '查看机构的复式分录' },
  },
  listCollectionProposals: {
    roles: READERS,
    reach: OF_INSTITUTION,
    summary: {
      en: 'What was proposed about an institution, and what became of it',
      zh: '查看机构的提议及审批结果',
    },
  },
  postCollectionResults: {
    roles: ['settlement_auditor'],
    reach: 'listed',
    summary: {
      en: 'Post what a closing run says institutions owe; once',
      zh: '将结账结果登记入账（仅一次）',
    },
  },
  objectToClaim: {
    roles: ['institution_office'],
    reach: OF_INSTITUTION,
    summary: {
      en: 'Object to a claim; its collection stops',
      zh: '机构对应收款项提出异议，异议部分中止扣回',
    },
  },
  proposeNetting: {
    roles: ['settlement_auditor'],
    reach: OF_INSTITUTION,
    summary: {
      en: 'Propose what nets into the payment of a month',
      zh: '提议当月拨付抵扣金额（先付后扣，按月扣除已确认款项）',
    },
  },
  proposeWriteOff: {
    roles: ['settlement_auditor'],
    reach: OF_INSTITUTION,
    summary: { en: 'Propose to write off what is due of a claim', zh: '提议核销应收款项' },
  },
  proposeObjectionOutcome: {
    roles: ['settlement_auditor', 'reviewer'],
    reach: OF_INSTITUTION,
    summary: { en: 'Propose how an objection is decided', zh: '提议异议处理结果' },
  },
  confirmCollectionProposal: {
    roles: ['reviewer', 'admin_department'],
    reach: OF_INSTITUTION,
    summary: { en: 'Confirm a proposal of somebody else; it is posted', zh: '审批通过他人的提议并入账' },
  },
  declineCollectionProposal: {
    roles: ['reviewer', 'admin_department'],
    reach: OF_INSTITUTION,
    summary: { en: 'Decline a proposal of somebody else', zh: '驳回他人的提议' },
  },
} as const satisfies OperationRules;
