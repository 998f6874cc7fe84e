/**
 * From a finding to a measure in force (hainan-2022 art. 12 to 24; guangdong-2025 art. 23 to 29; N34 art. 24 to 34):
 * found → scored → proposed → approved by a second person → notice issued → delivered → shown by the platform; and what the
 * institution does with the person after the notice.
 */
import { EmergencyBody, NothingBody, ReasonsBody } from '../case-bodies';
import { ANNULLED, stepsOf, workflow } from '../workflow';
import { whileItStands } from './annulments';
import { approved, delivered, issued, maintained, opened, proposed, scored } from './sanction-acts';
import {
  DeliverBody,
  IssueBody,
  MaintainBody,
  OpenSanctionBody,
  ProposeSanctionBody,
} from './sanction-bodies';
import type { SanctionData } from './sanction-data';
import { SANCTION_KIND } from './sanction-data';
import { RecordTalkBody, RecordTrainingBody, talkRecorded, trainingRecorded } from './sanction-talks';

const step = stepsOf<SanctionData>();

export const SANCTION = workflow<SanctionData, OpenSanctionBody>({
  kind: SANCTION_KIND,
  path: 'sanction-cases',
  title: { en: 'From a finding to a measure', zh: '违规认定、记分与处理' },
  states: ['found', 'scored', 'proposed', 'approved', 'issued', 'delivered', 'maintained', ANNULLED],
  opening: {
    title: { en: 'Bring in a finding', zh: '登记违规线索' },
    roles: ['scorer', 'admin_department', 'institution_office', 'health_authority'],
    reach: 'institution',
    body: OpenSanctionBody,
    to: ['found'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: (moment) => Promise.resolve(opened(moment)),
  },
  steps: [
    step({
      event: 'score',
      title: { en: 'Score the findings', zh: '记分' },
      from: ['found', 'scored'],
      to: ['scored'],
      roles: ['scorer'],
      body: NothingBody,
      act: scored,
    }),
    step({
      event: 'propose',
      title: { en: 'Propose a measure', zh: '拟定处理意见' },
      from: ['found', 'scored'],
      to: ['proposed'],
      roles: ['scorer'],
      body: ProposeSanctionBody,
      proposes: true,
      act: proposed,
    }),
    step({
      event: 'refuse',
      title: { en: 'Refuse the proposal', zh: '驳回处理意见' },
      from: ['proposed'],
      to: ['scored'],
      roles: ['reviewer'],
      body: ReasonsBody,
      endsProposal: true,
      act: () => Promise.resolve({}),
    }),
    step({
      event: 'approve',
      title: { en: 'Approve the measure', zh: '审批处理意见' },
      from: ['proposed'],
      to: ['approved'],
      roles: ['reviewer'],
      body: EmergencyBody,
      movesMoney: true,
      inEmergency: { alsoBy: ['scorer'] },
      writesRecords: true,
      act: approved,
    }),
    step({
      event: 'issue',
      title: { en: 'Issue the notice of handling', zh: '制发处理通知书' },
      from: ['approved'],
      to: ['issued'],
      roles: ['scorer'],
      body: IssueBody,
      writesRecords: true,
      act: whileItStands(issued),
    }),
    step({
      event: 'deliver',
      title: { en: 'Record the delivery of the notice', zh: '登记通知书送达' },
      from: ['issued'],
      to: ['delivered'],
      roles: ['scorer', 'institution_office'],
      body: DeliverBody,
      writesRecords: true,
      act: whileItStands(delivered),
    }),
    step({
      event: 'maintain',
      title: { en: 'Record that the platform shows the status', zh: '登记状态动态维护' },
      from: ['delivered'],
      to: ['maintained'],
      roles: ['institution_office', 'registrar'],
      body: MaintainBody,
      writesRecords: true,
      act: whileItStands(maintained),
    }),
    step({
      event: 'record_talk',
      title: { en: 'Record a talk with the person', zh: '登记谈话提醒' },
      from: ['delivered', 'maintained'],
      to: ['delivered', 'maintained'],
      roles: ['institution_office', 'scorer'],
      body: RecordTalkBody,
      act: (file, moment) => Promise.resolve(talkRecorded(file, moment)),
    }),
    step({
      event: 'record_training',
      title: { en: 'Record a training of the person', zh: '登记学习培训' },
      from: ['delivered', 'maintained'],
      to: ['delivered', 'maintained'],
      roles: ['institution_office', 'scorer'],
      body: RecordTrainingBody,
      act: (file, moment) => Promise.resolve(trainingRecorded(file, moment)),
    }),
  ],
});
