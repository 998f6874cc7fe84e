/**
 * The status of an institution (hainan-institutions-2024 3 and 5-3; nhsa-2018 1; 2号令 art. 42 and 43): proposed by the agency,
 * approved by a second person, and from then in the registry; extended, ended early or overturned the same way.
 */
import { EmergencyBody, NothingBody, ReasonsBody } from '../case-bodies';
import { ANNULLED, stepsOf, workflow } from '../workflow';
import { approved, endProposed, extensionProposed, opened, statusChanged } from './institution-status-acts';
import { OpenInstitutionStatusBody, ProposeStatusEndBody } from './institution-status-data';
import type { InstitutionStatusData } from './institution-status-data';

const step = stepsOf<InstitutionStatusData>();

export const INSTITUTION_STATUS = workflow<InstitutionStatusData, OpenInstitutionStatusBody>({
  kind: 'institution_status',
  path: 'institution-status-cases',
  title: { en: 'Statuses of institutions', zh: '定点机构状态处理' },
  states: ['proposed', 'refused', 'in_force', 'change_proposed', 'ended', ANNULLED],
  opening: {
    title: { en: 'Propose a status of an institution', zh: '拟定机构状态处理' },
    roles: ['registrar', 'settlement_auditor'],
    reach: 'institution',
    body: OpenInstitutionStatusBody,
    to: ['proposed'],
    proposes: true,
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: opened,
  },
  steps: [
    step({
      event: 'refuse',
      title: { en: 'Refuse the status', zh: '驳回机构状态处理' },
      from: ['proposed'],
      to: ['refused'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the status', zh: '审批机构状态处理' },
      from: ['proposed'],
      to: ['in_force'],
      roles: ['reviewer', 'admin_department'],
      body: EmergencyBody,
      movesMoney: true,
      inEmergency: { alsoBy: [] },
      writesRecords: true,
      act: approved,
    }),
    step({
      event: 'propose_extension',
      title: { en: 'Propose the extension of guidance after a light breach', zh: '拟定延长政策辅导期' },
      from: ['in_force'],
      to: ['change_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ReasonsBody,
      proposes: true,
      act: (file, moment) => Promise.resolve(extensionProposed(file, moment)),
    }),
    step({
      event: 'propose_end',
      title: { en: 'Propose to end or overturn it', zh: '拟定提前结束或撤销' },
      from: ['in_force'],
      to: ['change_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ProposeStatusEndBody,
      proposes: true,
      act: (file, moment) => Promise.resolve(endProposed(file, moment)),
    }),
    step({
      event: 'refuse_change',
      title: { en: 'Refuse the change', zh: '驳回状态变更' },
      from: ['change_proposed'],
      to: ['in_force'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({ data: { change: null } }),
    }),
    step({
      event: 'confirm_change',
      title: { en: 'Confirm the change', zh: '审批状态变更' },
      from: ['change_proposed'],
      to: ['in_force', 'ended'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: statusChanged,
    }),
  ],
});
