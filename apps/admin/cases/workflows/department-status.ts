/**
 * A department's own measure (hainan-2022 art. 23; hainan-institutions-2024 5-1): the agency proposes a term to put things right
 * and, by its weight, a suspension; the administrative department approves. Restored early for the sake of treatment
 * (hainan-2022 art. 26): the department applies, the administrative department approves, the agency assesses.
 */
import { ReasonsBody } from '../case-bodies';
import { stepsOf, workflow } from '../workflow';
import {
  applied,
  approved,
  assessed,
  opened,
  rectificationRecorded,
  suspensionProposed,
} from './department-status-acts';
import {
  ApproveDepartmentBody,
  AssessDepartmentBody,
  DEPARTMENT_STATUS_KIND,
  OpenDepartmentStatusBody,
  ProposeDepartmentSuspensionBody,
  RecordDepartmentRectificationBody,
} from './department-status-data';
import type { DepartmentStatusData } from './department-status-data';

const step = stepsOf<DepartmentStatusData>();

export const DEPARTMENT_STATUS = workflow<DepartmentStatusData, OpenDepartmentStatusBody>({
  kind: DEPARTMENT_STATUS_KIND,
  path: 'department-status-cases',
  title: { en: 'Measures against departments', zh: '科室整改与暂停' },
  states: [
    'proposed',
    'refused',
    'rectifying',
    'not_rectified',
    'rectified',
    'suspended',
    'restoration_applied',
    'restoration_approved',
    'restored',
  ],
  opening: {
    title: { en: 'Propose a measure against a department', zh: '拟定科室整改或暂停' },
    roles: ['registrar', 'scorer', 'settlement_auditor'],
    reach: 'institution',
    body: OpenDepartmentStatusBody,
    state: 'proposed',
    proposes: true,
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: opened,
  },
  steps: [
    step({
      event: 'refuse',
      title: { en: 'Refuse the measure', zh: '驳回科室处理' },
      from: ['proposed'],
      to: ['refused'],
      roles: ['admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the measure', zh: '审批科室处理' },
      from: ['proposed'],
      to: ['rectifying', 'suspended'],
      roles: ['admin_department'],
      body: ApproveDepartmentBody,
      movesMoney: true,
      act: approved,
    }),
    step({
      event: 'record_rectification',
      title: { en: 'Record what was put right', zh: '登记整改结果' },
      from: ['rectifying', 'suspended'],
      to: ['rectified', 'not_rectified', 'suspended'],
      roles: ['registrar', 'scorer', 'settlement_auditor'],
      body: RecordDepartmentRectificationBody,
      act: (file, { body }) => Promise.resolve(rectificationRecorded(file, body)),
    }),
    step({
      event: 'propose_suspension',
      title: { en: 'Propose a suspension where nothing was put right', zh: '整改不合格拟定暂停' },
      from: ['rectifying', 'not_rectified'],
      to: ['proposed'],
      roles: ['registrar', 'scorer', 'settlement_auditor'],
      body: ProposeDepartmentSuspensionBody,
      proposes: true,
      act: (_, { body }) => Promise.resolve(suspensionProposed(body)),
    }),
    step({
      event: 'apply_for_restoration',
      title: { en: 'Apply for early restoration', zh: '申请提前恢复' },
      from: ['suspended'],
      to: ['restoration_applied'],
      roles: ['department_officer', 'institution_office'],
      body: ReasonsBody,
      act: (file, moment) => Promise.resolve(applied(file, moment)),
    }),
    step({
      event: 'refuse_restoration',
      title: { en: 'Refuse early restoration', zh: '不予提前恢复' },
      from: ['restoration_applied'],
      to: ['suspended'],
      roles: ['admin_department'],
      body: ReasonsBody,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve_restoration',
      title: { en: 'Approve early restoration', zh: '批准提前恢复' },
      from: ['restoration_applied'],
      to: ['restoration_approved'],
      roles: ['admin_department'],
      body: ReasonsBody,
      proposes: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'assess',
      title: { en: 'Assess the department, and restore it', zh: '考核并恢复科室资格' },
      from: ['restoration_approved'],
      to: ['restored', 'suspended'],
      roles: ['registrar', 'reviewer'],
      body: AssessDepartmentBody,
      movesMoney: true,
      act: (file, moment) => Promise.resolve(assessed(file, moment)),
    }),
  ],
});
