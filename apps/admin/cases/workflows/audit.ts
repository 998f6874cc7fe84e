/**
 * An audit of an institution's claims (hainan-institutions-2024 5-1 and 5-2; nhsa-2018 2-2 and 2-3): the first audit of all of
 * them is noted, a sample of what the text names is drawn anew, what it confirms is refused and brings damages, by two people.
 */
import { NothingBody, ReasonsBody } from '../case-bodies';
import { stepsOf, workflow } from '../workflow';
import { approved, findingsRecorded, opened, proposed, sampleDrawn } from './audit-acts';
import {
  AUDIT_KIND,
  DrawSampleBody,
  OpenAuditBody,
  ProposeAuditBody,
  RecordAuditFindingsBody,
} from './audit-data';
import type { AuditData } from './audit-data';

const step = stepsOf<AuditData>();

export const AUDIT = workflow<AuditData, OpenAuditBody>({
  kind: AUDIT_KIND,
  path: 'audit-cases',
  title: { en: 'Audits of claims', zh: '费用审核与稽核' },
  states: ['first_audited', 'sampled', 'confirmed', 'proposed', 'approved'],
  opening: {
    title: { en: 'Note a check and its first audit', zh: '登记检查与初审' },
    roles: ['settlement_auditor'],
    reach: 'institution',
    body: OpenAuditBody,
    to: ['first_audited'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: opened,
  },
  steps: [
    step({
      event: 'draw_sample',
      title: { en: 'Draw the sample of the second audit', zh: '抽取复审样本' },
      from: ['first_audited'],
      to: ['sampled'],
      roles: ['settlement_auditor'],
      body: DrawSampleBody,
      act: (file, moment) => Promise.resolve(sampleDrawn(file, moment)),
    }),
    step({
      event: 'confirm_findings',
      title: { en: 'Confirm what was found', zh: '登记查实结果' },
      from: ['first_audited', 'sampled', 'confirmed'],
      to: ['confirmed'],
      roles: ['settlement_auditor'],
      body: RecordAuditFindingsBody,
      act: (file, moment) => Promise.resolve(findingsRecorded(file, moment)),
    }),
    step({
      event: 'propose',
      title: { en: 'Propose what is refused', zh: '拟定拒付与违约金' },
      from: ['confirmed'],
      to: ['proposed'],
      roles: ['settlement_auditor'],
      body: ProposeAuditBody,
      proposes: true,
      act: (file, moment) => Promise.resolve(proposed(file, moment)),
    }),
    step({
      event: 'return',
      title: { en: 'Return the proposal', zh: '退回审核意见' },
      from: ['proposed'],
      to: ['confirmed'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({ data: { proposed: null } }),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve what is refused', zh: '审批拒付与违约金' },
      from: ['proposed'],
      to: ['approved'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      act: approved,
    }),
  ],
});
