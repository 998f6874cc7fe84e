/**
 * An appeal (陈述申辩) against the notice of a measure, or of what follows an assessment (hainan-2022 art. 24; guangdong-2025 art. 34 to 37; N34 art. 41 to 44): filed, in time or
 * waived; accepted; experts where they are needed; decided by two; upheld: the sanction never was.
 */
import { dayAt, formatDay } from '@gatekeeper/calendar';
import type { Instant } from '@gatekeeper/calendar';
import { admissionOf, appealBy, reviewBy } from '@gatekeeper/scoring';
import { foldCode } from '@gatekeeper/vocabulary';
import { NothingBody } from '../case-bodies';
import type { CaseFile, DeadlineSet } from '../case-file';
import type { Moment, StepRefused, StepTaken, Terms } from '../workflow';
import { stepsOf, workflow } from '../workflow';
import { annulmentOf } from './annulments';
import { APPEAL_KIND, ExpertsBody, OpenAppealBody, OpinionBody, ProposeDecisionBody } from './appeal-data';
import type { AppealData } from './appeal-data';
import { noticeOf } from './documents-on-file';
import { proposalSteps } from './proposal-steps';
import { dayIn } from './written-days';

type File = CaseFile<AppealData>;
type Taken = StepTaken<AppealData> | StepRefused;
const step = stepsOf<AppealData>();

export const APPEAL = workflow<AppealData, OpenAppealBody>({
  kind: APPEAL_KIND,
  path: 'appeal-cases',
  title: { en: 'Appeals', zh: '陈述申辩' },
  states: ['filed', 'waived', 'accepted', 'with_experts', 'decision_proposed', 'upheld', 'rejected'],
  opening: {
    title: { en: 'File an appeal', zh: '提交陈述申辩' },
    roles: ['clinician', 'institution_office'],
    reach: 'clinician',
    body: OpenAppealBody,
    to: ['filed', 'waived'],
    parties: (body) => ({ fixmedinsCode: body.fixmedins_code, clinicianCode: body.clinician_code }),
    act: filed,
  },
  steps: [
    step({
      event: 'accept',
      title: { en: 'Accept the appeal', zh: '受理陈述申辩' },
      from: ['filed'],
      to: ['accepted'],
      roles: ['reviewer'],
      body: NothingBody,
      act: (file, { terms, now }) => {
        const acceptedOn = formatDay(dayAt(now));
        const data = { ...file.data, accepted_on: acceptedOn };
        return Promise.resolve({ data, deadlines: answerBy(data, terms) });
      },
    }),
    step({
      event: 'consult_experts',
      title: { en: 'Hand it to experts', zh: '委托第三方专家评议' },
      from: ['accepted'],
      to: ['with_experts'],
      roles: ['reviewer'],
      body: ExpertsBody,
      act: (_, { body }) => Promise.resolve({ data: { experts_since: body.sent_on } }),
    }),
    step({
      event: 'give_opinion',
      title: { en: 'Give the experts’ opinion', zh: '提交专家意见' },
      from: ['with_experts'],
      to: ['accepted'],
      roles: ['expert', 'reviewer'],
      body: OpinionBody,
      act: (file, { body, terms }) => {
        const data = {
          ...file.data,
          opinion: body.opinion,
          expert_days: file.data.expert_days + body.days,
        };
        return Promise.resolve({ data, deadlines: answerBy(data, terms) });
      },
    }),
    ...proposalSteps({
      what: 'decision',
      titles: {
        propose: { en: 'Propose how it is decided', zh: '拟定申辩结论' },
        return: { en: 'Return the proposal', zh: '退回申辩结论' },
      },
      from: ['accepted'],
      proposedBy: ['reviewer'],
      returnedBy: ['reviewer', 'admin_department'],
      body: ProposeDecisionBody,
      proposalOf: ({ body }) => ({ upheld: body.upheld, reasons: body.reasons }),
    }),
    step({
      event: 'confirm',
      title: { en: 'Confirm the decision', zh: '审批申辩结论' },
      from: ['decision_proposed'],
      to: ['upheld', 'rejected'],
      roles: ['reviewer', 'admin_department'],
      body: NothingBody,
      movesMoney: true,
      writesRecords: true,
      act: (file, moment) => Promise.resolve(confirmed(file, moment)),
    }),
  ],
});

async function filed({ body, terms, reads, now }: Moment<OpenAppealBody>) {
  const notice = await noticeOf(reads, foldCode(body.clinician_code), body.document_no);
  const deliveredOn = notice?.deliveredOn ?? null;
  if (deliveredOn === null)
    return { refused: 'no-such-notice', detail: 'No notice of that number was delivered to this person' };
  if (!body.signed || !body.stamped)
    return {
      refused: 'not-signed',
      detail: 'An appeal is signed by the person and stamped by the institution（须本人签字并加盖机构公章）',
    };
  const data: AppealData = {
    document_no: body.document_no,
    reasons: body.reasons,
    received_on: formatDay(dayAt(now)),
    accepted_on: null,
    expert_days: 0,
  };
  return isLate(now, deliveredOn, terms)
    ? { data, documentNo: body.document_no, state: 'waived' }
    : { data, documentNo: body.document_no, deadlines: answerBy(data, terms) };
}

const isLate = (now: Instant, deliveredOn: string, { parameters, calendar }: Terms): boolean =>
  admissionOf(now, appealBy(dayIn(deliveredOn), parameters, calendar)) === 'waived';

/** By when the appeal is answered, as far as its clock runs. */
function answerBy(data: AppealData, { parameters, calendar }: Terms): readonly DeadlineSet[] {
  const inHand = {
    materialReceivedOn: dayIn(data.received_on),
    acceptedOn: data.accepted_on === null ? null : dayIn(data.accepted_on),
    expertDays: data.expert_days,
  };
  return [{ name: 'answer_appeal', lastDay: reviewBy(inHand, parameters, calendar), borneBy: 'reviewer' }];
}

function confirmed(file: File, { head, now }: Moment<NothingBody>): Taken {
  const { proposed, document_no: documentNo } = file.data;
  if (proposed === undefined || proposed === null || file.clinicianCode === null)
    return { refused: 'nothing-to-confirm', detail: 'No decision was proposed' };
  const met = ['answer_appeal'];
  if (!proposed.upheld) return { state: 'rejected', met };
  return {
    state: 'upheld',
    met,
    records: [annulmentOf(head, { documentNo, code: file.clinicianCode, decidedAt: now })],
    withdrawn: { documentNo },
  };
}
