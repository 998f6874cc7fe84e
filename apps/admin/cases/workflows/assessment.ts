/**
 * The yearly assessment of doctors (linfen 4-4 and 4-5): scored, displayed in the institution, objected to while it is displayed;
 * who was not qualified is warned, suspended within the bounds of the text, or loses the qualification, by two people. The notice
 * of it is delivered, and can be appealed against (`appeal-cases`).
 */
import { NothingBody, ReasonsBody } from '../case-bodies';
import { stepsOf, workflow } from '../workflow';
import { whileItStands } from './annulments';
import {
  closed,
  measureApproved,
  measureProposed,
  noticeDelivered,
  objected,
  objectionDecided,
  opened,
  published,
} from './assessment-acts';
import {
  ASSESSMENT_KIND,
  DecideObjectionBody,
  OpenAssessmentBody,
  ProposeAssessmentMeasureBody,
  PublishAssessmentBody,
} from './assessment-data';
import type { AssessmentData } from './assessment-data';
import { DeliverBody } from './sanction-bodies';

const step = stepsOf<AssessmentData>();

export const ASSESSMENT = workflow<AssessmentData, OpenAssessmentBody>({
  kind: ASSESSMENT_KIND,
  path: 'assessment-cases',
  title: { en: 'Yearly assessments of doctors', zh: '医保医师年度考核' },
  states: [
    'assessed',
    'published',
    'objected',
    'qualified',
    'unqualified',
    'measure_proposed',
    'warned',
    'suspended',
    'cancelled',
  ],
  opening: {
    title: { en: 'Enter an assessment', zh: '登记年度考核结果' },
    roles: ['registrar', 'scorer'],
    reach: 'institution',
    body: OpenAssessmentBody,
    to: ['assessed'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: opened,
  },
  steps: [
    step({
      event: 'publish',
      title: { en: 'Display it in the institution', zh: '公示考核结果' },
      from: ['assessed'],
      to: ['published'],
      roles: ['institution_office', 'registrar'],
      body: PublishAssessmentBody,
      act: (_, moment) => Promise.resolve(published(moment)),
    }),
    step({
      event: 'object',
      title: { en: 'Object to it', zh: '提出异议' },
      from: ['published'],
      to: ['objected'],
      roles: ['clinician', 'institution_office'],
      body: ReasonsBody,
      act: (file, moment) => Promise.resolve(objected(file, moment)),
    }),
    step({
      event: 'decide_objection',
      title: { en: 'Decide the objection', zh: '处理异议' },
      from: ['objected'],
      to: ['published'],
      roles: ['reviewer'],
      body: DecideObjectionBody,
      act: (file, moment) => Promise.resolve(objectionDecided(file, moment)),
    }),
    step({
      event: 'close',
      title: { en: 'Close the display', zh: '公示期满定档' },
      from: ['published'],
      to: ['qualified', 'unqualified'],
      roles: ['registrar', 'scorer'],
      body: NothingBody,
      act: (file, moment) => Promise.resolve(closed(file, moment)),
    }),
    step({
      event: 'propose_measure',
      title: { en: 'Propose what follows', zh: '拟定不合格处理' },
      from: ['unqualified'],
      to: ['measure_proposed'],
      roles: ['registrar', 'scorer'],
      body: ProposeAssessmentMeasureBody,
      proposes: true,
      act: (_, moment) => Promise.resolve(measureProposed(moment)),
    }),
    step({
      event: 'refuse_measure',
      title: { en: 'Refuse the proposal', zh: '驳回不合格处理' },
      from: ['measure_proposed'],
      to: ['unqualified'],
      roles: ['reviewer', 'admin_department'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({ data: { proposed: null } }),
    }),
    step({
      event: 'approve_measure',
      title: { en: 'Approve what follows', zh: '审批不合格处理' },
      from: ['measure_proposed'],
      to: ['warned', 'suspended', 'cancelled'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: measureApproved,
    }),
    step({
      event: 'deliver',
      title: { en: 'Record the delivery of the notice', zh: '登记处理通知送达' },
      from: ['warned', 'suspended', 'cancelled'],
      to: ['warned', 'suspended', 'cancelled'],
      roles: ['registrar', 'scorer', 'institution_office'],
      body: DeliverBody,
      writesRecords: true,
      act: whileItStands(noticeDelivered),
    }),
  ],
});
