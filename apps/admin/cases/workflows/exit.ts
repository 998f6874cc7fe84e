/**
 * An institution leaves on its own application (hainan-institutions-2024 5-4): applied for some months ahead; while it is audited
 * it settles nothing; what fails is put right within a month and applied for anew; what passes ends the agreement.
 */
import { NothingBody, ReasonsBody } from '../case-bodies';
import { stepsOf, workflow } from '../workflow';
import {
  appliedAgain,
  auditOpened,
  auditProposed,
  exitOpened,
  resultConfirmed,
  resultProposed,
} from './exit-acts';
import {
  EXIT_KIND,
  OpenExitBody,
  ProposeExitAuditBody,
  ProposeExitResultBody,
  ApplyToLeaveAgainBody,
} from './exit-data';
import type { ExitData } from './exit-data';

const step = stepsOf<ExitData>();

export const EXIT = workflow<ExitData, OpenExitBody>({
  kind: EXIT_KIND,
  path: 'exit-cases',
  title: { en: 'Institutions that leave', zh: '定点机构退出' },
  states: [
    'applied',
    'withdrawn',
    'audit_proposed',
    'in_audit',
    'result_proposed',
    'rectifying',
    'applied_again',
    'left',
    'discontinued',
  ],
  opening: {
    title: { en: 'Apply to leave', zh: '申请退出定点' },
    roles: ['institution_office'],
    reach: 'institution',
    body: OpenExitBody,
    to: ['applied'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: null }),
    act: exitOpened,
  },
  steps: [
    step({
      event: 'withdraw',
      title: { en: 'Withdraw the application', zh: '撤回退出申请' },
      from: ['applied'],
      to: ['withdrawn'],
      roles: ['institution_office'],
      body: NothingBody,
      act: () => Promise.resolve({ met: ['exit_audit'] }),
    }),
    step({
      event: 'propose_audit',
      title: { en: 'Propose the exit audit', zh: '拟定退出审核' },
      from: ['applied'],
      to: ['audit_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ProposeExitAuditBody,
      proposes: true,
      act: (file, { body }) => Promise.resolve(auditProposed(file, body)),
    }),
    step({
      event: 'refuse_audit',
      title: { en: 'Refuse the exit audit', zh: '退回退出审核' },
      from: ['audit_proposed'],
      to: ['applied'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve_audit',
      title: { en: 'Open the exit audit', zh: '审批退出审核' },
      from: ['audit_proposed'],
      to: ['in_audit'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: auditOpened,
    }),
    step({
      event: 'propose_result',
      title: { en: 'Propose the result of the audit', zh: '拟定退出审核结果' },
      from: ['in_audit', 'rectifying', 'applied_again'],
      to: ['result_proposed'],
      roles: ['registrar', 'settlement_auditor'],
      body: ProposeExitResultBody,
      proposes: true,
      act: (file, moment) => Promise.resolve(resultProposed(file, moment)),
    }),
    step({
      event: 'return_result',
      title: { en: 'Return the result', zh: '退回退出审核结果' },
      from: ['result_proposed'],
      to: ['in_audit', 'rectifying', 'applied_again'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: ({ data }) =>
        Promise.resolve({ data: { result: null }, state: data.stood_before_result ?? 'in_audit' }),
    }),
    step({
      event: 'confirm_result',
      title: { en: 'Confirm the result', zh: '审批退出审核结果' },
      from: ['result_proposed'],
      to: ['left', 'rectifying', 'discontinued'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: resultConfirmed,
    }),
    step({
      event: 'apply_again',
      title: { en: 'Apply again after putting things right', zh: '整改后再次申请' },
      from: ['rectifying'],
      to: ['applied_again'],
      roles: ['institution_office'],
      body: ApplyToLeaveAgainBody,
      act: (file, moment) => Promise.resolve(appliedAgain(file, moment)),
    }),
  ],
});
